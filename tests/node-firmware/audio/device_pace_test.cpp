#include "node-firmware/audio/device_pace.hpp"

#include <gtest/gtest.h>

namespace village::node::audio {
namespace {

using namespace std::chrono_literals;
using domain::Duration;

/// A device whose crystal is `ppm` too fast takes blocks of 10 ms for `hours`; every so often it is looked at late.
bool is_ever_too_fast(int ppm, std::chrono::hours hours) {
    DevicePace pace;
    const auto block = std::chrono::duration_cast<std::chrono::nanoseconds>(10ms);
    std::chrono::nanoseconds due{}, looked_at{};
    for (std::int64_t number = 1; due < hours; ++number) {
        due += block - block * ppm / 1'000'000;
        // A stall of 80 ms once a minute: eight blocks are taken at once afterwards.
        const auto now = due + (number % 6000 < 8 ? 80ms - (number % 6000) * 10ms : 0ms);
        pace.took(10ms, std::chrono::duration_cast<Duration>(now) - std::chrono::duration_cast<Duration>(looked_at));
        looked_at = now;
        if (pace.is_too_fast()) return true;
    }
    return false;
}

TEST(DevicePace, KnowsWithinASecondADeviceThatTakesEverythingAtOnce) {
    DevicePace pace;
    int blocks = 0;

    while (!pace.is_too_fast() && blocks < 1000) {
        pace.took(10ms, 0ms);
        ++blocks;
    }

    EXPECT_EQ(blocks, 51);
}

TEST(DevicePace, KeepsADeviceWhoseCrystalIsOffForADay) {
    EXPECT_FALSE(is_ever_too_fast(200, 24h));
    EXPECT_FALSE(is_ever_too_fast(-200, 24h));
}

TEST(DevicePace, KnowsADeviceThatIsATenthTooFast) { EXPECT_TRUE(is_ever_too_fast(100'000, 1h)); }

TEST(DevicePace, CountsTimeWithoutABlockToo) {
    DevicePace pace;

    for (int stall = 0; stall < 100; ++stall) {
        pace.took(0ms, 100ms);
        for (int burst = 0; burst < 10; ++burst) pace.took(10ms, 0ms);
    }

    EXPECT_FALSE(pace.is_too_fast());
}

}  // namespace
}  // namespace village::node::audio
