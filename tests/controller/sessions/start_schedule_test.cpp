#include "controller/sessions/machines/start_schedule.hpp"

#include <gtest/gtest.h>

namespace village::sessions::machines {
namespace {

using namespace std::chrono_literals;
using domain::MonotonicTime;
using domain::NodeNumber;

constexpr MonotonicTime decided{1000s};

std::vector<domain::Duration> rounds_of(StartSchedule schedule) {
    std::vector<domain::Duration> rounds;
    while (const auto next = schedule.next()) {
        rounds.push_back(*next - decided);
        EXPECT_TRUE(schedule.take_due(*next));
    }
    return rounds;
}

TEST(StartSchedule, RepeatsAtOnceAt30At90MillisecondsAndThenEveryQuarterSecondForTenSeconds) {
    const auto rounds = rounds_of(StartSchedule{{NodeNumber{7}}, decided});

    ASSERT_GE(rounds.size(), 5u);
    EXPECT_EQ(rounds[0], 0ms);
    EXPECT_EQ(rounds[1], 30ms);
    EXPECT_EQ(rounds[2], 90ms);
    EXPECT_EQ(rounds[3], 340ms);
    EXPECT_EQ(rounds[4], 590ms);
    EXPECT_LE(rounds.back(), 10s);
    EXPECT_GT(rounds.back(), 9700ms);
}

TEST(StartSchedule, EndsWhenEveryNodeAnswered) {
    StartSchedule schedule{{NodeNumber{7}, NodeNumber{8}}, decided};

    schedule.answered(NodeNumber{7});
    EXPECT_TRUE(schedule.next());
    EXPECT_EQ(schedule.waiting(), domain::NodeSet{NodeNumber{8}});
    schedule.answered(NodeNumber{8});

    EXPECT_FALSE(schedule.next());
    EXPECT_FALSE(schedule.take_due(decided));
}

TEST(StartSchedule, SendsOnceWhenTheTimerCameLateForSeveralRounds) {
    StartSchedule schedule{{NodeNumber{7}}, decided};

    EXPECT_TRUE(schedule.take_due(decided + 100ms));
    EXPECT_FALSE(schedule.take_due(decided + 100ms));

    EXPECT_EQ(*schedule.next() - decided, 340ms);
}

TEST(StartSchedule, SendsNothingBeforeItsTime) {
    StartSchedule schedule{{NodeNumber{7}}, decided};
    ASSERT_TRUE(schedule.take_due(decided));

    EXPECT_FALSE(schedule.take_due(decided + 29ms));
}

}  // namespace
}  // namespace village::sessions::machines
