// What fills in for another broadcast, and what is cut on purpose.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::Duration;
using domain::ReceiptOutcome;
using domain::UtcTime;

constexpr std::uint8_t relay_number = 1;
constexpr std::uint8_t fallback_number = 2;
const UtcTime six = half_past_five + minutes{30};

domain::Grant relay(UtcTime starts_at = half_past_five, Duration length = minutes{30}) {
    auto grant = bulletin(relay_number, starts_at, length);
    grant.content.reset();
    grant.content_duration = {};
    grant.stream = domain::StreamDescription{};
    grant.start_by = grant.not_after = starts_at + length;
    return grant;
}
/// Two minutes of music for whatever time is asked of it.
domain::Grant fallback_for(const domain::Grant& named, Duration music = minutes{2}) {
    auto grant = bulletin(fallback_number, named.starts_at, music);
    grant.stands_in_for = named.broadcast;
    grant.max_duration = named.max_duration;
    grant.start_by = grant.not_after = named.starts_at + named.max_duration;
    return grant;
}
domain::Grant item(std::uint8_t n = 1) {
    auto grant = bulletin(n, half_past_five);
    grant.not_after = half_past_five + minutes{10};
    return grant;
}

/// A second is heard when the line let the stream through; the node says so at its end.
void run_with_line(PlayerBench& bench, const std::vector<bool>& line) {
    for (const bool comes_through : line) {
        bench.run_for(seconds{1});
        if (comes_through) bench.handle(StreamHeard{grant_id(relay_number)});
    }
}
std::vector<bool> line(std::initializer_list<std::pair<int, bool>> pieces) {
    std::vector<bool> seconds_of_it;
    for (const auto& [length, comes_through] : pieces)
        seconds_of_it.insert(seconds_of_it.end(), static_cast<std::size_t>(length), comes_through);
    return seconds_of_it;
}

TEST(StandIn, IsSilentAsLongAsTheNamedOneSounds) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(item());
    bench.take(fallback_for(item()));

    bench.run_for(minutes{15});

    EXPECT_EQ(bench.times_heard(fallback_number), 0);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.outcome(fallback_number)->reason, "not_needed");
}

TEST(StandIn, BeginsAtItsTimeWhenTheNamedOneNeverCame) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(fallback_for(item()));

    bench.run_for(minutes{2});

    ASSERT_TRUE(bench.is_sounding(fallback_number));
    EXPECT_EQ(bench.heard.back().from, half_past_five);
}

TEST(StandIn, RepeatsItselfUntilTheEndOfWhatItFillsAndNoLonger) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(fallback_for(item(), minutes{3}));

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.times_heard(fallback_number), 4);
    EXPECT_EQ(bench.heard.back().position, Duration::zero());
    EXPECT_EQ(bench.heard.back().to, half_past_five + minutes{10});
    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::played);
}

TEST(StandIn, GivesWayWhenTheAudioOfTheNamedOneComes) {
    PlayerBench bench(half_past_five - minutes{1});
    auto grant = item();
    grant.start_by = half_past_five + minutes{9};
    bench.handle(ContentLost{content_id(1)});
    bench.take(grant);
    bench.take(fallback_for(item()));
    bench.run_for(minutes{4});
    EXPECT_TRUE(bench.is_sounding(fallback_number));

    bench.handle(ContentReady{content_id(1)});

    EXPECT_TRUE(bench.is_sounding(1));
    EXPECT_EQ(bench.heard.back().position, minutes{3}) << "joined where the programme's clock is";
    EXPECT_EQ(bench.overlaps, 0);
}

TEST(StandIn, TakesOverWhenTheFileOfTheNamedOneBreaksOff) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(item());
    bench.take(fallback_for(item()));
    bench.run_for(minutes{4});

    bench.handle(ContentLost{content_id(1)});
    bench.handle(SoundFailed{grant_id(1), "damaged"});

    EXPECT_TRUE(bench.is_sounding(fallback_number));
    EXPECT_EQ(bench.heard.back().position, Duration::zero());
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
}

TEST(StandIn, TakesOverFromADeadStreamAndGivesWayWhenItIsSteadyAgain) {
    PlayerBench bench(half_past_five - seconds{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));

    run_with_line(bench, line({{61, true}, {60, false}, {120, true}}));

    ASSERT_EQ(bench.heard.size(), 3);
    EXPECT_EQ(bench.heard[0].to, half_past_five + seconds{60} + PlayerItem::stream_patience);
    EXPECT_EQ(bench.heard[1].grant, grant_id(fallback_number));
    EXPECT_EQ(bench.heard[1].from, bench.heard[0].to);
    EXPECT_EQ(bench.heard[2].grant, grant_id(relay_number));
    EXPECT_EQ(bench.heard[2].from, half_past_five + seconds{123}) << "three seconds in a row were heard";
    EXPECT_EQ(bench.overlaps, 0);
}

TEST(StandIn, TakesOverFromAStreamThatNeverBegan) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));

    bench.run_for(minutes{2});

    ASSERT_TRUE(bench.is_sounding(fallback_number));
    EXPECT_EQ(bench.heard.back().from, half_past_five + PlayerItem::stream_patience);
}

TEST(StandIn, ADeadStreamThatNobodyFillsInForIsListenedToUntilItsEnd) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));
    bench.handle(ContentLost{content_id(fallback_number)});

    bench.run_for(minutes{3});
    EXPECT_TRUE(bench.is_sounding(relay_number));
    bench.handle(ContentReady{content_id(fallback_number)});

    EXPECT_TRUE(bench.is_sounding(fallback_number));
    EXPECT_EQ(bench.outcome(fallback_number), nullptr);
}

TEST(StandIn, OfADeadStreamOnlyWhatWasHeardOfItCounts) {
    PlayerBench bench(half_past_five - seconds{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));

    run_with_line(bench, line({{601, true}, {1300, false}}));

    EXPECT_EQ(bench.outcome(relay_number)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(bench.outcome(relay_number)->reason, "stream");
    EXPECT_EQ(bench.outcome(relay_number)->played, minutes{10});
    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.heard.back().to, six) << "the hard end is everybody's";
}

TEST(StandIn, StopOfTheNamedOneStopsItToo) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));
    bench.run_for(minutes{2});
    ASSERT_TRUE(bench.is_sounding(fallback_number));

    bench.stop(relay_number);
    bench.run_for(minutes{30});

    EXPECT_FALSE(bench.player().is_sounding());
    EXPECT_EQ(bench.times_heard(fallback_number), 1);
    EXPECT_EQ(bench.outcome(fallback_number)->reason, "stop");
}

TEST(StandIn, IsCancelledByAStopHoweverMuchOfItWasHeard) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));
    bench.run_until(half_past_five + seconds{6});
    ASSERT_TRUE(bench.is_sounding(fallback_number));

    bench.stop(relay_number);

    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.outcome(fallback_number)->played, seconds{1});
}

TEST(StandIn, HasPlayedWhenItWasHeardAsLongAsItWasWanted) {
    PlayerBench bench(half_past_five - minutes{1});
    auto grant = item();
    grant.start_by = half_past_five + minutes{9};
    bench.handle(ContentLost{content_id(1)});
    bench.take(grant);
    bench.take(fallback_for(item()));
    bench.run_until(half_past_five + minutes{3});
    bench.handle(ContentReady{content_id(1)});

    bench.run_for(minutes{10});

    const auto* outcome = bench.outcome(fallback_number);
    EXPECT_EQ(outcome->outcome, ReceiptOutcome::played);
    EXPECT_EQ(outcome->expected, minutes{3});
}

TEST(StandIn, ThatHadToWaitForSomethingMoreUrgentNamesItAndNotTheDevice) {
    PlayerBench bench(half_past_five - minutes{1});
    auto urgent = bulletin(7, half_past_five, minutes{5});
    urgent.priority = domain::Priority::priority;
    bench.take(urgent);
    bench.take(fallback_for(item()));

    bench.run_for(minutes{20});

    const auto* outcome = bench.outcome(fallback_number);
    EXPECT_EQ(outcome->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(outcome->reason, "priority");
}

TEST(StandIn, ThatWasNotWantedWaitedForNobody) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(item());
    bench.take(fallback_for(item()));
    auto urgent = bulletin(7, half_past_five + minutes{1}, minutes{1});
    urgent.priority = domain::Priority::priority;
    bench.take(urgent);

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.outcome(fallback_number)->reason, "not_needed");
}

TEST(StandIn, ThatWasHeardForTheLesserPartOfWhatItWasWantedForIsPartial) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.handle(ContentLost{content_id(fallback_number)});
    bench.take(fallback_for(item()));
    bench.run_until(half_past_five + minutes{9});
    bench.handle(ContentReady{content_id(fallback_number)});

    bench.run_for(minutes{2});

    const auto* outcome = bench.outcome(fallback_number);
    EXPECT_EQ(outcome->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(outcome->played, minutes{1});
    EXPECT_EQ(outcome->expected, minutes{10});
}

TEST(StandIn, HeldByAnEmergencyUntilItsEndWasWantedAllTheSame) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(fallback_for(item()));
    auto alarm = emergency(9, half_past_five - seconds{10});
    alarm.max_duration = minutes{15};
    alarm.not_after = alarm.starts_at + alarm.max_duration;
    bench.run_until(half_past_five - seconds{10});
    bench.take(alarm);

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::missed);
    EXPECT_GT(bench.outcome(fallback_number)->expected, minutes{9});
}

TEST(StandIn, ThatComesAfterARebootAndAfterTheNamedOneIsOverIsNotNeeded) {
    for (const bool is_stopped : {false, true}) {
        PlayerBench bench(half_past_five - minutes{1});
        bench.take(item());
        bench.run_for(minutes{6});
        if (is_stopped) bench.stop(1);
        bench.run_for(minutes{6});

        PlayerBench rebooted(half_past_five + minutes{7}, bench.memory());
        rebooted.take(fallback_for(item()));
        rebooted.run_for(minutes{1});

        EXPECT_TRUE(rebooted.heard.empty()) << is_stopped;
        EXPECT_EQ(rebooted.outcome(fallback_number)->reason, "not_needed");
    }
}

TEST(StandIn, AStreamThatLivesIsNotDeadBecauseTheNodeHasJustComeBack) {
    PlayerBench bench(half_past_five + minutes{10});
    bench.take(relay());
    bench.take(fallback_for(relay()));

    run_with_line(bench, line({{20, true}}));

    EXPECT_EQ(bench.times_heard(fallback_number), 0);
    EXPECT_EQ(bench.times_heard(relay_number), 1);
}

TEST(StandIn, ThatIsNamedByAnotherStandInEndsNeitherInACircle) {
    PlayerBench bench(half_past_five - minutes{1});
    auto one = fallback_for(item());
    auto other = fallback_for(item());
    other.id = grant_id(3);
    other.issuer_sequence = 3;
    other.broadcast = domain::BroadcastId{{3}};
    one.stands_in_for = other.broadcast;
    other.stands_in_for = one.broadcast;
    bench.take(one);
    bench.take(other);

    bench.run_for(minutes{12});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(fallback_number)->reason, "not_needed");
}

TEST(StandIn, ThatComesAfterTheStopOfTheNamedOneNeverSounds) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.stop(relay_number);
    bench.take(relay());

    bench.take(fallback_for(relay()));
    bench.run_for(minutes{10});

    EXPECT_TRUE(bench.heard.empty());
    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::cancelled);
}

TEST(StandIn, UnsignedSilenceOfTheNamedOneEndsItToo) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));
    bench.run_for(minutes{2});

    bench.handle(Quenched{relay().broadcast});

    EXPECT_FALSE(bench.player().is_sounding());
}

TEST(StandIn, AnEmergencyPreEmptsBothAndAfterItTheNamedOneGoesFirst) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(item());
    bench.take(fallback_for(item()));
    bench.run_for(minutes{3});

    auto alarm = emergency(9, bench.now);
    alarm.repeat_every.reset();
    bench.take(alarm);
    EXPECT_TRUE(bench.is_sounding(9));
    bench.run_for(minutes{2});

    EXPECT_TRUE(bench.is_sounding(1));
    EXPECT_EQ(bench.times_heard(fallback_number), 0);
}

TEST(Relay, ThatComesBackSilentAfterAnEmergencyHasNotResumed) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    bench.take(fallback_for(relay()));
    run_with_line(bench, line({{60 + 5 * 60, true}}));
    auto alarm = emergency(9, bench.now);
    alarm.repeat_every.reset();
    bench.take(alarm);
    run_with_line(bench, line({{38, true}, {5, false}}));
    ASSERT_TRUE(bench.is_sounding(relay_number)) << "nobody knows yet that it is dead";

    run_with_line(bench, line({{30 * 60, false}}));

    EXPECT_GT(bench.times_heard(fallback_number), 0u);
    EXPECT_EQ(bench.outcome(relay_number)->outcome, ReceiptOutcome::preempted);
    EXPECT_EQ(bench.outcome(relay_number)->preempted_by, broadcast_id(9));
    EXPECT_FALSE(bench.outcome(relay_number)->resumed);
}

TEST(Relay, ThatTheHoursCutWasNotHeardInFull) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(relay());
    run_with_line(bench, line({{60 + 10 * 60, true}}));
    domain::HoursPolicy narrow;
    narrow.allowed = {{5 * 60 + 30, 5 * 60 + 45}};

    bench.handle(PolicyTaken{narrow});
    run_with_line(bench, line({{10 * 60, true}}));

    const auto* outcome = bench.outcome(relay_number);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(outcome->reason, "hours");
    EXPECT_EQ(outcome->expected, minutes{30});
}

TEST(StandIn, IsThereAgainAfterWhatInterruptedItEvenIfPiecesAreDropped) {
    PlayerBench bench(half_past_five - minutes{1});
    auto fallback = fallback_for(relay());
    fallback.when_interrupted = domain::WhenInterrupted::drop;
    bench.take(fallback);
    bench.run_for(minutes{3});

    auto alarm = emergency(9, bench.now);
    alarm.repeat_every.reset();
    bench.take(alarm);
    bench.run_for(minutes{2});

    EXPECT_TRUE(bench.is_sounding(fallback_number));
    EXPECT_FALSE(bench.outcome(fallback_number));
}

TEST(StandIn, ThatGivesNothingIsNotAskedAgainAndAgain) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(fallback_for(item()));
    bench.run_until(half_past_five);
    ASSERT_TRUE(bench.is_sounding(fallback_number));

    bench.handle(SoundEnded{grant_id(fallback_number), Duration::zero()});

    EXPECT_FALSE(bench.player().is_sounding());
    EXPECT_EQ(bench.outcome(fallback_number)->outcome, ReceiptOutcome::missed);
}

TEST(StandIn, GoesOnAfterARebootAsLongAsItIsNeeded) {
    PlayerBench bench(half_past_five - minutes{1});
    bench.take(fallback_for(item()));
    bench.run_for(minutes{3});

    PlayerBench rebooted(bench.now + minutes{1}, bench.memory());
    rebooted.take(fallback_for(item()), false);

    EXPECT_TRUE(rebooted.is_sounding(fallback_number));
    EXPECT_EQ(rebooted.heard.back().position, Duration::zero());
}

TEST(Place, WhatHasNoRoomToGoOnLaterGoesOnWhereItsNeighboursAre) {
    PlayerBench bench(half_past_five - minutes{1});
    auto column = item();
    column.not_after = column.starts_at + column.max_duration;
    auto next = bulletin(3, half_past_five + minutes{10}, minutes{5});
    next.max_duration = minutes{5};
    next.not_after = next.starts_at + next.max_duration;
    next.start_by = next.not_after;
    bench.take(column);
    bench.take(next);
    bench.run_until(half_past_five + minutes{2});
    auto alarm = emergency(9, bench.now);
    alarm.repeat_every.reset();
    bench.take(alarm);
    bench.run_until(half_past_five + minutes{9});
    EXPECT_EQ(bench.heard.back().position, bench.heard.back().from - half_past_five) << "after the alarm";
    auto other = emergency(8, bench.now);
    other.repeat_every.reset();
    bench.take(other);

    bench.run_until(half_past_five + minutes{16});

    ASSERT_EQ(bench.heard.back().grant, grant_id(3));
    EXPECT_EQ(bench.heard.back().position, bench.heard.back().from - next.starts_at);
    EXPECT_EQ(bench.heard.back().to, next.not_after);
}

TEST(Cut, WhatIsCutOnPurposeIsPlayedWhenItPlayedWhatWasPlanned) {
    PlayerBench bench(half_past_five - minutes{1});
    auto grant = item();
    grant.max_duration = minutes{4};
    grant.fade_out = seconds{3};
    bench.take(grant);
    std::optional<StartSounding> told;
    for (const auto& command : bench.player().handle(Woken{}, half_past_five))
        if (const auto* start = std::get_if<StartSounding>(&command)) told = *start;
    ASSERT_TRUE(told);
    EXPECT_EQ(told->until_position, minutes{4});
    EXPECT_EQ(told->fade_out, seconds{3});

    PlayerBench heard(half_past_five - minutes{1});
    heard.take(grant);
    heard.run_for(minutes{12});

    EXPECT_EQ(heard.heard.back().to, half_past_five + minutes{4});
    EXPECT_EQ(heard.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(heard.outcome(1)->expected, minutes{4});
}

TEST(Cut, AJoinedItemIsCutAtTheSameMomentAsAtItsNeighbours) {
    PlayerBench bench(half_past_five + minutes{1});
    auto grant = item();
    grant.max_duration = minutes{4};
    bench.take(grant);

    bench.run_for(minutes{12});

    EXPECT_EQ(bench.heard.back().position, minutes{1});
    EXPECT_EQ(bench.heard.back().to, half_past_five + minutes{4});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
}

// ---- Whatever the line and the cache do ----

struct Course {
    std::vector<bool> line;
    int music = 0;
};

Course any_course() {
    Course course;
    const auto pieces = *rc::gen::inRange(1, 12);
    for (int piece = 0; piece < pieces; ++piece)
        course.line.insert(course.line.end(), static_cast<std::size_t>(*rc::gen::inRange(1, 40)), *rc::gen::arbitrary<bool>());
    course.music = *rc::gen::inRange(1, 200);
    return course;
}

/// Was there sound in this second? Of the relay only when its packets came.
std::vector<bool> sounding_seconds(const PlayerBench& bench, const Course& course, UtcTime from) {
    std::vector<bool> sounding(course.line.size(), false);
    for (const auto& piece : bench.heard) {
        const auto to = piece.to == UtcTime{} ? bench.now : piece.to;
        for (std::size_t at = 0; at < sounding.size(); ++at) {
            const auto begin = from + seconds{static_cast<int>(at)};
            const bool inside = piece.from < begin + seconds{1} && to > begin;
            if (inside && (piece.grant != grant_id(relay_number) || course.line[at])) sounding[at] = true;
        }
    }
    return sounding;
}
int longest_silence(const std::vector<bool>& sounding) {
    int longest = 0, now = 0;
    for (const bool is_sounding : sounding) {
        now = is_sounding ? 0 : now + 1;
        longest = std::max(longest, now);
    }
    return longest;
}

TEST(StandIn, NeverBothAtOnceAndNeverMoreThanTenSecondsOfSilenceWhateverTheLineDoes) {
    EXPECT_TRUE(rc::check([] {
        const auto course = any_course();
        PlayerBench bench(half_past_five);
        bench.take(relay());
        bench.take(fallback_for(relay(), seconds{course.music}));

        run_with_line(bench, course.line);

        RC_ASSERT(bench.overlaps == 0);
        RC_ASSERT(longest_silence(sounding_seconds(bench, course, half_past_five)) <= 10);
        for (std::size_t at = 1; at < bench.heard.size(); ++at) RC_ASSERT(bench.heard[at].from >= bench.heard[at - 1].to);
    }));
}

TEST(StandIn, AfterTheStopOfTheNamedOneNeitherIsHeardInAnyOrderOfArrival) {
    EXPECT_TRUE(rc::check([] {
        const auto course = any_course();
        PlayerBench bench(half_past_five - seconds{5});
        const auto order = *rc::gen::inRange(0, 3);
        if (order == 1) bench.take(fallback_for(relay()));
        if (order != 2) bench.take(relay());
        if (order == 0) bench.take(fallback_for(relay()));
        const auto stop_at = order == 2 ? 0 : *rc::gen::inRange<std::size_t>(0, course.line.size());
        run_with_line(bench, {course.line.begin(), course.line.begin() + static_cast<std::ptrdiff_t>(stop_at)});

        bench.stop(relay_number);
        const auto heard_before = bench.heard.size();
        if (order == 2) {
            bench.take(relay());
            bench.take(fallback_for(relay()));
        }
        run_with_line(bench, {course.line.begin() + static_cast<std::ptrdiff_t>(stop_at), course.line.end()});

        RC_ASSERT(!bench.player().is_sounding());
        RC_ASSERT(bench.heard.size() == heard_before);
    }));
}

TEST(StandIn, WhileAnEmergencySoundsNeitherIsHeard) {
    EXPECT_TRUE(rc::check([] {
        const auto course = any_course();
        const auto at = *rc::gen::inRange<std::size_t>(0, course.line.size());
        PlayerBench bench(half_past_five);
        bench.take(relay());
        bench.take(fallback_for(relay()));
        run_with_line(bench, {course.line.begin(), course.line.begin() + static_cast<std::ptrdiff_t>(at)});
        bench.take(emergency(9, bench.now));

        run_with_line(bench, {course.line.begin() + static_cast<std::ptrdiff_t>(at), course.line.end()});

        const auto alarm = std::ranges::find(bench.heard, grant_id(9), &Heard::grant);
        RC_ASSERT(alarm != bench.heard.end());
        RC_ASSERT(std::all_of(alarm, bench.heard.end(), [](const Heard& piece) { return piece.grant == grant_id(9); }));
        RC_ASSERT(bench.overlaps == 0);
    }));
}

}  // namespace
}  // namespace village::dispatch
