#include "node-firmware/audio/opus_decoder.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <new>

namespace village::node::audio {

void MonoDecoder::Destroy::operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }

MonoDecoder::MonoDecoder() : samples_(samples_max) {
    int error = OPUS_OK;
    decoder_.reset(opus_decoder_create(48'000, 1, &error));
    // Creation fails for want of memory only.
    if (error != OPUS_OK || !decoder_) throw std::bad_alloc();
}
MonoDecoder::~MonoDecoder() = default;
MonoDecoder::MonoDecoder(MonoDecoder&&) noexcept = default;
MonoDecoder& MonoDecoder::operator=(MonoDecoder&&) noexcept = default;

domain::Result<std::span<const float>> MonoDecoder::decode(std::span<const std::uint8_t> packet) {
    const auto got = packet.empty() ? OPUS_INVALID_PACKET
                                    : opus_decode_float(decoder_.get(), packet.data(), static_cast<opus_int32>(packet.size()),
                                                        samples_.data(), static_cast<int>(samples_max), 0);
    if (got < 0) return domain::Error{domain::ErrorCode::audio_unreadable, opus_strerror(got)};
    return std::span<const float>(samples_).first(static_cast<std::size_t>(got));
}

std::span<const float> MonoDecoder::conceal(std::size_t samples) {
    samples = std::min(samples, samples_max);
    const auto got = opus_decode_float(decoder_.get(), nullptr, 0, samples_.data(), static_cast<int>(samples), 0);
    if (got < 0) std::fill_n(samples_.begin(), samples, 0.0F);
    return std::span<const float>(samples_).first(samples);
}

void MonoDecoder::reset() { opus_decoder_ctl(decoder_.get(), OPUS_RESET_STATE); }

}  // namespace village::node::audio
