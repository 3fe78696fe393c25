// Who gives way to whom, who goes on, and what STOP does to it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::Priority;
using domain::ReceiptOutcome;
using domain::WhenInterrupted;

domain::Grant with(domain::Grant grant, WhenInterrupted rule) {
    grant.when_interrupted = rule;
    return grant;
}

/// A bulletin of 10 min, interrupted after 3 min by an emergency that somebody stops a minute later.
PlayerBench interrupted(WhenInterrupted rule) {
    PlayerBench bench(half_past_five);
    bench.take(with(bulletin(1, half_past_five), rule));
    bench.run_for(minutes{3});
    bench.take(emergency(2, bench.now));
    bench.run_for(minutes{1});
    bench.stop(2);
    bench.run_for(minutes{20});
    return bench;
}

TEST(Order, AnEmergencySoundsAtOnceWhateverIsPlaying) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{3});

    bench.take(emergency(2, bench.now));

    EXPECT_TRUE(bench.is_sounding(2));
    EXPECT_EQ(bench.heard.back().from, half_past_five + minutes{3});
}

TEST(Order, ResumesWhereItWasInterrupted) {
    const auto bench = interrupted(WhenInterrupted::resume);

    EXPECT_EQ(bench.heard.back().grant, grant_id(1));
    EXPECT_EQ(bench.heard.back().position, minutes{3});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_TRUE(bench.outcome(1)->gave_way);
    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(2));
    EXPECT_TRUE(bench.outcome(1)->resumed);
    EXPECT_FALSE(bench.outcome(2)->preempted_by);
}

TEST(Order, RestartsFromTheBeginningIfItDeclaredSo) {
    const auto bench = interrupted(WhenInterrupted::restart);

    EXPECT_EQ(bench.heard.back().grant, grant_id(1));
    EXPECT_EQ(bench.heard.back().position, domain::Duration{});
    EXPECT_EQ(bench.outcome(1)->played, minutes{10});
}

TEST(Order, DropsOutIfItDeclaredSo) {
    const auto bench = interrupted(WhenInterrupted::drop);

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::preempted);
    EXPECT_EQ(bench.outcome(1)->reason, "emergency");
    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(2));
    EXPECT_FALSE(bench.outcome(1)->resumed);
    EXPECT_EQ(bench.outcome(1)->played, minutes{3});
}

TEST(Order, NamesWhatSilencedItLastAndWhetherItWasHeardAfterThat) {
    PlayerBench bench(half_past_five);
    auto news = bulletin(1, half_past_five);
    news.not_after = half_past_five + minutes{12};
    bench.take(news);
    bench.run_for(minutes{3});
    bench.take(emergency(2, bench.now));
    bench.run_for(minutes{1});
    bench.stop(2);
    bench.run_for(minutes{2});

    bench.take(emergency(3, bench.now));
    bench.run_for(minutes{10});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::preempted);
    EXPECT_EQ(bench.outcome(1)->played, minutes{5});
    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(3));
    EXPECT_FALSE(bench.outcome(1)->resumed) << "only after the one before";
}

TEST(Order, HasNotResumedWhereNothingOfItWasHeardAfterwards) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{3});
    bench.take(emergency(2, bench.now));
    bench.run_for(minutes{1});
    bench.stop(2);
    ASSERT_TRUE(bench.is_sounding(1));

    bench.handle(SoundFailed{grant_id(1), "damaged"});

    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(2));
    EXPECT_FALSE(bench.outcome(1)->resumed);
}

TEST(Order, NothingLowerIsHeardBetweenTheRepetitionsOfAnEmergency) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.take(emergency(2, half_past_five + minutes{1}));

    bench.run_until(half_past_five + minutes{9});

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.heard[0].to, half_past_five + minutes{1});
    EXPECT_EQ(bench.times_heard(2), 4u);
}

TEST(Order, AnEmergencyRepeatsFromStartToStartUntilItsLongestDuration) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(2, half_past_five));

    bench.run_for(hours{1});

    ASSERT_EQ(bench.heard.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(bench.heard[i].from, half_past_five + i * seconds{150});
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played);
}

TEST(Order, AnEmergencyThatCameLateBeginsWithItsFirstWordAndThenFallsInWithItsNeighbours) {
    PlayerBench bench(half_past_five + seconds{60});

    bench.take(emergency(2, half_past_five));
    bench.run_for(minutes{3});

    ASSERT_GE(bench.heard.size(), 2u);
    EXPECT_EQ(bench.heard[0].position, domain::Duration{});
    EXPECT_EQ(bench.heard[1].from, half_past_five + seconds{150});
}

TEST(Order, AnEqualPriorityWaitsForTheEndAndBeginsAtItsBeginning) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five, seconds{90}));
    bench.take(bulletin(2, half_past_five + seconds{60}));

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.heard[1].grant, grant_id(2));
    EXPECT_EQ(bench.heard[1].from, half_past_five + seconds{90});
    EXPECT_EQ(bench.heard[1].position, domain::Duration{});
}

TEST(Order, WhoWaitsLongerThanStartByIsMissedAndSaysForWhat) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{1}));

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(2)->reason, "normal");
}

TEST(Order, WhoseTurnComesTooLateForTheDeviceToSoundByStartByIsMissed) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five, minutes{2}));
    auto late = bulletin(2, half_past_five + seconds{60});
    late.start_by = half_past_five + minutes{2} + milliseconds{50};
    bench.take(late);

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.times_heard(2), 0u);
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::missed);
}

TEST(Order, WhatWasInterruptedBeforeItsFirstSampleKeepsItsStartBy) {
    PlayerBench bench(half_past_five);
    auto unheard = bulletin(1, half_past_five);
    unheard.start_by = half_past_five + seconds{20};
    bench.take(unheard);
    bench.run_for(milliseconds{30});

    bench.take(emergency(2, bench.now));
    bench.run_for(minutes{1});
    bench.stop(2);
    bench.run_for(minutes{1});

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Order, WhatMustStartExactlyAtItsTimeDoesSo) {
    PlayerBench bench(half_past_five - minutes{1});
    auto exact = bulletin(1, half_past_five);
    exact.start_by = exact.starts_at;
    bench.take(exact);

    bench.run_for(minutes{2});

    ASSERT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.heard[0].from, half_past_five);
}

TEST(Order, TheNewerOfTwoEmergenciesIsHeardFirstAndTheOlderIsNotLost) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five));
    bench.run_for(seconds{10});

    bench.take(emergency(2, bench.now));
    EXPECT_TRUE(bench.is_sounding(2));
    bench.run_for(seconds{45});

    EXPECT_TRUE(bench.is_sounding(1));
    EXPECT_EQ(bench.heard.back().position, domain::Duration{});
}

TEST(Order, TheOlderOfTwoEmergenciesDoesNotInterruptWhenItComesLater) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(2, half_past_five));

    bench.take(emergency(1, half_past_five - seconds{30}));
    EXPECT_TRUE(bench.is_sounding(2));
    bench.run_for(seconds{45});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(Order, AnEmergencyThatTheDeviceBrokeOffBeginsAgainAtOnceAndThenFallsInWithItsNeighbours) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(2, half_past_five));
    bench.run_for(seconds{20});

    bench.handle(SoundFailed{grant_id(2), "device"});
    bench.run_for(minutes{3});

    ASSERT_GE(bench.heard.size(), 3u);
    EXPECT_EQ(bench.heard[1].from, half_past_five + seconds{20});
    EXPECT_EQ(bench.heard[1].position, domain::Duration{});
    EXPECT_EQ(bench.heard[2].from, half_past_five + seconds{150});
}

TEST(Order, AnEmergencyThatTheDeviceBreaksOffEachTimeWaitsForItsRepetition) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(2, half_past_five));
    bench.run_for(seconds{1});

    bench.handle(SoundFailed{grant_id(2), "damaged"});
    bench.handle(SoundFailed{grant_id(2), "damaged"});
    bench.run_for(seconds{150});

    ASSERT_EQ(bench.heard.size(), 3u);
    EXPECT_EQ(bench.heard[2].from, half_past_five + seconds{150});
}

TEST(Order, AnEmergencyThatIsHeardOnceIsNotLostWithOneFailureOfTheDevice) {
    PlayerBench bench(half_past_five);
    auto once = emergency(2, half_past_five);
    once.repeat_every.reset();
    bench.take(once);

    bench.handle(SoundFailed{grant_id(2), "device"});
    bench.run_for(minutes{1});

    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played);
}

TEST(Stop, SilencesAtOnceAndForGood) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{1});

    bench.stop(1);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(hours{1});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].to, half_past_five + minutes{1});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
}

TEST(Stop, ThatComesBeforeItsGrantKillsItWhenItArrives) {
    PlayerBench bench(half_past_five);

    bench.stop(1);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(hours{1});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.outcome(1)->reason, "stop");
}

TEST(Stop, ReachesWhatWaitsToBeResumed) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{1});
    bench.take(emergency(2, bench.now));

    bench.stop(1);
    bench.stop(2);
    bench.run_for(hours{1});

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
}

TEST(Stop, OfAnAreaReachesEverythingUpToItsSequence) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(7, half_past_five));
    bench.take(bulletin(8, half_past_five + minutes{15}));
    bench.take(bulletin(9, half_past_five + minutes{30}));

    bench.handle(StopTaken{{.nodes = domain::NodeSet{domain::NodeNumber{3}}, .up_to_sequence = 8}});
    bench.run_for(hours{2});

    EXPECT_EQ(bench.times_heard(8), 0u);
    EXPECT_EQ(bench.times_heard(9), 1u);
}

TEST(Stop, OfAnAreaLeavesWhatStartsLaterThanItSays) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(7, half_past_five));
    bench.take(bulletin(8, half_past_five + minutes{15}));
    bench.run_for(minutes{1});

    bench.handle(StopTaken{{.nodes = domain::NodeSet{domain::NodeNumber{3}},
                            .up_to_sequence = 9,
                            .starting_until = half_past_five + minutes{1} + seconds{3}}});
    EXPECT_FALSE(bench.player().is_sounding());
    bench.run_for(hours{2});

    EXPECT_EQ(bench.outcome(7)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.times_heard(8), 1u);
}

TEST(Stop, AfterAnEmergencyWasHeardInFullLeavesItPlayed) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(2, half_past_five));
    bench.run_for(minutes{1});

    bench.stop(2);

    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(2)->reason, "stop");
}

TEST(Stop, UnsignedSilenceEndsWhatSoundsToo) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{1});

    bench.handle(Quenched{std::nullopt});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.heard[0].to, half_past_five + minutes{1});
    EXPECT_EQ(bench.outcome(1)->reason, "quench");
}

TEST(Order, IsTotal) {
    const auto any_item = [] {
        PlayerItem item;
        item.grant = bulletin(static_cast<std::uint8_t>(*rc::gen::inRange(0, 4)), half_past_five);
        item.grant.priority = static_cast<Priority>(*rc::gen::inRange(0, 5));
        item.begins_at = half_past_five + minutes{*rc::gen::inRange(0, 3)};
        return item;
    };
    EXPECT_TRUE(rc::check([&] {
        const auto a = any_item(), b = any_item(), c = any_item();
        const bool same = a.grant.priority == b.grant.priority && a.begins_at == b.begins_at && a.grant.id == b.grant.id;

        RC_ASSERT(!(goes_before(a, b) && goes_before(b, a)));
        RC_ASSERT(same || goes_before(a, b) || goes_before(b, a));
        RC_ASSERT(!goes_before(a, b) || !goes_before(b, c) || goes_before(a, c));
    }));
}

TEST(Stop, WinsInAnyOrderOfArrival) {
    EXPECT_TRUE(rc::check([] {
        PlayerBench bench(half_past_five);
        const int length = *rc::gen::inRange(2, 14);
        bool stopped = false;
        std::size_t heard_before = 0;
        for (int i = 0; i < length; ++i) {
            switch (*rc::gen::inRange(0, 5)) {
                case 0: bench.take(bulletin(1, half_past_five, minutes{30})); break;
                case 1: bench.take(emergency(2, bench.now)); break;
                case 2: bench.stop(2); break;
                case 3: bench.run_for(seconds{*rc::gen::inRange(1, 200)}); break;
                default:
                    bench.stop(1);
                    if (!stopped) heard_before = bench.times_heard(1);
                    stopped = true;
            }
            RC_ASSERT(!stopped || (!bench.is_sounding(1) && bench.times_heard(1) == heard_before));
        }
    }));
}

}  // namespace
}  // namespace village::dispatch
