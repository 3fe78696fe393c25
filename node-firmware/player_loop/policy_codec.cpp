#include "node-firmware/player_loop/policy_codec.hpp"

#include <algorithm>

#include "protocol/session.pb.h"

namespace village::node::player_loop {
namespace {
constexpr std::uint32_t day_minutes = 24 * 60;
constexpr int windows_max = 16;
constexpr std::uint32_t delay_ms_max = 10'000;

bool in_a_day(const wire::Hours::Window& window) {
    return window.from_minute() <= day_minutes && window.to_minute() <= day_minutes;
}
domain::HourWindow window_of(const wire::Hours::Window& window) {
    return {static_cast<std::uint16_t>(window.from_minute()), static_cast<std::uint16_t>(window.to_minute())};
}

domain::Result<domain::HoursPolicy> read_hours(const wire::Hours& message) {
    bool sane = message.allowed_size() <= windows_max && in_a_day(message.quiet()) && message.sessions_per_day() <= 255 &&
                message.longest_session() <= std::uint64_t{86'400'000'000} && message.utc_offset_minutes() >= -14 * 60 &&
                message.utc_offset_minutes() <= 14 * 60;
    domain::HoursPolicy hours;
    hours.allowed.clear();
    for (const auto& window : message.allowed()) {
        sane = sane && in_a_day(window);
        hours.allowed.push_back(window_of(window));
    }
    if (!sane) return domain::Error{domain::ErrorCode::malformed, "the hours of the commune are out of range"};
    hours.quiet = window_of(message.quiet());
    hours.longest_session = domain::Duration{static_cast<std::int64_t>(message.longest_session())};
    hours.sessions_per_day = static_cast<std::uint8_t>(message.sessions_per_day());
    hours.utc_offset_minutes = message.utc_offset_minutes();
    return hours;
}
}  // namespace

domain::Result<CommunePolicy> read_policy(const wire::NodePolicy& message) {
    auto hours = read_hours(message.hours());
    if (!hours) return hours.error();
    const auto& volume = message.volume();
    if (std::max({volume.day(), volume.evening(), volume.emergency()}) > 100 || message.start_delay_ms() > delay_ms_max)
        return domain::Error{domain::ErrorCode::malformed, "the volume or the delay of this loudspeaker is out of range"};
    CommunePolicy policy;
    policy.hours = std::move(*hours);
    policy.loudness.volume = {static_cast<std::uint8_t>(volume.day()), static_cast<std::uint8_t>(volume.evening()),
                              static_cast<std::uint8_t>(volume.emergency())};
    policy.loudness.utc_offset_minutes = policy.hours.utc_offset_minutes;
    policy.loudness.start_delay = std::chrono::milliseconds{message.start_delay_ms()};
    return policy;
}

}  // namespace village::node::player_loop
