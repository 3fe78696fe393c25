// The commune's own hours, and the rules that narrow them, from a request.
#pragma once

#include "controller/web_api/requests.hpp"
#include "scheduler/domain/hours_rules.hpp"

namespace village::web_api {

using WindowsBody = List<HourWindowBody, 16>;

inline std::vector<domain::HourWindow> windows_from(const WindowsBody& body) {
    std::vector<domain::HourWindow> windows;
    for (const auto& window : body.items) windows.push_back({window.from.minute, window.to.minute});
    return windows;
}

/// `hours`: those that hold now; what the body does not say stays as it is there.
inline domain::HoursPolicy hours_from(const HoursBody& body, domain::HoursPolicy hours) {
    hours.allowed = windows_from(body.allowed);
    if (body.tests) hours.tests = windows_from(*body.tests);
    hours.quiet = {body.quiet.from.minute, body.quiet.to.minute};
    hours.longest_session = std::chrono::minutes{body.longest_session_minutes.value};
    hours.sessions_per_day = static_cast<std::uint8_t>(body.sessions_per_day.value);
    return hours;
}

inline domain::HoursPolicy hours_from(const HoursEditBody& body, domain::HoursPolicy hours) {
    if (body.allowed) hours.allowed = windows_from(*body.allowed);
    if (body.tests) hours.tests = windows_from(*body.tests);
    if (body.quiet) hours.quiet = {body.quiet->from.minute, body.quiet->to.minute};
    if (body.longest_session_minutes) hours.longest_session = std::chrono::minutes{body.longest_session_minutes->value};
    if (body.sessions_per_day) hours.sessions_per_day = static_cast<std::uint8_t>(body.sessions_per_day->value);
    return hours;
}

inline domain::HoursRule hours_rule_from(HoursRuleBody body) {
    domain::HoursRule rule;
    rule.name = std::move(body.name.value);
    if (body.areas) rule.areas = std::move(body.areas->items);
    if (body.weekdays)
        for (const auto day : body.weekdays->items)
            rule.weekdays = static_cast<std::uint8_t>(rule.weekdays | 1U << (day.value - 1));
    if (body.kinds) rule.kinds = std::move(body.kinds->items);
    if (body.allowed) rule.allowed = windows_from(*body.allowed);
    if (body.quiet) rule.quiet = windows_from(*body.quiet);
    if (body.longest_session_minutes) rule.longest_session = std::chrono::minutes{body.longest_session_minutes->value};
    if (body.sessions_per_day) rule.sessions_per_day = static_cast<std::uint8_t>(body.sessions_per_day->value);
    return rule;
}

}  // namespace village::web_api
