#include "scheduler/calendar/expand.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;

domain::Schedule morning(std::string recurrence) {
    domain::Schedule schedule;
    schedule.id.bytes[0] = 7;
    schedule.timing.first = local("2026-11-23T05:30:00");
    if (!recurrence.empty()) schedule.timing.repeats = Rrule{std::move(recurrence)};
    return schedule;
}

TEST(Expand, OnceIsOneOccurrenceInItsSpanOnly) {
    const auto inside = expand(morning(""), vietnam, utc("2026-11-22T22:30:00Z"), utc("2026-11-22T22:30:01Z")).value();
    const auto after = expand(morning(""), vietnam, utc("2026-11-22T22:30:01Z"), utc("2027-11-22T22:30:01Z")).value();

    ASSERT_EQ(inside.size(), 1u);
    EXPECT_EQ(inside[0].planned, utc("2026-11-22T22:30:00Z"));
    EXPECT_TRUE(after.empty());
}

TEST(Expand, PlanningTwiceGivesTheSameIds) {
    const auto first = expand(morning("FREQ=DAILY"), vietnam, utc("2026-11-22T00:00:00Z"), utc("2026-12-22T00:00:00Z")).value();
    const auto again = expand(morning("FREQ=DAILY"), vietnam, utc("2026-12-01T00:00:00Z"), utc("2026-12-22T00:00:00Z")).value();

    ASSERT_EQ(first.size(), 30u);
    EXPECT_TRUE(std::equal(again.rbegin(), again.rend(), first.rbegin()));
}

TEST(Expand, NeighbouringSpansShareNoOccurrenceAndLoseNone) {
    const auto expander = Expander::make(morning("FREQ=DAILY"), vietnam).value();
    const auto start = utc("2026-11-22T22:30:00Z");
    std::size_t found = 0;

    for (int hour = 0; hour < 24 * 30; ++hour)
        found += expander.between(start + std::chrono::hours{hour}, start + std::chrono::hours{hour + 1}).size();

    EXPECT_EQ(found, 30u);
}

TEST(Expand, ACancelledScheduleGivesNothing) {
    auto schedule = morning("FREQ=DAILY");
    schedule.state = domain::ScheduleState::cancelled;

    EXPECT_TRUE(expand(schedule, vietnam, utc("2026-11-22T00:00:00Z"), utc("2026-12-22T00:00:00Z")).value().empty());
}

TEST(Expand, OneCallIsBounded) {
    const auto all = expand(morning("FREQ=DAILY"), vietnam, utc("2026-01-01T00:00:00Z"), utc("2400-01-01T00:00:00Z")).value();

    EXPECT_EQ(all.size(), occurrences_max);
}

TEST(Expand, DaylightSavingKeepsTheWallClockTime) {
    const auto berlin = ZoneRules::named("Europe/Berlin").value();
    auto schedule = morning("FREQ=DAILY");
    schedule.timing.first = local("2026-03-28T05:30:00");

    const auto days = expand(schedule, berlin, utc("2026-03-28T00:00:00Z"), utc("2026-03-30T00:00:00Z")).value();

    ASSERT_EQ(days.size(), 2u);
    EXPECT_EQ(days[0].planned, utc("2026-03-28T04:30:00Z"));
    EXPECT_EQ(days[1].planned, utc("2026-03-29T03:30:00Z"));
}

TEST(Expand, SaysWhatIsAbsentAndWhy) {
    auto series = series_of(morning("FREQ=DAILY;COUNT=3"));
    series.parts[0].timing.not_on = {local("2026-11-24T05:30:00")};
    series.parts[0].timing.valid_until = date::floor<date::days>(local("2026-11-24T00:00:00"));
    const auto expander = Expander::make(series, vietnam).value();

    const auto absent = expander.absent(utc("2026-11-22T00:00:00Z"), utc("2026-12-22T00:00:00Z"));

    ASSERT_EQ(absent.size(), 2u);
    EXPECT_EQ(absent[0].absence, Absence::left_out);
    EXPECT_EQ(absent[0].occurrence.planned, utc("2026-11-23T22:30:00Z"));
    EXPECT_EQ(absent[1].absence, Absence::after_validity);
}

TEST(Expand, WhatWasLeftOutHidesNothingBehindIt) {
    auto series = series_of(morning("FREQ=DAILY"));
    for (int day = 0; day < 300; ++day)
        series.parts[0].timing.not_on.push_back(local("2026-11-23T05:30:00") + std::chrono::hours{24 * day});
    const auto expander = Expander::make(series, vietnam).value();

    EXPECT_EQ(expander.next(utc("2026-11-22T00:00:00Z"))->planned, utc("2027-09-18T22:30:00Z"));
}

TEST(CheckSchedule, RefusesWhatHasPassed) {
    const auto verdict = check_schedule(morning(""), vietnam, utc("2026-11-22T22:30:01Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::schedule_in_past);
}

TEST(CheckSchedule, TakesARuleThatBeganInThePastAndGoesOn) {
    EXPECT_TRUE(check_schedule(morning("FREQ=WEEKLY;BYDAY=MO"), vietnam, utc("2027-05-05T00:00:00Z")));
}

TEST(CheckSchedule, SaysWhenARuleIsOver) {
    const auto verdict = check_schedule(morning("FREQ=DAILY;COUNT=2"), vietnam, utc("2027-05-05T00:00:00Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::schedule_in_past);
    EXPECT_EQ(verdict.error().rule,
              (domain::BrokenRule{"moment_past", "2027-05-05T07:00:00", local_text(morning("").timing.first)}));
}

TEST(CheckSchedule, DoesNotSayOfWhatIsLeftOutThatItHasPassed) {
    auto schedule = morning("");
    schedule.timing.not_on = {schedule.timing.first};

    const auto verdict = check_schedule(schedule, vietnam, utc("2026-11-01T00:00:00Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::recurrence_never_fires);
    EXPECT_EQ(verdict.error().rule, (domain::BrokenRule{"all_left_out", "", local_text(schedule.timing.first)}));
}

TEST(CheckSchedule, NamesTheValidityThatHasEnded) {
    auto schedule = morning("FREQ=DAILY");
    schedule.timing.valid_until = date::floor<date::days>(local("2026-11-25T00:00:00"));

    const auto verdict = check_schedule(schedule, vietnam, utc("2026-11-25T17:00:00Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::schedule_in_past);
    EXPECT_EQ(verdict.error().rule, (domain::BrokenRule{"valid_until", "2026-11-25", ""}));
}

TEST(CheckSchedule, NamesTheLastDayThatComesBeforeTheFirst) {
    auto schedule = morning("FREQ=DAILY");
    schedule.timing.valid_until = date::floor<date::days>(schedule.timing.first) - date::days{1};

    const auto verdict = check_schedule(schedule, vietnam, utc("2026-11-01T00:00:00Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(verdict.error().rule->name, "validity_order");
}

TEST(CheckSchedule, DoesNotSayThatWhatIsFarAwayHasPassed) {
    const auto verdict = check_schedule(morning("FREQ=DAILY"), vietnam, utc("2014-11-01T00:00:00Z"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(verdict.error().rule, (domain::BrokenRule{"furthest_start", "12", "2026-11-23T05:30:00"}));
}

TEST(Expander, NextIsTheFirstAtOrAfter) {
    const auto expander = Expander::make(morning("FREQ=WEEKLY;BYDAY=MO"), vietnam).value();

    EXPECT_EQ(expander.next(utc("2026-11-22T22:30:00Z"))->planned, utc("2026-11-22T22:30:00Z"));
    EXPECT_EQ(expander.next(utc("2026-11-22T22:30:01Z"))->planned, utc("2026-11-29T22:30:00Z"));
}

}  // namespace
}  // namespace village::calendar
