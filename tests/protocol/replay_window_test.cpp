#include "protocol/replay_window.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <set>

namespace village::protocol {
namespace {

TEST(ReplayWindow, TellsNewFromSeenLikeAPlainSetWould) {
    ReplayWindow window;
    std::set<std::uint64_t> seen;
    std::mt19937_64 random(4);
    std::uint64_t base = 0;

    for (int step = 0; step < 50'000; ++step) {
        base += random() % 7 == 0 ? random() % 40 : random() % 2;
        if (random() % 3000 == 0) base += 5000;
        auto number = base - std::min(base, random() % 1500);
        auto too_old =
            !seen.empty() && *seen.rbegin() + 1 > ReplayWindow::size && number < *seen.rbegin() + 1 - ReplayWindow::size;
        ASSERT_EQ(window.is_new(number), !too_old && !seen.contains(number)) << "step " << step;
        if (window.is_new(number)) {
            window.mark(number);
            seen.insert(number);
        }
    }
}

TEST(ReplayWindow, LookingChangesNothing) {
    ReplayWindow window;
    window.mark(5);

    EXPECT_TRUE(window.is_new(30'000));
    EXPECT_TRUE(window.is_new(6));
    EXPECT_TRUE(window.is_new(4));
    EXPECT_EQ(window.next(), 6U);
}

TEST(ReplayWindow, TakesNothingBelowItsFirstNumber) {
    ReplayWindow window(1000);

    EXPECT_FALSE(window.is_new(999));
    EXPECT_TRUE(window.is_new(1000));
    window.mark(1001);
    EXPECT_FALSE(window.is_new(999));
    EXPECT_TRUE(window.is_new(1000));
}

TEST(ReplayWindow, NeverWrapsAround) {
    ReplayWindow window;
    auto last = std::numeric_limits<std::uint64_t>::max();
    window.mark(last - 1);

    EXPECT_FALSE(window.is_new(last));
    window.mark(last);
    EXPECT_FALSE(window.is_new(0));
    EXPECT_FALSE(window.is_new(last - 1));
}

}  // namespace
}  // namespace village::protocol
