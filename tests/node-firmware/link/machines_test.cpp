#include <gtest/gtest.h>

#include "node-firmware/link/machines/enrolment_machine.hpp"
#include "node-firmware/link/machines/join_machine.hpp"
#include "node-firmware/link/machines/keepalive.hpp"
#include "node-firmware/link/machines/receipt_outbox.hpp"
#include "node-firmware/link/machines/reconnect.hpp"
#include "node-firmware/link/machines/start_dedupe.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/session_codec.hpp"

namespace village::node::link {
namespace {
using domain::MonotonicTime;
using namespace std::chrono_literals;
MonotonicTime at(domain::Duration since) { return MonotonicTime{since}; }

TEST(Reconnect, WaitsUpToTwoSecondsFirstThenBetweenOneAndThirty) {
    Reconnect reconnect(3);
    EXPECT_EQ(reconnect.next(0.5).wait, 1s);
    EXPECT_EQ(reconnect.next(0.0).wait, 1s);
    EXPECT_EQ(reconnect.next(1.0).wait, 30s);
    reconnect.joined();
    EXPECT_LE(reconnect.next(0.99).wait, 2s);
}

TEST(Reconnect, GoesThroughTheListAndStaysWithTheControllerThatAnswered) {
    Reconnect reconnect(2);
    EXPECT_EQ(reconnect.next(0).controller, 0U);
    EXPECT_EQ(reconnect.next(0).controller, 1U);
    reconnect.joined();
    EXPECT_EQ(reconnect.next(0).controller, 1U);
}

TEST(Reconnect, ComesBackNoEarlierThanItWasAsked) {
    Reconnect reconnect(1);
    reconnect.hold_off(20s);
    EXPECT_EQ(reconnect.next(0).wait, 20s);
    EXPECT_LT(reconnect.next(0).wait, 20s) << "asked once, obeyed once";
}

TEST(ReceiptOutbox, SendsInOrderAtMost64UnansweredAndAgainAfterEachJoin) {
    ReceiptOutbox outbox;
    outbox.stored_up_to(100);
    EXPECT_FALSE(outbox.take()) << "nobody is there";
    outbox.joined(10);
    auto span = outbox.take();
    ASSERT_TRUE(span);
    EXPECT_EQ(span->after, 10U);
    EXPECT_EQ(span->count, 64U);
    EXPECT_FALSE(outbox.take());
    outbox.committed(20);
    span = outbox.take();
    ASSERT_TRUE(span);
    EXPECT_EQ(span->after, 74U);
    EXPECT_EQ(span->count, 10U);
    outbox.lost();
    outbox.joined(20);
    EXPECT_EQ(outbox.take()->after, 20U);
}

TEST(ReceiptOutbox, DoesNotBelieveACommitOfWhatItNeverSent) {
    ReceiptOutbox outbox;
    outbox.stored_up_to(200);
    outbox.joined(0);
    outbox.take();
    EXPECT_FALSE(outbox.committed(150));
    EXPECT_FALSE(outbox.take());
}

TEST(Keepalive, AsksEverySixToEightSecondsAndFiveOnTheAir) {
    Keepalive keepalive;
    keepalive.joined(at(0s));
    int burst = 0, idle = 0, on_air = 0;
    for (auto now = 0ms; now < 10s; now += 250ms, keepalive.udp_heard(at(now)))
        burst += keepalive.due(at(now), false, 0.5).clock_request;
    for (auto now = 10'000ms; now < 80s; now += 250ms, keepalive.udp_heard(at(now)))
        idle += keepalive.due(at(now), false, 0.5).clock_request;
    for (auto now = 80'000ms; now < 150s; now += 250ms, keepalive.udp_heard(at(now)))
        on_air += keepalive.due(at(now), true, 0.5).clock_request;

    EXPECT_GE(burst, 16);
    EXPECT_NEAR(idle, 10, 2);
    EXPECT_NEAR(on_air, 14, 2);
}

TEST(Keepalive, BeatsByTlsWhenUdpIsSilentAndGivesUpAfterThirtySecondsOfSilence) {
    Keepalive keepalive;
    keepalive.joined(at(0s));
    int beats = 0;
    bool dead = false;
    for (auto now = 0ms; now < 29s; now += 250ms) {
        const auto due = keepalive.due(at(now), false, 0.5);
        beats += due.heartbeat;
        dead = dead || due.dead;
    }
    EXPECT_EQ(beats, 3);
    EXPECT_FALSE(dead);
    EXPECT_TRUE(keepalive.due(at(30s), false, 0.5).dead);
}

TEST(StartDedupe, VerifiesTheSameBytesOnceAndStrangersFiveTimesASecond) {
    StartDedupe dedupe;
    const std::vector<std::uint8_t> start{1, 2, 3};
    EXPECT_FALSE(dedupe.answer_of(start));
    dedupe.remember(start, {});
    ASSERT_TRUE(dedupe.answer_of(start));
    EXPECT_TRUE(dedupe.answer_of(start)->has_value());
    int allowed = 0;
    for (auto now = 0ms; now < 10s; now += 1ms) allowed += dedupe.may_verify_bare(at(now));
    EXPECT_NEAR(allowed, 54, 2);
}

TEST(JoinMachine, SaysHelloHearsWelcomeAsksTheTimeAndHandsOnTheRest) {
    JoinMachine join;
    HelloFacts facts;
    facts.node = {17};
    const auto hello = join.connected(facts, at(0s));
    ASSERT_EQ(hello.send.size(), 1U);
    EXPECT_EQ(hello.send[0].hello().node_number(), 17U);
    wire::SessionMessage welcome;
    welcome.mutable_welcome()->set_version(1);
    const protocol::TimeNonce nonce{1, 2, 3};

    auto joined = join.received(welcome, nonce);
    wire::SessionMessage plan;
    plan.mutable_plan();
    auto planned = join.received(plan, {});

    EXPECT_TRUE(joined.joined);
    EXPECT_EQ(joined.send.at(0).time_challenge().nonce(), protocol::string_of(nonce));
    EXPECT_TRUE(planned.hand_on.at(0).has_plan());
}

TEST(JoinMachine, LeavesWhenTheControllerSpeaksOutOfOrderOrNotAtAll) {
    JoinMachine join;
    join.connected({}, at(0s));
    wire::SessionMessage start;
    start.mutable_start();
    EXPECT_TRUE(join.received(start, {}).close);
    EXPECT_FALSE(join.tick(at(14s)).close);
    EXPECT_TRUE(join.tick(at(15s)).close);
    wire::SessionMessage other;
    other.mutable_welcome()->set_version(2);
    EXPECT_EQ(join.received(other, {}).close->code, domain::ErrorCode::unsupported_version);
}

TEST(JoinMachine, FallsSilentWhenItIsToldThatItWasRevokedBeforeItJoinedOrAfter) {
    for (const bool was_joined : {false, true}) {
        JoinMachine join;
        join.connected({}, at(0s));
        wire::SessionMessage welcome, farewell, busy;
        welcome.mutable_welcome()->set_version(1);
        if (was_joined) join.received(welcome, {});
        busy.mutable_error()->set_code("too_many_requests");
        farewell.mutable_error()->set_code("key_revoked");

        EXPECT_FALSE(join.received(busy, {}).dismissed);
        const auto step = join.received(farewell, {});

        EXPECT_TRUE(step.dismissed);
        ASSERT_TRUE(step.close);
        EXPECT_EQ(step.retry_after, JoinMachine::asks_again_after);
    }
}

TEST(JoinMachine, LeavesAControllerThatOwnsTheCommuneNoLonger) {
    HelloFacts facts;
    facts.owner_epoch = 7;
    const auto welcomed = [&](std::uint64_t epoch) {
        JoinMachine join;
        const auto hello = join.connected(facts, at(0s));
        EXPECT_EQ(hello.send.at(0).hello().owner_epoch(), 7U);
        wire::SessionMessage welcome;
        welcome.mutable_welcome()->set_version(1);
        welcome.mutable_welcome()->set_owner_epoch(epoch);
        return join.received(welcome, {});
    };

    const auto old = welcomed(6);

    EXPECT_FALSE(old.joined);
    ASSERT_TRUE(old.close);
    EXPECT_EQ(old.close->code, domain::ErrorCode::superseded);
    EXPECT_TRUE(old.hand_on.empty());
    EXPECT_TRUE(welcomed(7).joined);
    EXPECT_TRUE(welcomed(8).joined);
    EXPECT_FALSE(welcomed(0).joined);
}

class EnrolmentTest : public testing::Test {
protected:
    EnrolmentTest() {
        facts_.ticket.code.bytes = {1, 2, 3};
        facts_.ticket.controller_fingerprint.bytes[0] = 7;
        facts_.ticket.root_fingerprint = root_.public_key().fingerprint();
        facts_.node_key = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{4}).public_key();
    }
    wire::SessionMessage challenge() const {
        wire::SessionMessage message;
        message.mutable_enrol_challenge()->set_controller_fingerprint(
            protocol::string_of(facts_.ticket.controller_fingerprint.bytes));
        return message;
    }
    wire::SessionMessage result(const protocol::PairingCode& code) const {
        wire::SessionMessage message;
        auto& result = *message.mutable_enrol_result();
        result.set_controller_proof(protocol::string_of(protocol::controller_enrolment_proof(
            code, facts_.exporter, facts_.node_key, facts_.ticket.controller_fingerprint, facts_.ticket.root_fingerprint)));
        result.set_certificate("certificate");
        result.set_ca_certificate("ca");
        result.set_node_number(9);
        result.set_node_id(std::string(16, 'n'));
        result.set_root_public_key(protocol::string_of(root_.public_key().bytes));
        const protocol::TrustAnchors anchors{1, {{1, root_.public_key()}}};
        result.mutable_trust()->add_anchors(protocol::string_of(protocol::sign_anchors(root_, 1, anchors).bytes));
        return message;
    }
    protocol::Ed25519KeyPair root_ = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{3});
    EnrolmentFacts facts_;
};

TEST_F(EnrolmentTest, BecomesANodeWhenBothEndsKnowTheCode) {
    EnrolmentMachine machine(facts_);
    EXPECT_TRUE(machine.connected().send->has_enrol_begin());
    EXPECT_TRUE(machine.received(challenge()).send->has_enrol_proof());
    const auto step = machine.received(result(facts_.ticket.code));
    ASSERT_TRUE(step.enrolled) << step.failed->detail;
    EXPECT_EQ(step.enrolled->number.value, 9);
}

TEST_F(EnrolmentTest, BelievesNobodyWhoDoesNotKnowTheCode) {
    EnrolmentMachine machine(facts_);
    machine.received(challenge());
    protocol::PairingCode guessed;
    const auto step = machine.received(result(guessed));
    ASSERT_TRUE(step.failed);
    EXPECT_EQ(step.failed->code, domain::ErrorCode::enrolment_code_wrong);
    EXPECT_FALSE(step.enrolled);
}

TEST_F(EnrolmentTest, GoesNoFurtherWithAnotherControllerOrAnotherRoot) {
    EnrolmentMachine machine(facts_);
    auto foreign = challenge();
    foreign.mutable_enrol_challenge()->set_controller_fingerprint(std::string(32, 'x'));
    EXPECT_EQ(machine.received(foreign).failed->code, domain::ErrorCode::certificate_foreign);

    EnrolmentMachine second(facts_);
    second.received(challenge());
    auto other_root = result(facts_.ticket.code);
    other_root.mutable_enrol_result()->set_root_public_key(std::string(32, 'r'));
    EXPECT_TRUE(second.received(other_root).failed);
}

}  // namespace
}  // namespace village::node::link
