// Small Ogg Opus files made by libopusenc, as the media room makes them.
#pragma once

#include <opusenc.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace village::test {

/// A tone whose pitch rises steadily, so that each moment of it is recognised; mono, 48 kHz.
inline std::vector<float> rising_tone(double seconds, double level = 0.3) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * 48'000));
    double phase = 0;
    for (std::size_t at = 0; at < samples.size(); ++at) {
        phase += 2 * std::numbers::pi * (300 + 150 * static_cast<double>(at) / 48'000) / 48'000;
        samples[at] = static_cast<float>(level * std::sin(phase));
    }
    return samples;
}

inline std::vector<std::uint8_t> ogg_opus(const std::vector<float>& samples) {
    std::vector<std::uint8_t> file;
    OpusEncCallbacks callbacks{[](void* to, const unsigned char* bytes, opus_int32 size) {
                                   auto& out = *static_cast<std::vector<std::uint8_t>*>(to);
                                   out.insert(out.end(), bytes, bytes + size);
                                   return 0;
                               },
                               [](void*) { return 0; }};
    auto* comments = ope_comments_create();
    auto* encoder = ope_encoder_create_callbacks(&callbacks, &file, comments, 48'000, 1, 0, nullptr);
    ope_encoder_ctl(encoder, OPUS_SET_BITRATE(32'000));
    // Drawn by lot otherwise: the same sound would be another file each time.
    ope_encoder_ctl(encoder, OPE_SET_SERIALNO(1));
    ope_encoder_write_float(encoder, samples.data(), static_cast<int>(samples.size()));
    ope_encoder_drain(encoder);
    ope_encoder_destroy(encoder);
    ope_comments_destroy(comments);
    return file;
}

/// Correlation of two pieces of equal length, at lag 0.
inline double correlation(const float* left, const float* right, std::size_t count) {
    double lr = 0, ll = 0, rr = 0;
    for (std::size_t at = 0; at < count; ++at) {
        lr += double(left[at]) * right[at];
        ll += double(left[at]) * left[at];
        rr += double(right[at]) * right[at];
    }
    return ll > 0 && rr > 0 ? lr / std::sqrt(ll * rr) : 0;
}

}  // namespace village::test
