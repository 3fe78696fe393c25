// Đính chính: the right thing to exactly who sounded the wrong one, and to nobody else.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::BroadcastState;

const auto correct_words = make_id<domain::AnnouncementId>(76);

domain::NodeSet targets_of(const domain::Result<ports::Correction>& correction) {
    return correction ? correction->broadcast.targets : domain::NodeSet{};
}

/// The bulletin, wrong, goes to the whole commune.
struct WrongBulletin {
    WrongBulletin() {
        auto item = world.stored_announcement(bulletin);
        item.id = correct_words;
        item.version = 0;
        item.title = "Đính chính";
        world.keep_announcement(item);
        for (const auto node : {node_1, node_2, node_3}) world.connect(node);
        auto request = play_now({.areas = {commune_area}});
        request.starts_at = world.now + 50ms;
        const auto started = world.broadcast(approver(), std::move(request));
        EXPECT_OK(started);
        world.settle();
        wrong = started->id;
        grant = world.ledger.grants.at(wrong);
        world.now += 8s;
        EXPECT_TRUE(world.until([&] { return world.broadcasts_published(BroadcastState::on_air) == 1; }));
    }
    void starts(NodeNumber node) { world.loop().node_started(node, grant.grant.id, grant.grant.starts_at); }
    /// Its receipt: so much of its thirty seconds left the device.
    void sounded(NodeNumber node, std::uint64_t seconds, std::uint64_t number = 1) {
        auto receipt = receipt_of(grant, node, number);
        receipt.samples_played = seconds * 48'000;
        if (seconds == 0) receipt.first_sample_at = receipt.last_sample_at = std::nullopt;
        receipt.outcome = seconds == 0 ? domain::ReceiptOutcome::missed : domain::ReceiptOutcome::partial;
        world.loop().receipt_arrived(receipt);
        world.settle();
    }
    domain::Result<ports::Correction> correct(std::string key = "correct-1", const domain::Operator& who = approver()) {
        auto request = play_now({}, std::move(key));
        request.announcement = correct_words;
        request.corrects = wrong;
        auto corrected = world.correct(who, std::move(request));
        world.settle();
        return corrected;
    }

    World world;
    domain::BroadcastId wrong;
    domain::SignedGrant grant;
};

TEST(Correction, GoesToExactlyWhoSoundedAnyOfIt) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    test.sounded(node_2, 1);
    test.sounded(node_3, 0);

    const auto corrected = test.correct();

    ASSERT_OK(corrected);
    EXPECT_EQ(corrected->broadcast.targets, (NodeSet{node_1, node_2}));
    EXPECT_EQ(test.world.gateway().starts.back().nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(corrected->broadcast.corrects, test.wrong);
    EXPECT_EQ(test.world.stored_broadcast(corrected->broadcast.id).corrects, test.wrong);
    EXPECT_TRUE(corrected->not_known.is_empty());
    const auto row = test.world.audit_rows().back();
    EXPECT_EQ(row.action + " " + row.detail, "broadcast.correct " + test.wrong.text());
}

TEST(Correction, EndsWhatIsOnTheAirAndNamesTheLoudspeakersOfWhichNobodyKnows) {
    WrongBulletin test;
    test.starts(node_1);

    const auto corrected = test.correct();

    ASSERT_OK(corrected);
    EXPECT_EQ(corrected->broadcast.targets, NodeSet{node_1});
    EXPECT_EQ(corrected->not_known, (NodeSet{node_2, node_3}));
    ASSERT_EQ(test.world.ledger.stops.size(), 1u);
    EXPECT_EQ(test.world.ledger.stops[0].grants, std::vector{test.grant.grant.id});
    EXPECT_EQ(test.world.gateway().stops.back().nodes, (NodeSet{node_1, node_2, node_3})) << "also where it may sound";
    EXPECT_EQ(test.world.stored_broadcast(test.wrong).state, BroadcastState::stopped);
}

TEST(Correction, StopsWhatStillSoundsThoughItsTimeIsOver) {
    WrongBulletin test;
    test.starts(node_1);
    for (const auto node : {node_2, node_3}) test.sounded(node, 30);
    test.world.now += 2min;
    const auto is_over = [&] { return test.world.stored_broadcast(test.wrong).ended_at.has_value(); };
    ASSERT_TRUE(test.world.until(is_over) || test.world.until(is_over) || test.world.until(is_over));

    ASSERT_OK(test.correct());

    ASSERT_EQ(test.world.ledger.stops.size(), 1u);
    EXPECT_EQ(test.world.ledger.stops[0].grants, std::vector{test.grant.grant.id});
}

TEST(Correction, ByAHamletHeadIsKeptWithTheWrongOneThoughTheSignerWasAway) {
    WrongBulletin test;
    test.starts(node_1);
    test.world.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer listens"};

    ASSERT_OK(test.correct("correct-1", head_of_ben()));

    const auto stopped = test.world.stored_broadcast(test.wrong).stopped_at;
    EXPECT_TRUE(stopped.contains(node_1));
    EXPECT_FALSE(stopped.contains(node_3)) << "of another hamlet";
}

TEST(Correction, IsRefusedWhenNobodyIsKnownToHaveSoundedIt) {
    WrongBulletin test;

    const auto unknown = test.correct();
    for (const auto node : {node_1, node_2, node_3}) test.sounded(node, 0);
    const auto silent = test.correct("correct-2");

    ASSERT_TRUE(failed_with(unknown, ErrorCode::zone_empty));
    EXPECT_NE(unknown.error().detail.find("of 3 nobody knows yet"), std::string::npos);
    ASSERT_TRUE(failed_with(silent, ErrorCode::zone_empty));
    EXPECT_NE(silent.error().detail.find("nothing to correct"), std::string::npos);
    EXPECT_TRUE(test.world.ledger.stops.empty());
}

TEST(Correction, ReachesWhoIsKnownLaterAndNobodyASecondTime) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    ASSERT_EQ(targets_of(test.correct("correct-1")), NodeSet{node_1});
    EXPECT_CODE(test.correct("correct-2"), zone_empty);

    test.sounded(node_2, 12);

    EXPECT_EQ(targets_of(test.correct("correct-3")), NodeSet{node_2});
    EXPECT_CODE(test.correct("correct-4"), zone_empty);
}

TEST(Correction, ThatWasCutShortIsToldAgainToWhoDidNotHearItOut) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    test.sounded(node_2, 30);
    const auto first = test.correct("correct-1");
    ASSERT_EQ(targets_of(first), (NodeSet{node_1, node_2}));
    const auto wrong = test.grant;
    test.grant = test.world.ledger.grants.at(first->broadcast.id);
    test.world.now += 8s;
    test.world.loop().receipt_arrived(receipt_of(test.grant, node_1, 2));
    ASSERT_OK(test.world.stop(approver(), {.broadcast = first->broadcast.id}));
    test.sounded(node_2, 4, 2);
    test.grant = wrong;

    EXPECT_EQ(targets_of(test.correct("correct-2")), NodeSet{node_2});
}

TEST(Correction, IsTheSameForTheSameKeyWhateverIsKnownSince) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    const auto first = test.correct();
    test.sounded(node_2, 30);

    const auto again = test.correct();

    ASSERT_OK(first);
    ASSERT_OK(again);
    EXPECT_EQ(again->broadcast.id, first->broadcast.id);
    EXPECT_EQ(again->broadcast.targets, NodeSet{node_1});
}

TEST(Correction, FollowsOneThatSoundedNowhere) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    test.world.signer().refusal = domain::Error{ErrorCode::out_of_scope, "not with this key"};
    ASSERT_OK(test.correct("correct-1"));
    test.world.signer().refusal.reset();

    EXPECT_EQ(targets_of(test.correct("correct-2")), NodeSet{node_1});
}

TEST(Correction, TakesTheRightToSpeakWhereTheWrongOneSounded) {
    WrongBulletin test;
    test.sounded(node_1, 30);

    EXPECT_OK(test.correct("correct-1", head_of_ben()));
    test.sounded(node_3, 30);
    EXPECT_CODE(test.correct("correct-2", head_of_ben()), not_permitted);
}

TEST(Correction, AsksForAReasonOutsideTheHours) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    test.world.now += 4h;
    auto request = play_now({}, "correct-1");
    request.announcement = correct_words;
    request.corrects = test.wrong;

    EXPECT_CODE(test.world.correct(approver(), request), confirmation_needed);
    request.outside_hours_reason = "đọc nhầm ngày";
    request.confirmed = true;
    EXPECT_OK(test.world.correct(approver(), request));
}

TEST(Correction, WaitsForTheSameApprovalAsEverythingElse) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    domain::ApprovalPolicy rules;
    rules.rules.push_back({.steps = 1});
    ASSERT_OK(test.world.save(approver(), rules));

    EXPECT_CODE(test.correct(), not_approved);
}

TEST(Correction, IsNeverLiveForADrillNorTheWrongOneOnceMore) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    auto drill = test.world.stored_broadcast(test.wrong);
    drill.id = make_id<domain::BroadcastId>(50);
    drill.kind = domain::BroadcastKind::drill;
    test.world.keep_broadcast(drill);
    auto request = play_now({}, "correct-1");
    request.corrects = test.wrong;
    const auto itself = test.world.correct(approver(), request);
    EXPECT_CODE(itself, invalid_argument);
    EXPECT_EQ(itself.error().rule->name, "corrects_itself");

    request.announcement = correct_words;
    request.corrects = drill.id;
    EXPECT_CODE(test.world.correct(approver(), request), invalid_argument);
    request.corrects = make_id<domain::BroadcastId>(51);
    EXPECT_CODE(test.world.correct(approver(), request), not_found);
}

TEST(Correction, OfWhatWasOverBeforeARestartGoesByWhatIsStored) {
    WrongBulletin test;
    for (const auto node : {node_1, node_2}) test.sounded(node, 30);
    test.sounded(node_3, 0);
    ASSERT_EQ(test.world.stored_broadcast(test.wrong).state, BroadcastState::ended);

    test.world.restart();

    EXPECT_EQ(targets_of(test.correct()), (NodeSet{node_1, node_2}));
    EXPECT_CODE(test.correct("correct-2"), zone_empty);
}

TEST(Correction, OfACorrectionIsACorrectionToo) {
    WrongBulletin test;
    test.sounded(node_1, 30);
    const auto first = test.correct();
    ASSERT_OK(first);
    test.grant = test.world.ledger.grants.at(first->broadcast.id);
    test.world.now += 8s;
    test.sounded(node_1, 30, 2);
    test.wrong = first->broadcast.id;
    auto request = play_now({}, "correct-2");
    request.corrects = test.wrong;

    const auto second = test.world.correct(approver(), request);

    ASSERT_OK(second);
    EXPECT_EQ(second->broadcast.targets, NodeSet{node_1});
}

TEST(Correction, OfAPieceEndsThisPieceAndLeavesTheProgrammeItsOthers) {
    WrongBulletin test;
    auto& world = test.world;
    auto other = world.stored_announcement(bulletin);
    other.id = make_id<domain::AnnouncementId>(77);
    other.version = 0;
    world.keep_announcement(other);
    domain::Programme programme;
    programme.id = make_id<domain::ProgrammeId>(40);
    programme.name = "Chương trình sáng";
    programme.length = std::chrono::minutes{10};
    programme.items.resize(2);
    for (auto& item : programme.items) item.kind = domain::ItemKind::signature;
    programme.items[0].key = "wrong";
    programme.items[0].announcement = bulletin;
    programme.items[1].key = "next";
    programme.items[1].announcement = other.id;
    ASSERT_OK(world.add(approver(), programme));
    auto schedule = schedule_at("2026-11-23T05:40:00");
    schedule.announcement = {};
    schedule.programme = programme.id;
    world.now = monday_0535 + 5min - 50ms;
    ASSERT_OK(world.save(approver(), schedule));
    world.settle();
    const auto piece = std::ranges::find_if(world.ledger.grants,
                                            [&](const auto& one) { return one.second.grant.starts_at == monday_0535 + 5min; });
    ASSERT_NE(piece, world.ledger.grants.end());
    test.wrong = piece->first;
    test.grant = piece->second;
    world.now = monday_0535 + 5min + 2s;
    const auto has_begun = [&] { return world.stored_broadcast(test.wrong).state == BroadcastState::on_air; };
    // The loop looks at the clock every five seconds at least.
    ASSERT_TRUE(world.until(has_begun) || world.until(has_begun) || world.until(has_begun));
    test.starts(node_1);

    const auto corrected = test.correct();

    ASSERT_OK(corrected);
    EXPECT_EQ(corrected->broadcast.targets, NodeSet{node_1});
    EXPECT_EQ(world.stored_broadcast(test.wrong).state, BroadcastState::stopped);
    const auto going_on = world.loop().current_broadcasts();
    EXPECT_TRUE(std::ranges::any_of(going_on, [&](const auto& one) { return one.announcement == other.id; }));
}

}  // namespace
}  // namespace village::test
