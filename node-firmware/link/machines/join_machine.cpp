#include "node-firmware/link/machines/join_machine.hpp"

#include <fmt/format.h>

#include "protocol/session_codec.hpp"

namespace village::node::link {
using domain::Error;
using domain::ErrorCode;

namespace {
constexpr std::size_t serials_max = 64;

bool ends_the_session(ErrorCode code) {
    return code == ErrorCode::malformed || code == ErrorCode::too_large || code == ErrorCode::unsupported_version ||
           code == ErrorCode::certificate_foreign || code == ErrorCode::enrolment_code_wrong || code == ErrorCode::key_revoked;
}
}  // namespace

JoinMachine::Step JoinMachine::connected(const HelloFacts& facts, domain::MonotonicTime now) {
    deadline_ = now + welcome_within;
    Step step;
    auto& hello = *step.send.emplace_back().mutable_hello();
    hello.add_versions(protocol::protocol_version);
    hello.set_node_number(facts.node.value);
    hello.set_software(protocol::string_of(facts.software.bytes));
    hello.set_software_version(facts.software_version);
    hello.set_node_clock(domain::to_us(facts.clock));
    hello.set_clock_trusted(facts.clock_trusted);
    hello.mutable_plan()->set_policy_epoch(facts.plan_epoch);
    hello.mutable_plan()->set_issuer_sequence(facts.plan_sequence);
    hello.set_next_receipt(facts.next_receipt);
    for (const auto serial : facts.delegation_serials) {
        if (static_cast<std::size_t>(hello.delegation_serials_size()) < serials_max) hello.add_delegation_serials(serial);
    }
    hello.set_boot_id(protocol::string_of(facts.boot_id));
    hello.set_anchors_version(facts.anchors_version);
    hello.set_owner_epoch(facts.owner_epoch);
    owner_epoch_ = facts.owner_epoch;
    return step;
}

wire::SessionMessage JoinMachine::time_challenge(const protocol::TimeNonce& nonce) {
    wire::SessionMessage message;
    message.mutable_time_challenge()->set_nonce(protocol::string_of(nonce));
    return message;
}

JoinMachine::Step JoinMachine::received(wire::SessionMessage message, const protocol::TimeNonce& fresh_nonce) {
    Step step;
    if (message.has_error()) {
        auto error = protocol::domain_error(message.error());
        step.retry_after = std::chrono::milliseconds{message.error().retry_after_ms()};
        step.dismissed = error.code == ErrorCode::key_revoked;
        if (step.dismissed) step.retry_after = std::max<domain::Duration>(step.retry_after, asks_again_after);
        if (!joined_ || ends_the_session(error.code)) step.close = std::move(error);
        return step;
    }
    if (!joined_) {
        if (!message.has_welcome()) {
            step.close = Error{ErrorCode::malformed, "the controller spoke before its Welcome"};
        } else if (message.welcome().version() != protocol::protocol_version) {
            step.close = Error{ErrorCode::unsupported_version,
                               fmt::format("the controller chose version {}", message.welcome().version())};
        } else if (message.welcome().owner_epoch() < owner_epoch_) {
            step.close =
                Error{ErrorCode::superseded, fmt::format("the controller owns this commune with epoch {}, but {} was seen",
                                                         message.welcome().owner_epoch(), owner_epoch_)};
        } else {
            joined_ = step.joined = true;
            step.send.push_back(time_challenge(fresh_nonce));
            step.hand_on.push_back(std::move(message));
        }
        return step;
    }
    if (message.has_heartbeat()) {
        step.heard_heartbeat = true;
        if (message.heartbeat().answer_wanted()) {
            step.send.emplace_back().mutable_heartbeat()->set_sequence(++heartbeats_);
        }
    } else if (message.has_udp_binding()) {
        step.bind_udp = message.udp_binding();
    } else {
        step.hand_on.push_back(std::move(message));
    }
    return step;
}

JoinMachine::Step JoinMachine::tick(domain::MonotonicTime now) const {
    Step step;
    if (!joined_ && now >= deadline_) step.close = Error{ErrorCode::timed_out, "the controller did not say Welcome"};
    return step;
}

}  // namespace village::node::link
