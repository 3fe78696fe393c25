#include "controller/control_loop/heard_in_days.hpp"

#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/programme_hours.hpp"

namespace village::control_loop {
namespace {

void note(HeardInDays& heard, domain::AnnouncementId id, date::local_days day, bool is_held_back) {
    auto& one = heard[id];
    if (one.days.empty() || one.days.back() != day) one.days.push_back(day);
    one.is_held_back = one.is_held_back || is_held_back;
}

/// What is heard only when something else is missing waits for the same consent: nobody approves it in the minute it is needed.
void note_what_stands_in(const domain::Programme& programme, date::local_days day, HeardInDays& heard) {
    if (programme.filler) note(heard, *programme.filler, day, false);
    for (const auto& item : programme.items)
        if (item.is_on && item.fallback) note(heard, *item.fallback, day, false);
}

void note(const calendar::ComposedDay& composed, date::local_days day, HeardInDays& heard) {
    for (const auto& piece : composed.pieces)
        if (piece.announcement) note(heard, *piece.announcement, day, false);
    for (const auto& item : composed.left_out)
        if (item.announcement && item.reason == calendar::LeftOut::not_approved) note(heard, *item.announcement, day, true);
}

/// Each time that it is wanted on this day; where it is on no calendar yet, what it would be.
ports::Awaitable<domain::Result<std::vector<calendar::ComposedDay>>> composed_on(const Office& office,
                                                                                 domain::Programme programme,
                                                                                 date::local_days day) {
    const auto times = co_await heard_times_on(office, programme.id, day);
    if (!times) co_return times.error();
    std::vector<calendar::ComposedDay> all;
    for (const auto& time : *times) {
        auto composed = co_await composed_day(office, programme, time);
        if (!composed) co_return composed.error();
        all.push_back(std::move(composed->day));
    }
    if (!times->empty()) co_return all;
    auto composed = co_await composed_day(office, std::move(programme), day);
    if (!composed) co_return composed.error();
    all.push_back(std::move(composed->day));
    co_return all;
}

using ByItsSchedule = std::map<domain::ScheduleId, domain::Programme>;

ports::Awaitable<domain::Result<ByItsSchedule>> scheduled_programmes(const Office& office) {
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    ByItsSchedule programmes;
    for (const auto& schedule : *schedules) {
        if (!schedule.programme) continue;
        auto programme = co_await office.ports.stores.programmes.find(*schedule.programme);
        if (!programme) co_return programme.error();
        programmes.emplace(schedule.id, std::move(*programme));
    }
    co_return programmes;
}

}  // namespace

ports::Awaitable<domain::Result<HeardInDays>> heard_in(const Office& office, ports::DaysOfProgramme days) {
    auto programme = co_await office.ports.stores.programmes.find(days.programme);
    if (!programme) co_return programme.error();
    HeardInDays heard;
    for (auto day = days.from; day <= days.to; day += date::days{1}) {
        const auto all = co_await composed_on(office, *programme, day);
        if (!all) co_return all.error();
        for (const auto& composed : *all) note(composed, day, heard);
        note_what_stands_in(*programme, day, heard);
    }
    co_return heard;
}

ports::Awaitable<domain::Result<HeardInDays>> heard_in(const Office& office, ports::DryRun foreseen) {
    const auto programmes = co_await scheduled_programmes(office);
    if (!programmes) co_return programmes.error();
    HeardInDays heard;
    for (const auto& sound : foreseen.sounds) {
        const auto day = date::floor<date::days>(office.zone.to_local(sound.planned));
        if (sound.announcement) note(heard, *sound.announcement, day, sound.reason == "not_approved");
        const auto programme = sound.schedule ? programmes->find(*sound.schedule) : programmes->end();
        if (programme != programmes->end()) note_what_stands_in(programme->second, day, heard);
    }
    co_return heard;
}

}  // namespace village::control_loop
