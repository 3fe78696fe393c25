#include "controller/control_loop/silent_minutes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/special_days.hpp"

namespace village::control_loop {
namespace {

/// A programme has other columns on other weekdays.
constexpr std::chrono::hours looked_ahead{7 * 24};

/// "05:45"
std::string wall_clock(const Office& office, domain::UtcTime time) {
    return domain::local_text(office.zone.to_local(std::chrono::floor<std::chrono::seconds>(time))).substr(11, 5);
}

domain::Error silent_for(const Office& office, domain::UtcTime begins, const calendar::Silence& silence) {
    const auto span = fmt::format("{}-{}", wall_clock(office, begins + silence.from), wall_clock(office, begins + silence.to));
    const auto day = domain::local_day_text(date::floor<date::days>(office.zone.to_local(begins)));
    return {
        domain::ErrorCode::confirmation_needed,
        fmt::format("on {} nothing would be heard from {}; put something in, choose a fallback or music for gaps, or confirm it",
                    day, span),
        domain::BrokenRule{"silence", fmt::format("{} s", calendar::silence_max.count()), span}};
}

bool has_music_everywhere(const Office& office, const ProgrammeTime& time) {
    domain::Announcement music;
    music.music = true;
    return on_special_days(office, time.schedule, music, time.nodes, time.begins()).silent.is_empty();
}

std::vector<ProgrammeTime> looked_at(const Office& office, const TouchedWish& touched) {
    std::vector<ProgrammeTime> times;
    for (const auto& occurrence : touched.wish.occurrences) {
        auto time = time_of(office, touched.wish.schedule, touched.nodes, occurrence);
        const bool is_soon = occurrence.planned < touched.wish.occurrences.front().planned + looked_ahead;
        if (time && (is_soon || !has_music_everywhere(office, *time))) times.push_back(std::move(*time));
    }
    return times;
}

domain::Duration length_of(const std::vector<calendar::Silence>& silences) {
    domain::Duration length{};
    for (const auto& silence : silences) length += silence.to - silence.from;
    return length;
}

}  // namespace

ports::Awaitable<domain::Status> check_silence(const Office& office, const std::vector<TouchedWish>& touched) {
    for (std::size_t place = 0; place < touched.size(); ++place) {
        const auto id = touched[place].wish.schedule.programme;
        if (!id) continue;
        const auto programme = co_await office.ports.stores.programmes.find(*id);
        if (!programme) co_return programme.error();
        const auto times = looked_at(office, touched[place]);
        for (const auto& time : times) {
            const auto composed = co_await composed_day(office, *programme, time);
            if (!composed) co_return composed.error();
            if (const auto& silences = composed->day.silences; !silences.empty())
                co_return silent_for(office, time.begins(), silences.front());
        }
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> check_silence(const Office& office, domain::Programme now, domain::Programme edited) {
    const auto times = co_await times_of(office, edited.id, office.now(), office.now() + looked_ahead);
    if (!times) co_return times.error();
    for (const auto& time : *times) {
        const auto before = co_await composed_day(office, now, time);
        if (!before) co_return before.error();
        const auto after = co_await composed_day(office, edited, time);
        if (!after) co_return after.error();
        if (length_of(after->day.silences) <= length_of(before->day.silences)) continue;
        co_return silent_for(office, time.begins(), after->day.silences.front());
    }
    co_return domain::Status{};
}

}  // namespace village::control_loop
