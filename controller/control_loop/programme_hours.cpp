#include "controller/control_loop/programme_hours.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

/// In the quiet hours at each of its loudspeakers when it begins; what is in them later is heard until then.
bool is_quiet_everywhere(const Office& office, const WantedSound& sound) {
    const auto places = hours_by_place(office, sound.nodes, sound.start, sound.start);
    auto beginning = sound;
    beginning.length = domain::Duration::zero();
    const auto is_quiet = [&](const HoursThere& there) {
        const auto hours = hours_for(office, beginning, there.nodes);
        return policy::hours_standing(hours, sound.start, beginning.length) == policy::HoursStanding::quiet;
    };
    return std::ranges::all_of(places, is_quiet);
}

/// What the clock says of it then: an error where nobody would hear it.
domain::Status heard_at(const Office& office, const domain::Announcement& whole, const ProgrammeTime& time) {
    const WantedSound sound{whole, time.schedule.priority, time.nodes, time.begins(), whole.content->duration};
    const auto held = policy::check_hours(hours_for(office, sound), sound.start, sound.length);
    if (held || !is_quiet_everywhere(office, sound)) return {};
    return with_its_rule(office, sound, held.error());
}

Error not_on_this_day(date::local_days day) {
    return {ErrorCode::invalid_argument,
            fmt::format("the programme is not heard on {}; choose another day, or let its schedule want this one first",
                        domain::local_day_text(day)),
            domain::BrokenRule{"programme_day", {}, domain::local_day_text(day)}};
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<ProgrammeTime>>> heard_times_on(const Office& office, domain::ProgrammeId programme,
                                                                            date::local_days day) {
    auto times = co_await times_on(office, programme, day);
    if (!times) co_return times.error();
    std::vector<ProgrammeTime> heard;
    for (auto& time : *times) {
        const auto whole = co_await wanted_announcement(office, time.schedule);
        if (!whole) co_return whole.error();
        if (heard_at(office, *whole, time)) heard.push_back(std::move(time));
    }
    co_return heard;
}

ports::Awaitable<domain::Status> check_to_come(const Office& office, domain::ProgrammeDay day) {
    const auto times = co_await times_on(office, day.programme, day.day);
    if (!times) co_return times.error();
    if (times->empty() || times->back().begins() > office.now()) co_return domain::Status{};
    co_return Error{ErrorCode::schedule_in_past, "the programme of this day has begun; what is put in now would not be heard",
                    domain::BrokenRule{"programme_begun", {}, domain::local_day_text(day.day)}};
}

ports::Awaitable<domain::Status> check_heard(const Office& office, domain::ProgrammeDay day) {
    const auto schedules = co_await schedules_of(office, day.programme);
    if (!schedules) co_return schedules.error();
    if (schedules->empty()) co_return domain::Status{};
    const auto times = co_await times_on(office, day.programme, day.day);
    if (!times) co_return times.error();
    if (times->empty()) co_return not_on_this_day(day.day);
    domain::Status quiet;
    for (const auto& time : *times) {
        if (time.begins() <= office.now()) continue;
        const auto whole = co_await wanted_announcement(office, time.schedule);
        if (!whole) co_return whole.error();
        quiet = heard_at(office, *whole, time);
        if (quiet) co_return domain::Status{};
    }
    co_return quiet;
}

}  // namespace village::control_loop
