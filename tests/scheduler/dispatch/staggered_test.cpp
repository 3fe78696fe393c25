// Phát so le, in the node, in the controller's dispatcher and on paper: each loudspeaker has a time of its own, and all of them are one
// broadcast.
#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/policy/passes.hpp"
#include "tests/scheduler/dispatch/dispatcher_bench.hpp"
#include "tests/scheduler/dispatch/foreseen_day.hpp"

namespace village::dispatch {
namespace {

using domain::NodeNumber;
using domain::NodeSet;
using domain::ReceiptOutcome;

/// A minute and a half; the loudspeaker on the bench (node 3) is in the second of two passes.
domain::Grant staggered_grant(std::uint8_t n, domain::UtcTime starts_at = half_past_five) {
    auto grant = bulletin(n, starts_at, seconds{90});
    grant.nodes.insert(NodeNumber{1});
    grant.passes = {{NodeSet{NodeNumber{1}}, seconds{0}}, {NodeSet{NodeNumber{3}}, seconds{91}}};
    return grant;
}

TEST(Staggered, ANodeSoundsInItsOwnPass) {
    PlayerBench bench(half_past_five - hours{9});
    bench.take(staggered_grant(1));

    bench.run_until(half_past_five + hours{1});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].from, half_past_five + seconds{91});
    EXPECT_EQ(bench.heard[0].to, half_past_five + seconds{181});
    EXPECT_EQ(bench.heard[0].position, seconds{0});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(1)->expected, seconds{90});
}

TEST(Staggered, ANodeWithADeadLineAndAfterAPowerCutKeepsItsPass) {
    PlayerBench before(half_past_five - hours{1});
    before.take(staggered_grant(1));
    before.run_until(half_past_five - minutes{1});

    PlayerBench after(half_past_five + seconds{30}, before.memory());
    after.take(staggered_grant(1), false);
    after.run_for(minutes{10});

    ASSERT_EQ(after.heard.size(), 1u);
    EXPECT_EQ(after.heard[0].from, half_past_five + seconds{91});
    EXPECT_EQ(after.outcome(1)->outcome, ReceiptOutcome::played);
}

TEST(Staggered, ANodeThatBootsInItsPassJoinsWhereItsPassIs) {
    PlayerBench before(half_past_five);
    before.take(staggered_grant(1));
    before.run_until(half_past_five + seconds{100});

    PlayerBench after(half_past_five + seconds{131}, before.memory());
    after.take(staggered_grant(1), false);
    after.run_for(minutes{10});

    ASSERT_EQ(after.heard.size(), 1u);
    EXPECT_EQ(after.heard[0].position, seconds{40});
    EXPECT_EQ(after.heard[0].to, half_past_five + seconds{181});
}

TEST(Staggered, ANodeIsLateByItsOwnPassAndDoesNotBeginInItsSecondHalf) {
    PlayerBench in_time(half_past_five + seconds{91 + 44}), too_late(half_past_five + seconds{91 + 46});

    in_time.take(staggered_grant(1));
    too_late.take(staggered_grant(1));
    in_time.run_for(minutes{10});
    too_late.run_for(minutes{10});

    ASSERT_EQ(in_time.heard.size(), 1u);
    EXPECT_EQ(in_time.heard[0].position, seconds{44});
    EXPECT_TRUE(too_late.heard.empty());
    EXPECT_EQ(too_late.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Staggered, WhatHadToWaitForMostOfItsPassIsMissedAndNotHeardForItsLastWords) {
    PlayerBench bench(half_past_five);
    auto before = bulletin(2, half_past_five + seconds{60});
    before.priority = domain::Priority::priority;
    before.content_duration = seconds{90};
    bench.take(before);
    bench.take(staggered_grant(1));

    bench.run_for(minutes{10});

    ASSERT_EQ(bench.heard.size(), 1u) << "the one before ends when 29 s of the pass are left";
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(1)->reason, "priority");
}

TEST(Staggered, WhatComesInTheSecondHalfOfItsPassTakesNobodysPlaceInAFullPlan) {
    PlayerOptions room_for_one;
    room_for_one.node = NodeNumber{3};
    room_for_one.clock_trusted = true;
    room_for_one.plan_max = 1;
    PlayerBench bench(half_past_five + seconds{91 + 46}, room_for_one);
    bench.take(bulletin(2, half_past_five + hours{24}));
    auto late = staggered_grant(1);
    late.priority = domain::Priority::priority;

    bench.take(late);

    EXPECT_TRUE(bench.player().knows(grant_id(2)));
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Staggered, AStopOfTheAreaInTheFirstPassMeansTheSecondToo) {
    PlayerBench bench(half_past_five + seconds{30});
    bench.take(staggered_grant(1));
    domain::StopOrder stop;
    stop.nodes = NodeSet{NodeNumber{1}, NodeNumber{3}};
    stop.up_to_sequence = stop.issuer_sequence = 50;
    stop.starting_until = bench.now;

    bench.handle(StopTaken{stop});
    bench.run_for(minutes{10});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
}

TEST(Staggered, WhatAnEmergencyTakesFromAPassIsLostSoThatNoPassMeetsTheNext) {
    PlayerBench bench(half_past_five);
    bench.take(staggered_grant(1));
    bench.run_for(seconds{95});

    bench.take(emergency(2, bench.now));
    bench.run_for(seconds{41});
    bench.stop(2);
    bench.run_for(minutes{10});

    EXPECT_EQ(bench.heard[1].grant, grant_id(2));
    ASSERT_GE(bench.heard.size(), 3u);
    EXPECT_EQ(bench.heard[2].position, seconds{95 + 41 - 91}) << "it goes on where its pass is";
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::preempted);
}

BroadcastOrder staggered_order(std::uint8_t n, domain::UtcTime starts_at) {
    auto made = order(n, starts_at);
    made.broadcast.duration = seconds{90};
    made.broadcast.passes = {{NodeSet{NodeNumber{1}}, seconds{0}}, {NodeSet{NodeNumber{2}}, seconds{91}}};
    return made;
}

TEST(Staggered, SharesTheAirOnlyWhereItSoundsThen) {
    DispatcherBench bench;
    auto text = staggered_order(1, noon);
    auto only_in_the_first = order(2, noon + seconds{95});
    only_in_the_first.broadcast.targets = {NodeNumber{1}};
    only_in_the_first.broadcast.duration = seconds{30};
    bench.handle(OccurrencesPlanned{{text, only_in_the_first}});
    bench.sign(1);
    bench.sign(2);

    bench.run_for(seconds{130});

    EXPECT_EQ(bench.state(2), domain::BroadcastState::ended) << "nothing kept it waiting";
}

TEST(Staggered, ABroadcastIsOnAirUntilItsLastPassIsOver) {
    DispatcherBench bench;
    bench.connect(1);
    bench.handle(OccurrencesPlanned{{staggered_order(1, noon + minutes{10})}});
    bench.sign(1);

    bench.run_until(noon + minutes{10} + seconds{180});
    EXPECT_EQ(bench.state(1), domain::BroadcastState::on_air);
    bench.run_until(noon + minutes{10} + seconds{181});
    EXPECT_EQ(bench.state(1), domain::BroadcastState::ended);
}

TEST(Staggered, OneGrantCarriesThePassesAndLeavesTheLastOneItsRoom) {
    const auto order = staggered_order(1, noon);

    const auto grant = draft_grant(order, minutes{30});

    EXPECT_EQ(grant.passes, order.broadcast.passes);
    EXPECT_EQ(grant.not_after, grant.start_by + seconds{91 + 90} + minutes{30});
    EXPECT_TRUE(policy::check_passes(grant));
}

TEST(Staggered, ADryRunSaysOfEachLoudspeakerItsOwnTime) {
    auto sound = planned(1, half_past_five, seconds{90});
    sound.order.broadcast.targets = NodeSet{ben_do, cho_moi};
    sound.order.broadcast.passes = {{NodeSet{ben_do}, seconds{0}}, {NodeSet{cho_moi}, seconds{91}}};
    ForeseenDay first{.sounds = {sound}}, second{.sounds = {sound}, .node = cho_moi};

    EXPECT_EQ(said(first.lines(), 1), "played 05:30:00-05:31:30");
    EXPECT_EQ(said(second.lines(), 1), "played 05:31:31-05:33:01");
    EXPECT_EQ(second.lines()[0].planned, half_past_five + seconds{91});
    EXPECT_EQ(alike({.planned = {sound}}, NodeSet{ben_do, cho_moi}).size(), 2u) << "they are not told the same";
}

}  // namespace
}  // namespace village::dispatch
