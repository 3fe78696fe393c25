#include "tests/simulation/queue_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using domain::BroadcastKind;

const domain::UtcTime asked_at{std::chrono::seconds{1'795'366'800}};

/// S17, asked when there is room for people only, or for nobody.
struct FullQueue : testing::Test {
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    QueueJudge judge{facts};
};

TEST_F(FullQueue, TurnsTheCalendarAwayFirst) {
    judge.planned(calendar_room, calendar_room + 1, asked_at);

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullQueue, TakesAPersonsWishWhereOnlyTheCalendarHasNoRoom) {
    judge.asked_for(BroadcastKind::scheduled, true, calendar_room, asked_at);
    EXPECT_EQ(broken(), "");

    judge.asked_for(BroadcastKind::scheduled, false, calendar_room, asked_at);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullQueue, TakesNoMoreThanThereIsRoomFor) {
    judge.asked_for(BroadcastKind::scheduled, false, peoples_room, asked_at);
    EXPECT_EQ(broken(), "");

    judge.asked_for(BroadcastKind::scheduled, true, peoples_room, asked_at);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullQueue, NeverTurnsAwayWhatIsCalled) {
    judge.asked_for(BroadcastKind::emergency, true, peoples_room, asked_at);
    judge.asked_for(BroadcastKind::all_clear, true, peoples_room, asked_at);
    EXPECT_EQ(broken(), "");

    judge.asked_for(BroadcastKind::emergency, false, peoples_room, asked_at);
    EXPECT_EQ(broken(), "S17");
}

}  // namespace
}  // namespace village::simulation
