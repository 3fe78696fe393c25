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

std::size_t count_sessions(const domain::HoursPolicy& hours, std::vector<Sounding> soundings) {
    return sessions_of(hours, std::move(soundings)).size();
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

TEST(Sessions, LastAsLongAsSomethingSoundsInThem) {
    const domain::HoursPolicy usual;

    const auto window = sessions_of(usual, {sounding_at(6, 0), sounding_at(5, 30)});
    const auto at_once = sessions_of(usual, {sounding_at(12, 0, minutes{30}), sounding_at(12, 10), sounding_at(12, 25)});

    ASSERT_EQ(window.size(), 1u);
    EXPECT_EQ(sounding_time(window[0]), minutes{20}) << "not the silence between them";
    ASSERT_EQ(at_once.size(), 1u);
    EXPECT_EQ(sounding_time(at_once[0]), minutes{35}) << "not twice what sounds at the same time";
}

TEST(Sessions, BelongToTheDayOfTheCommunesClock) {
    const domain::HoursPolicy usual;

    EXPECT_EQ(local_day(usual, sounding_at(0, 0).from), local_day(usual, sounding_at(23, 59).from));
    EXPECT_EQ(local_day(usual, sounding_at(23, 59).from) + 1, local_day(usual, sounding_at(24, 0).from));
}

}  // namespace
}  // namespace village::policy
