// Opus packets to samples (libopus, mono, 48 kHz). A packet that does not decode is concealed, never an end of the programme.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "scheduler/domain/error.hpp"

struct OpusDecoder;

namespace village::node::audio {

class MonoDecoder {
public:
    static constexpr std::size_t samples_max = 5760;  ///< 120 ms, the longest packet.

    MonoDecoder();
    ~MonoDecoder();
    MonoDecoder(MonoDecoder&&) noexcept;
    MonoDecoder& operator=(MonoDecoder&&) noexcept;

    /// The samples of one packet; valid until the next call. `audio_unreadable` when it is not Opus.
    domain::Result<std::span<const float>> decode(std::span<const std::uint8_t> packet);
    /// Made-up samples for a packet that is missing; `samples` a multiple of 2.5 ms.
    std::span<const float> conceal(std::size_t samples);
    void reset();

private:
    struct Destroy {
        void operator()(OpusDecoder* decoder) const;
    };
    std::unique_ptr<OpusDecoder, Destroy> decoder_;
    std::vector<float> samples_;
};

}  // namespace village::node::audio
