#include "scheduler/policy/sequence_window.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

namespace village::policy {
namespace {

TEST(SequenceWindow, TakesEachSequenceOnce) {
    SequenceWindow window;

    EXPECT_TRUE(window.take(5));
    EXPECT_FALSE(window.take(5));
    EXPECT_TRUE(window.take(3));
    EXPECT_FALSE(window.take(3));
}

TEST(SequenceWindow, SequencesStartAtOne) { EXPECT_FALSE(SequenceWindow{}.is_new(0)); }

TEST(SequenceWindow, WhatIsOlderThanTheWindowCountsAsSeen) {
    SequenceWindow window;
    window.take(SequenceWindow::size + 10);

    EXPECT_FALSE(window.is_new(10));
    EXPECT_TRUE(window.is_new(11));
}

TEST(SequenceWindow, ALongJumpLeavesNoOldMarks) {
    SequenceWindow window;
    window.take(7);

    window.take(7 + 3 * SequenceWindow::size);

    EXPECT_TRUE(window.is_new(7 + 3 * SequenceWindow::size - 1));
    EXPECT_TRUE(window.is_new(7 + 2 * SequenceWindow::size + 1));
}

TEST(SequenceWindow, SurvivesTheDisk) {
    SequenceWindow window;
    window.take(100);
    window.take(90);

    const auto again = SequenceWindow::restore(window.save()).value();

    EXPECT_FALSE(again.is_new(90));
    EXPECT_TRUE(again.is_new(91));
    EXPECT_FALSE(SequenceWindow::restore({1, {1, 2, 3}}));
}

TEST(SequenceWindow, AgreesWithASetInAnyOrder) {
    EXPECT_TRUE(rc::check([] {
        SequenceWindow window;
        std::set<std::uint64_t> seen;
        std::uint64_t highest = 0;
        for (int i = 0; i < 300; ++i) {
            const auto step = *rc::gen::weightedElement<std::uint64_t>({{10, 40}, {1, 20'000}});
            const auto sequence = *rc::gen::inRange<std::uint64_t>(1, highest + step);
            const bool fresh = !seen.contains(sequence) && sequence + SequenceWindow::size > highest;

            RC_ASSERT(window.take(sequence) == fresh);

            seen.insert(sequence);
            highest = std::max(highest, sequence);
        }
    }));
}

}  // namespace
}  // namespace village::policy
