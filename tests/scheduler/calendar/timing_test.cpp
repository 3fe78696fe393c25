#include "scheduler/calendar/timing.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;
using std::chrono::hours;
using std::chrono::minutes;
using Texts = std::vector<std::string>;

Timing from(std::string_view first, Repetition repeats) {
    Timing timing;
    timing.first = local(first);
    timing.repeats = std::move(repeats);
    return timing;
}

date::local_days day(std::string_view text) { return date::floor<date::days>(local(std::string{text} + "T00:00:00")); }

Texts texts_of(const Timing& timing, std::size_t count, const ZoneRules& zone = vietnam) {
    Texts texts;
    const auto read = ReadTiming::make(timing, zone).value();
    for (const auto& moment : read.between(local("2020-01-01T00:00:00"), local("2040-01-01T00:00:00"), count))
        if (texts.size() < count) texts.push_back(local_text(moment.local));
    return texts;
}

ErrorCode refusal(const Timing& timing) {
    const auto read = ReadTiming::make(timing, vietnam);
    return read ? ErrorCode::internal : read.error().code;
}

TEST(Timing, MorningAndEveningAreTwoTimesOfEachDayOfTheRule) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=WEEKLY;BYDAY=MO,TU"});
    timing.also_at = {hours{17}};

    EXPECT_EQ(texts_of(timing, 3), (Texts{"2026-11-23T05:30:00", "2026-11-23T17:00:00", "2026-11-24T05:30:00"}));
}

TEST(Timing, ACountCountsDaysWhenThereAreSeveralTimes) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY;COUNT=2"});
    timing.also_at = {hours{11}, hours{17}};

    EXPECT_EQ(texts_of(timing, 100).size(), 6u);
}

TEST(Timing, TheSecondTuesdayOfEveryMonth) {
    EXPECT_EQ(texts_of(from("2026-11-23T05:30:00", Rrule{"FREQ=MONTHLY;BYDAY=2TU"}), 2),
              (Texts{"2026-12-08T05:30:00", "2027-01-12T05:30:00"}));
}

TEST(Timing, SingleDaysAreAddedAndLeftOutAndLeavingOutWins) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY;COUNT=3"});
    timing.also_on = {local("2026-12-20T08:00:00"), local("2026-12-21T08:00:00"), local("2026-11-20T08:00:00")};
    timing.not_on = {local("2026-11-24T05:30:00"), local("2026-12-21T08:00:00")};

    EXPECT_EQ(texts_of(timing, 9),
              (Texts{"2026-11-20T08:00:00", "2026-11-23T05:30:00", "2026-11-25T05:30:00", "2026-12-20T08:00:00"}));
}

TEST(Timing, TheValidityLimitsWithoutMovingTheRuleSteps) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY;INTERVAL=3"});
    timing.valid_from = day("2026-11-24");
    timing.valid_until = day("2026-11-29");

    EXPECT_EQ(texts_of(timing, 9), (Texts{"2026-11-26T05:30:00", "2026-11-29T05:30:00"}));
}

TEST(Timing, AValidityFarAheadIsFoundHoweverOftenTheRuleFiresBefore) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY"});
    timing.valid_from = day("2032-11-24");

    EXPECT_EQ(texts_of(timing, 1), (Texts{"2032-11-24T05:30:00"}));
}

TEST(Timing, SaysWhyAMomentOfTheRuleFallsAway) {
    auto timing = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY;COUNT=3"});
    timing.valid_from = day("2026-11-24");
    timing.valid_until = day("2026-11-24");
    timing.not_on = {local("2026-11-24T05:30:00")};
    const auto read = ReadTiming::make(timing, vietnam).value();

    const auto moments = read.with_absent(local("2026-11-01T00:00:00"), local("2026-12-01T00:00:00"), 100);

    ASSERT_EQ(moments.size(), 3u);
    EXPECT_EQ(moments[0].absence, Absence::before_validity);
    EXPECT_EQ(moments[1].absence, Absence::left_out);
    EXPECT_EQ(moments[2].absence, Absence::after_validity);
}

TEST(Timing, RamSoundsInTheEveningOfTheFifteenthOfTheLunarMonth) {
    EXPECT_EQ(texts_of(from("2026-09-01T17:00:00", every_lunar_month({15})), 2),
              (Texts{"2026-09-25T17:00:00", "2026-10-24T17:00:00"}));
}

TEST(Timing, ALunarTimingBeginsAtItsFirstMoment) {
    EXPECT_EQ(texts_of(from("2026-09-25T17:00:00", every_lunar_month({15})), 1), (Texts{"2026-09-25T17:00:00"}));
    EXPECT_EQ(texts_of(from("2026-09-26T17:00:00", every_lunar_month({15})), 1), (Texts{"2026-10-24T17:00:00"}));
}

TEST(Timing, TwoTimesOfTheWallThatAreOneMomentSoundOnce) {
    // In New York 02:30 of 8 March 2026 does not come and counts as 03:30.
    auto timing = from("2026-03-07T02:30:00", Rrule{"FREQ=DAILY;COUNT=3"});
    timing.also_at = {hours{3}, hours{3} + minutes{30}};
    const auto read = ReadTiming::make(timing, ZoneRules::named("America/New_York").value()).value();

    const auto moments = read.between(local("2026-03-08T00:00:00"), local("2026-03-09T00:00:00"), 10);

    ASSERT_EQ(moments.size(), 2u);
    EXPECT_EQ(moments[0].utc, utc("2026-03-08T07:00:00Z"));
    EXPECT_EQ(moments[1].utc, utc("2026-03-08T07:30:00Z"));
}

TEST(Timing, RefusesWhatContradictsItself) {
    auto before_the_first = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY"});
    before_the_first.also_at = {hours{5}};
    auto beside_hours = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY;BYHOUR=5,6"});
    beside_hours.also_at = {hours{17}};
    auto tomorrow = from("2026-11-23T05:30:00", Rrule{"FREQ=DAILY"});
    tomorrow.also_at = {hours{24}};
    auto backwards = from("2026-11-23T05:30:00", Once{});
    backwards.valid_from = day("2026-11-24");
    backwards.valid_until = day("2026-11-23");

    for (const auto& timing : {before_the_first, beside_hours, tomorrow, backwards})
        EXPECT_EQ(refusal(timing), ErrorCode::invalid_argument);
    EXPECT_EQ(ReadTiming::make(before_the_first, vietnam).error().rule, (domain::BrokenRule{"times_ascend", "05:30", "05:00"}));
    EXPECT_EQ(ReadTiming::make(beside_hours, vietnam).error().rule,
              (domain::BrokenRule{"times_twice", "", "FREQ=DAILY;BYHOUR=5,6"}));
    EXPECT_EQ(ReadTiming::make(backwards, vietnam).error().rule,
              (domain::BrokenRule{"validity_order", "2026-11-24", "2026-11-23"}));
}

TEST(Timing, HoldsABoundedNumberOfSingleDays) {
    auto timing = from("2026-11-23T05:30:00", Once{});
    timing.not_on.resize(single_moments_max + 1);

    EXPECT_EQ(refusal(timing), ErrorCode::too_large);
}

}  // namespace
}  // namespace village::calendar
