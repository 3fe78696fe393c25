#include "scheduler/policy/check_hours.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace village::policy {
namespace {

using domain::ErrorCode;
using std::chrono::minutes;
using std::chrono::seconds;

const domain::HoursPolicy commune_hours;
/// A wall-clock time in Vietnam on 23 November 2026.
domain::UtcTime at(int hour, int minute) {
    return domain::parse_utc("2026-11-22T17:00:00Z").value() + std::chrono::hours{hour} + minutes{minute};
}
ErrorCode code_of(const domain::Status& status) { return status ? ErrorCode::internal : status.error().code; }

TEST(CheckHours, TheMorningProgrammeFitsExactly) { EXPECT_TRUE(check_hours(commune_hours, at(5, 30), minutes{60})); }

TEST(CheckHours, ARelayAtQuarterPastThreeIsRefusedAsQuietHours) {
    EXPECT_EQ(code_of(check_hours(commune_hours, at(3, 15), minutes{30})), ErrorCode::quiet_hours);
}

TEST(CheckHours, ARelayThatRunsIntoTheQuietHoursIsRefusedAsQuietHours) {
    EXPECT_EQ(code_of(check_hours(commune_hours, at(20, 50), minutes{20})), ErrorCode::quiet_hours);
}

TEST(CheckHours, NoonIsOutsideTheAllowedHours) {
    EXPECT_EQ(code_of(check_hours(commune_hours, at(12, 0), seconds{10})), ErrorCode::outside_allowed_hours);
}

TEST(CheckHours, OneMinuteTooLateCountsAsOutside) {
    EXPECT_EQ(code_of(check_hours(commune_hours, at(17, 30), minutes{31})), ErrorCode::outside_allowed_hours);
}

TEST(CheckHours, RingingOutForASecondIsNoOffence) {
    EXPECT_TRUE(check_hours(commune_hours, at(17, 30), minutes{30} + seconds{1}));
}

TEST(CheckHours, LongerThanTheLongestSessionIsTooLong) {
    domain::HoursPolicy all_day;
    all_day.allowed = {{6 * 60, 20 * 60}};

    EXPECT_EQ(code_of(check_hours(all_day, at(8, 0), minutes{61})), ErrorCode::too_long);
}

TEST(CheckHours, NamesTheRuleThatIsBrokenInNoLanguage) {
    const auto at_night = check_hours(commune_hours, at(3, 15), minutes{5}).error().rule;
    const auto at_noon = check_hours(commune_hours, at(12, 0), minutes{5}).error().rule;
    const auto too_long = check_session_length(commune_hours, minutes{61}).error().rule;

    EXPECT_EQ(at_night, (domain::BrokenRule{"quiet_hours", "21:00-05:00", "03:15"}));
    EXPECT_EQ(at_noon, (domain::BrokenRule{"allowed_hours", "05:30-06:30, 17:00-18:00", "12:00"}));
    EXPECT_EQ(too_long, (domain::BrokenRule{"longest_session", "60", "61"}));
}

TEST(CheckHours, ASpanOfDaysTouchesTheQuietHours) {
    EXPECT_EQ(code_of(check_hours(commune_hours, at(5, 30), std::chrono::hours{100})), ErrorCode::quiet_hours);
}

TEST(StandingUntil, WhatBeginsInTheMorningMustBeSilentWhenTheWindowCloses) {
    EXPECT_EQ(standing_until(commune_hours, at(5, 45)), at(6, 30) + seconds{1});
}

TEST(StandingUntil, WhatBeginsOutsideMustBeSilentWhenQuietHoursBegin) {
    EXPECT_EQ(standing_until(commune_hours, at(19, 0)), at(21, 0) + seconds{1});
}

TEST(NextQuietStart, IsTonightDuringTheDayAndNowAtNight) {
    EXPECT_EQ(next_quiet_start(commune_hours, at(12, 0)), at(21, 0));
    EXPECT_EQ(next_quiet_start(commune_hours, at(3, 15)), at(3, 15));
}

/// 23 November 2026, counted like DatedHours.
const auto that_monday = static_cast<std::int32_t>(local_day(commune_hours, at(12, 0)));

domain::HoursPolicy with_other_hours(std::int32_t day, domain::DayHours hours) {
    domain::HoursPolicy policy;
    policy.days = {{day, std::move(hours)}};
    return policy;
}

TEST(HoursOfADay, HoldOnThatDayAndOnNoOther) {
    domain::DayHours late;
    late.allowed = {{7 * 60, 8 * 60}};
    const auto policy = with_other_hours(that_monday, late);

    EXPECT_EQ(code_of(check_hours(policy, at(5, 30), minutes{5})), ErrorCode::outside_allowed_hours);
    EXPECT_TRUE(check_hours(policy, at(7, 0), minutes{60}));
    EXPECT_TRUE(check_hours(policy, at(24 + 5, 30), minutes{5}));
    EXPECT_EQ(code_of(check_hours(policy, at(24 + 7, 0), minutes{5})), ErrorCode::outside_allowed_hours);
}

TEST(HoursOfADay, CanBeQuietBesideTheCommunesQuietHours) {
    domain::DayHours siesta;
    siesta.also_quiet = {{11 * 60 + 30, 13 * 60}};
    const auto policy = with_other_hours(that_monday, siesta);

    const auto refused = check_hours(policy, at(12, 0), minutes{5});
    EXPECT_EQ(code_of(refused), ErrorCode::quiet_hours);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"quiet_hours", "11:30-13:00", "12:00"}));
    EXPECT_EQ(next_quiet_start(policy, at(6, 0)), at(11, 30));
    EXPECT_EQ(next_quiet_start(policy, at(13, 0)), at(21, 0));
    EXPECT_EQ(standing_until(policy, at(10, 0)), at(11, 30) + seconds{1});
}

TEST(HoursOfADay, ThatIsQuietFromMidnightOnBeginsItsQuietThere) {
    domain::HoursPolicy policy;
    policy.quiet = {0, 0};
    domain::DayHours all_day;
    all_day.quiet = {0, 1440};
    policy.days = {{that_monday + 1, all_day}};

    EXPECT_EQ(next_quiet_start(policy, at(18, 0)), at(24, 0));
    EXPECT_EQ(next_quiet_start(policy, at(-48, 0)), std::nullopt);
}

TEST(HoursOfADay, HaveALongestSessionOfTheirOwn) {
    domain::DayHours brief;
    brief.longest_session = minutes{15};
    const auto policy = with_other_hours(that_monday, brief);

    EXPECT_EQ(code_of(check_hours(policy, at(17, 0), minutes{20})), ErrorCode::too_long);
    EXPECT_TRUE(check_hours(policy, at(24 + 17, 0), minutes{20}));
}

TEST(TestHours, AreInTheirWindowsOnWorkingDaysOnly) {
    EXPECT_TRUE(check_test_hours(commune_hours, at(9, 0), seconds{4}));
    EXPECT_TRUE(check_test_hours(commune_hours, at(15, 59), seconds{4}));
    EXPECT_EQ(code_of(check_test_hours(commune_hours, at(5, 30), seconds{4})), ErrorCode::outside_allowed_hours);
    EXPECT_EQ(code_of(check_test_hours(commune_hours, at(3, 15), seconds{4})), ErrorCode::outside_allowed_hours);
    for (int day = 0; day < 14; ++day) {
        const bool is_weekend = day % 7 >= 5;  // at() counts from a Monday.
        EXPECT_EQ(check_test_hours(commune_hours, at(day * 24 + 9, 30), seconds{4}).has_error(), is_weekend) << day;
    }
}

TEST(TestHours, EndWhereTheWindowEndsAndNameTheRule) {
    const auto refused = check_test_hours(commune_hours, at(10, 29) + seconds{58}, seconds{4});
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"test_hours", "09:00-10:30, 14:30-16:00", "10:30"}));
}

TEST(TestHours, YieldToWhatIsQuietAndToADayWithoutThem) {
    domain::DayHours exam, holiday;
    exam.also_quiet = {{9 * 60, 10 * 60}};
    holiday.tests.clear();

    EXPECT_TRUE(check_test_hours(with_other_hours(that_monday, exam), at(9, 30), seconds{4}).has_error());
    EXPECT_TRUE(check_test_hours(with_other_hours(that_monday, exam), at(10, 15), seconds{4}));
    EXPECT_TRUE(check_test_hours(with_other_hours(that_monday, holiday), at(9, 30), seconds{4}).has_error());
}

TEST(CheckHours, AgreesWithLookingAtEveryMinute) {
    EXPECT_TRUE(rc::check([] {
        domain::HoursPolicy policy;
        const auto minute = [] { return static_cast<std::uint16_t>(*rc::gen::inRange(0, 1440)); };
        policy.allowed = {{minute(), minute()}, {minute(), minute()}};
        policy.quiet = {minute(), minute()};
        policy.utc_offset_minutes = *rc::gen::inRange(-720, 840);
        policy.longest_session = minutes{2000};
        const auto start = at(0, 0) + minutes{*rc::gen::inRange(0, 3000)};
        const int length = *rc::gen::inRange(1, 600);

        auto worst = HoursStanding::allowed;
        for (int i = 0; i < length; ++i) {
            const auto local =
                std::chrono::duration_cast<minutes>(start.time_since_epoch()).count() + i + policy.utc_offset_minutes;
            const auto of_day = static_cast<std::uint16_t>(local % 1440);
            const bool allowed = policy.allowed[0].contains(of_day) || policy.allowed[1].contains(of_day);
            const auto here = policy.quiet.contains(of_day) ? HoursStanding::quiet
                              : allowed                     ? HoursStanding::allowed
                                                            : HoursStanding::outside;
            worst = std::max(worst, here);
        }

        RC_ASSERT(hours_standing(policy, start, minutes{length}) == worst);
    }));
}

}  // namespace
}  // namespace village::policy
