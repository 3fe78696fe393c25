#include "controller/sessions/machines/session_machine.hpp"

#include <gtest/gtest.h>

namespace village::sessions::machines {
namespace {

using domain::ErrorCode;
using domain::GrantId;

const domain::NodeNumber session_node{17};
constexpr domain::UtcTime now{std::chrono::hours{24 * 365 * 56}};

SessionActions give(SessionMachine& machine, const wire::SessionMessage& message) {
    const auto bytes = message.SerializeAsString();
    return machine.received(domain::as_bytes(bytes));
}

wire::SessionMessage hello(std::uint32_t number = session_node.value, std::uint32_t version = 1) {
    wire::SessionMessage message;
    message.mutable_hello()->add_versions(version);
    message.mutable_hello()->set_node_number(number);
    message.mutable_hello()->set_boot_id(std::string(16, 'b'));
    message.mutable_hello()->set_software(std::string(32, 's'));
    return message;
}

template <class Action>
const Action* find(const SessionActions& actions) {
    for (const auto& action : actions)
        if (const auto* found = std::get_if<Action>(&action)) return found;
    return nullptr;
}

SessionMachine joined_machine() {
    SessionMachine machine{session_node};
    give(machine, hello());
    machine.greet(JoinFacts{}, now);
    EXPECT_TRUE(machine.is_joined());
    return machine;
}

TEST(SessionMachine, WelcomesANodeAfterItsHelloAndBindsItsUdp) {
    SessionMachine machine{session_node};
    JoinFacts facts;
    facts.policy.set_node_name("Bến đò");
    facts.connection_id = 99;

    EXPECT_TRUE(find<LookUpNode>(give(machine, hello())));
    const auto actions = machine.greet(facts, now);

    ASSERT_EQ(actions.size(), 3u);
    EXPECT_EQ(std::get<SendToNode>(actions[0]).message.welcome().policy().node_name(), "Bến đò");
    EXPECT_EQ(std::get<SendToNode>(actions[1]).message.udp_binding().connection_id(), 99u);
    EXPECT_TRUE(std::holds_alternative<NodeJoined>(actions[2]));
}

TEST(SessionMachine, RefusesAHelloThatNamesAnotherNodeThanTheCertificate) {
    SessionMachine machine{session_node};

    const auto actions = give(machine, hello(18));

    ASSERT_TRUE(find<CloseSession>(actions));
    EXPECT_EQ(find<CloseSession>(actions)->why.code, ErrorCode::certificate_foreign);
}

TEST(SessionMachine, RefusesANodeThatSpeaksNoKnownVersion) {
    SessionMachine machine{session_node};

    const auto actions = give(machine, hello(session_node.value, 77));

    ASSERT_TRUE(find<CloseSession>(actions));
    EXPECT_EQ(find<CloseSession>(actions)->why.code, ErrorCode::unsupported_version);
}

TEST(SessionMachine, ClosesWhenSomethingElseComesBeforeTheHello) {
    SessionMachine machine{session_node};
    wire::SessionMessage status;
    status.mutable_status()->set_free_bytes(1);

    EXPECT_TRUE(find<CloseSession>(give(machine, status)));
}

TEST(SessionMachine, ClosesOnBytesThatAreNoMessage) {
    auto machine = joined_machine();

    const auto actions = machine.received(domain::as_bytes("\xff\xff\xff\xff"));

    ASSERT_TRUE(find<CloseSession>(actions));
    EXPECT_EQ(find<CloseSession>(actions)->why.code, ErrorCode::malformed);
}

TEST(SessionMachine, AnswersAnEarlyTimeQuestionAfterTheWelcome) {
    SessionMachine machine{session_node};
    wire::SessionMessage question;
    question.mutable_time_challenge()->set_nonce(std::string(16, 'n'));
    give(machine, hello());

    EXPECT_TRUE(give(machine, question).empty());
    const auto actions = machine.greet(JoinFacts{}, now);

    ASSERT_TRUE(find<AskAttestation>(actions));
    EXPECT_EQ(find<AskAttestation>(actions)->nonce[0], 'n');
}

TEST(SessionMachine, AsksTheSignerOnlyOnceAtATime) {
    auto machine = joined_machine();
    wire::SessionMessage question;
    question.mutable_time_challenge()->set_nonce(std::string(16, 'n'));

    EXPECT_TRUE(find<AskAttestation>(give(machine, question)));
    EXPECT_FALSE(find<AskAttestation>(give(machine, question)));
    machine.attested(std::vector<std::uint8_t>{1, 2, 3});

    EXPECT_TRUE(find<AskAttestation>(give(machine, question)));
}

TEST(SessionMachine, StaysOpenWhenTheSignerIsAway) {
    auto machine = joined_machine();

    const auto actions = machine.attested(domain::Error{ErrorCode::unavailable, "the signer does not answer"});

    ASSERT_EQ(actions.size(), 1u);
    EXPECT_EQ(std::get<SendToNode>(actions[0]).message.error().code(), "unavailable");
    EXPECT_TRUE(machine.is_joined());
}

TEST(SessionMachine, TellsWhichGrantsOfAPlanTheNodeTookAndWhichNot) {
    auto machine = joined_machine();
    const GrantId good{{1}}, bad{{2}};
    wire::Plan plan;
    plan.mutable_version()->set_issuer_sequence(5);
    machine.plan(plan, {good, bad});
    wire::SessionMessage answer;
    answer.mutable_plan_ack()->mutable_version()->set_issuer_sequence(5);
    auto& refused = *answer.mutable_plan_ack()->add_refused();
    refused.set_grant(protocol::string_of(bad.bytes));
    refused.set_code("signature_invalid");

    const auto actions = give(machine, answer);

    const auto* answered = find<PlanAnswered>(actions);
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->accepted, std::vector{good});
    ASSERT_EQ(answered->refused.size(), 1u);
    EXPECT_EQ(answered->refused[0].why.code, ErrorCode::signature_invalid);
}

TEST(SessionMachine, IgnoresTheAnswerToAPlanItNeverSent) {
    auto machine = joined_machine();
    wire::SessionMessage answer;
    answer.mutable_plan_ack()->mutable_version()->set_issuer_sequence(5);

    EXPECT_TRUE(give(machine, answer).empty());
}

TEST(SessionMachine, TellsOnceWhenSoundBegan) {
    auto machine = joined_machine();
    wire::SessionMessage status;
    status.mutable_status()->set_node_clock(domain::to_us(now));
    status.mutable_status()->set_clock_trusted(true);
    status.mutable_status()->set_playing_grant(std::string(16, 'g'));
    status.mutable_status()->set_position(250'000);

    const auto first = give(machine, status), second = give(machine, status);

    ASSERT_TRUE(find<SoundBegan>(first));
    EXPECT_EQ(find<SoundBegan>(first)->first_sample, now - std::chrono::milliseconds{250});
    EXPECT_FALSE(find<SoundBegan>(second));
}

TEST(SessionMachine, ClosesOnASecondHello) {
    auto machine = joined_machine();

    EXPECT_TRUE(find<CloseSession>(give(machine, hello())));
}

TEST(SessionMachine, SaysNothingMoreAfterItClosed) {
    auto machine = joined_machine();
    machine.refuse(domain::Error{ErrorCode::cancelled, "enough"});

    EXPECT_TRUE(give(machine, hello()).empty());
    EXPECT_TRUE(machine.plan({}, {}).empty());
}

}  // namespace
}  // namespace village::sessions::machines
