// Meeus' own worked examples, and moments published by observatories.
#include "scheduler/calendar/moon_and_sun.hpp"

#include <gtest/gtest.h>

namespace village::calendar {
namespace {

constexpr double julian_day_of_1970 = 2'440'587.5;
constexpr double minute = 1.0 / 1440;

TEST(Moon, IsNewWhenMeeusSaysInExample49a) {
    // JDE 2443192.65118 is terrestrial time, 48 s ahead of UTC in 1977.
    EXPECT_NEAR(new_moon(-283) + julian_day_of_1970, 2'443'192.65118 - 48.0 / 86'400, 0.0001);
}

TEST(Moon, IsNewWhenTheAlmanacSaysOn12August2026) {
    // 2026-08-12 17:37 UTC, the total eclipse of that day.
    const double published = 20'677 + (17 * 60 + 37) * minute;
    EXPECT_NEAR(new_moon(new_moon_number_near(published)), published, minute);
}

TEST(Sun, StandsWhereMeeusSaysInExample25a) {
    // 1992 October 13.0 TD; 59 s ahead of UTC. 199° 54' 32".
    EXPECT_NEAR(sun_longitude(2'448'908.5 - julian_day_of_1970 - 59.0 / 86'400), 199.90895, 0.0005);
}

TEST(Sun, ReachesTheWinterSolsticeWhenTheAlmanacSays) {
    // 2026-12-21 20:50 UTC.
    EXPECT_NEAR(sun_longitude(20'808 + (20 * 60 + 50) * minute), 270, 0.01);
}

}  // namespace
}  // namespace village::calendar
