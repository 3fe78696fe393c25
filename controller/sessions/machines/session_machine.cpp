#include "controller/sessions/machines/session_machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace village::sessions::machines {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::size_t plans_unanswered_max = 16;

wire::SessionMessage welcome(std::uint32_t version, const JoinFacts& facts, domain::UtcTime now) {
    wire::SessionMessage message;
    auto& welcome = *message.mutable_welcome();
    welcome.set_version(version);
    welcome.set_controller_clock(domain::to_us(now));
    welcome.set_controller_version("0.1.0");
    *welcome.mutable_trust() = facts.trust;
    welcome.set_receipts_committed(facts.receipts_committed);
    *welcome.mutable_policy() = facts.policy;
    welcome.set_owner_epoch(facts.owner_epoch);
    return message;
}

wire::SessionMessage udp_binding(const JoinFacts& facts) {
    wire::SessionMessage message;
    message.mutable_udp_binding()->set_connection_id(facts.connection_id);
    message.mutable_udp_binding()->set_port(facts.udp_port);
    return message;
}

Error refusal(const std::string& code, const std::string& detail) {
    wire::Error message;
    message.set_code(code);
    message.set_detail(detail);
    return protocol::domain_error(message);
}

}  // namespace

SessionActions SessionMachine::received(domain::Bytes frame) {
    if (state_ == State::closed) return {};
    auto message = protocol::decode_session_message(frame);
    if (!message && message.error().code == ErrorCode::unsupported_version && state_ == State::joined) return {};
    if (!message) return close(message.error());
    if (state_ == State::joined) return joined_message(*message);
    if (state_ == State::waiting_for_hello && message->has_hello()) return hello_came(message->hello());
    // Between Hello and Welcome the node may already ask for the time; it is answered after the Welcome.
    if (state_ == State::looking_up && message->has_time_challenge()) {
        early_challenge_ = message->time_challenge();
        return {};
    }
    return close(Error{ErrorCode::malformed, "the first message of a session must be Hello, once"});
}

SessionActions SessionMachine::hello_came(const wire::Hello& hello) {
    const std::vector<std::uint32_t> versions(hello.versions().begin(), hello.versions().end());
    const auto version = protocol::choose_version(versions);
    if (!version)
        return close(Error{ErrorCode::unsupported_version, "this controller speaks protocol version 1; update the node"});
    if (hello.node_number() != node_.value)
        return close(Error{ErrorCode::certificate_foreign,
                           fmt::format("the certificate is node {}'s, Hello says node {}", node_.value, hello.node_number())});
    hello_ = hello;
    version_ = *version;
    state_ = State::looking_up;
    return {LookUpNode{}};
}

SessionActions SessionMachine::greet(const JoinFacts& facts, domain::UtcTime now) {
    if (state_ != State::looking_up) return {};
    state_ = State::joined;
    SessionActions actions{SendToNode{welcome(version_, facts, now)}, SendToNode{udp_binding(facts)}, NodeJoined{}};
    if (early_challenge_) std::ranges::move(challenge_came(*early_challenge_), std::back_inserter(actions));
    return actions;
}

SessionActions SessionMachine::refuse(Error why) { return close(std::move(why)); }

SessionActions SessionMachine::joined_message(const wire::SessionMessage& message) {
    using Body = wire::SessionMessage;
    switch (message.body_case()) {
        case Body::kTimeChallenge: return challenge_came(message.time_challenge());
        case Body::kPlanAck: return plan_answered(message.plan_ack());
        case Body::kAck: return answered(message.ack());
        case Body::kReceipt: return {ReceiptCame{message.receipt()}};
        case Body::kStatus: return status_came(message.status());
        case Body::kHello: return close(Error{ErrorCode::malformed, "a second Hello in one session"});
        case Body::kHeartbeat: break;
        default: return {};  // What only a controller sends, or a newer node: ignored.
    }
    if (!message.heartbeat().answer_wanted()) return {};
    wire::SessionMessage answer;
    answer.mutable_heartbeat()->set_sequence(message.heartbeat().sequence());
    return {SendToNode{std::move(answer)}};
}

SessionActions SessionMachine::challenge_came(const wire::TimeChallenge& challenge) {
    AskAttestation question;
    if (challenge.nonce().size() != question.nonce.size()) return close(Error{ErrorCode::malformed, "the nonce is not 16 bytes"});
    // One question at a time: the signer is shared by the whole commune.
    if (attesting_) return {};
    attesting_ = true;
    std::ranges::copy(protocol::bytes_of(challenge.nonce()), question.nonce.begin());
    return {question};
}

SessionActions SessionMachine::attested(const domain::Result<std::vector<std::uint8_t>>& attestation) {
    attesting_ = false;
    if (state_ != State::joined) return {};
    wire::SessionMessage message;
    if (attestation) message.set_time_attestation(protocol::string_of(*attestation));
    else *message.mutable_error() = protocol::wire_error(attestation.error());
    return {SendToNode{std::move(message)}};
}

SessionActions SessionMachine::plan(wire::Plan plan, std::vector<domain::GrantId> grants) {
    if (state_ != State::joined) return {};
    // A node that answers none of 16 plans has other troubles; the oldest answer is not waited for any more.
    if (planned_.size() >= plans_unanswered_max) planned_.pop_front();
    planned_.push_back({plan.version(), std::move(grants)});
    wire::SessionMessage message;
    *message.mutable_plan() = std::move(plan);
    return {SendToNode{std::move(message)}};
}

SessionActions SessionMachine::plan_answered(const wire::PlanAck& answer) {
    const auto answered = std::find_if(planned_.begin(), planned_.end(), [&](const Planned& planned) {
        return planned.version.policy_epoch() == answer.version().policy_epoch() &&
               planned.version.issuer_sequence() == answer.version().issuer_sequence();
    });
    if (answered == planned_.end()) return {};
    PlanAnswered happened;
    happened.accepted = std::move(answered->grants);
    planned_.erase(planned_.begin(), answered + 1);
    for (const auto& entry : answer.refused()) {
        auto grant = protocol::id_of<domain::GrantId>(entry.grant(), "refused grant");
        if (!grant) return close(grant.error());
        // Only what was in the plan can be refused; each once.
        if (std::erase(happened.accepted, *grant) == 0) continue;
        happened.refused.push_back({*grant, refusal(entry.code(), entry.detail())});
    }
    return {std::move(happened)};
}

SessionActions SessionMachine::answered(const wire::Ack& ack) const {
    auto happened = answer_of(ack);
    if (!happened) return {CloseSession{happened.error()}};
    return {std::move(*happened)};
}

domain::Result<NodeAnswered> answer_of(const wire::Ack& ack) {
    NodeAnswered answer;
    if (ack.id().size() != answer.id.size()) return Error{ErrorCode::malformed, "the id of an Ack is not 16 bytes"};
    std::ranges::copy(protocol::bytes_of(ack.id()), answer.id.begin());
    if (!ack.accepted()) answer.refused = refusal(ack.code(), ack.detail());
    return answer;
}

SessionActions SessionMachine::status_came(const wire::NodeStatus& status) {
    SessionActions actions{StatusCame{status}};
    const bool began = status.playing_grant() != playing_grant_ && status.playing_grant().size() == 16;
    playing_grant_ = status.playing_grant();
    // The node's clock minus the position is when the first sample sounded; an untrusted clock proves nothing.
    if (began && status.clock_trusted()) {
        const auto grant = domain::GrantId::from(protocol::bytes_of(status.playing_grant()).first<16>());
        const auto position = static_cast<std::int64_t>(std::min<std::uint64_t>(status.position(), 86'400'000'000));
        actions.push_back(SoundBegan{grant, domain::utc_from_us(status.node_clock()) - domain::Duration{position}});
    }
    return actions;
}

SessionActions SessionMachine::close(Error why) {
    if (state_ == State::closed) return {};
    state_ = State::closed;
    wire::SessionMessage message;
    *message.mutable_error() = protocol::wire_error(why);
    return {SendToNode{std::move(message)}, CloseSession{std::move(why)}};
}

}  // namespace village::sessions::machines
