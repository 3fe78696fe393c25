#include "scheduler/dispatch/dispatcher.hpp"

#include <gtest/gtest.h>

#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/policy/check_grant.hpp"
#include "tests/scheduler/dispatch/dispatcher_bench.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastState;
using domain::DeliveryState;
using domain::ErrorCode;
using domain::NodeNumber;

TEST(Dispatcher, SignsAPlannedBroadcastAndPutsItIntoThePlanOfItsNodes) {
    DispatcherBench bench;
    for (std::uint16_t node : {1, 2, 3}) bench.connect(node);
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{5})}});
    bench.sign(1);
    bench.forget();

    bench.run_for(seconds{1});

    EXPECT_EQ(bench.count<SendPlan>(), 2u);
    EXPECT_TRUE(bench.was_sent(1));
    EXPECT_EQ(bench.count<SendStart>(), 0u);
}

TEST(Dispatcher, PlanningTheSameTwiceSignsOnce) {
    DispatcherBench bench;

    bench.handle(OccurrencesPlanned{{order(1, noon + hours{5})}});
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{5})}});

    EXPECT_EQ(bench.count<SignGrant>(), 1u);
}

TEST(Dispatcher, ABroadcastThatWasForgottenIsNotNewWhenPlannedAgain) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{1})}});
    bench.sign(1);
    bench.run_for(hours{3});
    bench.forget();

    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{1})}});

    EXPECT_TRUE(bench.commands.empty());
}

TEST(Dispatcher, WhatAClockThatWasAheadCalledOverIsTakenUpAgain) {
    for (const auto ahead : {hours{5}, hours{48}}) {
        DispatcherBench bench;
        bench.connect(1);
        bench.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});
        bench.sign(1);
        bench.run_for(ahead);
        bench.now = noon;
        bench.forget();

        bench.handle(OccurrencesPlanned{{order(1, noon + hours{1})}});
        if (bench.count<SignGrant>() == 1) bench.sign(1);  // Forgotten meanwhile; the signer gives the same grant.
        bench.run_for(minutes{1});

        EXPECT_EQ(bench.state(1), BroadcastState::planned) << ahead.count();
        EXPECT_TRUE(bench.was_sent(1)) << "the plan has it again";
        bench.run_for(hours{1});
        EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    }
}

TEST(Dispatcher, APlanThatIsMadeWhileTheClockIsAheadStillHasWhatOnlyTheClockCalledOver) {
    DispatcherBench bench;
    auto daily = order(1, noon + hours{1});
    daily.schedule = domain::ScheduleId{{9}};
    bench.handle(OccurrencesPlanned{{daily}});
    bench.sign(1);
    bench.run_for(minutes{80});
    bench.forget();

    bench.connect(1);
    EXPECT_TRUE(bench.was_sent(1)) << "the node's own clock judges";
    bench.handle(ScheduleChanged{daily.schedule, "editor", {}});

    ASSERT_TRUE(bench.last<SignStop>()) << "for it may still be to come";
    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 1u);
    EXPECT_EQ(bench.state(1), BroadcastState::ended) << "what is said of it stays";
    bench.forget();
    bench.connect(1);
    EXPECT_FALSE(bench.was_sent(1));
}

TEST(Dispatcher, WhatSomebodyStoppedOrTheSignerRefusedIsNotTakenUpAgainByAStepOfTheClock) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1}), order(2, noon + hours{1})}});
    bench.handle(StopRequested{{DispatcherBench::id(1)}, {}, "editor", seconds{3}});
    bench.handle(SigningFailed{DispatcherBench::id(2), {ErrorCode::out_of_scope, "no"}});
    bench.run_for(minutes{80});
    bench.now = noon;

    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1}), order(2, noon + hours{1})}});

    EXPECT_EQ(bench.state(1), BroadcastState::cancelled);
    EXPECT_EQ(bench.state(2), BroadcastState::missed);
}

TEST(Dispatcher, ANodeThatJoinsGetsItsPlanAtOnce) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{5}), order(2, noon + hours{6})}});
    bench.sign(2);
    bench.sign(1);
    bench.forget();

    bench.connect(2);

    const auto* plan = bench.last<SendPlan>();
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->grants.size(), 2u);
    EXPECT_LT(plan->grants[0]->grant.issuer_sequence, plan->grants[1]->grant.issuer_sequence);
}

TEST(Dispatcher, ANodeWhoseHoursAreOthersGetsItsPlanOnceMore) {
    DispatcherBench bench;
    bench.connect(1);
    bench.connect(2);
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});
    bench.sign(1);
    bench.run_for(minutes{1});
    bench.forget();

    bench.handle(PlansWanted{domain::NodeSet{domain::NodeNumber{2}}});
    bench.run_for(minutes{1});

    ASSERT_EQ(bench.count<SendPlan>(), 1u);
    EXPECT_EQ(bench.last<SendPlan>()->node, domain::NodeNumber{2});
    EXPECT_TRUE(bench.was_sent(1));
}

TEST(Dispatcher, PlayNowIsSentByStartAsSoonAsItIsSigned) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{order(1, noon + seconds{3}), {}});

    bench.sign(1);

    ASSERT_EQ(bench.count<SendStart>(), 1u);
    EXPECT_EQ(bench.last<SendStart>()->nodes.size(), 2u);
    EXPECT_EQ(bench.last<MarkDeliveries>()->state, DeliveryState::sent);
}

TEST(Dispatcher, ABroadcastIsOnAirFromItsStartToItsEnd) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});
    bench.sign(1);

    bench.run_until(noon + minutes{10});
    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    bench.run_until(noon + minutes{15});

    EXPECT_EQ(bench.state(1), BroadcastState::ended);
    EXPECT_EQ(bench.dispatcher.find(DispatcherBench::id(1))->ended_at, noon + minutes{15});
}

TEST(Dispatcher, WhatWasInterruptedStaysOpenUntilItsGrantEnds) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{1})}});
    bench.sign(1);
    bench.run_until(noon + minutes{2});
    bench.handle(BroadcastRequested{alarm_order(2), {}});
    bench.sign(2);

    bench.run_until(noon + minutes{20});

    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
}

TEST(Dispatcher, WhatWasSignedWhenItShouldHaveBeenOverEndsWithItsGrant) {
    DispatcherBench bench;
    auto short_one = order(1, noon + minutes{1});
    short_one.broadcast.duration = seconds{10};
    bench.handle(BroadcastRequested{short_one, {}});
    bench.run_until(noon + minutes{1} + seconds{30});

    bench.sign(1);
    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    bench.run_until(bench.last<SendStart>()->grant->grant.not_after);

    EXPECT_EQ(bench.state(1), BroadcastState::ended);
}

TEST(Dispatcher, WhatWasSignedBeforeAndIsOverAfterARestartEndsAtOnce) {
    DispatcherBench before, after;
    before.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});
    before.sign(1);
    Restored restored;
    restored.items.push_back({order(1, noon + minutes{10}), before.dispatcher.grant_of(DispatcherBench::id(1))});
    after.now = noon + minutes{16};

    after.handle(restored);
    after.run_for(seconds{1});

    EXPECT_EQ(after.state(1), BroadcastState::ended);
}

TEST(Dispatcher, ABroadcastThatIsNotSignedInTimeIsMissedWithAReason) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});

    bench.run_until(noon + minutes{13});

    EXPECT_EQ(bench.state(1), BroadcastState::missed);
    EXPECT_EQ(bench.last<MarkDeliveries>()->state, DeliveryState::missed);
}

TEST(Dispatcher, ASignerThatCannotNowIsAskedAgain) {
    for (const auto code : {ErrorCode::unavailable, ErrorCode::timed_out, ErrorCode::too_many_requests, ErrorCode::disk_full,
                            ErrorCode::storage_failed, ErrorCode::setup_needed}) {
        DispatcherBench bench;
        bench.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});

        bench.handle(SigningFailed{DispatcherBench::id(1), {code, "not now"}});
        bench.run_for(seconds{3});

        EXPECT_EQ(bench.count<SignGrant>(), 2u) << domain::error_name(code);
        EXPECT_EQ(bench.count<Trouble>(), 1u) << domain::error_name(code);
    }
}

TEST(Dispatcher, ASignerThatRefusesIsNotAskedAgain) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(1, noon + minutes{10})}});

    bench.handle(SigningFailed{DispatcherBench::id(1), {ErrorCode::quiet_hours, "03:15"}});
    bench.run_for(minutes{1});

    EXPECT_EQ(bench.count<SignGrant>(), 1u);
    EXPECT_EQ(bench.state(1), BroadcastState::missed);
}

TEST(Dispatcher, AnIntentThatIsRefusedIsMissedByItsRuleAndAProgrammeByItsCode) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{order(2, noon + minutes{10})}});
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    const domain::BrokenRule rule{"own_area", {}, {}};

    bench.handle(SigningFailed{DispatcherBench::id(1), {ErrorCode::not_permitted, "another hamlet", rule}});
    const auto of_the_intent = bench.last<MarkDeliveries>()->reason;
    bench.handle(SigningFailed{DispatcherBench::id(2), {ErrorCode::not_permitted, "not ordinary", rule}});

    EXPECT_EQ(of_the_intent, "own_area");
    EXPECT_EQ(bench.last<MarkDeliveries>()->reason, "not_permitted");
}

TEST(Dispatcher, ALiveBroadcastStreamsFromItsStartToItsEnd) {
    DispatcherBench bench;
    auto live = order(1, noon + milliseconds{500});
    live.broadcast.kind = domain::BroadcastKind::live;
    live.broadcast.priority = domain::Priority::live;
    live.broadcast.streamed = true;
    live.broadcast.content.reset();
    live.stream = domain::StreamDescription{};
    bench.handle(BroadcastRequested{live, {}});
    bench.sign(1);

    bench.run_for(seconds{1});
    EXPECT_EQ(bench.count<StartStream>(), 1u);
    bench.handle(BroadcastFinished{DispatcherBench::id(1)});

    EXPECT_EQ(bench.count<StopStream>(), 1u);
    EXPECT_EQ(bench.state(1), BroadcastState::ended);
}

TEST(Dispatcher, WhereTheCalendarIsFullAPersonStillHasRoomAndAnEmergencyAlways) {
    DispatcherBench bench;
    bench.dispatcher = Dispatcher{{.broadcasts_max = 2, .asked_for_max = 3}};
    bench.handle(OccurrencesPlanned{{order(1, noon + hours{1}), order(2, noon + hours{2}), order(3, noon + hours{3})}});
    ASSERT_EQ(bench.count<Trouble>(), 1u);
    EXPECT_EQ(bench.last<Trouble>()->broadcast, DispatcherBench::id(3));

    bench.handle(BroadcastRequested{order(4, noon + seconds{3}), {}});
    EXPECT_EQ(bench.count<Trouble>(), 1u);
    bench.handle(BroadcastRequested{order(5, noon + seconds{3}), {}});
    EXPECT_EQ(bench.count<Trouble>(), 2u);
    bench.handle(BroadcastRequested{alarm_order(6), {}});
    EXPECT_EQ(bench.count<Trouble>(), 2u);

    bench.handle(StopRequested{{DispatcherBench::id(1), DispatcherBench::id(2), DispatcherBench::id(6)}, {}, "editor"});
    bench.handle(OccurrencesPlanned{{order(3, noon + hours{3})}});
    EXPECT_EQ(bench.count<Trouble>(), 2u) << "there is room again";
}

TEST(Emergency, IsSignedDuringTheCountdownAndSentAtItsEnd) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});
    bench.sign(1);
    EXPECT_EQ(bench.count<SignEmergency>(), 1u);
    EXPECT_EQ(bench.count<Wake>(), 1u);
    EXPECT_FALSE(bench.was_sent(1));

    bench.run_for(seconds{3});

    EXPECT_TRUE(bench.was_sent(1));
    EXPECT_EQ(bench.last<SendStart>()->grant->grant.starts_at, noon + seconds{3});
    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
}

TEST(Emergency, SignedAfterTheCountdownIsSentAtOnce) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});
    bench.run_for(seconds{4});

    bench.sign(1);

    EXPECT_TRUE(bench.was_sent(1));
    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
}

BroadcastOrder all_clear_order(std::uint8_t n, domain::UtcTime now) {
    auto made = order(n, now);
    made.broadcast.kind = domain::BroadcastKind::all_clear;
    made.broadcast.priority = domain::Priority::priority;
    made.broadcast.duration = made.broadcast.max_duration = seconds{30};
    made.broadcast.created_at = now;
    made.intent = domain::EmergencyIntent{};
    return made;
}

TEST(AllClear, EndsTheEmergencyOfItsHamletWhenItsCountdownIsOver) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});
    bench.sign(1);
    bench.run_for(minutes{1});
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), seconds{3}});
    bench.sign(2);
    EXPECT_EQ(bench.state(1), BroadcastState::on_air) << "who pressed by mistake can take it back";

    bench.run_for(seconds{3});

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
    EXPECT_EQ(bench.state(2), BroadcastState::on_air);
    ASSERT_TRUE(bench.last<SignStop>());
    EXPECT_EQ(bench.last<SignStop>()->draft.grants.size(), 1u);
}

TEST(AllClear, CancelledInItsCountdownLeavesTheEmergencyAlone) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);
    bench.run_for(minutes{1});
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), seconds{3}});
    bench.sign(2);
    bench.handle(CountdownCancelled{DispatcherBench::id(2), "head"});
    bench.run_for(seconds{5});

    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    EXPECT_FALSE(bench.was_sent(2));
}

TEST(AllClear, OfOneHamletLeavesTheEmergencyOfTheOther) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);
    bench.run_for(minutes{1});
    auto here = all_clear_order(2, bench.now);
    here.broadcast.targets = domain::NodeSet{domain::NodeNumber{2}};
    bench.handle(BroadcastRequested{std::move(here), {}});
    bench.sign(2);
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    EXPECT_EQ(bench.dispatcher.find(DispatcherBench::id(1))->stopped_at, domain::NodeSet{domain::NodeNumber{2}});
}

TEST(AllClear, EndsWhatWarnedWhenItWasCalledWhateverTheClockSaysSince) {
    DispatcherBench bench;
    auto danger = alarm_order(1);
    danger.broadcast.created_at = bench.now;
    bench.handle(BroadcastRequested{std::move(danger), {}});
    bench.sign(1);
    bench.now -= minutes{20};
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), {}});
    bench.sign(2);
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
}

TEST(AllClear, SaysNothingOfAWarningThatNobodyHasHeardYet) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{5}});
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), {}});
    bench.sign(2);
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.state(1), BroadcastState::counting_down);
}

TEST(AllClear, EndsWithAWarningThatIsNewer) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), {}});
    bench.sign(2);
    bench.run_for(seconds{1});
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.state(1), BroadcastState::on_air);
    EXPECT_EQ(bench.state(2), BroadcastState::stopped) << "nobody is told that it is over, afterwards";
}

TEST(AllClear, EndsWhatOnlyTheClockCalledOver) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);
    bench.run_for(minutes{30} + seconds{30});
    ASSERT_EQ(bench.state(1), BroadcastState::ended);
    bench.handle(BroadcastRequested{all_clear_order(2, bench.now), {}});
    bench.sign(2);
    bench.run_for(seconds{1});

    EXPECT_EQ(bench.count<SignStop>(), 1u) << "a loudspeaker without a clock may still sound it";
}

TEST(AllClear, EndsAfterARestartWhatWarnedBefore) {
    DispatcherBench bench;
    auto danger = alarm_order(1);
    danger.broadcast.state = BroadcastState::on_air;
    danger.broadcast.created_at = noon - minutes{1};
    auto over = all_clear_order(2, noon);
    over.broadcast.starts_at = noon + seconds{3};
    over.broadcast.start_by = noon + minutes{1};
    over.broadcast.state = BroadcastState::counting_down;
    auto grant = std::make_shared<domain::SignedGrant>();
    grant->grant.broadcast = danger.broadcast.id;
    grant->grant.not_after = noon + minutes{29};
    bench.handle(Restored{{{danger, grant}, {over, nullptr}}, {}});
    bench.sign(2);
    bench.run_for(seconds{4});

    EXPECT_EQ(bench.state(1), BroadcastState::stopped);
    EXPECT_EQ(bench.state(2), BroadcastState::on_air);
}

TEST(Emergency, TheSameRequestTwiceIsOneEmergency) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});

    bench.handle(BroadcastRequested{alarm_order(1), seconds{3}});

    EXPECT_EQ(bench.count<SignEmergency>(), 1u);
}

TEST(Emergency, ACountdownIsNeverLongerThanFiveSeconds) {
    DispatcherBench bench;

    bench.handle(BroadcastRequested{alarm_order(1), hours{1}});

    EXPECT_EQ(bench.dispatcher.find(DispatcherBench::id(1))->starts_at, noon + seconds{5});
}

TEST(Emergency, ANodeThatComesBackIsToldWhileItLasts) {
    DispatcherBench bench;
    bench.handle(BroadcastRequested{alarm_order(1), {}});
    bench.sign(1);
    bench.run_for(minutes{10});
    bench.forget();

    bench.connect(2);
    bench.connect(3);

    EXPECT_EQ(bench.count<SendStart>(), 1u);
    EXPECT_TRUE(bench.last<SendStart>()->nodes.contains(NodeNumber{2}));
}

TEST(Restart, GoesOnWithWhatStorageHolds) {
    DispatcherBench before;
    before.handle(BroadcastRequested{alarm_order(1), {}});
    before.sign(1);
    before.handle(OccurrencesPlanned{{order(2, noon + hours{1})}});

    DispatcherBench after;
    Restored restored;
    auto running = alarm_order(1);
    running.broadcast = *before.dispatcher.find(DispatcherBench::id(1));
    restored.items.push_back({running, before.dispatcher.grant_of(DispatcherBench::id(1))});
    restored.items.push_back({order(2, noon + hours{1}), nullptr});
    after.handle(restored);
    after.connect(1);

    EXPECT_EQ(after.count<SignGrant>(), 1u);
    EXPECT_TRUE(after.was_sent(1));
}

// Its grant is not given back by storage once it has expired, and "on air" may not have been written before the power went.
TEST(Restart, SaysOfNoLoudspeakerThatItMissedWhatMayHaveSoundedMeanwhile) {
    DispatcherBench before;
    before.handle(BroadcastRequested{alarm_order(1), seconds{2}});
    before.sign(1);
    auto counting = alarm_order(1);
    counting.broadcast = *before.dispatcher.find(DispatcherBench::id(1));
    ASSERT_EQ(counting.broadcast.state, BroadcastState::counting_down);

    DispatcherBench after;
    after.now = counting.broadcast.start_by + seconds{1};
    after.handle(Restored{{{counting, nullptr}}, {}});
    after.run_for(seconds{1});

    EXPECT_EQ(after.state(1), BroadcastState::missed);
    EXPECT_EQ(after.count<MarkDeliveries>(), 0u);
}

TEST(Restart, MissesAStreamWithoutItsGrantAndNeverSignsItAsAFile) {
    DispatcherBench after;
    auto live = order(1, noon + seconds{3});
    live.broadcast.kind = domain::BroadcastKind::live;
    live.broadcast.priority = domain::Priority::live;
    live.broadcast.streamed = true;

    after.handle(Restored{{{live, nullptr}}, {}});

    EXPECT_EQ(after.count<SignGrant>(), 0u);
    EXPECT_EQ(after.state(1), BroadcastState::missed);
    EXPECT_EQ(after.last<MarkDeliveries>()->reason, "restart");
}

BroadcastOrder relay_order(domain::UtcTime starts_at) {
    auto relay = order(1, starts_at);
    relay.broadcast.streamed = true;
    relay.broadcast.content.reset();
    relay.broadcast.place.emplace().key = "relay";
    relay.stream.emplace();
    relay.broadcast.relay = "vov1";
    return relay;
}

TEST(Dispatcher, CallsTheStationOfARelayBeforeItsTime) {
    DispatcherBench bench;
    bench.handle(OccurrencesPlanned{{relay_order(noon + minutes{5})}});
    bench.sign(1);
    bench.run_for(minutes{5} - seconds{21});
    EXPECT_EQ(bench.count<StartStream>(), 0u);

    bench.run_for(seconds{1});

    EXPECT_EQ(bench.count<StartStream>(), 1u);
}

TEST(Restart, LeavesARelayThatLostItsStreamToWhatStandsInForIt) {
    for (const auto starts_at : {noon + minutes{5}, noon - minutes{1}}) {
        DispatcherBench before;
        before.now = starts_at - minutes{10};
        before.handle(OccurrencesPlanned{{relay_order(starts_at)}});
        before.sign(1);
        auto restored = relay_order(starts_at);
        restored.broadcast = *before.dispatcher.find(DispatcherBench::id(1));

        DispatcherBench after;
        after.handle(Restored{{{restored, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {}});
        after.run_for(minutes{6});

        EXPECT_TRUE(after.dispatcher.has_lost_its_stream(DispatcherBench::id(1)));
        EXPECT_EQ(after.count<SignStop>(), 0u) << "the STOP of it would mean what stands in for it, too";
        EXPECT_EQ(after.count<StartStream>(), 0u);
        EXPECT_FALSE(before.dispatcher.has_lost_its_stream(DispatcherBench::id(1)));
    }
}

TEST(Restart, TellsTheStopOfOneHamletToThatHamletOnly) {
    DispatcherBench before;
    before.handle(BroadcastRequested{alarm_order(1), {}});
    before.sign(1);
    before.run_for(seconds{5});
    before.handle(StopRequested{{DispatcherBench::id(1)}, domain::NodeSet{domain::NodeNumber{1}}, "head"});
    const auto asked = *before.last<SignStop>();
    auto kept = std::make_shared<domain::SignedStop>();
    kept->stop = asked.draft;
    kept->told = asked.nodes;

    DispatcherBench after;
    after.now = before.now;
    auto running = alarm_order(1);
    running.broadcast = *before.dispatcher.find(DispatcherBench::id(1));
    after.handle(Restored{{{running, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {kept}});
    after.connect(1);

    EXPECT_EQ(after.count<SendStop>(), 1u);
    EXPECT_EQ(after.count<SendStart>(), 0u) << "where it was stopped it does not begin again";
    after.forget();
    after.connect(2);
    EXPECT_EQ(after.count<SendStop>(), 0u) << "elsewhere the emergency goes on";
    EXPECT_EQ(after.count<SendStart>(), 1u);
}

TEST(Restart, SignsAStopThatWasDecidedButNotYetSigned) {
    DispatcherBench before;
    before.handle(BroadcastRequested{alarm_order(1), {}});
    before.sign(1);
    before.handle(StopRequested{{DispatcherBench::id(1)}, {}, "head"});

    DispatcherBench after;
    auto stopped = alarm_order(1);
    stopped.broadcast = *before.dispatcher.find(DispatcherBench::id(1));
    after.handle(Restored{{{stopped, before.dispatcher.grant_of(DispatcherBench::id(1))}}, {}});

    EXPECT_EQ(after.count<SignStop>(), 1u);
}

TEST(DraftGrant, OfWhatHasItsPlaceInAProgrammeEndsThereWhateverItsAudioIs) {
    auto cut = order(1, noon);
    cut.broadcast.place =
        domain::ProgrammePlace{.content_length = minutes{9}, .fade_out = seconds{3}, .ends_by = noon + minutes{7}};
    cut.broadcast.max_duration = minutes{6};

    const auto grant = draft_grant(cut, minutes{30});

    EXPECT_EQ(grant.content_duration, minutes{9});
    EXPECT_EQ(grant.max_duration, minutes{5});
    EXPECT_EQ(grant.fade_out, seconds{3});
    EXPECT_EQ(grant.not_after, noon + minutes{7}) << "no room to resume after the hard end";
    EXPECT_TRUE(policy::check_grant(grant, {.now = noon}));
}

TEST(DraftGrant, OfWhatIsPermittedInTheQuietHoursEndsWhenItIsPlannedToHoweverLateItBegins) {
    auto in_the_night = order(1, noon);
    in_the_night.broadcast.when_interrupted = domain::WhenInterrupted::drop;
    in_the_night.quiet_hours = true;

    const auto grant = draft_grant(in_the_night, minutes{30});

    EXPECT_EQ(grant.not_after, noon + minutes{5});
    EXPECT_LE(grant.start_by, grant.not_after);
}

TEST(DraftGrant, OfWhatStandsInMayBeginUntilItsEnd) {
    auto fallback = order(2, noon);
    fallback.broadcast.start_by = noon + hours{1};
    fallback.broadcast.place = domain::ProgrammePlace{
        .content_length = minutes{2}, .stands_in_for = DispatcherBench::id(1), .ends_by = noon + minutes{5}};

    const auto grant = draft_grant(fallback, minutes{30});

    EXPECT_EQ(grant.stands_in_for, DispatcherBench::id(1));
    EXPECT_EQ(grant.content_duration, minutes{2});
    EXPECT_EQ(grant.max_duration, minutes{5});
    EXPECT_EQ(std::pair(grant.start_by, grant.not_after), std::pair(noon + minutes{5}, noon + minutes{5}));
    EXPECT_TRUE(policy::check_grant(grant, {.now = noon}));
}

}  // namespace
}  // namespace village::dispatch
