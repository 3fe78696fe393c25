#include "controller/control_loop/programme_times.hpp"

#include <algorithm>

#include "controller/control_loop/special_days.hpp"
#include "scheduler/calendar/wishes.hpp"

namespace village::control_loop {
namespace {

void add_times(const Office& office, const calendar::Wish& wish, std::vector<ProgrammeTime>& times) {
    const auto nodes = office.commune.resolve(wish.schedule.targets);
    if (!nodes) return;
    for (const auto& occurrence : wish.occurrences)
        if (auto time = time_of(office, wish.schedule, *nodes, occurrence)) times.push_back(std::move(*time));
}

}  // namespace

std::optional<ProgrammeTime> time_of(const Office& office, const domain::Schedule& schedule, const domain::NodeSet& nodes,
                                     const domain::Occurrence& occurrence) {
    auto heard = on_special_days(office, schedule, {}, nodes, occurrence.planned).sounds;
    if (heard.is_empty()) return std::nullopt;
    return ProgrammeTime{schedule, std::move(heard), occurrence};
}

ports::Awaitable<domain::Result<std::vector<domain::Schedule>>> schedules_of(const Office& office,
                                                                             domain::ProgrammeId programme) {
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    const auto now = office.now();
    std::erase_if(*schedules, [&](const domain::Schedule& schedule) {
        const auto wants_it = [&](const domain::Wanted& wanted) { return wanted.programme == programme; };
        return std::ranges::none_of(calendar::wanted_from(schedule, now), wants_it);
    });
    co_return schedules;
}

ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> times_of(const Office& office, domain::ProgrammeId programme,
                                                                      domain::UtcTime from, domain::UtcTime to) {
    const auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    std::vector<ProgrammeTime> times;
    for (const auto& schedule : *schedules) {
        const auto wishes = calendar::wishes(schedule, office.zone, from, to);
        if (!wishes) continue;
        for (const auto& wish : *wishes)
            if (wish.schedule.programme == programme) add_times(office, wish, times);
    }
    std::ranges::stable_sort(times, {}, &ProgrammeTime::begins);
    co_return times;
}

ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> times_on(const Office& office, domain::ProgrammeId programme,
                                                                      date::local_days day) {
    const auto from = office.zone.to_utc(domain::LocalTime{day}), to = office.zone.to_utc(domain::LocalTime{day + date::days{1}});
    return times_of(office, programme, from, to);
}

}  // namespace village::control_loop
