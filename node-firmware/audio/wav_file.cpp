#include "node-firmware/audio/wav_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace village::node::audio {
using domain::Error;
using domain::ErrorCode;

namespace {
constexpr std::size_t header_bytes = 44;
constexpr std::uint32_t rate = 48'000;

void put32(std::uint8_t* at, std::uint32_t value) {
    for (int byte = 0; byte < 4; ++byte) at[byte] = static_cast<std::uint8_t>(value >> (8 * byte));
}

std::array<std::uint8_t, header_bytes> header(std::uint32_t data_bytes) {
    std::array<std::uint8_t, header_bytes> bytes{};
    std::memcpy(bytes.data(), "RIFF", 4);
    put32(&bytes[4], data_bytes + header_bytes - 8);
    std::memcpy(&bytes[8], "WAVEfmt ", 8);
    put32(&bytes[16], 16);
    bytes[20] = 1;  // PCM
    bytes[22] = 1;  // mono
    put32(&bytes[24], rate);
    put32(&bytes[28], rate * 2);
    bytes[32] = 2;
    bytes[34] = 16;
    std::memcpy(&bytes[36], "data", 4);
    put32(&bytes[40], data_bytes);
    return bytes;
}

Error failed(const char* what) {
    const auto code = errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::storage_failed;
    return Error{code, fmt::format("cannot {} the recording: {}", what, std::strerror(errno))};
}
}  // namespace

WavFile::~WavFile() {
    if (descriptor_ < 0) return;
    (void)patch_header();
    ::close(descriptor_);
}
WavFile::WavFile(WavFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), samples_(std::exchange(other.samples_, 0)) {}
WavFile& WavFile::operator=(WavFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(samples_, other.samples_);
    return *this;
}

domain::Result<WavFile> WavFile::create(const std::filesystem::path& path) {
    WavFile file;
    file.descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file.descriptor_ < 0) return failed("create");
    if (auto patched = file.patch_header(); !patched) return patched.error();
    return file;
}

domain::Status WavFile::write(std::span<const std::int16_t> samples) {
    const bool silent = std::all_of(samples.begin(), samples.end(), [](auto sample) { return sample == 0; });
    const auto at = static_cast<off_t>(header_bytes + samples_ * 2);
    if (!silent &&
        ::pwrite(descriptor_, samples.data(), samples.size_bytes(), at) != static_cast<ssize_t>(samples.size_bytes())) {
        return failed("write");
    }
    samples_ += samples.size();
    return {};
}

domain::Status WavFile::patch_header() {
    const auto data_bytes = samples_ * 2;
    const auto bytes = header(static_cast<std::uint32_t>(std::min<std::uint64_t>(data_bytes, 0xffffff00U)));
    if (::pwrite(descriptor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return failed("write");
    if (::ftruncate(descriptor_, static_cast<off_t>(header_bytes + data_bytes)) != 0) return failed("extend");
    return {};
}

}  // namespace village::node::audio
