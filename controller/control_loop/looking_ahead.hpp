// Gathers what a dry run and the search for conflicts are asked about: what the dispatcher holds, what schedules want, and what is
// known not to come. Reads the office; changes nothing.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/dispatch/conflicts.hpp"

namespace village::control_loop {

struct Asked {
    domain::NodeSet nodes;
    domain::UtcTime from{};
    domain::UtcTime to{};
};

/// What a schedule wants that the dispatcher does not know. With a reason: none of it will sound.
struct WantedSounds {
    std::vector<dispatch::BroadcastOrder> orders;
    std::string reason;
    std::optional<domain::InTheWay> in_the_way;
};

/// `schedules`: the active ones; a broadcast of another was cancelled with it.
void add_known(const Office& office, const Asked& asked, const std::vector<domain::Schedule>& schedules,
               dispatch::DryRunMaterial& material);
WantedSounds wanted_by(const Office& office, const Asked& asked, const domain::Schedule& schedule,
                       const domain::Announcement& announcement);
/// A loudspeaker without a device sounds nothing, and one that is away has only what it fetched.
void add_nodes(const Office& office, const Asked& asked, dispatch::DryRunMaterial& material);

/// What is wanted in [from, to) and was not cancelled for this once; nothing for a schedule that reaches nobody.
dispatch::PlannedSeries series_of(const Office& office, const domain::Schedule& schedule,
                                  const domain::Announcement& announcement, domain::UtcTime from, domain::UtcTime to);
/// The broadcasts planned by hand.
std::vector<dispatch::PlannedSeries> single_broadcasts(const Office& office);

}  // namespace village::control_loop
