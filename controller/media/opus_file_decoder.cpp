#include <fmt/format.h>
#include <opus/opus.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>

#include "controller/media/opus_reader.hpp"

namespace village::media {
namespace {

constexpr std::size_t decoded_samples_max = 5760;
constexpr std::uintmax_t opus_file_bytes_max = 64'000'000;

}  // namespace

void OpusFileDecoder::Free::operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }

OpusFileDecoder::OpusFileDecoder(OpusFileReader reader, OpusDecoder* decoder)
    : reader_(std::move(reader)),
      decoder_(decoder),
      decoded_(decoded_samples_max),
      to_skip_(reader_.head().pre_skip),
      left_(reader_.total_samples().value_or(std::numeric_limits<std::uint64_t>::max())) {}

OpusFileDecoder::OpusFileDecoder(OpusFileDecoder&&) noexcept = default;
OpusFileDecoder& OpusFileDecoder::operator=(OpusFileDecoder&&) noexcept = default;
OpusFileDecoder::~OpusFileDecoder() = default;

domain::Result<OpusFileDecoder> OpusFileDecoder::open(std::span<const std::uint8_t> file) {
    auto reader = OpusFileReader::open(file);
    if (!reader) return reader.error();
    int problem = OPUS_OK;
    // One channel: libopus mixes stereo down itself.
    OpusDecoder* decoder = opus_decoder_create(48'000, 1, &problem);
    if (!decoder) return domain::Error{domain::ErrorCode::internal, opus_strerror(problem)};
    opus_decoder_ctl(decoder, OPUS_SET_GAIN(reader->head().gain_q8));
    return OpusFileDecoder(std::move(*reader), decoder);
}

domain::Result<std::span<const float>> OpusFileDecoder::next() {
    while (left_ > 0) {
        const auto packet = reader_.next();
        if (!packet) return packet.error();
        if (!*packet) break;
        const auto bytes = (*packet)->bytes;
        const int count = opus_decode_float(decoder_.get(), bytes.data(), static_cast<opus_int32>(bytes.size()), decoded_.data(),
                                            static_cast<int>(decoded_samples_max), 0);
        if (count < 0) return domain::Error{domain::ErrorCode::malformed, fmt::format("Ogg Opus: {}", opus_strerror(count))};
        auto samples = std::span<const float>(decoded_).first(static_cast<std::size_t>(count));
        const auto skipped = std::min<std::uint64_t>(to_skip_, samples.size());
        to_skip_ -= skipped;
        samples = samples.subspan(skipped);
        samples = samples.first(std::min<std::uint64_t>(left_, samples.size()));
        left_ -= samples.size();
        if (!samples.empty()) return samples;
    }
    return std::span<const float>{};
}

domain::Result<std::vector<std::uint8_t>> read_opus_file(const std::string& path) {
    std::error_code problem;
    const auto size = std::filesystem::file_size(path, problem);
    if (problem) return domain::Error{domain::ErrorCode::not_found, fmt::format("{}: {}", path, problem.message())};
    if (size > opus_file_bytes_max)
        return domain::Error{domain::ErrorCode::too_large, fmt::format("{} is larger than 64 MB", path)};
    std::vector<std::uint8_t> bytes(size);
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!file) return domain::Error{domain::ErrorCode::storage_failed, fmt::format("{} cannot be read", path)};
    return bytes;
}

domain::Result<std::vector<float>> decode_opus_file(std::span<const std::uint8_t> file) {
    auto decoder = OpusFileDecoder::open(file);
    if (!decoder) return decoder.error();
    std::vector<float> all;
    while (true) {
        const auto samples = decoder->next();
        if (!samples) return samples.error();
        if (samples->empty()) return all;
        all.insert(all.end(), samples->begin(), samples->end());
    }
}

}  // namespace village::media
