// What an edited schedule wants in a span of time, by wish: parts and single changes may want another announcement, other places or
// another priority than the schedule says now. Pure.
#pragma once

#include "scheduler/calendar/expand.hpp"

namespace village::calendar {

struct Wish {
    domain::Schedule schedule;                    ///< As if all of it wanted what these occurrences want.
    std::vector<domain::Occurrence> occurrences;  ///< Ascending by `planned`; at least one.
};

/// What would be wanted, were it not for `absence`.
struct AbsentWish {
    Wish wish;
    Absence absence = Absence::left_out;
};

/// Everything that some part or change of it wants; what holds now is the first.
std::vector<domain::Wanted> all_wanted(const domain::Schedule& schedule);
/// The same of what comes from `from` on, or whose own moment does.
std::vector<domain::Wanted> wanted_from(const domain::Schedule& schedule, domain::UtcTime from);
/// A schedule that was never edited has one wish. Errors: those of Expander::make.
domain::Result<std::vector<Wish>> wishes(const domain::Schedule& schedule, const ZoneRules& zone, domain::UtcTime from,
                                         domain::UtcTime to);
/// What the schedule leaves out in [from, to), or what lies outside its validity.
domain::Result<std::vector<AbsentWish>> absent_wishes(const domain::Schedule& schedule, const ZoneRules& zone,
                                                      domain::UtcTime from, domain::UtcTime to);
/// What the edit with this edition touched (0: what none did), by wish: Expander::of_edition.
domain::Result<std::vector<Wish>> wishes_of_edition(const domain::Schedule& schedule, const ZoneRules& zone,
                                                    std::uint32_t edition, domain::UtcTime from, std::size_t max);

}  // namespace village::calendar
