#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

/// A bulletin to both hamlets that is on the air.
domain::Broadcast on_the_air(World& world) {
    auto started = world.broadcast(approver(), play_now({{ben, dong}, {}, {}}));
    EXPECT_OK(started);
    world.settle();
    world.now += 10s;
    return *started;
}

TEST(Stop, GoesOutSignedToTheNodesThatSound) {
    World world;
    const auto broadcast = on_the_air(world);

    const auto stopped = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_TRUE(stopped->signed_stop);
    EXPECT_EQ(stopped->broadcasts, std::vector{broadcast.id});
    ASSERT_EQ(world.gateway().stops.size(), 1u);
    EXPECT_EQ(world.gateway().stops[0].nodes, (NodeSet{node_1, node_2, node_3}));
    EXPECT_EQ(world.gateway().stops[0].stop.stop.grants, std::vector{world.ledger.grants[broadcast.id].grant.id});
}

TEST(Stop, SilencesUnsignedWhileTheSignerIsDeadAndSaysSo) {
    World world;
    const auto broadcast = on_the_air(world);
    world.signer().refusal = domain::Error{ErrorCode::unavailable, "the signer does not answer"};

    const auto stopped = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_FALSE(stopped->signed_stop);
    ASSERT_EQ(world.gateway().quenches.size(), 1u);
    EXPECT_EQ(world.gateway().quenches[0].broadcast, broadcast.id);
    EXPECT_EQ(world.gateway().quenches[0].nodes, (NodeSet{node_1, node_2, node_3}));
}

TEST(Stop, AnswersUnsignedWhenTheSignerTakesItAndNeverAnswers) {
    World world;
    const auto broadcast = on_the_air(world);
    world.signer().gate.is_closed = true;

    const auto stopped = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_FALSE(stopped->signed_stop);
}

TEST(Stop, GoesOutSignedAfterAllWhenTheSignerAnswersLate) {
    World world;
    const auto broadcast = on_the_air(world);
    world.signer().gate.is_closed = true;
    ASSERT_OK(world.stop(approver(), {broadcast.id, std::nullopt}));

    world.signer().gate.open();

    EXPECT_TRUE(world.until([&] { return world.gateway().stops.size() == 1; }));
}

TEST(Stop, StaysSignedWhileStorageNeverAnswers) {
    World world;
    const auto broadcast = on_the_air(world);
    world.broadcast_store().gate.is_closed = true;

    const auto stopped = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_TRUE(stopped->signed_stop);
    EXPECT_EQ(world.gateway().stops.size(), 1u);
}

TEST(Stop, OfAHamletHeadTouchesOnlyTheirOwnNodes) {
    World world;
    const auto broadcast = on_the_air(world);

    const auto stopped = world.stop(head_of_ben(), {std::nullopt, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_EQ(stopped->nodes, (NodeSet{node_1, node_2}));
    ASSERT_EQ(world.gateway().stops.size(), 1u);
    EXPECT_EQ(world.gateway().stops[0].nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(world.loop().current_broadcasts().at(0).id, broadcast.id) << "it goes on in Đồng";
}

TEST(Stop, OfAnAreaSilencesWhatThisDatabaseNeverKnew) {
    World world;
    world.connect(node_1);

    const auto stopped = world.stop(head_of_ben(), {std::nullopt, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_TRUE(stopped->broadcasts.empty());
    EXPECT_EQ(stopped->nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(stopped->in_contact, NodeSet{node_1});
    ASSERT_EQ(world.gateway().stops.size(), 1u);
    const auto& order = world.gateway().stops[0].stop.stop;
    EXPECT_EQ(order.nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(order.starting_until, world.now);
}

TEST(Stop, ThatReachesNobodySaysSo) {
    World world;
    const auto broadcast = on_the_air(world);

    const auto stopped = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_FALSE(stopped->nodes.is_empty());
    EXPECT_TRUE(stopped->in_contact.is_empty());
}

TEST(Stop, OfABroadcastThatIsNotKnownHereIsNotCalledSilence) {
    World world;

    EXPECT_CODE(world.stop(approver(), {make_id<domain::BroadcastId>(99), std::nullopt}), not_found);
}

TEST(Stop, OfAHamletHeadIsRefusedInAnotherHamlet) {
    World world;
    on_the_air(world);

    EXPECT_CODE(world.stop(head_of_ben(), {std::nullopt, dong}), not_permitted);
    EXPECT_TRUE(world.gateway().stops.empty());
}

TEST(Stop, OfWhoHasNoAreaSilencesNobody) {
    World world;
    on_the_air(world);

    EXPECT_TRUE(refused_by(world.stop(head_of_nothing(), {std::nullopt, std::nullopt}), "no_loudspeaker"));
    EXPECT_TRUE(world.ledger.stops.empty());
}

TEST(Stop, InAHamletWithoutLoudspeakersSilencesNobody) {
    World world;
    on_the_air(world);

    EXPECT_TRUE(refused_by(world.stop(approver(), {std::nullopt, go_without_speaker}), "no_loudspeaker"));
    EXPECT_TRUE(world.ledger.stops.empty());
}

TEST(Stop, IsNotForWhoMayOnlyRead) {
    World world;
    on_the_air(world);

    EXPECT_CODE(world.stop(viewer(), {std::nullopt, std::nullopt}), not_permitted);
    EXPECT_TRUE(world.ledger.stops.empty());
}

TEST(Stop, OfABroadcastThatIsOverIsSilenceAlready) {
    World world;
    const auto broadcast = on_the_air(world);
    ASSERT_OK(world.stop(approver(), {broadcast.id, std::nullopt}));

    const auto again = world.stop(approver(), {broadcast.id, std::nullopt});

    ASSERT_OK(again);
    EXPECT_TRUE(again->broadcasts.empty());
}

TEST(Stop, OfAnAreaAlsoSilencesWhatWasPressedAMomentAgo) {
    World world;
    const auto broadcast = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(broadcast);
    world.settle();

    const auto stopped = world.stop(head_of_ben(), {std::nullopt, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_EQ(stopped->broadcasts, std::vector{broadcast->id});
    ASSERT_EQ(world.gateway().stops.size(), 2u) << "of the area, and of what is about to start";
    EXPECT_EQ(world.gateway().stops.back().stop.stop.grants, std::vector{world.ledger.grants[broadcast->id].grant.id});
}

TEST(Stop, BeforeTheGrantComesBackLeavesNothingToSound) {
    World world;
    world.signer().gate.is_closed = true;
    const auto broadcast = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(broadcast);
    ASSERT_OK(world.stop(approver(), {broadcast->id, std::nullopt}));

    world.signer().gate.open();
    ASSERT_TRUE(world.until([&] { return world.gateway().stops.size() == 1; }));

    EXPECT_TRUE(world.gateway().starts.empty());
    EXPECT_EQ(world.gateway().stops[0].stop.stop.grants, std::vector{world.ledger.grants[broadcast->id].grant.id});
}

}  // namespace
}  // namespace village::test
