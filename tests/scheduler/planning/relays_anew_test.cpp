// A restart within a programme cut its relay off: what takes its place, and when it stays as it was signed.
#include "scheduler/planning/relays_anew.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/planning/planning_bench.hpp"

namespace village::planning {
namespace {

using Keys = std::vector<std::string>;

Keys keys_of(const std::vector<dispatch::BroadcastOrder>& orders) {
    Keys keys;
    for (const auto& order : orders) keys.push_back(order.broadcast.place->key);
    return keys;
}

struct RelaysCutOff : testing::Test {
    RelaysCutOff() {
        day.first_is_relayed = true;
        day.plan();
        day.restart();
        day.bench.now = day.evening.planned - relay_ready_within;
    }
    std::vector<domain::Broadcast> cut_off() const { return planning::cut_off_relays(day.known(), day.evening.id); }
    RelaysAnew anew(std::vector<dispatch::BroadcastOrder> ordered) const {
        return planning::relays_anew(day.known(), cut_off(), std::move(ordered), [this](const auto&) { return has_source; });
    }

    PlanningBench day;
    bool has_source = true;
};

TEST_F(RelaysCutOff, TakeTheirPlaceWithWhatStandsInForThemAndLeaveTheRest) {
    const auto made = anew(day.pieces());

    EXPECT_EQ(keys_of(made.fresh), (Keys{"first", "first/instead"}));
    EXPECT_EQ(made.kept, std::vector{day.open("second")->id});
    EXPECT_NE(made.fresh.front().broadcast.id, day.open("first")->id);
    EXPECT_EQ(made.fresh.back().broadcast.place->stands_in_for, made.fresh.front().broadcast.id);
}

TEST_F(RelaysCutOff, AreOnlyThoseThatCanBeReadyInTime) {
    EXPECT_EQ(cut_off().size(), 1U);

    day.bench.now += domain::Duration{1};

    EXPECT_TRUE(cut_off().empty());
}

TEST_F(RelaysCutOff, StayWhereTheNewOneHasNoSource) {
    has_source = false;

    const auto made = anew(day.pieces());

    EXPECT_TRUE(made.fresh.empty());
    EXPECT_EQ(made.kept.size(), 3U);
}

TEST_F(RelaysCutOff, StayWhereNothingWouldStandInForTheNewOne) {
    auto ordered = day.pieces();
    std::erase_if(ordered, [](const auto& order) { return order.broadcast.place->stands_in_for.has_value(); });

    EXPECT_TRUE(anew(std::move(ordered)).fresh.empty());
}

TEST_F(RelaysCutOff, StayWhereTheProgrammeWantsAnotherStationNow) {
    day.station = "vov2";

    EXPECT_TRUE(anew(day.pieces()).fresh.empty());
}

}  // namespace
}  // namespace village::planning
