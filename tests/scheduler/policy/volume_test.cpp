#include "scheduler/policy/volume.hpp"

#include <gtest/gtest.h>

namespace village::policy {
namespace {

using domain::Priority;
using domain::VolumePercent;

constexpr std::int32_t vietnam = 7 * 60;
const VolumePercent usual{70, 60, 100};

std::uint8_t percent_at(const char* utc, const VolumePercent& volume = usual, Priority priority = Priority::normal) {
    return volume_at(volume, vietnam, domain::parse_utc(utc).value(), priority);
}

TEST(Volume, IsThatOfTheEveningFromSixUntilFiveInTheMorningOnTheCommunesClock) {
    EXPECT_EQ(percent_at("2026-11-22T10:59:59Z"), 70);
    EXPECT_EQ(percent_at("2026-11-22T11:00:00Z"), 60);
    EXPECT_EQ(percent_at("2026-11-22T17:00:00Z"), 60);
    EXPECT_EQ(percent_at("2026-11-22T21:59:59Z"), 60);
    EXPECT_EQ(percent_at("2026-11-22T22:00:00Z"), 70);
}

TEST(Volume, OfAnEmergencyIsTheSameAtAnyHour) {
    EXPECT_EQ(percent_at("2026-11-22T05:00:00Z", usual, Priority::emergency), 100);
    EXPECT_EQ(percent_at("2026-11-22T20:00:00Z", usual, Priority::emergency), 100);
}

TEST(Volume, OfNothingSilencesTheProgrammeAndNeverAnEmergency) {
    const VolumePercent nothing{0, 0, 0};

    EXPECT_EQ(percent_at("2026-11-22T05:00:00Z", nothing), 0);
    EXPECT_EQ(percent_at("2026-11-22T13:00:00Z", nothing), 0);
    EXPECT_EQ(percent_at("2026-11-22T13:00:00Z", nothing, Priority::emergency), emergency_percent_min);
}

}  // namespace
}  // namespace village::policy
