#include "scheduler/calendar/lunar.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "scheduler/calendar/moon_and_sun.hpp"

namespace village::calendar {
namespace {

using date::local_days;

constexpr auto first = local_days{date::year{1970} / 1 / 1};
constexpr auto last = local_days{date::year{2099} / 12 / 31};

struct Tet {
    int year;
    unsigned month;
    unsigned day;
};

/// Source: the tables of Hồ Ngọc Đức's "Âm lịch Việt Nam" (amlich.js 2004, arrays TK20 and TK21, as many public copies repeat
/// them), decoded and written down here as dates.
/// 2007, 2030 and 2053 lie a day before the Chinese new year, 1985 a month. His first days of all 1,237 months of 2000 to 2099
/// were compared, too: one differs, month 4 of 2054, whose new moon we find 23 s after the midnight that begins 8 May and he
/// before it; how fast the earth turns until then will tell.
constexpr std::array published_tets{
    Tet{1985, 1, 21}, Tet{2000, 2, 5},  Tet{2001, 1, 24}, Tet{2002, 2, 12}, Tet{2003, 2, 1},  Tet{2004, 1, 22}, Tet{2005, 2, 9},
    Tet{2006, 1, 29}, Tet{2007, 2, 17}, Tet{2008, 2, 7},  Tet{2009, 1, 26}, Tet{2010, 2, 14}, Tet{2011, 2, 3},  Tet{2012, 1, 23},
    Tet{2013, 2, 10}, Tet{2014, 1, 31}, Tet{2015, 2, 19}, Tet{2016, 2, 8},  Tet{2017, 1, 28}, Tet{2018, 2, 16}, Tet{2019, 2, 5},
    Tet{2020, 1, 25}, Tet{2021, 2, 12}, Tet{2022, 2, 1},  Tet{2023, 1, 22}, Tet{2024, 2, 10}, Tet{2025, 1, 29}, Tet{2026, 2, 17},
    Tet{2027, 2, 6},  Tet{2028, 1, 26}, Tet{2029, 2, 13}, Tet{2030, 2, 2},  Tet{2031, 1, 23}, Tet{2032, 2, 11}, Tet{2033, 1, 31},
    Tet{2034, 2, 19}, Tet{2035, 2, 8},  Tet{2036, 1, 28}, Tet{2037, 2, 15}, Tet{2038, 2, 4},  Tet{2039, 1, 24}, Tet{2040, 2, 12},
    Tet{2041, 2, 1},  Tet{2042, 1, 22}, Tet{2043, 2, 10}, Tet{2044, 1, 30}, Tet{2045, 2, 17}, Tet{2046, 2, 6},  Tet{2047, 1, 26},
    Tet{2048, 2, 14}, Tet{2049, 2, 2},  Tet{2050, 1, 23}, Tet{2051, 2, 11}, Tet{2052, 2, 1},  Tet{2053, 2, 18}, Tet{2054, 2, 8},
    Tet{2055, 1, 28}, Tet{2056, 2, 15}, Tet{2057, 2, 4},  Tet{2058, 1, 24}, Tet{2059, 2, 12}, Tet{2060, 2, 2},  Tet{2061, 1, 21},
    Tet{2062, 2, 9},  Tet{2063, 1, 29}, Tet{2064, 2, 17}, Tet{2065, 2, 5},  Tet{2066, 1, 26}, Tet{2067, 2, 14}, Tet{2068, 2, 3},
    Tet{2069, 1, 23}, Tet{2070, 2, 11}, Tet{2071, 1, 31}, Tet{2072, 2, 19}, Tet{2073, 2, 7},  Tet{2074, 1, 27}, Tet{2075, 2, 15},
    Tet{2076, 2, 5},  Tet{2077, 1, 24}, Tet{2078, 2, 12}, Tet{2079, 2, 2},  Tet{2080, 1, 22}, Tet{2081, 2, 9},  Tet{2082, 1, 29},
    Tet{2083, 2, 17}, Tet{2084, 2, 6},  Tet{2085, 1, 26}, Tet{2086, 2, 14}, Tet{2087, 2, 3},  Tet{2088, 1, 24}, Tet{2089, 2, 10},
    Tet{2090, 1, 30}, Tet{2091, 2, 18}, Tet{2092, 2, 7},  Tet{2093, 1, 27}, Tet{2094, 2, 15}, Tet{2095, 2, 5},  Tet{2096, 1, 25},
    Tet{2097, 2, 12}, Tet{2098, 2, 1},  Tet{2099, 1, 21},
};

/// Lunar year → its leap month, from the same tables; the years between have none.
const std::map<int, unsigned> leap_months{{1984, 0}, {1985, 2}, {2001, 4}, {2004, 2}, {2006, 7}, {2009, 5}, {2012, 4},  {2014, 9},
                                          {2017, 6}, {2020, 4}, {2023, 2}, {2025, 6}, {2028, 5}, {2031, 3}, {2033, 11}, {2036, 6},
                                          {2039, 5}, {2042, 2}, {2044, 7}, {2047, 5}, {2050, 3}, {2052, 8}, {2055, 6},  {2058, 4},
                                          {2061, 3}, {2063, 7}, {2066, 5}, {2069, 4}, {2071, 8}, {2074, 6}, {2077, 4},  {2080, 3},
                                          {2082, 7}, {2085, 5}, {2088, 4}, {2090, 8}, {2093, 6}, {2096, 4}, {2099, 2}};

unsigned leap_month_of(int year) {
    for (unsigned month = 1; month <= 12; ++month)
        if (from_lunar({year, month, 1, true})) return month;
    return 0;
}

TEST(Lunar, GivesThePublishedTets) {
    for (const auto& published : published_tets)
        EXPECT_EQ(tet(published.year), local_days{date::year{published.year} / published.month / published.day})
            << published.year;
}

TEST(Lunar, HasItsOwnLeapMonthsAndNotTheChineseOnes) {
    for (int year = 2000; year <= 2099; ++year) {
        const auto known = leap_months.find(year);
        EXPECT_EQ(leap_month_of(year), known == leap_months.end() ? 0 : known->second) << year;
    }
    // China had its leap month in the autumn of 1984.
    EXPECT_EQ(leap_month_of(1984), leap_months.at(1984));
    EXPECT_EQ(leap_month_of(1985), leap_months.at(1985));
}

TEST(Lunar, NamesTheDaysThatACommuneCelebrates) {
    EXPECT_EQ(from_lunar({2026, 3, 10, false}), local_days{date::year{2026} / 4 / 26});  // Giỗ Tổ Hùng Vương.
    EXPECT_EQ(from_lunar({2026, 8, 15, false}), local_days{date::year{2026} / 9 / 25});  // Trung thu.
    EXPECT_EQ(to_lunar(local_days{date::year{2025} / 7 / 25}), (LunarDate{2025, 6, 1, true}));
}

TEST(Lunar, EveryDayComesBackAndFollowsTheOneBefore) {
    auto before = *to_lunar(first - date::days{1});
    for (auto day = first; day <= last; day += date::days{1}) {
        const auto lunar = to_lunar(day);
        ASSERT_TRUE(lunar.has_value());
        ASSERT_EQ(from_lunar(*lunar), day);
        const bool next_day = lunar->day == before.day + 1 && lunar->month == before.month && lunar->leap == before.leap;
        const bool next_month = lunar->day == 1 && (before.day == 29 || before.day == 30);
        ASSERT_TRUE(next_day || next_month) << date::format("%F", day);
        const bool next_number = lunar->month == before.month % 12 + 1 && !lunar->leap;
        const bool leap_number = lunar->month == before.month && lunar->leap && !before.leap;
        ASSERT_TRUE(!next_month || next_number || leap_number) << date::format("%F", day);
        ASSERT_EQ(lunar->year, lunar->month == 1 && before.month == 12 ? before.year + 1 : before.year);
        before = *lunar;
    }
}

TEST(Lunar, TheWinterSolsticeLiesInMonthEleven) {
    for (int year = lunar_year_first; year < lunar_year_last; ++year) {
        auto day = local_days{date::year{year} / 12 / 19};
        const auto at_the_end_of = [](local_days date) {
            return sun_longitude(static_cast<double>(date.time_since_epoch().count()) + 17.0 / 24);
        };
        while (at_the_end_of(day) < 270) day += date::days{1};

        const auto lunar = *to_lunar(day);

        EXPECT_EQ(lunar.month, 11u) << year;
        EXPECT_FALSE(lunar.leap) << year;
    }
}

/// Distance from the nearest multiple of `step`.
double distance_from_multiple(double value, double step) { return std::abs(value - step * std::round(value / step)); }

TEST(Lunar, NoNewMoonOf2000To2050LiesTooNearMidnightToTellItsDay) {
    constexpr double half_a_minute = 0.5 / 1440;
    const auto first_moon = new_moon_number_near(10'957);  // 2000-01-01.
    for (int moon = first_moon; moon < first_moon + 51 * 12 + 19; ++moon)
        EXPECT_GT(distance_from_multiple(new_moon(moon) + 7.0 / 24, 1), half_a_minute) << moon;
}

TEST(Lunar, AnswersNothingForWhatDoesNotExist) {
    EXPECT_FALSE(from_lunar({2026, 1, 31, false}));
    EXPECT_FALSE(from_lunar({2026, 13, 1, false}));
    EXPECT_FALSE(from_lunar({2026, 0, 1, false}));
    EXPECT_FALSE(from_lunar({2026, 6, 1, true}));
    EXPECT_FALSE(from_lunar({2026, 6, 0, false}));
    EXPECT_FALSE(from_lunar({lunar_year_last + 1, 1, 1, false}));
    EXPECT_FALSE(to_lunar(local_days{date::year{1967} / 6 / 1}));
    EXPECT_FALSE(to_lunar(local_days{date::year{2101} / 6 / 1}));
    EXPECT_FALSE(to_lunar(local_days{date::year{-4000} / 6 / 1}));
}

}  // namespace
}  // namespace village::calendar
