// A clock that was ahead calls things over; set back, it finds them still to come.
#include "scheduler/planning/heard.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/planning/planning_bench.hpp"

namespace village::planning {
namespace {

/// Everything of the evening went by; then somebody sets the clock right.
void let_a_wrong_clock_pass(PlanningBench& day) {
    day.plan();
    for (const auto* piece : day.known().pieces_of(day.evening.id)) day.tracker.plan(*piece, noon);
    day.bench.run_until(noon + hours{2});
    day.bench.now = noon;
}

TEST(Heard, WhatAWrongClockCalledOverIsStillToCome) {
    PlanningBench day;
    let_a_wrong_clock_pass(day);
    const auto pieces = day.known().pieces_of(day.evening.id);
    ASSERT_FALSE(pieces.empty());

    EXPECT_TRUE(is_over_too_early(day.known(), *pieces.front()));
    EXPECT_TRUE(heard_occurrences(day.known()).empty());
}

TEST(Heard, WhatALoudspeakerSoundedIsOverWhateverTheClockSays) {
    PlanningBench day;
    let_a_wrong_clock_pass(day);
    const auto pieces = day.known().pieces_of(day.evening.id);
    ASSERT_FALSE(pieces.empty());

    day.tracker.started(pieces.front()->id, domain::NodeNumber{1}, noon, noon);

    EXPECT_FALSE(is_over_too_early(day.known(), *pieces.front()));
}

}  // namespace
}  // namespace village::planning
