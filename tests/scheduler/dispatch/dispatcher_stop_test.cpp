// Silence is easy: STOP, HỦY and cancelling, at every moment of a broadcast's life.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "tests/scheduler/dispatch/dispatcher_bench.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastState;
using domain::DeliveryState;
using domain::NodeNumber;
using domain::NodeSet;

StopRequested stop_of(std::uint8_t n, NodeSet nodes = {}) { return {{DispatcherBench::id(n)}, std::move(nodes), "head"}; }

TEST(Stop, OfWhatIsOnTheAirIsSignedAndSentToItsNodes) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.run_for(seconds{10});

    bench.handle(stop_of(1));
    bench.sign_stop();

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
    ASSERT_TRUE(bench.last<SendStop>());
    EXPECT_EQ(bench.last<SendStop>()->nodes.size(), 2u);
    EXPECT_EQ(bench.last<SendStop>()->stop->stop.grants.size(), 1u);
}

TEST(Stop, NamesWhatStandsInForItAsWell) {
    DispatcherBench bench;
    auto fallback = order(2, noon + hours{1});
    fallback.broadcast.place = domain::ProgrammePlace{.stands_in_for = DispatcherBench::id(1), .ends_by = noon + hours{2}};
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1}), fallback, order(3, noon + hours{1})}});
    for (std::uint8_t n = 1; n <= 3; ++n) bench.sign(n);
    bench.connect(1);

    bench.handle(stop_of(1));

    ASSERT_TRUE(bench.last<SignStop>());
    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 2u);
    EXPECT_EQ(bench.state(2), BroadcastState::stopped);
    EXPECT_EQ(bench.state(3), BroadcastState::planned);
}

TEST(Stop, HoldsWhileTheGrantIsStillBeingSigned) {
    DispatcherBench bench;
    bench.connect(1);
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});

    bench.handle(stop_of(1));
    bench.sign(1);
    bench.run_for(minutes{10});
    bench.connect(1);

    EXPECT_FALSE(bench.was_sent(1));
    EXPECT_EQ(bench.state(1), BroadcastState::cancelled);
    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 1u);
}

TEST(Stop, WithASilentSignerQuenchesAfter200Milliseconds) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.handle(stop_of(1));

    bench.run_for(milliseconds{199});
    EXPECT_EQ(bench.count<Quench>(), 0u);
    bench.run_for(milliseconds{1});

    EXPECT_EQ(bench.count<Quench>(), 1u);
}

TEST(Stop, WithAFailingSignerQuenchesAtOnceAndAsksAgain) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.handle(stop_of(1));

    bench.handle(StopSigningFailed{bench.last<SignStop>()->ticket, {domain::ErrorCode::unavailable, "no answer"}});
    EXPECT_EQ(bench.count<Quench>(), 1u);
    bench.run_for(seconds{2});

    EXPECT_GE(bench.count<SignStop>(), 2u);
}

TEST(Stop, ThatIsNotSignedYetQuenchesWhatAJoiningNodeFoundOnItsDisk) {
    DispatcherBench bench;
    bench.connect(1);
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.handle(NodeLost{NodeNumber{1}});
    bench.handle(stop_of(1));
    bench.handle(StopSigningFailed{bench.last<SignStop>()->ticket, {domain::ErrorCode::unavailable, "no answer"}});
    ASSERT_EQ(bench.count<Quench>(), 1u);

    bench.connect(1);

    ASSERT_EQ(bench.count<Quench>(), 2u);
    EXPECT_TRUE(bench.last<Quench>()->broadcast);
    EXPECT_EQ(bench.last<Quench>()->nodes, NodeSet{NodeNumber{1}});
}

TEST(Stop, OfMoreThanOneMayNameIsSignedInParts) {
    DispatcherBench bench;
    for (std::uint8_t n = 1; n <= 70; ++n) {
        bench.handle(BroadcastRequested{order(n, noon + seconds{3}), {}});
        bench.sign(n);
    }
    bench.run_for(seconds{10});

    bench.handle(StopRequested{bench.dispatcher.open_broadcasts(), {}, "head"});

    std::size_t named = 0;
    for (const auto& command : bench.commands)
        if (const auto* ask = std::get_if<SignStop>(&command)) {
            EXPECT_LE(ask->draft.grants.size(), domain::StopOrder::grants_max);
            named += ask->draft.grants.size();
        }
    EXPECT_EQ(named, 70u);
    EXPECT_EQ(bench.count<SignStop>(), 2u);
}

TEST(Stop, IsToldToANodeThatWasAway) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.handle(stop_of(1));
    bench.sign_stop();
    bench.forget();

    bench.connect(2);

    EXPECT_EQ(bench.count<SendStop>(), 1u);
    EXPECT_FALSE(bench.was_sent(1));
}

TEST(Stop, IsToldToANodeThatComesBackWhileOurClockIsAhead) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.handle(stop_of(1));
    bench.sign_stop();
    bench.run_for(hours{2});
    bench.forget();

    bench.connect(2);
    EXPECT_EQ(bench.count<SendStop>(), 1u) << "what it ends may still sound by the node's clock";

    bench.run_for(hours{1});
    bench.forget();
    bench.connect(2);
    EXPECT_EQ(bench.count<SendStop>(), 0u) << "nothing stays in force for ever";
}

TEST(Stop, InOneHamletLeavesTheOthersAlone) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);

    bench.handle(stop_of(1, NodeSet{NodeNumber{2}}));
    bench.sign_stop();
    bench.forget();
    bench.connect(1);
    bench.connect(2);

    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    ASSERT_EQ(bench.count<SendStart>(), 1u);
    EXPECT_TRUE(bench.last<SendStart>()->nodes.contains(NodeNumber{1}));
}

TEST(Stop, OfAnAreaSilencesWhatIsNotKnownHereAsWell) {
    DispatcherBench bench;
    bench.connect(7);

    bench.handle(StopRequested{{}, NodeSet{NodeNumber{7}, NodeNumber{8}}, "head", seconds{3}});
    bench.sign_stop();
    bench.run_for(hours{24});
    bench.connect(8);

    const auto& draft = bench.last<SignStop>()->draft;
    EXPECT_EQ(draft.nodes, (NodeSet{NodeNumber{7}, NodeNumber{8}}));
    EXPECT_EQ(draft.up_to_sequence, std::numeric_limits<std::uint64_t>::max()) << "the signer knows the newest";
    EXPECT_EQ(draft.starting_until, noon);
    EXPECT_EQ(bench.count<SendStop>(), 2u) << "to the area, and to the node that was away";
}

TEST(Stop, OfAnAreaWithADeadSignerQuenchesWhateverSoundsThere) {
    DispatcherBench bench;

    bench.handle(StopRequested{{}, NodeSet{NodeNumber{7}}, "head"});
    bench.handle(StopSigningFailed{bench.last<SignStop>()->ticket, {domain::ErrorCode::unavailable, "no answer"}});

    ASSERT_EQ(bench.count<Quench>(), 1u);
    EXPECT_FALSE(bench.last<Quench>()->broadcast);
    EXPECT_EQ(bench.last<Quench>()->nodes, NodeSet{NodeNumber{7}});
}

TEST(Stop, OfAnAreaReachesTheEmergencyThatCountsDown) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{5}});
    bench.sign(1);

    bench.handle(StopRequested{{}, NodeSet{NodeNumber{1}, NodeNumber{2}}, "head"});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 1u) << "named: it had not begun";
    EXPECT_FALSE(bench.was_sent(1));
}

TEST(Stop, OfAnAreaHoldsAfterARestart) {
    DispatcherBench before;
    before.handle(BroadcastRequested{alarm_order(1), {}});
    before.sign(1);
    before.handle(StopRequested{{}, NodeSet{NodeNumber{2}}, "head"});
    before.sign_stop();
    const auto told = before.last<SendStop>();
    auto stop = *told->stop;
    stop.stop.up_to_sequence = 1;
    stop.told = told->nodes;
    auto goes_on = alarm_order(1);
    goes_on.broadcast = *before.dispatcher.find(DispatcherBench::id(1));

    DispatcherBench after;
    after.handle(
        Restored{{{goes_on, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {std::make_shared<domain::SignedStop>(stop)}});
    after.connect(1);
    after.connect(2);

    ASSERT_EQ(after.count<SendStart>(), 1u);
    EXPECT_EQ(after.last<SendStart>()->nodes, NodeSet{NodeNumber{1}});
    EXPECT_EQ(after.last<SendStop>()->nodes, NodeSet{NodeNumber{2}});
}

TEST(Stop, OfAnAreaLeavesTomorrowsPlanAlone) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(2, noon + hours{17})}});
    bench.sign(2);
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});
    bench.sign(1);
    bench.run_for(minutes{1});

    bench.handle(StopRequested{{}, NodeSet{NodeNumber{1}, NodeNumber{2}}, "officer"});

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
    EXPECT_EQ(bench.state(2), BroadcastState::planned);
}

TEST(Stop, CancelsTheDeliveriesOfWhatNeverLeft) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});

    bench.handle(stop_of(1));

    EXPECT_EQ(bench.last<MarkDeliveries>()->state, DeliveryState::cancelled);
}

TEST(Countdown, CancelledInTimeNothingLeaves) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});
    bench.sign(1);
    bench.run_for(seconds{2});

    bench.handle(CountdownCancelled{DispatcherBench::id(1), "head"});
    bench.run_for(hours{1});

    EXPECT_FALSE(bench.was_sent(1));
    const auto* changed = bench.last<BroadcastChanged>();
    EXPECT_EQ(changed->broadcast.state, BroadcastState::cancelled);
}

TEST(Countdown, CancelledTooLateBecomesAStopAndSaysSo) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});
    bench.sign(1);
    bench.run_for(seconds{4});

    bench.handle(CountdownCancelled{DispatcherBench::id(1), "head"});

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
    EXPECT_EQ(bench.count<SignStop>(), 1u);
}

TEST(Cancel, AScheduleTakesItsPlannedBroadcastsAlong) {
    DispatcherBench bench;
    auto first = order(1, noon + hours{1});
    auto second = order(2, noon + hours{25});
    first.schedule = second.schedule = domain::ScheduleId{{7}};
    bench.connect(1);
    bench.handle(OccurrencesPlanned{{first, second, order(3, noon + hours{2})}});
    for (std::uint8_t n : {1, 2, 3}) bench.sign(n);
    bench.run_for(seconds{1});
    bench.forget();

    bench.handle(ScheduleChanged{domain::ScheduleId{{7}}, "editor", {}});
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.state(1), BroadcastState::cancelled);
    EXPECT_EQ(bench.state(2), BroadcastState::cancelled);
    ASSERT_TRUE(bench.last<SendPlan>());
    EXPECT_EQ(bench.last<SendPlan>()->grants.size(), 1u);
    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 2u);
}

TEST(Cancel, IsSaidWithWhoDidItAndTheReasonInAWord) {
    DispatcherBench bench;
    auto cancelled = order(1, noon + hours{1}), moved = order(2, noon + hours{2});
    cancelled.schedule = domain::ScheduleId{{7}};
    moved.schedule = domain::ScheduleId{{8}};
    bench.handle(OccurrencesPlanned{{cancelled, moved, order(3, noon + hours{3})}});

    bench.handle(ScheduleChanged{.schedule = cancelled.schedule, .by = "editor", .for_good = true});
    EXPECT_EQ(bench.last<MarkDeliveries>()->reason, "schedule_cancelled");
    EXPECT_EQ(bench.last<BroadcastChanged>()->broadcast.stopped_by, "editor");

    bench.handle(ScheduleChanged{.schedule = moved.schedule});
    EXPECT_EQ(bench.last<MarkDeliveries>()->reason, "not_in_plan");
    EXPECT_TRUE(bench.last<BroadcastChanged>()->broadcast.stopped_by.empty()) << "nobody asked for it";

    bench.handle(StopRequested{{DispatcherBench::id(3)}, {}, "editor", {}, true, "not_valid"});
    EXPECT_EQ(bench.last<MarkDeliveries>()->reason, "not_valid");
}

TEST(Stop, OfAPersonInOneHamletIsKeptWithTheBroadcast) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});

    bench.handle(StopRequested{{DispatcherBench::id(1)}, NodeSet{NodeNumber{2}}, "head", seconds{3}});

    ASSERT_TRUE(bench.last<BroadcastChanged>());
    EXPECT_EQ(bench.last<BroadcastChanged>()->broadcast.stopped_at, NodeSet{NodeNumber{2}});
    EXPECT_EQ(bench.last<BroadcastChanged>()->broadcast.stopped_by, "head");
    EXPECT_EQ(bench.state(1), BroadcastState::planned);
}

TEST(Stop, OfAPersonInOneHamletHoldsAfterARestartBeforeTheGrantWasSigned) {
    auto goes_on = order(1, noon + hours{1});
    goes_on.broadcast.stopped_at = {NodeNumber{2}};
    DispatcherBench bench;
    bench.handle(Restored{{{goes_on, nullptr}}, {}});
    bench.sign(1);
    bench.connect(1);
    bench.connect(2);

    EXPECT_EQ(bench.last<SignStop>()->nodes, NodeSet{NodeNumber{2}});
    EXPECT_TRUE(bench.last<SendPlan>()->grants.empty()) << "of node 2";
    EXPECT_TRUE(bench.was_sent(1)) << "to node 1";
}

TEST(Stop, OfAPersonInOneHamletThatNobodySignedIsSignedAfterARestart) {
    DispatcherBench before;
    before.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});
    before.sign(1);
    auto goes_on = order(1, noon + hours{1});
    goes_on.broadcast.stopped_at = {NodeNumber{2}};

    DispatcherBench after;
    after.handle(Restored{{{goes_on, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {}});

    ASSERT_TRUE(after.last<SignStop>());
    EXPECT_EQ(after.last<SignStop>()->nodes, NodeSet{NodeNumber{2}});
    EXPECT_EQ(after.state(1), BroadcastState::planned) << "elsewhere it is heard";
}

TEST(Stop, ThatWasToldToOneHamletOnlyIsSignedForTheRestAfterARestart) {
    DispatcherBench before;
    before.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});
    before.sign(1);
    before.handle(StopRequested{{DispatcherBench::id(1)}, NodeSet{NodeNumber{2}}, "head", seconds{3}});
    before.sign_stop();
    auto kept = *before.last<SendStop>()->stop;
    kept.told = {NodeNumber{2}};
    auto stopped = order(1, noon + hours{1});
    stopped.broadcast.state = BroadcastState::stopped;
    stopped.broadcast.ended_at = noon;

    DispatcherBench after;
    after.handle(
        Restored{{{stopped, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {std::make_shared<domain::SignedStop>(kept)}});

    ASSERT_TRUE(after.last<SignStop>());
    EXPECT_EQ(after.last<SignStop>()->nodes, NodeSet{NodeNumber{1}});
}

TEST(Cancel, WhatWasTakenBackIsForgottenOnceItsNodesWereTold) {
    DispatcherBench bench;
    auto piece = order(1, noon + hours{1}), unsigned_one = order(2, noon + hours{1});
    piece.broadcast.occurrence = unsigned_one.broadcast.occurrence = domain::OccurrenceId{{7}};
    piece.schedule = unsigned_one.schedule = domain::ScheduleId{{9}};
    bench.handle(OccurrencesPlanned{{piece, unsigned_one}});
    bench.sign(1);

    bench.handle(ScheduleChanged{piece.schedule, "editor", {}});
    EXPECT_TRUE(bench.dispatcher.is_forgotten(DispatcherBench::id(2))) << "there is nothing to stop";
    EXPECT_FALSE(bench.dispatcher.is_forgotten(DispatcherBench::id(1)));
    bench.sign_stop();
    EXPECT_TRUE(bench.dispatcher.is_forgotten(DispatcherBench::id(1)));

    bench.forget();
    bench.handle(GrantSigned{DispatcherBench::id(2), {}});
    EXPECT_EQ(bench.count<SignStop>(), 1u) << "what comes back late is stopped by name";
}

TEST(Cancel, OfNoScheduleTakesWhatCameOfOneThatIsNotKnownAndNothingElse) {
    DispatcherBench bench;
    auto of_a_schedule = order(1, noon + hours{1}), of_none_known = order(2, noon + hours{2}),
         by_hand = order(3, noon + hours{3});
    of_a_schedule.schedule = domain::ScheduleId{{7}};
    of_a_schedule.broadcast.occurrence = domain::OccurrenceId{{1}};
    of_none_known.broadcast.occurrence = domain::OccurrenceId{{2}};
    bench.handle(OccurrencesPlanned{{of_a_schedule, of_none_known, by_hand}});

    bench.handle(ScheduleChanged{});

    EXPECT_EQ(bench.state(1), BroadcastState::planned);
    EXPECT_TRUE(bench.dispatcher.was_withdrawn(DispatcherBench::id(2)));
    EXPECT_EQ(bench.state(3), BroadcastState::planned);
}

TEST(Stop, WinsInAnyOrderOfEvents) {
    EXPECT_TRUE(rc::check([] {
        DispatcherBench bench;
        bench.handle(BroadcastRequested{*rc::gen::arbitrary<bool>() ? alarm_order(1) : order(1, noon + seconds{3}),
                                        seconds{*rc::gen::inRange(0, 6)}});
        bool stopped = false, signed_once = false;
        for (int i = 0; i < 12; ++i) {
            const int what = *rc::gen::inRange(0, 5);
            if (what == 0 && !signed_once) {
                bench.sign(1);
                signed_once = true;
            }
            if (what == 1) bench.connect(static_cast<std::uint16_t>(*rc::gen::inRange(1, 3)));
            if (what == 2) bench.run_for(milliseconds{*rc::gen::inRange(0, 4000)});
            if (what == 3 && bench.count<SignStop>() > 0) bench.sign_stop();
            if (what == 4) {
                bench.handle(stop_of(1));
                if (!stopped) {
                    auto asked = bench.commands;
                    std::erase_if(asked, [](const Command& c) {
                        return !std::holds_alternative<SignGrant>(c) && !std::holds_alternative<SignEmergency>(c) &&
                               !std::holds_alternative<SignStop>(c);
                    });
                    bench.commands = asked;
                }
                stopped = true;
            }
            RC_ASSERT(!stopped || !bench.was_sent(1));
        }
    }));
}

}  // namespace
}  // namespace village::dispatch
