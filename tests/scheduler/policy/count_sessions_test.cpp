#include "scheduler/policy/count_sessions.hpp"

#include <gtest/gtest.h>

namespace village::policy {
namespace {

using std::chrono::minutes;

/// Of 23 November 2026 on the clock of Vietnam.
Sounding sounding_at(int hour, int minute, minutes lasts = minutes{10}) {
    const auto midnight = domain::parse_utc("2026-11-22T17:00:00Z").value();
    return {midnight + std::chrono::hours{hour} + minutes{minute}, lasts};
}

TEST(Sessions, AreTheWindowsInWhichSomethingSounds) {
    const domain::HoursPolicy usual;

    EXPECT_EQ(count_sessions(usual, {}), 0u);
    EXPECT_EQ(count_sessions(usual, {sounding_at(6, 15), sounding_at(5, 30), sounding_at(5, 50)}), 1u);
    EXPECT_EQ(count_sessions(usual, {sounding_at(17, 0), sounding_at(5, 30)}), 2u);
}

TEST(Sessions, OutsideTheWindowsAreWhatFollowsOnEachOther) {
    const domain::HoursPolicy usual;

    EXPECT_EQ(count_sessions(usual, {sounding_at(12, 0), sounding_at(12, 20)}), 1u);
    EXPECT_EQ(count_sessions(usual, {sounding_at(12, 0), sounding_at(12, 30)}), 2u);
    EXPECT_EQ(count_sessions(usual, {sounding_at(12, 0, minutes{60}), sounding_at(12, 10), sounding_at(13, 10)}), 1u);
    EXPECT_EQ(count_sessions(usual, {sounding_at(5, 30), sounding_at(12, 0), sounding_at(17, 30)}), 3u);
}

TEST(Sessions, BelongToTheDayOfTheCommunesClock) {
    const domain::HoursPolicy usual;

    EXPECT_EQ(local_day(usual, sounding_at(0, 0).from), local_day(usual, sounding_at(23, 59).from));
    EXPECT_EQ(local_day(usual, sounding_at(23, 59).from) + 1, local_day(usual, sounding_at(24, 0).from));
}

}  // namespace
}  // namespace village::policy
