// What a node does after its power was gone, its clock was wrong, or its line was dead.
#include <gtest/gtest.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::ReceiptOutcome;

TEST(Outage, AfterARebootTheNodeJoinsAtTheCurrentPositionAndSaysSo) {
    PlayerBench before(half_past_five);
    before.take(bulletin(1, half_past_five));
    before.run_for(minutes{3});

    PlayerBench after(half_past_five + minutes{5}, before.memory());
    after.take(bulletin(1, half_past_five), false);
    after.run_for(minutes{10});

    ASSERT_EQ(after.heard.size(), 1u);
    EXPECT_EQ(after.heard[0].position, minutes{5});
    EXPECT_EQ(after.outcome(1)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(after.outcome(1)->reason, "outage");
}

TEST(Outage, PassesOfAnItemThatRestartsAreNotAddedUp) {
    auto news = bulletin(1, half_past_five);
    news.when_interrupted = domain::WhenInterrupted::restart;
    PlayerBench before(half_past_five);
    before.take(news);
    before.run_for(minutes{7});
    before.take(emergency(2, before.now));
    before.run_for(minutes{1});
    before.stop(2);
    before.run_for(minutes{4});

    PlayerBench after(before.now, before.memory());
    after.take(news, false);
    after.run_for(minutes{10});

    EXPECT_EQ(after.heard[0].position, minutes{4});
    EXPECT_EQ(after.outcome(1)->played, minutes{7}) << "6 min of the second pass do not add to 7 min of the first";
    EXPECT_EQ(after.outcome(1)->outcome, ReceiptOutcome::preempted);
}

TEST(Outage, ForgetsNeitherWhatSilencedAnItemNorWhetherItHadGoneOn) {
    for (const bool went_on : {false, true}) {
        PlayerBench before(half_past_five);
        before.take(bulletin(1, half_past_five));
        before.run_for(minutes{3});
        before.take(emergency(2, before.now));
        before.run_for(minutes{1});
        if (went_on) before.stop(2);
        before.run_for(minutes{1});

        PlayerBench after(before.now + hours{2}, before.memory());
        after.take(bulletin(1, half_past_five), false);

        ASSERT_TRUE(after.outcome(1));
        EXPECT_EQ(after.outcome(1)->outcome, ReceiptOutcome::preempted);
        EXPECT_EQ(after.outcome(1)->preempted_by, broadcast_id(2));
        EXPECT_EQ(after.outcome(1)->resumed, went_on);
    }
}

TEST(Outage, APowerCutJustBeforeTheStartDoesNotBringItForward) {
    PlayerBench before(half_past_five - minutes{1});
    before.take(bulletin(1, half_past_five));
    before.run_until(half_past_five - milliseconds{200});

    PlayerBench after(half_past_five - milliseconds{150}, before.memory());
    after.take(bulletin(1, half_past_five), false);
    after.run_for(minutes{1});

    ASSERT_EQ(after.heard.size(), 1u);
    EXPECT_EQ(after.heard[0].from, half_past_five);
    EXPECT_EQ(after.heard[0].position, domain::Duration{});
}

TEST(Outage, NothingIsPlayedTwiceAfterDone) {
    PlayerBench before(half_past_five);
    before.take(bulletin(1, half_past_five, minutes{1}));
    before.run_for(seconds{61});

    PlayerBench after(half_past_five + seconds{70}, before.memory());
    after.take(bulletin(1, half_past_five, minutes{1}), false);
    after.take(bulletin(1, half_past_five, minutes{1}), true);
    after.run_for(minutes{10});

    EXPECT_TRUE(after.heard.empty());
    EXPECT_TRUE(after.outcomes.empty());
}

TEST(Outage, ARebootPastTheEndLeavesAnOutcome) {
    PlayerBench before(half_past_five);
    before.take(bulletin(1, half_past_five));
    before.run_for(minutes{3});

    PlayerBench after(half_past_five + hours{3}, before.memory());
    after.take(bulletin(1, half_past_five), false);

    EXPECT_TRUE(after.heard.empty());
    ASSERT_EQ(after.outcomes.size(), 1u);
    EXPECT_EQ(after.outcomes[0].outcome, domain::ReceiptOutcome::partial) << "it sounded when the power went";
    EXPECT_EQ(after.outcomes[0].reason, "outage");
}

TEST(Outage, AnEmergencyGoesOnAfterAReboot) {
    PlayerBench before(half_past_five);
    before.take(emergency(2, half_past_five));
    before.run_for(seconds{20});

    PlayerBench after(half_past_five + seconds{80}, before.memory());
    after.take(emergency(2, half_past_five), false);

    EXPECT_TRUE(after.is_sounding(2));
    EXPECT_EQ(after.heard.back().position, domain::Duration{});
}

TEST(Clock, AnUntrustedClockPlaysNoSchedule) {
    PlayerBench bench(half_past_five, false);

    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{5});

    EXPECT_TRUE(bench.heard.empty());
}

TEST(Clock, OnceTrustedTheNodeGoesOnWithItsPlan) {
    PlayerBench bench(half_past_five - hours{5}, false);
    bench.take(bulletin(1, half_past_five));

    bench.now = half_past_five - minutes{1};
    bench.handle(ClockStepped{hours{5} - minutes{1}});
    bench.handle(ClockTrust{true});
    bench.run_for(minutes{15});

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
}

TEST(Clock, InDoubtThePlanWaitsAndWhatSoundsGoesOn) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{15}));
    bench.run_for(minutes{5});

    bench.handle(ClockTrust{false});
    bench.run_for(minutes{11});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.times_heard(2), 0u);
    EXPECT_EQ(bench.outcome(2), nullptr);

    bench.handle(ClockTrust{true});
    bench.run_for(minutes{15});
    EXPECT_EQ(bench.times_heard(2), 1u);
}

TEST(Clock, InDoubtAnEmergencyOfThisMomentIsHeardWhateverTheCalendarSays) {
    for (const auto ahead : {minutes{-10}, minutes{60}, minutes{-24 * 60}}) {
        PlayerBench bench(half_past_five);
        bench.handle(ClockTrust{false});

        bench.take(emergency(1, half_past_five + ahead));
        bench.run_for(minutes{1});

        EXPECT_EQ(bench.times_heard(1), 1u);
    }
}

TEST(Clock, AnEmergencyThatIsJustAboutToSoundDoesNotWaitForTheClock) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five + milliseconds{300}));
    bench.handle(ClockTrust{false});
    bench.run_for(minutes{1});

    ASSERT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.heard.front().from, half_past_five + milliseconds{300});
}

TEST(Clock, AnEmergencyCalledByAClockThatWasAheadIsRepeatedWhenItIsSetBack) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five + hours{1}));
    bench.run_for(minutes{1});

    bench.handle(ClockTrust{false});
    bench.run_for(minutes{1});
    bench.now -= hours{1};
    bench.handle(ClockStepped{-hours{1}});
    bench.handle(ClockTrust{true});
    bench.run_for(minutes{2});

    EXPECT_EQ(bench.times_heard(1), 2u);
}

/// By a clock a month ahead everything that is done has long been forgotten when the clock is set back.
TEST(Clock, NothingSoundsTwiceAfterAClockThatWasAMonthAhead) {
    constexpr auto month = hours{24 * 30};
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five, minutes{1}));
    bench.run_for(minutes{2});

    bench.now += month;
    bench.handle(ClockStepped{month});
    bench.handle(Woken{});
    ASSERT_FALSE(bench.player().is_done(grant_id(1)));
    bench.now = half_past_five + minutes{3};
    bench.handle(ClockStepped{-month});
    auto again = bulletin(1, half_past_five, minutes{1});
    again.start_by = again.not_after;
    bench.take(again);
    bench.run_for(minutes{10});

    EXPECT_EQ(bench.times_heard(1), 1u);
}

TEST(Clock, WhatWasLongOverWhenTheClockCameIsMissedAndNotPlayed) {
    PlayerBench bench(half_past_five - hours{5}, false);
    bench.take(bulletin(1, half_past_five));

    bench.now = half_past_five + hours{5};
    bench.handle(ClockTrust{true});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Clock, AnEmergencyInALiveSessionNeedsNoClock) {
    PlayerBench bench(half_past_five - hours{24 * 300}, false);

    bench.take(emergency(2, half_past_five), true);

    EXPECT_TRUE(bench.is_sounding(2));
}

TEST(Clock, AnEmergencyFromTheDiskWaitsForAClock) {
    PlayerBench bench(half_past_five, false);

    bench.take(emergency(2, half_past_five), false);
    EXPECT_TRUE(bench.heard.empty());
    bench.take(emergency(2, half_past_five), true);

    EXPECT_TRUE(bench.is_sounding(2));
}

TEST(Clock, AStepOverTheMomentOfARepetitionDoesNotSkipIt) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five));
    bench.run_until(half_past_five + seconds{149});
    ASSERT_EQ(bench.times_heard(1), 1u);

    bench.now += seconds{2};
    bench.handle(ClockStepped{seconds{2}});
    bench.run_for(milliseconds{100});

    EXPECT_TRUE(bench.is_sounding(1)) << "as its neighbours do";
    bench.run_until(half_past_five + seconds{310});
    EXPECT_EQ(bench.times_heard(1), 3u) << "and the next one on its own moment";
}

TEST(Clock, AStepForwardDoesNotShortenWhatSounds) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{2});

    bench.now += seconds{90};
    bench.handle(ClockStepped{seconds{90}});
    const auto commands = bench.player().handle(SoundEnded{grant_id(1), minutes{10}}, bench.now + minutes{8});

    const auto is_outcome = [](const PlayerCommand& command) { return std::holds_alternative<OutcomeRecord>(command); };
    const auto outcome = std::ranges::find_if(commands, is_outcome);
    ASSERT_NE(outcome, commands.end());
    EXPECT_EQ(std::get<OutcomeRecord>(*outcome).outcome, ReceiptOutcome::played);
}

domain::Grant microphone(std::uint8_t n, domain::UtcTime starts_at) {
    auto grant = bulletin(n, starts_at);
    grant.kind = domain::BroadcastKind::live;
    grant.priority = domain::Priority::live;
    grant.content.reset();
    grant.stream = domain::StreamDescription{};
    grant.outside_hours = true;
    return grant;
}

TEST(Clock, AStartThatComesAgainBeforeTheClockIsTrustedKeepsWhatHadBegun) {
    PlayerBench before(half_past_five);
    before.take(microphone(1, half_past_five));
    before.run_for(minutes{4});

    PlayerBench after(half_past_five + minutes{5}, before.memory(), false);
    after.take(microphone(1, half_past_five), false);
    after.take(microphone(1, half_past_five), true);
    after.handle(ClockTrust{true});
    after.run_for(minutes{10});

    ASSERT_EQ(after.heard.size(), 1u);
    EXPECT_EQ(after.heard[0].to, half_past_five + minutes{10});
    EXPECT_EQ(after.outcome(1)->first_sample_at, half_past_five);
}

TEST(Clock, AnEmergencyWithoutAClockIsNotMeasuredByTheClockOfAnEarlierLife) {
    PlayerBench before(half_past_five);
    before.take(emergency(2, half_past_five));
    before.run_for(seconds{20});

    const auto wrong_day = half_past_five + hours{30};
    PlayerBench after(wrong_day, before.memory(), false);
    after.take(emergency(2, half_past_five), false);
    after.take(emergency(2, half_past_five), true);
    after.run_for(minutes{20});

    ASSERT_FALSE(after.heard.empty());
    EXPECT_EQ(after.heard.front().from, wrong_day);
    EXPECT_LE(after.heard.back().to, wrong_day + minutes{10});
}

TEST(Clock, AnEmergencyWithoutAClockThatWaitedItsTurnEndsNoLaterForIt) {
    const auto wrong_day = half_past_five + hours{30};
    PlayerBench bench(wrong_day, false);
    bench.take(emergency(2, half_past_five), true);
    bench.take(emergency(1, half_past_five), true);

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.heard[1].grant, grant_id(1));
    EXPECT_LE(bench.heard.back().to, wrong_day + minutes{10});
}

TEST(Clock, AnEmergencyWithoutAClockThatWaitedBeyondItsLastStartIsMissed) {
    PlayerBench bench(half_past_five, false);
    bench.take(emergency(2, half_past_five, minutes{3}), true);
    auto waiting = emergency(1, half_past_five - hours{9});
    waiting.start_by = waiting.starts_at + minutes{2};
    bench.take(waiting, true);

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.times_heard(1), 0u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Clock, ACallThatIsOverByItAsksForTheTimeAndIsRefusedOnlyThen) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five));

    EXPECT_EQ(bench.times_asked, 1);
    EXPECT_FALSE(bench.outcome(1));
    bench.handle(ClockTrust{true});

    EXPECT_EQ(bench.times_heard(1), 0u) << "somebody held it back";
    EXPECT_EQ(bench.outcome(1)->reason, "late_arrival");
}

TEST(Clock, ACallThatIsOverByItIsHeardWhenTheAnswerContradictsIt) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five));
    bench.run_for(milliseconds{40});

    bench.handle(ClockTrust{false});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(Clock, ACallOfTheFutureAsksForTheTimeAndIsHeardWhenTheAnswerContradictsIt) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five + hours{1}));
    EXPECT_EQ(bench.times_asked, 1);

    bench.handle(ClockTrust{false});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(Clock, ACallThatContradictsItIsJudgedByItWhenNobodyAnswers) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five));

    bench.run_for(seconds{13});

    EXPECT_EQ(bench.outcome(1)->reason, "late_arrival");
}

TEST(Clock, IsAskedForOnceHoweverManyCallsContradictIt) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five));
    bench.take(emergency(2, half_past_five));
    bench.take(emergency(1, half_past_five));

    EXPECT_EQ(bench.times_asked, 1);
}

TEST(Clock, IsNotAskedForByWhatComesFromTheDiskOrWithoutASession) {
    PlayerBench bench(half_past_five + hours{1});
    bench.take(emergency(1, half_past_five), false);
    bench.handle(GrantTaken{emergency(2, half_past_five), false, true});
    bench.take(bulletin(3, half_past_five));

    EXPECT_EQ(bench.times_asked, 0);
    EXPECT_EQ(bench.outcomes.size(), 2u);
    ASSERT_EQ(bench.refused.size(), 1u) << "its copy in a session may be heard";
    bench.take(emergency(2, half_past_five));
    EXPECT_EQ(bench.times_asked, 1);
}

TEST(Clock, ACallThatIsKeptForLaterIsHeardWhenTheClockFallsIntoDoubt) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five + hours{1}));
    bench.run_for(seconds{13});
    EXPECT_EQ(bench.times_heard(1), 0u) << "nobody answered";

    bench.handle(ClockTrust{false});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(Clock, ACallThatIsKeptForLaterIsNotHeardInADoubtThatComesWhenItIsOver) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five + hours{1}));
    bench.run_for(minutes{15});

    bench.handle(ClockTrust{false});

    EXPECT_EQ(bench.times_heard(1), 0u);
    ASSERT_TRUE(bench.outcome(1));
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
}

TEST(Clock, WhatBeganAMomentBeforeItsWindowOpensGoesOn) {
    PlayerBench bench(half_past_five);
    domain::HoursPolicy from_half_past_five;
    from_half_past_five.allowed = {{5 * 60 + 30, 20 * 60}};
    bench.handle(PolicyTaken{from_half_past_five});
    bench.take(bulletin(1, half_past_five));
    bench.run_for(seconds{1});

    bench.handle(ClockTrust{false});
    bench.now -= seconds{50};
    bench.handle(ClockStepped{-seconds{50}});
    bench.handle(ClockTrust{true});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(Clock, ACallOfTheFutureThatCameOutsideASessionAsksWhenItComesInOne) {
    PlayerBench bench(half_past_five);
    const auto alarm = emergency(1, half_past_five + hours{1});
    bench.handle(GrantTaken{alarm, false, true});
    EXPECT_EQ(bench.times_asked, 0);
    bench.take(alarm);
    EXPECT_EQ(bench.times_asked, 1);

    bench.handle(ClockTrust{false});

    EXPECT_TRUE(bench.is_sounding(1));
    EXPECT_TRUE(bench.refused.empty());
}

TEST(Clock, ACallOfTheFutureThatCameOutsideASessionDoesNotSoundBecauseOfADoubt) {
    PlayerBench bench(half_past_five);
    bench.handle(GrantTaken{emergency(1, half_past_five + hours{1}), false, true});

    bench.handle(ClockTrust{false});

    EXPECT_FALSE(bench.is_sounding(1)) << "it may be over";
}

TEST(Clock, WhatSoundsWhenItIsSetIntoHoursThatForbidItIsSilent) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{1});

    bench.handle(ClockTrust{false});
    bench.now -= hours{3};
    bench.handle(ClockStepped{-hours{3}});
    bench.handle(ClockTrust{true});

    EXPECT_FALSE(bench.is_sounding(1));
    EXPECT_EQ(bench.outcome(1)->reason, "hours");
}

TEST(Clock, AStepBackPlaysNothingTwice) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five, minutes{1}));
    bench.run_for(minutes{2});

    bench.now = half_past_five - minutes{10};
    bench.handle(ClockStepped{-minutes{12}});
    bench.take(bulletin(1, half_past_five, minutes{1}));
    bench.run_for(minutes{30});

    EXPECT_EQ(bench.times_heard(1), 1u);
}

TEST(Clock, AStopThatCameBeforeTheTimeWasKnownIsRememberedAfterwards) {
    PlayerBench bench(domain::UtcTime{}, false);
    const auto alarm = emergency(1, half_past_five);
    bench.handle(StopTaken{{.grants = {alarm.id}, .issued_at = half_past_five + seconds{5}}});

    bench.now = half_past_five + minutes{1};
    bench.handle(ClockStepped{bench.now - domain::UtcTime{}});
    bench.handle(ClockTrust{true});
    bench.handle(Woken{});
    bench.take(alarm);

    EXPECT_EQ(bench.times_heard(1), 0u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
}

TEST(Clock, AWrongClockAtBootForgetsNothingThatIsDone) {
    PlayerBench before(half_past_five);
    before.take(bulletin(1, half_past_five, minutes{1}));
    before.run_for(minutes{2});
    PlayerBench bench(half_past_five + hours{60}, before.memory(), false);
    bench.handle(Woken{});

    bench.now = half_past_five + minutes{3};
    bench.handle(ClockStepped{-(hours{60} - minutes{3})});
    bench.handle(ClockTrust{true});
    bench.take(bulletin(1, half_past_five, minutes{1}));

    EXPECT_EQ(bench.times_heard(1), 0u);
    EXPECT_TRUE(bench.outcomes.empty());
}

/// After three minutes the repetition of the second one is due, and waits for the pass of the first one to end.
struct SecondEmergencyWaits : testing::TestWithParam<bool> {
    SecondEmergencyWaits() {
        bench.take(emergency(1, half_past_five, seconds{100}));
        bench.run_for(seconds{10});
        bench.take(emergency(2, bench.now, seconds{100}));
        bench.run_until(half_past_five + minutes{3});
        EXPECT_TRUE(bench.is_sounding(1));
        EXPECT_EQ(bench.times_heard(2), 1u);
    }
    PlayerBench bench{half_past_five, GetParam()};
};

TEST_P(SecondEmergencyWaits, AndDoesNotLoseItsTurnWhenTheClockIsSet) {
    bench.now += milliseconds{10};
    bench.handle(ClockStepped{milliseconds{10}});
    bench.run_until(half_past_five + minutes{4});

    EXPECT_TRUE(bench.is_sounding(2));
}

TEST_P(SecondEmergencyWaits, AndDoesNotLoseItsTurnWhenTheClockIsAttested) {
    bench.handle(ClockTrust{true});
    bench.run_until(half_past_five + minutes{4});

    EXPECT_TRUE(bench.is_sounding(2));
}
INSTANTIATE_TEST_SUITE_P(WithAndWithoutClock, SecondEmergencyWaits, testing::Bool());

}  // namespace
}  // namespace village::dispatch
