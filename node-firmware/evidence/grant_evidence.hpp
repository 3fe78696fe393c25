// Adds up what the device reported for one grant: an interrupted item sounds in pieces, an emergency sounds again and again. Of
// repetitions the longest counts, of pieces their sum.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/error.hpp"

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
    /// After a power cut: it had begun before, and of what the device counted nothing was on the disk yet.
    explicit GrantEvidence(domain::UtcTime begun_at) : was_cut_off_(true), first_sample_at_(begun_at) {}
    /// After a power cut: goes on from what `saved` said; what the device counted after that is lost.
    static domain::Result<GrantEvidence> restore(std::span<const std::uint8_t> bytes, domain::UtcTime begun_at);
    /// For the disk: the least that left the device, should the power go now.
    std::vector<std::uint8_t> saved() const;

    void add(const SoundedPiece& piece);

    /// Fills frames, samples, times, gain, underruns and evidence level. An outcome that the device does not bear out is lowered from
    /// played to partial, with `device` (or `outage`) as its reason; what the decider took for lost in a power cut and the device
    /// had counted makes a partial one played.
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
