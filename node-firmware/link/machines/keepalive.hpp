// The heartbeat: a clock request by UDP every 6-8 s (5 s on the air), a heartbeat by TLS each 60 s, or each 8 s while UDP is silent;
// 30 s without any byte and the connection is dead. Pure.
#pragma once

#include "scheduler/domain/time.hpp"

namespace village::node::link {

class Keepalive {
public:
    static constexpr domain::Duration dead_after = std::chrono::seconds{30};
    static constexpr domain::Duration udp_silent_after = std::chrono::seconds{20};
    /// A burst before a programme and after the join gives the clock estimate something to choose from.
    static constexpr std::uint32_t burst_exchanges = 16;

    struct Due {
        bool clock_request = false;
        bool heartbeat = false;
        bool dead = false;
    };

    void joined(domain::MonotonicTime now);
    void tls_heard(domain::MonotonicTime now) { tls_heard_ = now; }
    void udp_heard(domain::MonotonicTime now) {
        udp_heard_ = now;
        udp_works_ = true;
    }
    void begin_burst() { burst_left_ = burst_exchanges; }
    /// Call a few times a second. `random` is uniform in [0, 1).
    Due due(domain::MonotonicTime now, bool on_air, double random);
    bool udp_works(domain::MonotonicTime now) const { return udp_works_ && now - udp_heard_ < udp_silent_after; }

private:
    domain::MonotonicTime tls_heard_{}, udp_heard_{};
    domain::MonotonicTime next_request_{}, next_heartbeat_{};
    std::uint32_t burst_left_ = 0;
    bool udp_works_ = false;
};

}  // namespace village::node::link
