#include "scheduler/dispatch/node_player.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::ReceiptOutcome;
using domain::WhenInterrupted;

TEST(NodePlayer, SoundsAPlannedItemAtItsTimeAndReportsItPlayed) {
    PlayerBench bench(half_past_five - hours{9});
    bench.take(bulletin(1, half_past_five));

    bench.run_until(half_past_five + hours{1});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].from, half_past_five);
    EXPECT_EQ(bench.heard[0].to, half_past_five + minutes{10});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(1)->played, minutes{10});
}

TEST(NodePlayer, TellsAnIdleDeviceAheadOfTime) {
    PlayerBench bench(half_past_five - hours{1});
    bench.take(bulletin(1, half_past_five));

    bench.run_until(half_past_five - milliseconds{200});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].from, half_past_five);
}

TEST(NodePlayer, RemembersTheStartBeforeTheFirstSample) {
    PlayerOptions options;
    options.node = domain::NodeNumber{3};
    options.clock_trusted = true;
    NodePlayer player(options);
    player.handle(ContentReady{content_id(1)}, half_past_five);

    const auto commands = player.handle(GrantTaken{bulletin(1, half_past_five), true}, half_past_five);

    const auto is_start = [](const PlayerCommand& command) { return std::holds_alternative<StartSounding>(command); };
    const auto is_record = [](const PlayerCommand& command) { return std::holds_alternative<Remember>(command); };
    const auto start = std::ranges::find_if(commands, is_start);
    ASSERT_NE(start, commands.end());
    EXPECT_LT(std::ranges::find_if(commands, is_record), start);
}

TEST(NodePlayer, RefusesWhatIsMisSetToQuarterPastThree) {
    const auto quarter_past_three = half_past_five - minutes{135};
    PlayerBench bench(quarter_past_three - hours{1});
    auto by_mistake = bulletin(1, quarter_past_three);
    auto with_a_reason = bulletin(2, quarter_past_three);
    with_a_reason.outside_hours = true;

    bench.take(by_mistake);
    bench.take(with_a_reason);
    bench.run_until(quarter_past_three + hours{1});

    EXPECT_TRUE(bench.heard.empty());
    ASSERT_EQ(bench.refused.size(), 2u);
    for (const auto& refused : bench.refused) EXPECT_EQ(refused.why.code, domain::ErrorCode::quiet_hours);
}

TEST(NodePlayer, ANodeOutsideTheScopeStaysSilent) {
    PlayerBench bench(half_past_five);
    auto grant = bulletin(1, half_past_five);
    grant.nodes = domain::NodeSet{domain::NodeNumber{4}};

    bench.take(grant);

    EXPECT_TRUE(bench.heard.empty());
    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::out_of_scope);
}

TEST(NodePlayer, TheSameGrantTwiceSoundsOnce) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{11});

    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{11});

    EXPECT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.outcomes.size(), 1u);
}

TEST(NodePlayer, ACopyWithAnotherIdButAnOldSequenceIsRefused) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(1, half_past_five));
    auto copy = bulletin(2, half_past_five);
    copy.issuer_sequence = 1;

    bench.take(copy);

    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::replayed);
}

TEST(NodePlayer, ABareStartWithAnOldSequenceIsRefusedToo) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(1, half_past_five));
    auto copy = bulletin(2, half_past_five);
    copy.issuer_sequence = 1;

    bench.handle(GrantTaken{copy, false, true});

    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::replayed);
}

TEST(NodePlayer, ALateStartJoinsAtTheCurrentPosition) {
    PlayerBench bench(half_past_five + minutes{1});

    bench.take(bulletin(1, half_past_five));
    bench.run_for(minutes{10});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].position, minutes{1});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(bench.outcome(1)->reason, "late_arrival");
}

TEST(NodePlayer, WhatComesWhenNothingIsLeftOfItInterruptsNobody) {
    PlayerBench bench(half_past_five);
    bench.take(bulletin(2, half_past_five));
    bench.run_for(seconds{90});
    auto over = bulletin(1, half_past_five, minutes{1});
    over.priority = domain::Priority::priority;

    bench.take(over);
    bench.run_for(minutes{10});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(1)->reason, "late_arrival");
    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played);
    EXPECT_FALSE(bench.outcome(2)->preempted_by);
}

TEST(NodePlayer, LaterThanStartByIsMissedWithTheReasonAndNeverPlayed) {
    PlayerBench bench(half_past_five + minutes{3});

    bench.take(bulletin(1, half_past_five));
    bench.run_for(hours{1});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(1)->reason, "late_arrival");
}

TEST(NodePlayer, WithoutItsAudioAnItemIsMissedAndSaysSo) {
    PlayerBench bench(half_past_five - minutes{1});

    bench.take(bulletin(77, half_past_five));
    bench.run_for(hours{1});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(77)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(77)->reason, "no_content");
}

TEST(NodePlayer, AudioThatComesInTheMiddleIsJoinedWhereItWouldBe) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(77, half_past_five));
    bench.run_until(half_past_five + seconds{30});

    bench.handle(ContentReady{content_id(77)});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].position, seconds{30});
}

TEST(NodePlayer, AudioThatIsLostIsNotBegunAndIsJoinedOnceItIsBack) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(1, half_past_five));
    bench.handle(ContentLost{content_id(1)});
    bench.run_until(half_past_five + seconds{30});
    EXPECT_TRUE(bench.heard.empty());

    bench.handle(ContentReady{content_id(1)});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].position, seconds{30});
}

TEST(NodePlayer, AFileThatIsDamagedBeforeItsFirstSampleIsWaitedForUntilItsStartBy) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{20}));
    bench.run_until(half_past_five + milliseconds{20});
    bench.handle(ContentLost{content_id(1)});
    bench.handle(SoundFailed{grant_id(1), "damaged"});
    EXPECT_EQ(bench.outcome(1), nullptr);
    bench.run_until(half_past_five + minutes{1});

    bench.handle(ContentReady{content_id(1)});

    ASSERT_EQ(bench.heard.size(), 2u);
    EXPECT_EQ(bench.heard[1].position, minutes{1});
    bench.run_until(half_past_five + minutes{20} + milliseconds{20});
    bench.handle(ContentLost{content_id(2)});
    bench.handle(SoundFailed{grant_id(2), "damaged"});
    bench.run_for(minutes{3});
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(2)->reason, "damaged");
}

TEST(NodePlayer, AFileThatIsDamagedInTheMiddleEndsItsItemThere) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(1, half_past_five));
    bench.run_until(half_past_five + minutes{1});

    bench.handle(ContentLost{content_id(1)});
    EXPECT_TRUE(bench.is_sounding(1)) << "what is open goes on";
    bench.handle(SoundFailed{grant_id(1), "damaged"});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
}

TEST(NodePlayer, SilencesAnItemAtTheEndOfTheAllowedHours) {
    PlayerBench bench(half_past_five + minutes{50});
    auto resumed = bulletin(1, half_past_five + minutes{50});
    bench.take(resumed);
    bench.run_for(minutes{1});
    bench.take(emergency(2, bench.now));
    bench.run_for(minutes{2});
    bench.stop(2);

    bench.run_for(hours{1});

    EXPECT_EQ(bench.heard.back().to, half_past_five + hours{1} + seconds{1});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::preempted);
}

domain::HoursPolicy hours_only(std::uint16_t from_minute, std::uint16_t to_minute) {
    domain::HoursPolicy narrow;
    narrow.allowed = {{from_minute, to_minute}};
    return narrow;
}

TEST(NodePlayer, WhatWaitsIsMissedWhenTheHoursAreChangedSoThatItLiesOutside) {
    PlayerBench bench(half_past_five - minutes{5});
    bench.take(bulletin(1, half_past_five));

    bench.handle(PolicyTaken{hours_only(17 * 60, 18 * 60)});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.times_heard(1), 0u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(1)->reason, "hours");
}

TEST(NodePlayer, KeepsTheHoursOfADayOnThatDayAlone) {
    PlayerBench bench(half_past_five - minutes{5});
    constexpr std::int32_t monday = 20'780;
    domain::HoursPolicy no_monday_morning;
    no_monday_morning.days = {{monday, hours_only(17 * 60, 18 * 60)}};
    bench.handle(PolicyTaken{no_monday_morning});

    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + hours{24}));
    bench.run_for(hours{25});

    EXPECT_EQ(bench.times_heard(1), 0u);
    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::outside_allowed_hours);
    EXPECT_EQ(bench.times_heard(2), 1u);
}

TEST(NodePlayer, KeepsAMiddayRestThatIsQuietInItsHamlet) {
    const auto noon = half_past_five + minutes{390};
    PlayerBench bench(noon - minutes{5});
    auto rest = hours_only(5 * 60, 18 * 60);
    rest.also_quiet = {{11 * 60 + 30, 13 * 60 + 30}};
    bench.handle(PolicyTaken{rest});
    auto with_a_reason = bulletin(1, noon);
    with_a_reason.outside_hours = true;

    bench.take(with_a_reason);
    bench.run_for(hours{1});

    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::quiet_hours);
}

TEST(NodePlayer, WhatWaitsSoundsWhenTheHoursAreSetRightAgainBeforeItsTime) {
    PlayerBench bench(half_past_five - minutes{5});
    bench.take(bulletin(1, half_past_five));

    bench.handle(PolicyTaken{hours_only(17 * 60, 18 * 60)});
    bench.run_for(minutes{1});
    bench.handle(PolicyTaken{domain::HoursPolicy{}});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
}

TEST(NodePlayer, WhatSoundsIsSilentAtOnceWhenTheHoursNoLongerAllowIt) {
    PlayerBench bench(half_past_five - minutes{5});
    bench.take(bulletin(1, half_past_five));
    bench.run_until(half_past_five + minutes{2});

    bench.handle(PolicyTaken{hours_only(17 * 60, 18 * 60)});

    EXPECT_FALSE(bench.is_sounding(1));
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(bench.outcome(1)->reason, "hours");
}

TEST(NodePlayer, WhatSoundsGoesOnUntilTheEndOfTheChangedHours) {
    PlayerBench bench(half_past_five - minutes{5});
    bench.take(bulletin(1, half_past_five));
    bench.run_until(half_past_five + minutes{2});

    bench.handle(PolicyTaken{hours_only(5 * 60 + 30, 5 * 60 + 35)});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.heard.back().to, half_past_five + minutes{5} + seconds{1});
}

TEST(NodePlayer, AnEmergencySoundsWhateverTheHoursAreChangedTo) {
    PlayerBench bench(half_past_five - minutes{5});
    bench.take(emergency(1, bench.now));

    bench.handle(PolicyTaken{hours_only(17 * 60, 18 * 60)});

    EXPECT_TRUE(bench.is_sounding(1));
}

TEST(NodePlayer, WhatTheChangedHoursForbidIsStillOwedAReceiptAfterARestart) {
    PlayerBench before(half_past_five - minutes{5});
    before.take(bulletin(1, half_past_five));

    PlayerBench after(half_past_five - minutes{4}, before.memory());
    after.handle(PolicyTaken{hours_only(17 * 60, 18 * 60)});
    after.take(bulletin(1, half_past_five), false);
    after.run_for(hours{1});

    EXPECT_EQ(after.times_heard(1), 0u);
    EXPECT_EQ(after.outcome(1)->reason, "hours");
    EXPECT_TRUE(after.refused.empty());
}

TEST(NodePlayer, AStreamEndsByItselfAtItsLimit) {
    PlayerBench bench(half_past_five);
    auto live = bulletin(1, half_past_five);
    live.kind = domain::BroadcastKind::live;
    live.priority = domain::Priority::live;
    live.content.reset();
    live.content_duration = {};
    live.max_duration = minutes{5};
    live.stream = domain::StreamDescription{};

    bench.take(live);
    bench.run_for(hours{1});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].to - bench.heard[0].from, minutes{5});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
}

TEST(NodePlayer, ADeviceThatNeverEndsIsEndedAndNotCalledPlayed) {
    PlayerOptions options;
    options.node = domain::NodeNumber{3};
    options.clock_trusted = true;
    NodePlayer player(options);
    player.handle(ContentReady{content_id(1)}, half_past_five);
    player.handle(GrantTaken{bulletin(1, half_past_five), true}, half_past_five);

    const auto commands = player.handle(Woken{}, half_past_five + minutes{10} + seconds{3});

    const auto is_outcome = [](const PlayerCommand& command) { return std::holds_alternative<OutcomeRecord>(command); };
    const auto outcome = std::ranges::find_if(commands, is_outcome);
    ASSERT_NE(outcome, commands.end());
    EXPECT_NE(std::get<OutcomeRecord>(*outcome).outcome, ReceiptOutcome::played);
    EXPECT_FALSE(player.is_sounding());
}

TEST(NodePlayer, ANewerPlanCancelsWhatItDoesNotName) {
    PlayerBench bench(half_past_five - hours{1});
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{20}));

    bench.handle(PlanTaken{1, 2, half_past_five - hours{2}, half_past_five + hours{24}, {grant_id(2)}});
    bench.run_for(hours{3});

    EXPECT_EQ(bench.times_heard(1), 0u);
    EXPECT_EQ(bench.times_heard(2), 1u);
    EXPECT_EQ(bench.outcome(1)->reason, "not_in_plan");
}

TEST(NodePlayer, ThatIsDismissedSoundsNothingOfWhatItHolds) {
    PlayerBench bench{half_past_five};
    bench.take(bulletin(1, half_past_five));
    bench.take(bulletin(2, half_past_five + hours{24}));
    bench.take(emergency(3, half_past_five + seconds{40}));
    bench.run_until(half_past_five + seconds{20});

    bench.handle(Dismissed{});
    bench.run_until(half_past_five + hours{25});

    ASSERT_EQ(bench.heard.size(), 1u);
    EXPECT_EQ(bench.heard[0].to, half_past_five + seconds{20});
    for (const std::uint8_t one : {1, 2, 3}) EXPECT_EQ(bench.outcome(one)->reason, "revoked");
}

TEST(NodePlayer, AnOlderPlanHasNoEffect) {
    PlayerBench bench(half_past_five - hours{1});
    bench.take(bulletin(1, half_past_five));
    bench.handle(PlanTaken{1, 9, half_past_five - hours{2}, half_past_five + hours{24}, {grant_id(1)}});

    bench.handle(PlanTaken{1, 8, half_past_five - hours{2}, half_past_five + hours{24}, {}});
    bench.run_for(hours{2});

    EXPECT_EQ(bench.times_heard(1), 1u);
}

TEST(NodePlayer, APlanThatAStartOvertookDoesNotCancelIt) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(bulletin(5, half_past_five));

    bench.handle(PlanTaken{1, 4, half_past_five - hours{2}, half_past_five + hours{24}, {}});
    bench.run_for(hours{1});

    EXPECT_EQ(bench.times_heard(5), 1u);
}

/// A loudspeaker whose plan is full: three bulletins, of tomorrow, of the day after and of the one after that.
struct FullPlan : testing::Test {
    FullPlan() {
        for (std::uint8_t day = 1; day <= 3; ++day) bench.take(bulletin(day, half_past_five + hours{24} * day));
    }
    static PlayerOptions room_for_three() {
        PlayerOptions options;
        options.node = domain::NodeNumber{3};
        options.clock_trusted = true;
        options.plan_max = 3;
        return options;
    }
    static domain::Grant of(domain::Priority priority, std::uint8_t n, domain::UtcTime at) {
        auto grant = bulletin(n, at);
        grant.priority = priority;
        return grant;
    }

    PlayerBench bench{half_past_five, room_for_three()};
};

TEST_F(FullPlan, RefusesOneMoreOfTheSamePriorityUntilThereIsRoom) {
    bench.take(bulletin(4, half_past_five + minutes{5}));

    ASSERT_EQ(bench.refused.size(), 1u);
    EXPECT_EQ(bench.refused[0].why.code, domain::ErrorCode::too_many_requests);
    EXPECT_TRUE(bench.outcomes.empty());

    bench.stop(3);
    bench.take(bulletin(4, half_past_five + minutes{5}));
    bench.run_for(hours{1});
    EXPECT_EQ(bench.times_heard(4), 1u);
}

TEST_F(FullPlan, LetsGoOfTheLastOfTheLowestPriorityForAHigherOne) {
    bench.take(of(domain::Priority::priority, 4, half_past_five + hours{24} + minutes{15}));
    bench.take(of(domain::Priority::background, 5, half_past_five + minutes{5}));

    EXPECT_TRUE(bench.player().knows(grant_id(4)));
    ASSERT_NE(bench.outcome(3), nullptr);
    EXPECT_EQ(bench.outcome(3)->outcome, ReceiptOutcome::missed);
    EXPECT_EQ(bench.outcome(3)->reason, "plan_full");
    EXPECT_EQ(bench.player().item_count(), 3u);
    EXPECT_FALSE(bench.player().knows(grant_id(5))) << "nothing lower gives way to it";
}

TEST_F(FullPlan, NeverLetsGoOfWhatHasBegun) {
    bench.run_until(half_past_five + hours{24} + minutes{1});
    ASSERT_TRUE(bench.is_sounding(1));
    for (std::uint8_t n = 4; n <= 5; ++n) bench.take(of(domain::Priority::priority, n, half_past_five + hours{48}));
    ASSERT_TRUE(bench.player().knows(grant_id(5)));

    bench.take(of(domain::Priority::priority, 8, half_past_five + hours{24} + minutes{15}));

    EXPECT_TRUE(bench.is_sounding(1));
    EXPECT_FALSE(bench.player().knows(grant_id(8)));
}

TEST_F(FullPlan, LetsGoOfNothingForWhatIsNotNeeded) {
    bench.stop(3);
    bench.take(bulletin(4, half_past_five + hours{72}));
    auto instead = of(domain::Priority::priority, 5, half_past_five + hours{72});
    instead.stands_in_for = bulletin(3, half_past_five).broadcast;

    bench.take(instead);

    EXPECT_EQ(bench.outcome(5)->reason, "not_needed");
    EXPECT_EQ(bench.player().item_count(), 3u);
}

TEST_F(FullPlan, NeverTurnsAwayWhatIsCalled) {
    for (std::uint8_t n = 4; n <= 7; ++n) bench.take(emergency(n, half_past_five));

    EXPECT_TRUE(bench.refused.empty());
    EXPECT_TRUE(bench.is_sounding(7));
    EXPECT_EQ(bench.player().item_count(), 4u) << "nothing but what is called has no room to give";
}

TEST(NodePlayer, RemembersNoMoreThanItsRoomForWhatIsDone) {
    auto options = FullPlan::room_for_three();
    options.done_max = 2;
    PlayerBench bench{half_past_five, options};
    for (std::uint8_t n = 1; n <= 3; ++n) {
        bench.take(bulletin(n, half_past_five + hours{24} * n));
        bench.stop(n);
    }

    EXPECT_EQ(bench.player().done_count(), 2u);
    EXPECT_FALSE(bench.player().is_done(grant_id(1))) << "it ends first";
    EXPECT_EQ(NodePlayer(options, bench.memory()).done_count(), 2u) << "of the three on its disk";
}

TEST(NodePlayer, ACopyOfWhatItForgotGetsNoSecondReceipt) {
    auto options = FullPlan::room_for_three();
    options.done_max = 1;
    PlayerBench bench{half_past_five, options};
    bench.stop(1);
    bench.take(bulletin(1, half_past_five + hours{24}));
    bench.take(bulletin(2, half_past_five - hours{24}));
    bench.take(bulletin(3, half_past_five + hours{48}));
    bench.stop(3);
    ASSERT_EQ(bench.outcomes.size(), 3u) << "stopped beforehand, too late, and stopped";
    ASSERT_EQ(bench.player().done_count(), 1u);

    bench.take(bulletin(1, half_past_five + hours{24}));
    bench.take(bulletin(2, half_past_five - hours{24}));

    EXPECT_EQ(bench.outcomes.size(), 3u);
    ASSERT_EQ(bench.refused.size(), 2u);
    for (const auto& refusal : bench.refused) EXPECT_EQ(refusal.why.code, domain::ErrorCode::replayed);
}

}  // namespace
}  // namespace village::dispatch
