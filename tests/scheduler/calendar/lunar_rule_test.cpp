#include "scheduler/calendar/lunar_rule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using Texts = std::vector<std::string>;

date::local_days day(int year, unsigned month, unsigned number) {
    return date::local_days{date::year{year} / static_cast<int>(month) / static_cast<int>(number)};
}

Texts days_of(const LunarRule& rule, date::local_days from, date::local_days to) {
    Texts texts;
    for (const auto found : lunar_days(rule, from, to, 1000)) texts.push_back(date::format("%F", found));
    return texts;
}

TEST(LunarRule, RamAndMungMotComeInEveryMonthAlsoInALeapOne) {
    // 2025 has a second month 6, from 25 July.
    EXPECT_EQ(days_of(every_lunar_month({1, 15}), day(2025, 6, 25), day(2025, 9, 1)),
              (Texts{"2025-06-25", "2025-07-09", "2025-07-25", "2025-08-08", "2025-08-23"}));
}

TEST(LunarRule, AYearlyDateOfALeapYearIsInTheFirstMonthOfItsNumber) {
    EXPECT_EQ(days_of(every_lunar_year(6, 1), day(2025, 1, 1), day(2026, 1, 1)), (Texts{"2025-06-25"}));
}

TEST(LunarRule, AYearlyDateMayBeKeptInBothMonthsWhenThatIsWanted) {
    auto rule = every_lunar_year(6, 1);
    rule.leap_month = LeapMonth::counted;

    EXPECT_EQ(days_of(rule, day(2025, 1, 1), day(2026, 1, 1)), (Texts{"2025-06-25", "2025-07-25"}));
}

TEST(LunarRule, TheThirtiethOfAShortMonthIsItsLastDayOrNone) {
    // The last month of Ất Tỵ (2025) has 29 days, that of Giáp Thìn (2024) 29, that of Quý Mão (2023) 30.
    EXPECT_EQ(days_of(every_lunar_year(12, 30), day(2024, 1, 1), day(2026, 12, 1)),
              (Texts{"2024-02-09", "2025-01-28", "2026-02-16"}));

    auto strict = every_lunar_year(12, 30);
    strict.short_month = ShortMonth::left_out;
    EXPECT_EQ(days_of(strict, day(2024, 1, 1), day(2026, 12, 1)), (Texts{"2024-02-09"}));
}

TEST(LunarRule, TheLastDayOfTheYearIsTheDayBeforeTet) {
    const auto last_days = lunar_days(every_lunar_year(12, 30), day(2000, 1, 1), day(2051, 1, 1), 1000);

    ASSERT_EQ(last_days.size(), 51u);
    for (int year = 2000; year <= 2050; ++year)
        EXPECT_EQ(last_days[static_cast<std::size_t>(year - 2000)] + date::days{1}, tet(year)) << year;
}

TEST(LunarRule, GioToFallsOnThePublishedDays) {
    // 10 of month 3, as the state announced its holidays of these years; 2023 had a second month 2 before it.
    EXPECT_EQ(days_of(every_lunar_year(3, 10), day(2022, 1, 1), day(2027, 1, 1)),
              (Texts{"2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26"}));
}

TEST(LunarRule, GivesNothingBeyondTheYearsThatAreKnown) {
    EXPECT_TRUE(lunar_days(every_lunar_month({1}), day(2150, 1, 1), day(2300, 1, 1), 1000).empty());
    EXPECT_TRUE(lunar_days(every_lunar_month({1}), day(1900, 1, 1), day(1960, 1, 1), 1000).empty());
}

TEST(LunarRule, RefusesDaysAndMonthsThatDoNotExist) {
    EXPECT_TRUE(check_lunar_rule(every_lunar_month({1, 15})));
    for (const auto& rule : {every_lunar_month({}), every_lunar_month({0}), every_lunar_month({31}), every_lunar_year(13, 1)})
        EXPECT_EQ(check_lunar_rule(rule).error().code, domain::ErrorCode::invalid_argument);
    EXPECT_EQ(check_lunar_rule(every_lunar_month({})).error().rule->name, "lunar_days");
    EXPECT_EQ(check_lunar_rule(every_lunar_year(13, 1)).error().rule->name, "lunar_months");
}

TEST(LunarRule, AgreesWithAskingEveryDayForItsLunarDate) {
    EXPECT_TRUE(rc::check([] {
        LunarRule rule;
        rule.days = {*rc::gen::inRange(1u, 31u), *rc::gen::inRange(1u, 31u)};
        rule.months = *rc::gen::element(std::vector<unsigned>{}, std::vector<unsigned>{6}, std::vector<unsigned>{2, 4, 12});
        rule.leap_month = *rc::gen::element(LeapMonth::counted, LeapMonth::left_out);
        rule.short_month = *rc::gen::element(ShortMonth::last_day, ShortMonth::left_out);
        const auto from = day(1990, 1, 1) + date::days{*rc::gen::inRange(0, 30'000)};
        const auto to = from + date::days{*rc::gen::inRange(1, 1000)};

        std::vector<date::local_days> expected;
        for (auto asked = from; asked < to; asked += date::days{1}) {
            const auto lunar = *to_lunar(asked);
            const bool is_last = to_lunar(asked + date::days{1})->day == 1;
            const bool month = rule.months.empty() || std::ranges::count(rule.months, lunar.month) > 0;
            const bool counted = !lunar.leap || rule.leap_month == LeapMonth::counted;
            const bool named = std::ranges::count(rule.days, lunar.day) > 0;
            const bool moved =
                is_last && lunar.day == 29 && rule.short_month == ShortMonth::last_day && std::ranges::count(rule.days, 30u) > 0;
            if (month && counted && (named || moved)) expected.push_back(asked);
        }

        RC_ASSERT(lunar_days(rule, from, to, 10'000) == expected);
    }));
}

}  // namespace
}  // namespace village::calendar
