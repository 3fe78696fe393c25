// Phát lại: once more for exactly those that missed it.
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::BroadcastState;
using domain::ReceiptOutcome;

/// The bulletin went to the whole commune; each test says what its loudspeakers heard of it.
struct BulletinThatWent {
    BulletinThatWent() {
        for (const auto node : {node_1, node_2, node_3}) world.connect(node);
        auto request = play_now({.areas = {commune_area}});
        request.starts_at = world.now + 50ms;
        const auto started = world.broadcast(approver(), std::move(request));
        EXPECT_OK(started);
        world.settle();
        missed = started->id;
        grant = world.ledger.grants.at(missed);
        world.now += 8s;
        EXPECT_TRUE(world.until([&] { return world.broadcasts_published(BroadcastState::on_air) == 1; }));
    }
    void heard(NodeNumber node, ReceiptOutcome outcome, std::uint64_t number = 1) {
        auto receipt = receipt_of(grant, node, number);
        receipt.outcome = outcome;
        world.loop().receipt_arrived(receipt);
        world.settle();
    }
    void ends() {
        world.now += 2min;
        EXPECT_TRUE(until_there_are(1, BroadcastState::ended));
        world.settle();
    }
    /// The loop looks at the clock every few seconds.
    bool until_there_are(std::size_t count, BroadcastState state) {
        const auto are_there = [&] { return world.broadcasts_published(state) == count; };
        return world.until(are_there) || world.until(are_there) || world.until(are_there);
    }
    domain::Result<domain::Broadcast> replay(std::string key = "replay-1", const domain::Operator& who = approver()) {
        auto request = play_now({}, std::move(key));
        request.announcement = {};
        request.replays = missed;
        auto replayed = world.broadcast(who, std::move(request));
        world.settle();
        return replayed;
    }

    void is_corrected() {
        auto item = world.stored_announcement(bulletin);
        item.id = make_id<domain::AnnouncementId>(76);
        item.version = 0;
        world.keep_announcement(item);
        auto correction = play_now({}, "correct-1");
        correction.announcement = item.id;
        correction.corrects = missed;
        EXPECT_OK(world.correct(approver(), correction));
        world.settle();
    }
    /// Whom the page says that a replay would reach.
    NodeSet replay_to(const domain::Operator& who = approver()) {
        const auto report = world.report(who, missed);
        EXPECT_OK(report);
        return report->replay_to;
    }

    World world;
    domain::BroadcastId missed;
    domain::SignedGrant grant;
};

TEST(Replay, GoesToExactlyWhoMissedIt) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::played);
    test.heard(node_2, ReceiptOutcome::partial);
    test.heard(node_3, ReceiptOutcome::missed);
    test.ends();

    const auto again = test.replay();

    ASSERT_OK(again);
    EXPECT_EQ(again->targets, (NodeSet{node_2, node_3}));
    EXPECT_EQ(again->announcement, bulletin);
    const auto rows = test.world.audit_rows();
    EXPECT_EQ(rows.back().action, "broadcast.replay");
    EXPECT_EQ(rows.back().detail, test.missed.text());
}

TEST(Replay, DoesNotGoWhereNobodyKnows) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);
    test.ends();

    const auto again = test.replay();

    ASSERT_OK(again);
    EXPECT_EQ(again->targets, NodeSet{node_1}) << "the others may have sounded it";
}

TEST(Replay, IsNotSaidTwiceToWhoIsAboutToHearIt) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);
    for (const auto node : {node_2, node_3}) test.heard(node, ReceiptOutcome::played);
    test.ends();
    const auto first = test.replay();
    ASSERT_OK(first);

    EXPECT_EQ(test.replay()->id, first->id) << "the same press";
    const auto second = test.replay("replay-2");
    EXPECT_CODE(second, zone_empty);
    EXPECT_EQ(second.error().rule->name, "nobody_missed_it") << "not the words of places without loudspeakers";
}

TEST(Replay, IsNotCalledNeedlessWhereNobodyKnowsWhatBecameOfTheLastOne) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);
    for (const auto node : {node_2, node_3}) test.heard(node, ReceiptOutcome::played);
    test.ends();
    ASSERT_OK(test.replay());
    test.world.now += 8s;
    ASSERT_TRUE(test.until_there_are(2, BroadcastState::on_air));
    test.world.now += 2min;
    ASSERT_TRUE(test.until_there_are(2, BroadcastState::ended));

    const auto refused = test.replay("replay-2");

    EXPECT_CODE(refused, zone_empty);
    ASSERT_TRUE(refused.error().rule);
    EXPECT_EQ(refused.error().rule->name, "not_known_yet");
}

TEST(Replay, NamesThoseOfWhichNobodyKnowsYetWhetherTheyMissedIt) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::played);
    test.ends();

    const auto refused = test.replay();

    EXPECT_CODE(refused, zone_empty);
    ASSERT_TRUE(refused.error().rule);
    EXPECT_EQ(refused.error().rule->name, "not_known_yet");
    const auto name_of = [&](NodeNumber node) { return test.world.loop().commune().find_node(node)->name; };
    EXPECT_EQ(refused.error().rule->found, name_of(node_2) + ", " + name_of(node_3));
}

TEST(Replay, OfWhatWasCorrectedIsRefused) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::played);
    test.heard(node_2, ReceiptOutcome::missed);
    test.ends();
    test.is_corrected();

    const auto again = test.replay();

    EXPECT_CODE(again, invalid_argument);
    EXPECT_EQ(again.error().rule->name, "corrected");
}

TEST(ReplayTo, IsExactlyWhomAPressReaches) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::played);
    test.heard(node_2, ReceiptOutcome::partial);
    EXPECT_EQ(test.replay_to(), NodeSet{}) << "it is not over";
    test.heard(node_3, ReceiptOutcome::missed);
    test.ends();
    const auto promised = test.replay_to();

    const auto again = test.replay();

    ASSERT_OK(again);
    EXPECT_EQ(promised, again->targets);
    EXPECT_EQ(test.replay_to(), NodeSet{}) << "they are about to hear it";
}

TEST(ReplayTo, IsNobodyWhereAPressIsRefused) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);
    test.heard(node_3, ReceiptOutcome::missed);
    test.ends();
    EXPECT_EQ(test.replay_to(), (NodeSet{node_1, node_3}));
    EXPECT_EQ(test.replay_to(viewer()), NodeSet{});
    EXPECT_EQ(test.replay_to(head_of_ben()), NodeSet{}) << "one of them is another hamlet's";
    test.world.now += 5h;
    EXPECT_EQ(test.replay_to(), (NodeSet{node_1, node_3})) << "outside the hours, with a reason";
    test.world.now = monday_0535 + 17h;
    EXPECT_EQ(test.replay_to(), NodeSet{}) << "quiet hours";
}

TEST(ReplayTo, IsNobodyOnceItWasCorrectedOrTakenBack) {
    BulletinThatWent corrected, withdrawn;
    for (auto* test : {&corrected, &withdrawn}) {
        test->heard(node_1, ReceiptOutcome::played);
        test->heard(node_2, ReceiptOutcome::missed);
        test->ends();
        EXPECT_EQ(test->replay_to(), NodeSet{node_2});
    }
    corrected.is_corrected();
    ASSERT_OK(withdrawn.world.act(approver(), {.announcement = bulletin, .act = domain::ApprovalAct::withdraw, .words = "sai"}));

    EXPECT_EQ(corrected.replay_to(), NodeSet{});
    EXPECT_EQ(withdrawn.replay_to(), NodeSet{});
}

TEST(BroadcastReport, CountsItsLoudspeakersByWhatBecameOfThem) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::played);
    test.heard(node_2, ReceiptOutcome::missed);
    test.ends();
    test.is_corrected();

    const auto report = test.world.report(viewer(), test.missed);

    ASSERT_OK(report);
    EXPECT_EQ(report->broadcast.id, test.missed);
    EXPECT_EQ(report->coverage.played, 1U);
    EXPECT_EQ(report->coverage.missed, 1U);
    EXPECT_EQ(report->coverage.of, 3U);
    ASSERT_EQ(report->by_hamlet.size(), 2U) << "the third has no loudspeaker";
    EXPECT_EQ(report->by_hamlet[0], (domain::AreaCoverage{ben, {.played = 1, .missed = 1, .of = 2}}));
    EXPECT_EQ(report->by_hamlet[1].area, dong);
    EXPECT_EQ(report->by_hamlet[1].coverage.of, 1U);
    EXPECT_EQ(report->corrected_by.size(), 1U);
    EXPECT_CODE(test.world.report(viewer(), make_id<domain::BroadcastId>(200)), not_found);
}

TEST(Replay, OfWhatWasStoppedSaysThatItWas) {
    BulletinThatWent test;
    ASSERT_OK(test.world.stop(approver(), {.broadcast = test.missed, .area = {}}));
    test.world.settle();

    const auto refused = test.replay();

    EXPECT_CODE(refused, zone_empty);
    ASSERT_TRUE(refused.error().rule);
    EXPECT_EQ(refused.error().rule->name, "was_stopped");
}

TEST(Replay, SaysNothingElseThanWhatWasMissed) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);
    test.ends();
    auto other = test.world.stored_announcement(bulletin);
    other.content->hash.bytes.fill(0x77);
    test.world.keep_announcement(other);

    EXPECT_CODE(test.replay(), version_conflict);
}

TEST(Replay, WaitsUntilItIsOver) {
    BulletinThatWent test;
    test.heard(node_1, ReceiptOutcome::missed);

    EXPECT_CODE(test.replay(), invalid_argument);
}

TEST(Replay, OfWhatEverybodyHeardIsForNobody) {
    BulletinThatWent test;
    for (const auto node : {node_1, node_2, node_3}) test.heard(node, ReceiptOutcome::played);
    test.ends();

    EXPECT_CODE(test.replay(), zone_empty);
}

TEST(Replay, IsABroadcastLikeAnyOther) {
    BulletinThatWent test;
    test.heard(node_3, ReceiptOutcome::missed);
    test.ends();
    EXPECT_CODE(test.replay("replay-2", head_of_ben()), not_permitted) << "another hamlet's";
    test.world.now += 5h;
    EXPECT_CODE(test.replay(), confirmation_needed);
    test.missed = make_id<domain::BroadcastId>(200);
    EXPECT_CODE(test.replay("replay-3"), not_found);
}

TEST(Replay, OfAnEmergencyIsACallOfItsOwn) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto danger = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(danger);
    auto request = play_now({}, "replay-1");
    request.replays = danger->id;

    EXPECT_CODE(world.broadcast(approver(), request), invalid_argument);
}

}  // namespace
}  // namespace village::test
