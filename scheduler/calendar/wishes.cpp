#include "scheduler/calendar/wishes.hpp"

#include <algorithm>

namespace village::calendar {
namespace {

void add(std::vector<Wish>& all, const domain::Schedule& schedule, const Expander& expander,
         const domain::Occurrence& occurrence) {
    const auto& wanted = expander.wanted(occurrence);
    const auto wants_it = [&](const Wish& wish) { return domain::wanted_of(wish.schedule) == wanted; };
    auto place = std::ranges::find_if(all, wants_it);
    if (place == all.end()) place = all.insert(place, {domain::as_wanted(schedule, wanted), {}});
    place->occurrences.push_back(occurrence);
}

}  // namespace

std::vector<domain::Wanted> all_wanted(const domain::Schedule& schedule) { return wanted_from(schedule, domain::UtcTime::min()); }

std::vector<domain::Wanted> wanted_from(const domain::Schedule& schedule, domain::UtcTime from) {
    std::vector<domain::Wanted> all{domain::wanted_of(schedule)};
    const auto& parts = schedule.edits.earlier;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto ends = part + 1 < parts.size() ? parts[part + 1].from : schedule.edits.since;
        if (ends > from) all.push_back(parts[part].wanted);
    }
    for (const auto& change : schedule.edits.changes)
        if (change.wanted && std::max(change.original, change.moved_to.value_or(change.original)) >= from)
            all.push_back(*change.wanted);
    return all;
}

domain::Result<std::vector<Wish>> wishes(const domain::Schedule& schedule, const ZoneRules& zone, domain::UtcTime from,
                                         domain::UtcTime to) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    std::vector<Wish> all;
    for (const auto& occurrence : expander->between(from, to)) add(all, schedule, *expander, occurrence);
    return all;
}

domain::Result<std::vector<AbsentWish>> absent_wishes(const domain::Schedule& schedule, const ZoneRules& zone,
                                                      domain::UtcTime from, domain::UtcTime to) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    std::vector<AbsentWish> all;
    const auto absent = expander->absent(from, to);
    for (const auto absence : {Absence::left_out, Absence::before_validity, Absence::after_validity}) {
        std::vector<Wish> wishes;
        for (const auto& one : absent)
            if (one.absence == absence) add(wishes, schedule, *expander, one.occurrence);
        for (auto& wish : wishes) all.push_back({std::move(wish), absence});
    }
    return all;
}

domain::Result<std::vector<Wish>> wishes_of_edition(const domain::Schedule& schedule, const ZoneRules& zone,
                                                    std::uint32_t edition, domain::UtcTime from, std::size_t max) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    std::vector<Wish> all;
    for (const auto& occurrence : expander->of_edition(edition, from, max)) add(all, schedule, *expander, occurrence);
    return all;
}

}  // namespace village::calendar
