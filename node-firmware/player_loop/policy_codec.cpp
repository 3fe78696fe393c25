#include "node-firmware/player_loop/policy_codec.hpp"

#include <algorithm>

#include "protocol/hours_codec.hpp"
#include "protocol/session.pb.h"

namespace village::node::player_loop {
namespace {
constexpr std::uint32_t delay_ms_max = 10'000;
}  // namespace

domain::Result<CommunePolicy> read_policy(const wire::NodePolicy& message) {
    auto hours = protocol::read_hours(message.hours());
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
