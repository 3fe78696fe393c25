// Allowed hours from a request.
#pragma once

#include "controller/web_api/requests.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::web_api {

inline domain::HoursPolicy hours_from(const HoursBody& body) {
    domain::HoursPolicy hours;
    hours.allowed.clear();
    for (const auto& window : body.allowed.items) hours.allowed.push_back({window.from.minute, window.to.minute});
    hours.quiet = {body.quiet.from.minute, body.quiet.to.minute};
    hours.longest_session = std::chrono::minutes{body.longest_session_minutes.value};
    hours.sessions_per_day = static_cast<std::uint8_t>(body.sessions_per_day.value);
    return hours;
}

}  // namespace village::web_api
