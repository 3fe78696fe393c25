// The control session of one node, as states: Hello → (the shell looks things up) → Welcome, UDP binding → joined; then what
// each message means. Says what to send, what to ask for and what happened; touches no socket and no clock.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/time_attestation.hpp"
#include "scheduler/domain/time.hpp"

namespace village::sessions::machines {

/// What the shell looked up between Hello and Welcome.
struct JoinFacts {
    wire::NodePolicy policy;
    std::uint64_t receipts_committed = 0;
    std::uint64_t owner_epoch = 0;
    wire::TrustUpdate trust;
    std::uint64_t connection_id = 0;
    std::uint16_t udp_port = 0;
};

// What the machine wants done, in order.
struct SendToNode {
    wire::SessionMessage message;
};
struct LookUpNode {};  ///< Answer with `greet` or `refuse`.
struct AskAttestation {
    protocol::TimeNonce nonce{};
};
struct CloseSession {
    domain::Error why;
};
// What happened.
struct NodeJoined {};
struct NodeAnswered {  ///< An Ack: of a grant, a stop, a quench or a stream key.
    domain::UuidBytes id{};
    std::optional<domain::Error> refused;
};
/// `malformed` when the id is none.
domain::Result<NodeAnswered> answer_of(const wire::Ack& ack);
struct PlanAnswered {
    std::vector<domain::GrantId> accepted;
    struct Refused {
        domain::GrantId grant;
        domain::Error why;
    };
    std::vector<Refused> refused;
};
struct StatusCame {
    wire::NodeStatus status;
};
struct ReceiptCame {
    std::string envelope;
};
struct SoundBegan {
    domain::GrantId grant;
    domain::UtcTime first_sample;
};
using SessionAction = std::variant<SendToNode, LookUpNode, AskAttestation, CloseSession, NodeJoined, NodeAnswered, PlanAnswered,
                                   StatusCame, ReceiptCame, SoundBegan>;
using SessionActions = std::vector<SessionAction>;

class SessionMachine {
public:
    explicit SessionMachine(domain::NodeNumber node) : node_(node) {}

    SessionActions received(domain::Bytes frame);
    SessionActions greet(const JoinFacts& facts, domain::UtcTime now);
    SessionActions refuse(domain::Error why);
    /// The signer's word, or why there is none: the node then stays with an untrusted clock.
    SessionActions attested(const domain::Result<std::vector<std::uint8_t>>& attestation);
    /// A plan that is complete for its days; its answer names it by version.
    SessionActions plan(wire::Plan plan, std::vector<domain::GrantId> grants);

    bool is_joined() const { return state_ == State::joined; }
    const wire::Hello& hello() const { return hello_; }

private:
    enum class State { waiting_for_hello, looking_up, joined, closed };

    SessionActions hello_came(const wire::Hello& hello);
    SessionActions joined_message(const wire::SessionMessage& message);
    SessionActions challenge_came(const wire::TimeChallenge& challenge);
    SessionActions plan_answered(const wire::PlanAck& answer);
    SessionActions answered(const wire::Ack& ack) const;
    SessionActions status_came(const wire::NodeStatus& status);
    SessionActions close(domain::Error why);

    domain::NodeNumber node_;
    State state_ = State::waiting_for_hello;
    wire::Hello hello_;
    std::uint32_t version_ = 0;
    std::optional<wire::TimeChallenge> early_challenge_;
    bool attesting_ = false;
    struct Planned {
        wire::PlanVersion version;
        std::vector<domain::GrantId> grants;
    };
    std::deque<Planned> planned_;  ///< Not answered yet; the node answers in order.
    std::string playing_grant_;
};

}  // namespace village::sessions::machines
