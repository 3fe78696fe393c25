#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using Committed = std::vector<std::pair<NodeNumber, std::uint64_t>>;

domain::SignedGrant played_grant(World& world) {
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    EXPECT_OK(started);
    world.settle();
    return world.ledger.grants[started->id];
}

TEST(Node, ThatHasNotJoinedYetIsSilentSinceTheControllerBegan) {
    World world;

    for (const auto& condition : world.loop().nodes()) EXPECT_EQ(condition.since, world.now);
}

TEST(Node, DoesNotHoldWhatItSaysItLost) {
    World world;
    const auto grant = played_grant(world);
    const auto content = *grant.grant.content;
    world.loop().node_acknowledged(node_1, grant.grant.id);
    world.loop().node_fetched(node_1, content);
    world.settle();
    const auto state = [&] {
        for (const auto& delivery : world.loop().deliveries(grant.grant.broadcast))
            if (delivery.node == node_1) return delivery.state;
        return domain::DeliveryState::planned;
    };
    ASSERT_EQ(state(), domain::DeliveryState::fetched);

    world.loop().node_status({.node = node_1, .contents_lost = {content}});
    world.settle();

    EXPECT_EQ(state(), domain::DeliveryState::acknowledged);
}

ports::LiveView::Part clocks_of(World& world) {
    const auto parts = world.loop().parts();
    return *std::ranges::find(parts, std::string{"clocks"}, &ports::LiveView::Part::name);
}

TEST(Node, ThatDoubtsItsClockIsNamedByTheHealthUntilItKnowsTheTimeOrIsGone) {
    World world;
    EXPECT_TRUE(clocks_of(world).well) << "of who is not connected nobody knows";
    const auto& name = world.loop().commune().find_node(node_1)->name;

    world.loop().node_connected(node_1);
    world.loop().node_status({.node = node_1, .clock_trusted = true});
    EXPECT_TRUE(clocks_of(world).well) << clocks_of(world).detail;
    world.loop().node_status({.node = node_1, .clock_trusted = false});
    EXPECT_TRUE(clocks_of(world).well) << "it has only just come into contact";
    world.now += std::chrono::seconds{31};
    EXPECT_FALSE(clocks_of(world).well);
    EXPECT_NE(clocks_of(world).detail.find("in doubt at " + name), std::string::npos) << clocks_of(world).detail;
    world.loop().node_lost(node_1, "cut");
    EXPECT_TRUE(clocks_of(world).well);
}

TEST(Node, ThatHasSaidAllItHadToSayMissedWhatNeverReachedIt) {
    World world;
    const auto grant = played_grant(world);
    const auto state = [&] {
        for (const auto& delivery : world.loop().deliveries(grant.grant.broadcast))
            if (delivery.node == node_1) return std::pair(delivery.state, delivery.reason);
        return std::pair(domain::DeliveryState::planned, std::string{});
    };
    ASSERT_OK(world.stop(approver(), {.broadcast = grant.grant.broadcast}));
    world.settle();
    world.now += 46min;

    world.loop().node_status({.node = node_1, .clock_trusted = true, .receipts_waiting = 1});
    world.loop().node_status({.node = node_1, .clock_trusted = false});
    world.settle();
    EXPECT_FALSE(domain::is_final(state().first)) << "it may still say something";
    world.loop().node_status({.node = node_1, .clock_trusted = true});
    world.settle();

    EXPECT_EQ(state(), std::pair(domain::DeliveryState::missed, std::string{"no_contact"}));
}

TEST(Node, WhoseBoxWasReplacedLeavesOpenWhatTheOneBeforeItBegan) {
    World world;
    const auto grant = played_grant(world);
    world.loop().node_started(node_1, grant.grant.id, world.now);
    ASSERT_OK(world.stop(approver(), {.broadcast = grant.grant.broadcast}));
    world.settle();
    world.now += 46min;
    const auto delivery = [&] { return world.loop().deliveries(grant.grant.broadcast).at(0); };
    ASSERT_EQ(delivery().node, node_1);
    world.loop().node_status({.node = node_1, .clock_trusted = true});
    world.settle();
    EXPECT_FALSE(domain::is_final(delivery().state)) << "its receipt may still come";

    world.loop().enrolment_finished(world.loop().commune().find_node(node_1)->id, {});
    world.now += control_loop::NodeDesk::settling_period;
    world.loop().node_status({.node = node_1, .clock_trusted = true});
    world.settle();

    EXPECT_EQ(delivery().state, domain::DeliveryState::unconfirmed);
    EXPECT_EQ(delivery().reason, "device_replaced");
    EXPECT_TRUE(delivery().first_sample_at);
}

TEST(Broadcast, ThatNobodyInContactSoundsAnyMoreIsOverThoughItMightGoOn) {
    World world;
    world.connect(node_1);
    const auto started = world.broadcast(approver(), play_now({.areas = {ben}}));
    ASSERT_OK(started);
    world.settle();
    const auto grant = world.ledger.grants.at(started->id);
    world.now += 8s;
    const auto is = [&](domain::BroadcastState state) { return world.broadcasts_published(state) == 1; };
    ASSERT_TRUE(world.until([&] { return is(domain::BroadcastState::on_air); }));
    world.settle();
    world.restart();
    world.connect(node_1);
    world.loop().node_started(node_1, grant.grant.id, world.now);

    world.now += 3min;
    const auto is_over = [&] { return is(domain::BroadcastState::ended); };
    EXPECT_FALSE(world.until(is_over) || world.until(is_over) || world.until(is_over)) << "it goes on where it was interrupted";
    world.loop().node_lost(node_1, "no power");

    EXPECT_TRUE(world.until(is_over) || world.until(is_over) || world.until(is_over));
    EXPECT_LT(world.now, grant.grant.not_after);
}

TEST(Broadcast, ThatWarnsIsNotOverBecauseNobodyIsInContact) {
    World world;
    const auto phone = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), phone));
    ASSERT_OK(called);
    world.settle();

    world.now += 4min;
    const auto is_over = [&] { return world.broadcasts_published(domain::BroadcastState::ended) > 0; };
    EXPECT_FALSE(world.until(is_over) || world.until(is_over) || world.until(is_over)) << "whoever comes back has to hear it";
}

TEST(Receipt, IsToldCommittedOnceItIsStored) {
    World world;
    const auto grant = played_grant(world);

    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();

    EXPECT_EQ(world.gateway().committed, (Committed{{node_1, 1}}));
}

TEST(Receipt, IsNotToldCommittedWhileItCannotBeStoredAndIsWhenTheDiskHasRoomAgain) {
    World world;
    const auto grant = played_grant(world);
    world.receipt_store().is_full = true;
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    EXPECT_TRUE(world.gateway().committed.empty());

    world.receipt_store().is_full = false;

    EXPECT_TRUE(world.until([&] { return world.gateway().committed == Committed{{node_1, 1}}; }));
}

TEST(Receipt, IsNotToldCommittedWhileItsDeliveryCannotBeStoredAndIsWhenTheDiskHasRoomAgain) {
    World world;
    const auto grant = played_grant(world);
    world.broadcast_store().is_full = true;
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    EXPECT_TRUE(world.gateway().committed.empty());

    world.broadcast_store().is_full = false;

    EXPECT_TRUE(world.until([&] { return world.gateway().committed == Committed{{node_1, 1}}; }));
}

TEST(Receipt, IsNotToldCommittedWhileStorageDoesNotAnswer) {
    World world;
    const auto grant = played_grant(world);
    world.broadcast_store().gate.is_closed = true;

    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();

    EXPECT_TRUE(world.gateway().committed.empty());
}

TEST(Receipt, ThatIsSentAgainWhileTheDiskIsFullIsCommittedOnce) {
    World world;
    const auto grant = played_grant(world);
    world.receipt_store().is_full = true;
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();

    world.receipt_store().is_full = false;

    EXPECT_TRUE(world.until([&] { return !world.gateway().committed.empty(); }));
    world.settle();
    EXPECT_EQ(world.gateway().committed, (Committed{{node_1, 1}}));
}

TEST(Receipt, WhoseNumberIsTakenByAnotherIsSettledForItWouldHoldUpAllThatFollow) {
    World world;
    const auto grant = played_grant(world);
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    auto other = receipt_of(grant, node_1, 1);
    other.signed_bytes += "!";

    world.loop().receipt_arrived(other);
    world.settle();

    EXPECT_EQ(world.gateway().committed, (Committed{{node_1, 1}, {node_1, 1}}));
}

TEST(Receipt, ThatComesTwiceCountsOnce) {
    World world;
    const auto grant = played_grant(world);
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();
    const auto before = world.loop().deliveries(grant.grant.broadcast);

    world.now += 5s;
    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();

    EXPECT_EQ(world.loop().deliveries(grant.grant.broadcast), before);
    EXPECT_EQ(world.gateway().committed.size(), 2u) << "the node is told again, or it would send it for ever";
}

TEST(Receipt, ProvesWhatItsNodePlayedAndNothingOfItsNeighbour) {
    World world;
    const auto grant = played_grant(world);

    world.loop().receipt_arrived(receipt_of(grant, node_1, 1));
    world.settle();

    const auto deliveries = world.loop().deliveries(grant.grant.broadcast);
    const auto played = [](const domain::Delivery& one) { return one.state == domain::DeliveryState::played; };
    EXPECT_EQ(std::count_if(deliveries.begin(), deliveries.end(), played), 1);
}

TEST(Node, ThatRefusesTheGrantIsShownAsMissedWithItsReason) {
    World world;
    const auto grant = played_grant(world);

    world.loop().node_refused(node_2, grant.grant.id, {ErrorCode::out_of_scope, "not for it"});
    world.settle();

    for (const auto& delivery : world.loop().deliveries(grant.grant.broadcast))
        EXPECT_EQ(delivery.state == domain::DeliveryState::missed, delivery.node == node_2);
}

TEST(Node, IsGreetedByTheCommunesWordsAndAStrangerIsNot) {
    World world;

    EXPECT_EQ(world.loop().profile(node_1)->commune_name, "xã An Bình");
    EXPECT_FALSE(world.loop().profile(NodeNumber{77}));
}

TEST(Node, IsToldTheHoursAndItsVolumesAsSoonAsTheyAreChanged) {
    World world;
    world.connect(node_1);
    auto file = three_hamlets();
    file.hours = domain::HoursPolicy{{.allowed = {{6 * 60, 7 * 60}}}};
    for (auto& node : file.commune.nodes)
        if (node.number == node_1) node.volume = {0, 45, 80};

    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    ASSERT_OK(world.import(both, file));

    const auto told = world.gateway().profiles.at(node_1);
    EXPECT_EQ(told.hours.allowed, file.hours->allowed);
    EXPECT_EQ(told.volume, (domain::VolumePercent{0, 45, 80}));
    EXPECT_EQ(told, *world.loop().profile(node_1)) << "as a node that joins is greeted";
}

}  // namespace
}  // namespace village::test
