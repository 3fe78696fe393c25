// A programme that is made anew: what stays, what is taken back, and what never comes back.
#include <gtest/gtest.h>

#include "tests/scheduler/planning/planning_bench.hpp"

namespace village::planning {
namespace {

using Keys = std::vector<std::string>;

TEST(PlannedDays, AskedTwiceGiveTheSameBroadcasts) {
    PlanningBench day;
    EXPECT_EQ(day.plan(), (Keys{"first", "first/instead", "second"}));
    const auto before = day.open("second")->id;

    EXPECT_EQ(day.plan(), Keys{});

    EXPECT_EQ(day.open("second")->id, before);
    EXPECT_EQ(day.open("first/instead")->place->stands_in_for, day.open("first")->id);
}

TEST(PlannedDays, WithdrawWhatMovedAndLeaveTheRest) {
    PlanningBench day;
    day.plan();
    const auto first = day.open("first")->id, second = day.open("second")->id;
    day.second_begins = minutes{6};

    EXPECT_EQ(day.plan(), Keys{"second"});

    EXPECT_EQ(day.open("first")->id, first);
    EXPECT_NE(day.open("second")->id, second);
}

TEST(PlannedDays, WhatWasTakenBackComesAgainAsAnotherBroadcast) {
    PlanningBench day;
    day.plan();
    const auto at_five = day.open("second")->id;
    day.second_begins = minutes{6};
    day.plan();
    day.second_begins = minutes{5};

    EXPECT_EQ(day.plan(), Keys{"second"});

    EXPECT_NE(day.open("second")->id, at_five) << "a STOP of its grant may lie in the loudspeakers";
}

TEST(PlannedDays, ARelayThatLostItsStreamInARestartIsPlannedAnewWithWhatStandsInForIt) {
    PlanningBench day;
    day.first_is_relayed = true;
    day.plan();
    const auto lost = day.open("first")->id, second = day.open("second")->id;
    day.restart();

    EXPECT_EQ(day.plan(), (Keys{"first", "first/instead"}));

    EXPECT_NE(day.open("first")->id, lost);
    EXPECT_EQ(day.open("first/instead")->place->stands_in_for, day.open("first")->id);
    EXPECT_EQ(day.open("second")->id, second);
    EXPECT_EQ(day.plan(), Keys{}) << "and from now on stays";
}

TEST(PlannedDays, OfAProgrammeThatHasBegunTakeWhatIsMadeAnewUntilItsOwnMoment) {
    PlanningBench day;
    auto second = day.pieces();
    second.erase(second.begin(), second.end() - 1);
    day.has_begun = true;
    day.bench.now = day.evening.planned + minutes{5};

    EXPECT_EQ(day.plan(second), Keys{}) << "it begins now";

    day.bench.now -= seconds{1};
    EXPECT_EQ(day.plan(second), Keys{"second"});
}

TEST(PlannedDays, ARelayOfAnotherStationIsAnotherBroadcast) {
    PlanningBench day;
    day.first_is_relayed = true;
    day.plan();
    const auto first = day.open("first")->id;
    day.station = "vov2";

    EXPECT_EQ(day.plan(), (Keys{"first", "first/instead"}));

    EXPECT_NE(day.open("first")->id, first);
}

TEST(PlannedDays, WhatAPersonStoppedStaysStoppedWhereverItMoves) {
    PlanningBench day;
    day.plan();
    day.stop("second");
    day.second_begins = minutes{6};

    EXPECT_EQ(day.plan(), Keys{});
    EXPECT_EQ(day.open("second"), nullptr);
}

TEST(PlannedDays, WhatStandsInForWhatWasStoppedIsNotWantedEither) {
    PlanningBench day;
    day.plan();
    day.stop("first");

    const auto again = day.pieces();

    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().broadcast.place->key, "second");
}

TEST(PlannedDays, WhatWasStoppedInOneHamletMovesForTheOthers) {
    PlanningBench day;
    day.plan();
    const domain::NodeSet hamlet{domain::NodeNumber{2}};
    day.stop("second", hamlet);
    day.second_begins = minutes{6};

    EXPECT_EQ(day.plan(), Keys{"second"});

    EXPECT_EQ(day.open("second")->stopped_at, hamlet);
}

TEST(PlannedDays, AStopThatCameWhileTheyWereMadeCounts) {
    PlanningBench day;
    day.plan();
    day.second_begins = minutes{6};
    auto made = day.pieces();
    day.stop("second");

    EXPECT_EQ(day.plan(std::move(made)), Keys{});
    EXPECT_EQ(day.open("second"), nullptr);
}

TEST(PlannedDays, ThatHaveBegunStayAsTheyArePlanned) {
    PlanningBench day;
    day.plan();
    day.second_begins = minutes{6};
    auto made = day.pieces();
    day.bench.run_until(day.evening.planned);

    EXPECT_EQ(day.plan(std::move(made)), Keys{});

    EXPECT_EQ(day.open("second")->starts_at, day.evening.planned + minutes{5});
}

TEST(PlannedDays, WhatOnlyTheDiskRemembersIsSettled) {
    PlanningBench day;
    auto heard = day.pieces().front().broadcast;
    heard.state = domain::BroadcastState::ended;
    heard.ended_at = noon;
    day.stored.push_back(heard);
    // Both are over for good: a clock that is behind must not make them new.
    day.bench.run_until(noon + hours{2});

    EXPECT_EQ(day.pieces().size(), 1u);
}

TEST(PlannedDays, ReachAsFarAsWhatWasPlannedBeforeTheClockWasSetBack) {
    PlanningBench day;
    day.plan();
    const auto horizon = noon + minutes{30};

    EXPECT_EQ(last_planned(day.bench.dispatcher, day.schedule, horizon), day.open("second")->starts_at + domain::Duration{1});
    EXPECT_EQ(last_planned(day.bench.dispatcher, {}, horizon), horizon);
}

}  // namespace
}  // namespace village::planning
