// The one-time codes that are open now: 128 bit, 15 min, used once, ended by five wrong tries. Wrong tries that name no code of
// ours are counted by where they came from. Pure; randomness and time are arguments.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "protocol/enrolment.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::sessions::machines {

inline constexpr std::chrono::minutes code_lifetime{15};
inline constexpr int wrong_tries_max = 5;

/// Whom a code is for.
struct Invitation {
    domain::NodeId node;
    domain::NodeNumber number;
};

class EnrolmentCodes {
public:
    explicit EnrolmentCodes(std::size_t open_max) : open_max_(open_max) {}

    /// A second code for the same node ends the first. `too_many_requests` when too many are open.
    domain::Result<domain::UtcTime> open(Invitation invitation, const protocol::PairingCode& code, domain::UtcTime now);
    /// Whether one was open.
    bool close(domain::NodeId node);

    /// What a box says it knows, over its connection.
    struct Claim {
        std::string code_id;
        std::string proof;
        std::string from;  ///< Its address.
        protocol::EnrolmentExporter exporter{};
        protocol::Ed25519PublicKey node_key;
    };
    struct Accepted {
        Invitation invitation;
        protocol::PairingCode code;
    };
    /// The right claim uses the code up. `enrolment_code_wrong`, `expired`, or `too_many_requests` from an address that tried
    /// five wrong ones within 15 min.
    domain::Result<Accepted> redeem(const Claim& claim, domain::UtcTime now);

    std::size_t open_count() const { return codes_.size(); }

private:
    struct OpenCode {
        Invitation invitation;
        protocol::PairingCode code;
        domain::UtcTime expires_at;
        int wrong_tries = 0;
    };
    struct Guesser {
        int wrong_tries = 0;
        domain::UtcTime since;
    };
    void forget_old(domain::UtcTime now);
    domain::Error wrong_guess(const std::string& from, domain::UtcTime now);
    bool is_blocked(const std::string& from) const;

    std::size_t open_max_;
    std::map<std::array<std::uint8_t, 8>, OpenCode> codes_;
    std::map<std::string, Guesser> guessers_;
};

}  // namespace village::sessions::machines
