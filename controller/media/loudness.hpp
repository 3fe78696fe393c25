// How loud a piece is, by EBU R128 (libebur128): integrated loudness and true peak, and whether there is anything to
// hear.
#pragma once

#include <memory>

#include "controller/media/pcm_file.hpp"
#include "controller/media/work_control.hpp"

namespace village::media {

/// Below this peak the piece is silent (`audio_silent`).
inline constexpr double silence_peak_dbfs = -60.0;

struct Loudness {
    double integrated_lufs = -70;  ///< -70 where too little was above the gate.
    double true_peak_dbtp = -120;
    bool operator==(const Loudness&) const = default;
};

enum class MeterKind { loudness_and_peak, loudness_only };  ///< The true peak costs most of the time.

/// Measures samples as they pass. A piece under 400 ms is measured as if it were repeated until it is long enough.
class LoudnessMeter {
public:
    explicit LoudnessMeter(MeterKind kind = MeterKind::loudness_and_peak);
    ~LoudnessMeter();
    LoudnessMeter(const LoudnessMeter&) = delete;
    LoudnessMeter& operator=(const LoudnessMeter&) = delete;

    void add(std::span<const float> samples);
    /// `true_peak_dbtp` stays -120 with `loudness_only`.
    Loudness result();

private:
    struct Meter;  ///< libebur128's state.

    std::unique_ptr<Meter> meter_;
    std::vector<float> beginning_;  ///< The first 400 ms, for short pieces.
    std::uint64_t samples_ = 0;
};

domain::Result<Loudness> measure_loudness(const PcmFile& pcm, const WorkControl& control);
/// audio_empty without samples, audio_silent without anything above -60 dBFS.
domain::Status check_audible(const PcmFile& pcm, const WorkControl& control);

}  // namespace village::media
