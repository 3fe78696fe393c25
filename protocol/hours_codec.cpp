#include "protocol/hours_codec.hpp"

#include <algorithm>

#include "protocol/session.pb.h"

namespace village::protocol {
namespace {

using domain::Error;
using domain::ErrorCode;
using Windows = google::protobuf::RepeatedPtrField<wire::Hours::Window>;

constexpr std::uint32_t day_minutes = 24 * 60;
constexpr int windows_max = 16, days_max = 400;
constexpr std::uint64_t day_us = 86'400'000'000;
constexpr int offset_minutes_max = 14 * 60;

void write_window(const domain::HourWindow& window, wire::Hours::Window& message) {
    message.set_from_minute(window.from_minute);
    message.set_to_minute(window.to_minute);
}

void write_windows(const std::vector<domain::HourWindow>& windows, Windows& messages) {
    for (const auto& window : windows) write_window(window, *messages.Add());
}

void write_day(const domain::DayHours& hours, wire::Hours& message) {
    write_windows(hours.allowed, *message.mutable_allowed());
    write_window(hours.quiet, *message.mutable_quiet());
    write_windows(hours.also_quiet, *message.mutable_also_quiet());
    write_windows(hours.tests, *message.mutable_tests());
    message.set_longest_session(static_cast<std::uint64_t>(hours.longest_session.count()));
    message.set_sessions_per_day(hours.sessions_per_day);
}

bool in_a_day(const wire::Hours::Window& window) {
    return window.from_minute() <= day_minutes && window.to_minute() <= day_minutes;
}

domain::HourWindow window_of(const wire::Hours::Window& message) {
    return {static_cast<std::uint16_t>(message.from_minute()), static_cast<std::uint16_t>(message.to_minute())};
}

domain::Status read_windows(const Windows& messages, std::vector<domain::HourWindow>& windows) {
    if (messages.size() > windows_max) return Error{ErrorCode::too_large, "more than 16 hour windows"};
    if (!std::ranges::all_of(messages, in_a_day))
        return Error{ErrorCode::malformed, "an hour window ends after midnight's 1440th minute"};
    windows.clear();
    for (const auto& message : messages) windows.push_back(window_of(message));
    return {};
}

domain::Status read_day(const wire::Hours& message, domain::DayHours& hours) {
    if (auto done = read_windows(message.allowed(), hours.allowed); !done) return done;
    if (auto done = read_windows(message.also_quiet(), hours.also_quiet); !done) return done;
    if (auto done = read_windows(message.tests(), hours.tests); !done) return done;
    if (!in_a_day(message.quiet())) return Error{ErrorCode::malformed, "the quiet hours end after midnight's 1440th minute"};
    if (message.longest_session() > day_us || message.sessions_per_day() > 255)
        return Error{ErrorCode::malformed, "the longest session, or the sessions of a day, are out of range"};
    hours.quiet = window_of(message.quiet());
    hours.longest_session = domain::Duration{static_cast<std::int64_t>(message.longest_session())};
    hours.sessions_per_day = static_cast<std::uint8_t>(message.sessions_per_day());
    return {};
}

}  // namespace

void write_hours(const domain::HoursPolicy& hours, wire::Hours& message) {
    write_day(hours, message);
    message.set_utc_offset_minutes(hours.utc_offset_minutes);
    for (const auto& dated : hours.days) {
        auto& day = *message.add_days();
        day.set_day(dated.day);
        write_day(dated.hours, *day.mutable_hours());
    }
}

domain::Result<domain::HoursPolicy> read_hours(const wire::Hours& message) {
    domain::HoursPolicy hours;
    if (auto done = read_day(message, hours); !done) return done.error();
    if (message.utc_offset_minutes() < -offset_minutes_max || message.utc_offset_minutes() > offset_minutes_max)
        return Error{ErrorCode::malformed, "the UTC offset is over 14 hours"};
    hours.utc_offset_minutes = message.utc_offset_minutes();
    if (message.days_size() > days_max) return Error{ErrorCode::too_large, "hours for more than 400 days"};
    for (const auto& day : message.days()) {
        if (!hours.days.empty() && hours.days.back().day >= day.day())
            return Error{ErrorCode::malformed, "the days are not in order"};
        auto& dated = hours.days.emplace_back();
        dated.day = day.day();
        if (auto done = read_day(day.hours(), dated.hours); !done) return done.error();
    }
    return hours;
}

}  // namespace village::protocol
