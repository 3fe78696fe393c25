#include "scheduler/calendar/left_out.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using Moments = std::vector<LocalTime>;

Timing daily_at_five(Moments not_on) {
    Timing timing;
    timing.first = local("2026-11-23T17:00:00");
    timing.repeats = Rrule{"FREQ=DAILY"};
    timing.not_on = std::move(not_on);
    return timing;
}

TEST(LeftOut, NamesTheMomentsThatTheTimingDoesNotHave) {
    const auto half_past = local("2026-11-25T17:30:00"), before = local("2026-11-20T17:00:00"),
               there = local("2026-11-26T17:00:00");

    EXPECT_EQ(left_out_of_nothing(daily_at_five({there, half_past, before}), vietnam), (Moments{before, half_past}));
    EXPECT_TRUE(left_out_of_nothing(daily_at_five({there}), vietnam).empty());
    EXPECT_TRUE(left_out_of_nothing(daily_at_five({}), vietnam).empty());
}

TEST(LeftOut, KnowsLunarDaysOtherTimesOfTheDayAndSingleMoments) {
    Timing timing;
    timing.first = local("2026-11-23T05:30:00");
    timing.repeats = LunarRule{.days = {1}};
    timing.also_at = {std::chrono::hours{11}};
    timing.also_on = {local("2027-01-01T08:00:00")};
    timing.not_on = {local("2027-01-01T08:00:00"), local("2027-02-06T11:00:00"), local("2027-02-07T11:00:00")};

    EXPECT_EQ(left_out_of_nothing(timing, vietnam), (Moments{local("2027-02-07T11:00:00")})) << "Tết is on the 6th";
}

TEST(LeftOut, NamesWhatLiesOutsideTheValidity) {
    auto timing = daily_at_five({local("2026-12-02T17:00:00")});
    timing.valid_until = date::floor<date::days>(local("2026-11-30T00:00:00"));

    EXPECT_EQ(left_out_of_nothing(timing, vietnam).size(), 1u) << "nothing sounds then anyway";
}

TEST(LeftOut, SaysNothingOfATimingThatCannotBeRead) {
    auto timing = daily_at_five({local("2026-11-25T17:30:00")});
    timing.repeats = Rrule{"FREQ=SOMETIMES"};

    EXPECT_TRUE(left_out_of_nothing(timing, vietnam).empty());
}

TEST(LeftOut, SaysNothingOfWhatIsTooFarAwayToBeLookedAt) {
    Timing timing = daily_at_five({local("2026-11-25T05:31:00"), local("2300-11-25T17:30:00")});

    EXPECT_EQ(left_out_of_nothing(timing, vietnam), (Moments{local("2026-11-25T05:31:00")}));
}

}  // namespace
}  // namespace village::calendar
