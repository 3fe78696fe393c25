#include "node-firmware/link/machines/keepalive.hpp"

#include <algorithm>

namespace village::node::link {
using domain::Duration;
using domain::MonotonicTime;

namespace {
constexpr Duration burst_gap = std::chrono::milliseconds{250};
constexpr Duration idle_min = std::chrono::seconds{6}, idle_spread = std::chrono::seconds{2};
constexpr Duration on_air_gap = std::chrono::seconds{5};
constexpr Duration heartbeat_gap = std::chrono::seconds{60}, heartbeat_gap_alone = std::chrono::seconds{8};
}  // namespace

void Keepalive::joined(MonotonicTime now) {
    tls_heard_ = udp_heard_ = now;
    next_request_ = now;
    next_heartbeat_ = now + heartbeat_gap;
    udp_works_ = false;
    begin_burst();
}

Keepalive::Due Keepalive::due(MonotonicTime now, bool on_air, double random) {
    Due due;
    due.dead = now - std::max(tls_heard_, udp_heard_) >= dead_after;
    if (burst_left_ > 0) next_request_ = std::min(next_request_, now + burst_gap);
    if (on_air) next_request_ = std::min(next_request_, now + on_air_gap);
    if (now >= next_request_) {
        due.clock_request = true;
        const auto spread =
            Duration{static_cast<std::int64_t>(std::clamp(random, 0.0, 1.0) * static_cast<double>(idle_spread.count()))};
        if (burst_left_ > 0) --burst_left_;
        next_request_ = now + (burst_left_ > 0 ? burst_gap : on_air ? on_air_gap : idle_min + spread);
    }
    if (!udp_works(now)) next_heartbeat_ = std::min(next_heartbeat_, now + heartbeat_gap_alone);
    if (now >= next_heartbeat_) {
        due.heartbeat = true;
        next_heartbeat_ = now + (udp_works(now) ? heartbeat_gap : heartbeat_gap_alone);
    }
    return due;
}

}  // namespace village::node::link
