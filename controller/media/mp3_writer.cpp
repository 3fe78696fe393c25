#include "controller/media/mp3_writer.hpp"

#include <fmt/format.h>
#include <lame/lame.h>

namespace village::media {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::size_t flush_bytes_max = 7200;  // As lame.h says.

Error lame_error(int code) { return {ErrorCode::internal, fmt::format("the MP3 encoder refused: {}", code)}; }

// As lame.h says: 1.25 bytes for each sample, and 7200.
std::size_t frames_bytes_max(std::size_t samples) { return samples + samples / 4 + flush_bytes_max; }

}  // namespace

struct Mp3FileWriter::Encoder {
    lame_t handle = lame_init();
    int problem = handle ? 0 : LAME_NOMEM;

    ~Encoder() {
        if (handle) lame_close(handle);
    }
    template <class Value>
    void set(int (*setting)(lame_t, Value), Value value) {
        if (problem == 0) problem = setting(handle, value);
    }
};

Mp3FileWriter::Mp3FileWriter(TemporaryFile& file, const Mp3WriterOptions& options)
    : file_(file), encoder_(std::make_unique<Encoder>()) {
    auto& encoder = *encoder_;
    encoder.set(lame_set_in_samplerate, 48'000);
    encoder.set(lame_set_out_samplerate, 48'000);
    encoder.set(lame_set_num_channels, 1);
    encoder.set(lame_set_mode, MONO);
    encoder.set(lame_set_brate, options.bitrate_kbps);
    encoder.set(lame_set_quality, options.quality);
    encoder.set(lame_set_bWriteVbrTag, 1);
    if (encoder.problem == 0) encoder.problem = lame_init_params(encoder.handle);
}

Mp3FileWriter::~Mp3FileWriter() = default;

domain::Status Mp3FileWriter::keep(int count) {
    if (count < 0) return lame_error(count);
    return file_.append(std::span(frames_).first(static_cast<std::size_t>(count)));
}

domain::Status Mp3FileWriter::write(std::span<const float> samples) {
    if (encoder_->problem != 0) return lame_error(encoder_->problem);
    frames_.resize(frames_bytes_max(samples.size()));
    return keep(lame_encode_buffer_ieee_float(encoder_->handle, samples.data(), nullptr, static_cast<int>(samples.size()),
                                              frames_.data(), static_cast<int>(frames_.size())));
}

domain::Status Mp3FileWriter::finish() {
    if (encoder_->problem != 0) return lame_error(encoder_->problem);
    frames_.resize(flush_bytes_max);
    if (auto kept = keep(lame_encode_flush(encoder_->handle, frames_.data(), static_cast<int>(frames_.size()))); !kept)
        return kept;
    // The frame that lies first was a place held for what is only known now.
    const auto size = lame_get_lametag_frame(encoder_->handle, frames_.data(), frames_.size());
    if (size == 0 || size > frames_.size()) return Error{ErrorCode::internal, "the MP3 encoder cannot say how long the sound is"};
    return file_.replace_beginning(std::span(frames_).first(size));
}

}  // namespace village::media
