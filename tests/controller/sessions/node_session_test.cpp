#include <gtest/gtest.h>

#include "protocol/receipt_codec.hpp"
#include "protocol/time_attestation.hpp"
#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using domain::GrantId;
using domain::NodeNumber;
using domain::NodeSet;

class JoinedNode : public testing::Test {
protected:
    JoinedNode() : node(commune) {
        node.enrol_directly(test_number);
        welcome = node.join().welcome();
    }

    wire::SessionMessage ack(const domain::UuidBytes& id, bool accepted = true, std::string code = {}) {
        wire::SessionMessage message;
        message.mutable_ack()->set_id(protocol::string_of(id));
        message.mutable_ack()->set_accepted(accepted);
        message.mutable_ack()->set_code(std::move(code));
        return message;
    }

    wire::SessionMessage receipt(std::uint64_t receipt_number, domain::Sha256& previous) {
        domain::PlaybackReceipt played;
        played.node = test_number;
        played.number = receipt_number;
        played.previous = previous;
        played.broadcast = domain::BroadcastId{{1}};
        played.grant = GrantId{{2}};
        auto made = protocol::sign_receipt(node.receipt_key, played);
        previous = made.hash;
        wire::SessionMessage message;
        message.set_receipt(made.receipt.signed_bytes);
        return message;
    }

    TestCommune commune;
    TestNode node;
    wire::Welcome welcome;
};

TEST_F(JoinedNode, IsToldItsNameItsTrustItsHoursAndItsVolumes) {
    EXPECT_EQ(welcome.version(), 1u);
    EXPECT_EQ(welcome.policy().node_name(), "Bến đò");
    EXPECT_EQ(welcome.trust().delegations_size(), 1);
    EXPECT_EQ(welcome.policy().hours().allowed_size(), 2);
    EXPECT_EQ(welcome.policy().volume().day(), 70u);
    EXPECT_EQ(welcome.policy().volume().evening(), 60u);
    EXPECT_EQ(welcome.policy().volume().emergency(), 100u);
    EXPECT_EQ(commune.events.connected, std::vector<std::uint16_t>{17});
    EXPECT_TRUE(commune.service->is_connected(test_number));
}

TEST_F(JoinedNode, IsToldTheEpochOfTheOwner) { EXPECT_EQ(welcome.owner_epoch(), commune.directory.epoch); }

TEST_F(JoinedNode, ThatHasSeenAHigherEpochMakesTheControllerOvertakeIt) {
    node.owner_epoch = 41;

    const auto again = node.join().welcome();

    EXPECT_EQ(again.owner_epoch(), 42U);
}

TEST_F(JoinedNode, IsRefusedWhenItsEpochCannotBeOvertaken) {
    node.owner_epoch = 41;
    commune.directory.refusal = domain::Error{domain::ErrorCode::superseded, "another controller"};

    ASSERT_TRUE(node.connect(protocol::alpn_session));
    node.send(node.hello());

    EXPECT_EQ(node.receive().error().code(), "superseded");
}

TEST_F(JoinedNode, IsToldAChangedPolicyAtOnceAndAnUnchangedOneNotAgain) {
    auto profile = commune.directory.profile(test_number).value();
    commune.service->send_profile(test_number, profile);
    profile.volume = {0, 40, 90};
    profile.hours.allowed = {{6 * 60, 7 * 60}};

    commune.service->send_profile(test_number, profile);
    const auto changed = node.receive().policy();

    ASSERT_EQ(changed.hours().allowed_size(), 1);
    EXPECT_EQ(changed.hours().allowed(0).from_minute(), 360u);
    ASSERT_TRUE(changed.has_volume());
    EXPECT_EQ(changed.volume().day(), 0u);
    EXPECT_EQ(changed.volume().evening(), 40u);
    EXPECT_EQ(changed.volume().emergency(), 90u);
}

TEST_F(JoinedNode, GetsTheSignersWordAboutTheTime) {
    wire::SessionMessage question;
    question.mutable_time_challenge()->set_nonce(std::string(16, 'n'));

    node.send(question);
    const auto answer = node.receive_until([](const auto& message) { return !message.time_attestation().empty(); });

    auto word = protocol::open_envelope(protocol::bytes_of(answer.time_attestation()), commune.signer.live.public_key(),
                                        protocol::SignedPurpose::time);
    ASSERT_TRUE(word);
    auto attestation = protocol::decode_time_attestation(*word);
    ASSERT_TRUE(attestation);
    EXPECT_EQ(attestation->nonce[0], 'n');
}

TEST_F(JoinedNode, StaysConnectedWhenTheSignerIsAway) {
    commune.signer.is_away = true;
    wire::SessionMessage question;
    question.mutable_time_challenge()->set_nonce(std::string(16, 'n'));

    node.send(question);

    EXPECT_EQ(node.receive().error().code(), "unavailable");
    EXPECT_TRUE(commune.service->is_connected(test_number));
}

TEST_F(JoinedNode, GetsItsPlanAsItWasSignedAndSaysWhatItTook) {
    const auto first = commune.signer.grant_for({test_number}, 1), second = commune.signer.grant_for({test_number}, 2);
    ports::NodePlan plan{2, commune.now(), commune.now() + 168h, {first, second}};

    commune.service->send_plan(test_number, plan);
    const auto came = node.receive().plan();
    wire::SessionMessage answer;
    *answer.mutable_plan_ack()->mutable_version() = came.version();
    auto& refused = *answer.mutable_plan_ack()->add_refused();
    refused.set_grant(protocol::string_of(second.grant.id.bytes));
    refused.set_code("out_of_scope");
    node.send(answer);

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.refused.empty(); }));
    ASSERT_EQ(came.grants_size(), 2);
    EXPECT_EQ(came.grants(0), protocol::string_of(first.envelope.bytes));
    EXPECT_EQ(came.until(), domain::to_us(plan.covers_to));
    ASSERT_EQ(commune.events.acknowledged.size(), 1u);
    EXPECT_EQ(commune.events.acknowledged[0].second, first.grant.id);
    EXPECT_EQ(commune.events.refused[0].code, domain::ErrorCode::out_of_scope);
}

TEST_F(JoinedNode, GetsTheChunkHashesOfWhatItsPlanPlays) {
    const auto hash = commune.blobs.add(std::vector<std::uint8_t>(150'000, 1));
    auto grant = commune.signer.grant_for({test_number}, 1);
    grant.grant.content = hash;

    commune.service->send_plan(test_number, {1, commune.now(), commune.now() + 168h, {grant}});
    const auto plan = node.receive().plan();

    ASSERT_EQ(plan.contents_size(), 1);
    EXPECT_EQ(plan.contents(0).hash(), protocol::string_of(hash.bytes));
    EXPECT_EQ(plan.contents(0).chunk_hashes().size(), 3u * 32);
}

TEST_F(JoinedNode, AcknowledgesAStartOnlyOnceToTheLoop) {
    const auto grant = commune.signer.grant_for({test_number}, 1);

    commune.service->send_start(grant, {test_number});
    const auto start = node.receive().start();
    node.send(ack(grant.grant.id.bytes));
    node.send(ack(grant.grant.id.bytes));
    commune.service->wake({test_number});
    node.receive();

    EXPECT_EQ(start.grant(), protocol::string_of(grant.envelope.bytes));
    EXPECT_EQ(start.delegations_size(), 1);  // Its Hello named none.
    ASSERT_TRUE(commune.run_until([&] { return !commune.events.acknowledged.empty(); }));
    EXPECT_EQ(commune.events.acknowledged.size(), 1u);
}

TEST_F(JoinedNode, TellsTheLoopWhyItRefusesAStart) {
    const auto grant = commune.signer.grant_for({test_number}, 1);

    commune.service->send_start(grant, {test_number});
    node.receive();
    node.send(ack(grant.grant.id.bytes, false, "quiet_hours"));

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.refused.empty(); }));
    EXPECT_EQ(commune.events.refused[0].code, domain::ErrorCode::quiet_hours);
}

TEST_F(JoinedNode, GetsAStopAndFindsItInEveryLaterPlan) {
    const auto grant = commune.signer.grant_for({test_number}, 1);
    const auto stop = commune.signer.stop_for(grant.grant.id, 9);

    commune.service->send_stop(stop, {test_number});
    const auto came = node.receive().stop();
    commune.service->send_plan(test_number, {2, commune.now(), commune.now() + 168h, {}});
    const auto plan = node.receive().plan();

    EXPECT_EQ(came.stop(), protocol::string_of(stop.envelope.bytes));
    ASSERT_EQ(plan.stops_size(), 1);
    EXPECT_EQ(plan.stops(0), came.stop());
}

TEST_F(JoinedNode, GetsAStreamKeyEvenWhenItJoinsLater) {
    ports::StreamKey key{.broadcast = {{5}}, .redundancy_class = 1, .generation = 1, .ssrc = 77};
    commune.service->send_stream_key(key, {test_number});
    ASSERT_EQ(node.receive().stream_key().ssrc(), 77u);

    node.join();

    EXPECT_EQ(node.receive().stream_key().ssrc(), 77u);
}

TEST_F(JoinedNode, HearsThatAReceiptIsCommittedOnlyAfterItIs) {
    domain::Sha256 previous;
    node.send(receipt(1, previous));
    ASSERT_TRUE(commune.run_until([&] { return commune.events.receipts.size() == 1; }));

    commune.service->receipt_committed(test_number, node.receipt_key.public_key().bytes, 1);
    const auto committed = node.receive();

    EXPECT_EQ(committed.receipt_committed().up_to_number(), 1u);
    EXPECT_EQ(commune.events.receipts[0].number, 1u);
    EXPECT_FALSE(commune.events.receipts[0].signed_bytes.empty());
}

TEST_F(JoinedNode, ThatReplacesAnotherBoxBeginsItsReceiptsAtOne) {
    TestNode replaced{commune, 99};
    commune.receipts.last[replaced.receipt_key.public_key().bytes] = 500;
    node.join();
    domain::Sha256 previous;

    node.send(receipt(1, previous));

    ASSERT_TRUE(commune.run_until([&] { return commune.events.receipts.size() == 1; }));
    EXPECT_EQ(commune.events.receipts[0].receipt_key, node.receipt_key.public_key().bytes);
}

TEST_F(JoinedNode, IsNotToldCommittedByALateReceiptOfTheBoxItReplaced) {
    TestNode replaced{commune, 99};
    domain::Sha256 previous;
    node.send(receipt(1, previous));
    node.send(receipt(2, previous));
    ASSERT_TRUE(commune.run_until([&] { return commune.events.receipts.size() == 2; }));

    commune.service->receipt_committed(test_number, replaced.receipt_key.public_key().bytes, 2);
    commune.service->receipt_committed(test_number, node.receipt_key.public_key().bytes, 1);

    EXPECT_EQ(node.receive().receipt_committed().up_to_number(), 1u);
}

TEST_F(JoinedNode, IsRefusedAReceiptSignedByAnotherKey) {
    domain::Sha256 previous;
    TestNode other{commune, 99};
    auto mine = std::move(node.receipt_key);
    node.receipt_key = std::move(other.receipt_key);
    node.send(receipt(1, previous));
    node.receipt_key = std::move(mine);

    EXPECT_EQ(node.receive().error().code(), "signature_invalid");
    EXPECT_TRUE(commune.events.receipts.empty());
    EXPECT_EQ(commune.service->counters().receipts_refused, 1u);
}

TEST_F(JoinedNode, IsAnsweredAtOnceForAReceiptTheControllerHasAlready) {
    commune.receipts.last[node.receipt_key.public_key().bytes] = 5;
    node.join(5);
    domain::Sha256 previous;

    node.send(receipt(5, previous));

    EXPECT_EQ(node.receive().receipt_committed().up_to_number(), 5u);
    EXPECT_TRUE(commune.events.receipts.empty());
}

TEST_F(JoinedNode, ReportsWhatItFetchedAndWhenSoundBegan) {
    wire::SessionMessage status;
    status.mutable_status()->set_clock_trusted(true);
    status.mutable_status()->set_node_clock(domain::to_us(commune.now()));
    status.mutable_status()->set_playing(std::string(16, 'p'));
    status.mutable_status()->set_playing_grant(std::string(16, 'g'));
    status.mutable_status()->add_contents_ready(std::string(32, 'c'));
    status.mutable_status()->add_contents_lost(std::string(32, 'd'));

    node.send(status);

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.started.empty(); }));
    EXPECT_EQ(commune.events.fetched.size(), 1u);
    ASSERT_EQ(commune.events.statuses.size(), 1u);
    EXPECT_TRUE(commune.events.statuses[0].playing);
    EXPECT_EQ(commune.events.statuses[0].contents_lost.size(), 1u);
}

TEST_F(JoinedNode, IsLostWhenItsConnectionEnds) {
    node.close();

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.lost.empty(); }));
    EXPECT_EQ(commune.events.lost[0].first, 17);
    EXPECT_FALSE(commune.service->is_connected(test_number));
}

TEST_F(JoinedNode, IsNotLostWhenItJoinsAnewWhileTheOldConnectionHangs) {
    TestNode again{commune};
    again.certificate = node.certificate;
    again.key = std::move(node.key);
    again.number = test_number;

    again.join();

    EXPECT_TRUE(commune.service->is_connected(test_number));
    EXPECT_TRUE(commune.events.lost.empty());
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST_F(JoinedNode, IsCutOffWhenItsCertificateIsRevoked) {
    ASSERT_TRUE(commune.service->revoke(test_number));

    EXPECT_EQ(node.receive().error().code(), "key_revoked");
    EXPECT_TRUE(node.is_closed_by_controller());
    ASSERT_TRUE(node.connect(protocol::alpn_session));
    EXPECT_EQ(node.receive().error().code(), "key_revoked") << "who was away meanwhile hears it when it comes back";
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST_F(JoinedNode, HearsTheControllerStop) {
    commune.restart();

    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST(SilentNode, IsLost) {
    SessionOptions options;
    options.silence_max = 1s;
    TestCommune commune{options};
    TestNode node{commune};
    node.enrol_directly(test_number);
    node.join();

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.lost.empty(); }));
    EXPECT_EQ(commune.events.lost[0].second, "silent for 1 s");
}

TEST(FullTable, TakesANodeAnewThatItHasAndTurnsAnotherAway) {
    SessionOptions options;
    options.nodes_max = 1;
    TestCommune commune{options};
    const NodeNumber another{static_cast<std::uint16_t>(test_number.value + 1)};
    TestNode first{commune}, again{commune}, other{commune, 2};
    first.enrol_directly(test_number);
    other.enrol_directly(another);
    first.join();
    again.certificate = first.certificate;
    again.key = std::move(first.key);
    again.number = test_number;

    again.join();

    EXPECT_TRUE(commune.service->is_connected(test_number));
    EXPECT_TRUE(commune.events.lost.empty());
    EXPECT_TRUE(first.is_closed_by_controller());
    ASSERT_TRUE(other.connect(protocol::alpn_session));
    EXPECT_EQ(other.receive().error().code(), "too_many_requests");
    EXPECT_FALSE(commune.service->is_connected(another));
}

TEST(UnknownNode, IsRefusedWithTheReason) {
    TestCommune commune;
    TestNode node{commune};
    node.enrol_directly(test_number);
    commune.directory.nodes = 0;

    ASSERT_TRUE(node.connect(protocol::alpn_session));
    node.send(node.hello());

    EXPECT_EQ(node.receive().error().code(), "node_unknown");
}

}  // namespace
}  // namespace village::sessions
