// Adds up what the device reported for one grant: an interrupted item sounds in pieces, an emergency sounds again and again. Of
// repetitions the longest counts, of pieces their sum.
#pragma once

#include <optional>

#include "scheduler/domain/broadcast.hpp"

namespace village::node::evidence {

/// One piece, as the device counted it.
struct SoundedPiece {
    bool from_beginning = false;  ///< Begins a new pass.
    domain::UtcTime first_sample_at{};
    domain::UtcTime last_sample_at{};
    std::uint64_t samples = 0;  ///< At 48 kHz, at an audible gain.
    domain::FrameLedger frames;
    std::uint32_t underruns = 0;
    double gain = 0;  ///< Factor.
};

class GrantEvidence {
public:
    GrantEvidence() = default;
    /// After a power cut: it had begun before, and what the device counted until then is lost.
    explicit GrantEvidence(domain::UtcTime begun_at) : was_cut_off_(true), first_sample_at_(begun_at) {}

    void add(const SoundedPiece& piece);

    /// Fills frames, samples, times, gain, underruns and evidence level; an outcome that the device does not bear out is lowered
    /// from played to partial, with `device` (or `outage`) as its reason.
    void put_into(domain::PlaybackReceipt& receipt) const;
    std::uint64_t samples() const;

private:
    bool was_cut_off_ = false;
    std::uint64_t best_pass_ = 0;
    std::uint64_t this_pass_ = 0;
    domain::FrameLedger frames_;
    std::optional<domain::UtcTime> first_sample_at_;
    std::optional<domain::UtcTime> last_sample_at_;
    std::uint32_t underruns_ = 0;
    double gain_ = 0;
};

}  // namespace village::node::evidence
