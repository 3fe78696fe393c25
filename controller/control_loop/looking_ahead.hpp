// Gathers what a dry run and the search for conflicts are asked about: what the dispatcher holds, what schedules want, and what is
// known not to come. Reads the office; changes nothing.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/wishes.hpp"
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
WantedSounds wanted_by(const Office& office, const Asked& asked, const calendar::Wish& wish,
                       const domain::Announcement& announcement);
/// What falls away on special days, or waits for a second person; one for each occurrence.
std::vector<WantedSounds> held_back(const Office& office, const Asked& asked, const calendar::Wish& wish,
                                    const domain::Announcement& announcement);
/// Names the day to what was planned before, and taken back where it is silent.
void name_special_days(const Office& office, const calendar::Wish& wish, const domain::Announcement& announcement,
                       dispatch::DryRunMaterial& material);
/// A programme's day piece by piece, and what of it will not sound.
struct WantedPiece {
    WantedSounds wanted;
    domain::Announcement announcement;
};
ports::Awaitable<domain::Result<std::vector<WantedPiece>>> wanted_pieces(const Office& office, Asked asked,
                                                                         domain::Schedule schedule, domain::Announcement whole,
                                                                         domain::Occurrence occurrence);
/// What the calendar of a schedule leaves out, and why.
WantedSounds absent_by(const Office& office, const Asked& asked, const calendar::AbsentWish& absent,
                       const domain::Announcement& announcement);
/// A loudspeaker without a device sounds nothing, and one that is away has only what it fetched.
void add_nodes(const Office& office, const Asked& asked, dispatch::DryRunMaterial& material);

/// Does anything the schedule ever wants reach one of these?
bool may_reach(const Office& office, const domain::Schedule& schedule, const domain::NodeSet& nodes);
/// What is wanted and was not cancelled for this once; nothing for a wish that reaches nobody.
dispatch::PlannedSeries series_of(const Office& office, const calendar::Wish& wish, const domain::Announcement& announcement);
/// The broadcasts planned by hand.
std::vector<dispatch::PlannedSeries> single_broadcasts(const Office& office);

}  // namespace village::control_loop
