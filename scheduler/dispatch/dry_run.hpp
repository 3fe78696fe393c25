// "Why will it not play?": a loudspeaker's coming days in virtual time. The same NodePlayer that decides in the node is given the
// grants that are planned and a device that never fails; what it starts, stops and concludes is written down. Nothing is decided
// here. Pure and bounded: at most 31 days and 2,048 sounds, whatever is handed in.
#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "scheduler/dispatch/dispatch_events.hpp"
#include "scheduler/domain/forecast.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::dispatch {

/// Planned, and as far as anybody knows it will be granted. Between equals the smaller grant id goes first; what is not signed yet
/// comes after what is, in the order handed in.
struct PlannedSound {
    BroadcastOrder order;
    std::optional<domain::GrantId> signed_as;
};

/// Known not to become a sound: cancelled, stopped, without audio ... `outcome` and `reason` are answered as they stand here.
struct WithheldSound {
    BroadcastOrder order;  ///< Who, what, when, where; it need not be complete.
    domain::ReceiptOutcome outcome = domain::ReceiptOutcome::missed;
    std::string reason;
    std::optional<domain::InTheWay> in_the_way;
};

/// The spans are looked at during the call only. What is not for `node` is passed over.
struct DryRunQuestion {
    domain::NodeNumber node;
    domain::UtcTime from{};
    domain::UtcTime to{};
    domain::HoursPolicy hours;
    std::span<const PlannedSound> planned;  ///< Those that began before `from` and may still sound, too.
    std::span<const WithheldSound> withheld;
    std::set<domain::ContentHash> missing;                    ///< Audio that the node does not have and will not get in time.
    domain::Duration resume_room = std::chrono::minutes{30};  ///< As the dispatcher grants it.
};

inline constexpr std::chrono::hours dry_run_longest{31 * 24};
inline constexpr std::size_t dry_run_sounds_max = 2048;

/// Everything planned in [from, to), and what began before and still sounds then; by planned time, then broadcast id.
/// `invalid_argument` for a period that is empty or over 31 days, `too_large` for more sounds than the bound.
domain::Result<std::vector<domain::Foreseen>> dry_run(const DryRunQuestion& question);

/// What is planned at these loudspeakers, and what each of them lacks.
struct DryRunMaterial {
    std::vector<PlannedSound> planned;
    std::vector<WithheldSound> withheld;
    std::map<domain::NodeNumber, std::set<domain::ContentHash>> missing;
};
/// Sets of loudspeakers that are told the same and lack the same, so that one dry run answers for all of a set.
std::vector<domain::NodeSet> alike(const DryRunMaterial& material, const domain::NodeSet& nodes);

/// Joins the answers of several sets: what becomes of a sound, alike at some of them, is one line that names all their nodes.
class JoinedDryRuns {
public:
    static constexpr std::size_t lines_max = 4096;

    /// `too_large` beyond the bound.
    domain::Status add(std::vector<domain::Foreseen> lines, const domain::NodeSet& nodes);
    /// By planned time, then broadcast id.
    std::vector<domain::Foreseen> lines() const;

private:
    std::map<std::pair<domain::UtcTime, domain::BroadcastId>, std::vector<domain::Foreseen>> lines_;
    std::size_t count_ = 0;
};

}  // namespace village::dispatch
