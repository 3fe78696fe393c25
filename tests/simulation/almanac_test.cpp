#include "tests/simulation/almanac.hpp"

#include <gtest/gtest.h>

#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using domain::DayKind;
using policy::HoursStanding;
using std::chrono::hours;
using std::chrono::minutes;

constexpr domain::NodeNumber here{1}, elsewhere{2};
const domain::AreaId commune{{1}}, hamlet{{2}}, other_hamlet{{3}};
/// A Monday.
const date::local_days today{date::year{2026} / 11 / 30};

struct TwoHamlets : testing::Test {
    TwoHamlets() {
        domain::Commune places;
        places.id = commune;
        places.nodes.resize(2);
        places.nodes[0].number = here, places.nodes[0].hamlet = hamlet;
        places.nodes[1].number = elsewhere, places.nodes[1].hamlet = other_hamlet;
        almanac.commune_is(places);
        mourning.kind = DayKind::local_mourning;
        mourning.when = domain::DaySpan{today, today};
        mourning.areas = {hamlet};
        siesta.areas = {hamlet};
        siesta.quiet = {{17 * 60, 17 * 60 + 30}};
    }

    Almanac almanac{{}};
    domain::DayRule mourning;
    domain::HoursRule siesta;
    domain::Grant grant;
    const domain::UtcTime five = utc_of(today, hours{17});
};

TEST_F(TwoHamlets, KeepADayEachForItself) {
    almanac.days_saved({mourning});

    EXPECT_EQ(almanac.kinds_on(today, here), std::set{DayKind::local_mourning});
    EXPECT_TRUE(almanac.kinds_on(today, elsewhere).empty());
    EXPECT_TRUE(almanac.kinds_on(today + date::days{1}, here).empty());
}

TEST_F(TwoHamlets, KeepTheDaysOfTheCommuneAndThoseBesideThem) {
    mourning.areas = {commune};
    mourning.days_before = 1;
    almanac.days_saved({mourning});

    EXPECT_EQ(almanac.kinds_on(today, elsewhere).size(), 1U);
    EXPECT_EQ(almanac.kinds_on(today - date::days{1}, elsewhere).size(), 1U);
    EXPECT_TRUE(almanac.kinds_on(today - date::days{2}, elsewhere).empty());
}

TEST_F(TwoHamlets, CelebrateTheSameDayEveryYearAndTheLunarNewYearOnItsOwn) {
    domain::DayRule victory, new_year;
    victory.when = domain::YearlyDay{4, 30};
    new_year.when = domain::LunarRule{.days = {1}, .months = {1}};
    almanac.days_saved({victory, new_year});

    EXPECT_FALSE(almanac.kinds_on(date::local_days{date::year{2027} / 4 / 30}, here).empty());
    EXPECT_FALSE(almanac.kinds_on(date::local_days{date::year{2027} / 2 / 6}, here).empty());
    EXPECT_TRUE(almanac.kinds_on(date::local_days{date::year{2027} / 2 / 7}, here).empty());
}

TEST_F(TwoHamlets, AreQuietAtHoursOfTheirOwn) {
    almanac.hours_saved({siesta});

    EXPECT_EQ(almanac.standing(here, five), HoursStanding::quiet);
    EXPECT_EQ(almanac.standing(elsewhere, five), HoursStanding::allowed);
    EXPECT_EQ(almanac.standing(here, five + minutes{30}), HoursStanding::allowed);
    EXPECT_EQ(almanac.standing(here, five + hours{8}), HoursStanding::quiet) << "as the commune is";
}

TEST_F(TwoHamlets, HaveHoursForSomeWeekdaysAndForSomeKindsOfDays) {
    siesta.weekdays = 1;  // Monday.
    siesta.kinds = {DayKind::local_mourning};
    almanac.hours_saved({siesta});
    const auto tuesday = five + hours{24};
    EXPECT_EQ(almanac.standing(here, five), HoursStanding::quiet);
    EXPECT_EQ(almanac.standing(here, tuesday), HoursStanding::allowed);

    mourning.when = domain::DaySpan{today + date::days{1}, today + date::days{1}};
    almanac.days_saved({mourning});
    EXPECT_EQ(almanac.standing(here, tuesday), HoursStanding::quiet);
}

TEST_F(TwoHamlets, LeaveAGrantWhatItHasAReasonForToItsLastMinute) {
    const auto end_of_hours = five + minutes{60};
    EXPECT_TRUE(almanac.leaves(here, grant, five, end_of_hours - minutes{1}));
    EXPECT_FALSE(almanac.leaves(here, grant, five, end_of_hours + minutes{1}));
    grant.outside_hours = true;
    EXPECT_TRUE(almanac.leaves(here, grant, five, end_of_hours + minutes{1}));

    const auto midnight = five + hours{7};
    EXPECT_FALSE(almanac.leaves(here, grant, midnight, midnight));
    grant.quiet_hours = true;
    EXPECT_TRUE(almanac.leaves(here, grant, midnight, midnight));
}

TEST_F(TwoHamlets, NarrowWhatTheCommuneLeavesAndNothingElse) {
    almanac.hours_saved({siesta});
    const auto end_of_hours = five + minutes{60};

    EXPECT_TRUE(almanac.narrows(here, grant, five, end_of_hours));
    EXPECT_FALSE(almanac.narrows(elsewhere, grant, five, end_of_hours));
    EXPECT_FALSE(almanac.narrows(here, grant, end_of_hours, end_of_hours + minutes{5}));
}

}  // namespace
}  // namespace village::simulation
