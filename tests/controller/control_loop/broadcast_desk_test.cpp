#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

TEST(PlayNow, GoesToExactlyTheNodesOfTheChosenHamlets) {
    World world;

    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    world.settle();

    ASSERT_OK(started);
    ASSERT_EQ(world.gateway().starts.size(), 1u);
    EXPECT_EQ(world.gateway().starts[0].nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(world.gateway().starts[0].grant.grant.nodes, (NodeSet{node_1, node_2}));
}

TEST(PlayNow, GivesTheSameBroadcastForTheSameIdempotencyKey) {
    World world;

    const auto first = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    world.settle();
    const auto second = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    world.settle();

    ASSERT_OK(first);
    ASSERT_OK(second);
    EXPECT_EQ(first->id, second->id);
    EXPECT_EQ(world.gateway().starts.size(), 1u);
}

TEST(PlayNow, RefusesAnotherRequestUnderTheSameIdempotencyKey) {
    World world;
    ASSERT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}})));

    EXPECT_CODE(world.broadcast(approver(), play_now({{dong}, {}, {}})), idempotency_mismatch);
}

TEST(PlayNow, IsNotLostWhenThePowerGoesBeforeItIsSigned) {
    World world;
    world.signer().gate.is_closed = true;
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(started);

    world.restart();

    EXPECT_TRUE(world.until([&] { return world.ledger.grants.contains(started->id); }));
    EXPECT_EQ(world.ledger.grants[started->id].grant.content_bytes, 13u);
}

TEST(PlayNow, NeedsFinishedSound) {
    World world;
    auto request = play_now({{ben}, {}, {}});
    request.announcement = unspoken;

    EXPECT_CODE(world.broadcast(approver(), request), not_ready);
}

TEST(PlayNow, RefusesAStartInThePast) {
    World world;
    auto request = play_now({{ben}, {}, {}});
    request.starts_at = world.now - 1s;

    const auto refused = world.broadcast(approver(), request);
    EXPECT_CODE(refused, schedule_in_past);
    EXPECT_TRUE(refused_by(refused, "moment_past"));
}

TEST(PlayNow, RefusesAHamletWithoutALoudspeaker) {
    World world;

    const auto refused = world.broadcast(approver(), play_now({{go_without_speaker}, {}, {}}));
    EXPECT_CODE(refused, zone_empty);
    ASSERT_TRUE(refused_by(refused, "no_loudspeaker"));
    EXPECT_EQ(refused.error().rule->found, world.loop().commune().find_area(go_without_speaker)->full_name);
}

TEST(PlayNow, RefusesNoTargetAtAll) {
    World world;

    const auto refused = world.broadcast(approver(), play_now({}));
    EXPECT_CODE(refused, zone_empty);
    EXPECT_TRUE(refused_by(refused, "no_place"));
}

TEST(PlayNow, RefusesANodeThatIsNotOfThisCommune) {
    World world;

    EXPECT_CODE(world.broadcast(approver(), play_now({{}, {}, {make_id<domain::NodeId>(99)}})), node_unknown);
}

TEST(PlayNow, IsRefusedAtQuarterPastThree) {
    World world;
    world.now = monday_0535 - 2h - 20min;

    EXPECT_CODE(world.broadcast(approver(), play_now({{ben}, {}, {}})), quiet_hours);
    EXPECT_TRUE(world.ledger.grants.empty());
}

TEST(PlayNow, IsRefusedOutsideTheHoursWithAReasonThatNobodyConfirmed) {
    World world;
    world.now = monday_0535 + 4h;
    auto request = play_now({{ben}, {}, {}});
    request.outside_hours_reason = "mất điện cả xã";

    EXPECT_CODE(world.broadcast(approver(), request), confirmation_needed);
}

TEST(PlayNow, IsRefusedOutsideTheHoursWithAConfirmationThatGivesNoReason) {
    World world;
    world.now = monday_0535 + 4h;
    auto request = play_now({{ben}, {}, {}});
    request.confirmed = true;

    EXPECT_CODE(world.broadcast(approver(), request), confirmation_needed);
}

TEST(PlayNow, SoundsOutsideTheHoursWithReasonAndConfirmationAndTellsTheSignerSo) {
    World world;
    world.now = monday_0535 + 4h;
    auto request = play_now({{ben}, {}, {}});
    request.outside_hours_reason = "mất điện cả xã";
    request.confirmed = true;

    const auto started = world.broadcast(approver(), request);
    world.settle();

    ASSERT_OK(started);
    ASSERT_EQ(world.gateway().starts.size(), 1u);
    EXPECT_TRUE(world.gateway().starts[0].grant.grant.outside_hours);
    EXPECT_FALSE(world.gateway().starts[0].grant.grant.quiet_hours);
}

TEST(PlayNow, IsRefusedAtQuarterPastThreeWhateverTheReason) {
    World world;
    world.now = monday_0535 - 2h - 20min;
    auto request = play_now({{ben}, {}, {}});

    EXPECT_CODE(world.broadcast(approver(), request), quiet_hours);
    request.outside_hours_reason = "đặt nhầm giờ";
    EXPECT_CODE(world.broadcast(approver(), request), quiet_hours);
    request.confirmed = true;
    EXPECT_CODE(world.broadcast(approver(), request), quiet_hours);
    EXPECT_CODE(world.broadcast(head_of_ben(), request), quiet_hours) << "whoever asks";
    EXPECT_TRUE(world.ledger.grants.empty());
}

TEST(PlayNow, LetsAHamletHeadSpeakInTheirOwnHamlet) {
    World world;

    EXPECT_OK(world.broadcast(head_of_ben(), play_now({{ben}, {}, {}})));
}

TEST(PlayNow, KeepsAHamletHeadOutOfAnotherHamlet) {
    World world;

    EXPECT_CODE(world.broadcast(head_of_ben(), play_now({{ben, dong}, {}, {}})), not_permitted);
}

TEST(PlayNow, KeepsAHamletHeadInsideTheHoursEvenWithAReason) {
    World world;
    world.now = monday_0535 + 4h;
    auto request = play_now({{ben}, {}, {}});
    request.outside_hours_reason = "mất điện cả thôn";
    request.confirmed = true;

    const auto refused = world.broadcast(head_of_ben(), request);
    EXPECT_CODE(refused, not_permitted);
    ASSERT_TRUE(refused.error().rule) << "he is told which hours are his";
    EXPECT_EQ(refused.error().rule->name, "allowed_hours");
    EXPECT_EQ(refused.error().rule->limit, "05:30-06:30, 17:00-18:00");
    EXPECT_EQ(refused.error().rule->found, "09:35");
    request.targets.areas = {dong};
    EXPECT_FALSE(world.broadcast(head_of_ben(), request).error().rule) << "there he may not at any hour";
}

TEST(PlayNow, IsMissedAndSaidSoInTheLogWhenTheSignerRefuses) {
    World world;
    world.signer().refusal = domain::Error{ErrorCode::out_of_scope, "not with this key"};
    ::testing::internal::CaptureStderr();

    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    world.settle();

    const auto log = ::testing::internal::GetCapturedStderr();
    ASSERT_OK(started);
    EXPECT_NE(log.find("not with this key [out_of_scope]"), std::string::npos) << log;
    EXPECT_EQ(world.broadcasts_published(domain::BroadcastState::missed), 1u);
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(Streamed, GivesTheStreamsKeyToExactlyItsNodes) {
    World world;
    auto request = play_now({{dong}, {}, {}});
    request.streamed = true;

    ASSERT_OK(world.broadcast(approver(), request));

    EXPECT_EQ(world.gateway().keyed, NodeSet{node_3});
}

TEST(Announcements, MayBeWrittenByAHamletHead) {
    World world;
    domain::Announcement draft;
    draft.id = make_id<domain::AnnouncementId>(75);
    draft.title = "Họp thôn";

    EXPECT_OK(world.save(head_of_ben(), draft));
}

TEST(Announcements, MayNotBeWrittenByWhoMayOnlyRead) {
    World world;
    domain::Announcement draft;
    draft.id = make_id<domain::AnnouncementId>(75);
    draft.title = "Họp thôn";

    EXPECT_CODE(world.save(viewer(), draft), not_permitted);
}

TEST(Broadcast, OfARecordingIsNotAsImportantAsSomebodyWhoSpeaks) {
    World world;
    auto request = play_now({.areas = {ben}});
    request.priority = domain::Priority::live;

    EXPECT_TRUE(refused_by(world.broadcast(approver(), request), "bulletin_priority"));
}

}  // namespace
}  // namespace village::test
