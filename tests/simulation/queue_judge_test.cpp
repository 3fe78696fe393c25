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

struct FullLoudspeaker : FullQueue {
    static constexpr domain::NodeNumber node{7};
    static domain::Grant of(domain::Priority priority) {
        domain::Grant grant;
        grant.id.bytes[0] = 3;
        grant.priority = priority;
        if (priority == domain::Priority::emergency) grant.kind = BroadcastKind::emergency;
        return grant;
    }
};

TEST_F(FullLoudspeaker, HasNoMoreGrantedThanThereIsRoomFor) {
    judge.holds(node, {.grants = plan_room, .done = done_room, .least = domain::Priority::background}, asked_at);
    EXPECT_EQ(broken(), "");

    judge.holds(node, {.grants = plan_room + 1, .least = domain::Priority::background}, asked_at);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullLoudspeaker, HasMoreWhereNothingButWhatIsCalledIsLeft) {
    judge.holds(node, {.grants = plan_room + 1, .least = domain::Priority::emergency}, asked_at);
    judge.holds(node, {.grants = plan_room + 1}, asked_at);

    EXPECT_EQ(broken(), "");
}

TEST_F(FullLoudspeaker, RemembersNoMoreThanThereIsRoomFor) {
    judge.holds(node, {.done = done_room + 1}, asked_at);

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullLoudspeaker, TurnsAwayTheLowest) {
    judge.turned_away(node, of(domain::Priority::normal), {.grants = plan_room, .least = domain::Priority::normal}, asked_at);
    EXPECT_EQ(broken(), "");
    EXPECT_TRUE(facts.without_room.contains({node, of(domain::Priority::normal).id}));

    judge.turned_away(node, of(domain::Priority::normal), {.grants = plan_room, .least = domain::Priority::background}, asked_at);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullLoudspeaker, TurnsNothingAwayWhileThereIsRoom) {
    judge.turned_away(node, of(domain::Priority::background), {.grants = plan_room - 1}, asked_at);

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullLoudspeaker, NeverTurnsAwayWhatIsCalled) {
    judge.turned_away(node, of(domain::Priority::emergency), {.grants = plan_room}, asked_at);

    EXPECT_EQ(broken(), "S17");
}

}  // namespace
}  // namespace village::simulation
