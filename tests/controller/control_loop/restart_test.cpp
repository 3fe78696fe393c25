#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

std::vector<domain::GrantId> starts_of(World& world, domain::BroadcastId broadcast) {
    std::vector<domain::GrantId> grants;
    for (const auto& start : world.gateway().starts)
        if (start.grant.grant.broadcast == broadcast) grants.push_back(start.grant.grant.id);
    return grants;
}

TEST(Restart, GoesOnWithWhatIsOnTheAir) {
    World world;
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(started);
    world.settle();
    world.now += 10s;

    world.restart();

    ASSERT_EQ(world.loop().current_broadcasts().size(), 1u);
    EXPECT_EQ(world.loop().current_broadcasts()[0].id, started->id);
}

TEST(Restart, DoesNotStartAgainWhatWasStarted) {
    World world;
    ASSERT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}})));
    world.settle();
    world.now += 10s;

    world.restart();

    EXPECT_TRUE(world.gateway().starts.empty());
    EXPECT_EQ(world.ledger.grants.size(), 1u);
}

TEST(Restart, MissesAStreamThatWasBegunAndNeverGranted) {
    World world;
    world.signer().gate.is_closed = true;
    auto request = play_now({{ben}, {}, {}});
    request.streamed = true;
    const auto live = world.broadcast(approver(), request);
    ASSERT_OK(live);
    world.settle();
    ASSERT_TRUE(world.ledger.grants.empty());

    world.restart();

    EXPECT_TRUE(world.ledger.grants.empty()) << "as a file it is never signed";
    const auto stored = world.stored_broadcast(live->id);
    EXPECT_EQ(stored.state, domain::BroadcastState::missed);
    EXPECT_TRUE(stored.streamed);
    const auto told = world.loop().deliveries(live->id);
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[0].state, domain::DeliveryState::missed);
    EXPECT_EQ(told[0].reason, "restart");
}

TEST(Restart, StopsAStreamThatWasGrantedAndNotYetOnTheAir) {
    World world;
    auto request = play_now({{ben}, {}, {}});
    request.streamed = true;
    const auto live = world.broadcast(approver(), request);
    ASSERT_OK(live);
    world.settle();
    ASSERT_EQ(world.ledger.grants.size(), 1u);

    world.restart();

    EXPECT_TRUE(world.streams().started.empty());
    EXPECT_TRUE(world.until([&] { return world.ledger.stops.size() == 1; }));
    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_EQ(world.ledger.grants.size(), 1u);
}

TEST(Restart, SendsEveryStopInForceToANodeThatJoins) {
    World world;
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(started);
    world.settle();
    ASSERT_OK(world.stop(approver(), {started->id, std::nullopt}));
    world.settle();

    world.restart();
    world.connect(node_1);

    ASSERT_EQ(world.gateway().stops.size(), 1u);
    EXPECT_EQ(world.gateway().stops[0].stop.stop.grants, std::vector{world.ledger.grants[started->id].grant.id});
}

TEST(Restart, GoesOnWithTheVeryGrantOfAnEmergencyThatWasSentAndNotYetKept) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.signer().gate.is_closed = true;
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    ASSERT_OK(world.broadcast(approver(), play_now({{dong}, {}, {}})));  // Returns after its commit: the call is on disk too.
    world.broadcast_store().gate.is_closed = true;
    world.signer().gate.open();
    world.now += 50ms;
    const auto was_sent = [&] { return !starts_of(world, called->id).empty(); };
    ASSERT_TRUE(world.until(was_sent));
    const auto sent = starts_of(world, called->id).front();

    world.restart();
    ASSERT_TRUE(world.until(was_sent));

    for (const auto& again : starts_of(world, called->id)) EXPECT_EQ(again, sent);
    ASSERT_OK(world.stop(head_of_ben(), {called->id, std::nullopt}));
    ASSERT_FALSE(world.gateway().stops.empty());
    EXPECT_EQ(world.gateway().stops.back().stop.stop.grants, std::vector{sent});
}

TEST(Restart, SignsTheStopThatTheSignerNeverAnswered) {
    World world;
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(started);
    world.settle();
    world.signer().gate.is_closed = true;
    ASSERT_OK(world.stop(approver(), {started->id, std::nullopt}));
    world.settle();

    world.restart();

    EXPECT_TRUE(world.until([&] { return world.ledger.stops.size() == 1; }));
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(Restart, DoesNotPlanAgainAnOccurrenceThatWasStopped) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T05:36:00")));
    world.settle();
    const auto planned = world.loop().current_broadcasts().at(0);
    ASSERT_OK(world.stop(approver(), {planned.id, std::nullopt}));
    world.settle();

    world.restart();
    world.connect(node_1);

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_TRUE(world.gateway().plans[node_1].back().grants.empty());
}

TEST(Restart, DoesNotSoundAgainAnOccurrenceThatJustEnded) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T05:36:00")));
    world.settle();
    auto ended = world.loop().current_broadcasts().at(0);
    // Thirty seconds of sound, over well inside the two minutes in which a late start is allowed.
    world.now += 95s;
    ended.state = domain::BroadcastState::ended;
    ended.ended_at = world.now;
    world.keep_broadcast(ended);
    world.ledger.grants.clear();

    world.restart();

    EXPECT_TRUE(world.ledger.grants.empty()) << "nothing was asked to be signed again";
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(Restart, GoesOnPlanningTheSchedules) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    world.now += 24h;
    world.restart();
    world.connect(node_1);

    EXPECT_EQ(world.gateway().plans[node_1].back().grants.size(), 7u);
}

TEST(Restart, TellsTheSignerOfTheDevicesThatMaySpeak) {
    World world;
    const auto device = world.pair(head_of_ben());

    world.restart();

    ASSERT_EQ(world.signer().devices.count(device), 1u);
    EXPECT_EQ(world.signer().devices[device].nodes, (NodeSet{node_1, node_2}));
}

TEST(Restart, RendersNoEmergencyThatIsRendered) {
    World world;

    world.restart();

    EXPECT_EQ(std::ranges::count(world.jobs().started, "render_template"), 0);
}

TEST(Restart, FailsInterruptedJobsWithAReason) {
    World world;
    ports::JobRow row;
    row.id = make_id<domain::JobId>(90);
    row.kind = "prepare_text";
    row.subject = unspoken.text();
    row.state = "running";
    world.keep_job(row);
    auto asked_for = world.stored_announcement(unspoken);
    asked_for.audio = domain::AudioState::processing;
    world.keep_announcement(asked_for);

    world.restart();

    EXPECT_TRUE(world.unfinished_jobs().empty());
    const auto announcement = world.stored_announcement(unspoken);
    EXPECT_EQ(announcement.audio, domain::AudioState::failed);
    ASSERT_TRUE(announcement.audio_error);
    EXPECT_NE(announcement.audio_error->detail.find("start it again"), std::string::npos);
}

TEST(Restart, AppliesAReceiptWhoseDeliveryDidNotReachTheDisk) {
    World world;
    ASSERT_OK(world.broadcast(approver(), play_now({{}, {}, {make_id<domain::NodeId>(11)}})));
    world.settle();
    const auto grant = world.gateway().starts.at(0).grant;
    world.now += 40s;
    world.broadcast_store().is_full = true;
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    ASSERT_TRUE(world.gateway().committed.empty());

    world.restart();

    EXPECT_TRUE(
        world.until([&] { return world.stored_deliveries(grant.grant.broadcast).at(0).state == domain::DeliveryState::played; }));
}

TEST(Restart, TakesBackWhatWasWithdrawnInTheMomentBeforeThePowerWent) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-24T05:40:00")));
    world.settle();
    const auto planned = world.ledger.grants.begin()->first;
    auto item = world.stored_announcement(bulletin);
    item.state = domain::AnnouncementState::withdrawn;
    world.keep_announcement(item);

    world.restart();
    world.settle();

    EXPECT_TRUE(world.until([&] { return world.stored_broadcast(planned).ended_at.has_value(); }));
    EXPECT_FALSE(world.ledger.stops.empty()) << "it was signed already";
}

}  // namespace
}  // namespace village::test
