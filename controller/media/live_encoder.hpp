// The sound of a live broadcast becomes Opus packets of 40 ms: levelled, limited, encoded. One object per broadcast,
// used by its live thread only; every call does a bounded amount of work (one packet of 40 ms costs well under 1 ms)
// and never waits.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "controller/media/limiter.hpp"
#include "controller/media/pcm_file.hpp"

struct OpusEncoder;

namespace village::media {

inline constexpr std::size_t live_packet_samples = 40 * sample_rate_hz / 1000;

struct LiveEncoderOptions {
    int bitrate_bps = 24'000;  ///< 16,000 to 24,000 for R1.
    int complexity = 5;
    bool level = true;  ///< A microphone: bring speech slowly to the same loudness. Off for finished files.
    double ceiling_dbtp = -3.0;
};

struct LivePacket {
    std::vector<std::uint8_t> payload;  ///< One Opus packet of 40 ms.
    std::uint32_t rtp_timestamp = 0;    ///< 48 kHz clock, from 0, 1920 a packet.
    float peak = 0;                     ///< 0 to 1, after levelling: for the meter.
};

/// Slow gain that follows the loudness of speech: at most ±18 dB, 4 dB a second, held in pauses.
class LiveLevel {
public:
    void process(std::span<float> samples);
    double gain_db() const { return gain_db_; }

private:
    double gain_db_ = 0;
    double applied_ = 1;
};

class LiveEncoder {
public:
    explicit LiveEncoder(const LiveEncoderOptions& options = {});
    LiveEncoder(LiveEncoder&&) noexcept;
    LiveEncoder& operator=(LiveEncoder&&) noexcept;
    ~LiveEncoder();

    /// Takes any number of samples up to one second; gives the packets that became full (usually none or one).
    domain::Result<std::vector<LivePacket>> push(std::span<const Sample> samples);
    domain::Result<std::vector<LivePacket>> push(std::span<const float> samples);
    /// The rest, filled up with silence; afterwards the encoder is used up.
    domain::Result<std::vector<LivePacket>> finish();

private:
    struct Free {
        void operator()(OpusEncoder* encoder) const;
    };

    domain::Result<LivePacket> encode(std::span<const float> samples);

    LiveEncoderOptions options_;
    LiveLevel level_;
    Limiter limiter_;
    std::unique_ptr<OpusEncoder, Free> encoder_;
    std::vector<float> pending_{};
    std::uint32_t timestamp_ = 0;
};

}  // namespace village::media
