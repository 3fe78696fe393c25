// The first words of a session, as the node says them (PROTOCOL.md, 2): Hello → Welcome, the question about the time, the UDP
// binding. Everything after Welcome that is not the join's own business is handed on. Pure; one object per connection.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/session.pb.h"
#include "protocol/time_attestation.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node::link {

/// What the node says of itself in its Hello.
struct HelloFacts {
    domain::NodeNumber node;
    domain::Sha256 software;
    std::string software_version;
    domain::UtcTime clock{};
    bool clock_trusted = false;
    std::uint64_t plan_epoch = 0;
    std::uint64_t plan_sequence = 0;
    std::uint64_t next_receipt = 1;
    std::vector<std::uint64_t> delegation_serials;
    std::array<std::uint8_t, 16> boot_id{};
    std::uint64_t anchors_version = 0;
    std::uint64_t owner_epoch = 0;  ///< The highest it ever saw.
};

class JoinMachine {
public:
    static constexpr domain::Duration welcome_within = std::chrono::seconds{15};
    /// Whoever was revoked is seldom wanted again.
    static constexpr domain::Duration asks_again_after = std::chrono::minutes{10};

    struct Step {
        std::vector<wire::SessionMessage> send;
        std::vector<wire::SessionMessage> hand_on;  ///< To the player loop, Welcome included.
        std::optional<wire::UdpBinding> bind_udp;
        std::optional<domain::Error> close;  ///< Say goodbye: the session cannot go on.
        domain::Duration retry_after{};
        bool dismissed = false;  ///< This node was revoked: it falls silent.
        bool joined = false;     ///< True in the step in which Welcome came.
        bool heard_heartbeat = false;
    };

    Step connected(const HelloFacts& facts, domain::MonotonicTime now);
    Step received(wire::SessionMessage message, const protocol::TimeNonce& fresh_nonce);
    Step tick(domain::MonotonicTime now) const;
    bool is_joined() const { return joined_; }

    static wire::SessionMessage time_challenge(const protocol::TimeNonce& nonce);

private:
    domain::MonotonicTime deadline_{};
    std::uint64_t owner_epoch_ = 0;
    std::uint64_t heartbeats_ = 0;
    bool joined_ = false;
};

}  // namespace village::node::link
