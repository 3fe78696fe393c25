#include "tests/simulation/emergency_order_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr domain::NodeNumber left_pole{1}, right_pole{2};
const domain::UtcTime flooded_at{seconds{1'795'366'800}};

domain::Grant repeated_emergency(std::uint8_t n) {
    domain::Grant grant;
    grant.id = domain::GrantId{{n}};
    grant.kind = domain::BroadcastKind::emergency;
    grant.starts_at = flooded_at;
    grant.repeat_every = seconds{60};
    return grant;
}

/// Two neighbours that know the time and have both emergencies.
struct Neighbours : testing::Test {
    Neighbours() {
        for (const auto node : {left_pole, right_pole}) {
            judge.booted(node, true);
            judge.received(node, flood, flooded_at);
            judge.received(node, fire, flooded_at);
        }
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    EmergencyOrderJudge judge{facts};
    const domain::Grant flood = repeated_emergency(1), fire = repeated_emergency(2);
    const domain::UtcTime later = flooded_at + seconds{30};
};

TEST_F(Neighbours, BeginTheSame) {
    judge.start_written(left_pole, flood.id, later);
    judge.start_written(right_pole, flood.id, later);
    EXPECT_EQ(broken(), "");
}

TEST_F(Neighbours, DoNotChooseEachTheOther) {
    judge.start_written(left_pole, flood.id, later);
    judge.start_written(right_pole, fire.id, later);
    EXPECT_EQ(broken(), "S5");
}

TEST_F(Neighbours, HaveNoChoiceBeforeBothHaveCome) {
    judge.start_written(left_pole, flood.id, flooded_at + milliseconds{100});
    judge.start_written(right_pole, fire.id, later);
    EXPECT_EQ(broken(), "");
}

TEST_F(Neighbours, HaveNoChoiceWhereOneWasStopped) {
    judge.ended(right_pole, flood.id);
    judge.start_written(left_pole, flood.id, later);
    judge.start_written(right_pole, fire.id, later);
    EXPECT_EQ(broken(), "");
}

TEST_F(Neighbours, RepeatTheSame) {
    for (const auto node : {left_pole, right_pole}) {
        judge.start_written(node, flood.id, flooded_at);
        judge.start_written(node, fire.id, flooded_at + seconds{20});
        judge.came_to_end(node, flood, flooded_at + seconds{20});
        judge.came_to_end(node, fire, flooded_at + seconds{40});
    }
    const auto both_are_due = flooded_at + seconds{62};
    judge.start_written(left_pole, flood.id, both_are_due);
    EXPECT_EQ(broken(), "");

    judge.start_written(right_pole, fire.id, both_are_due);
    EXPECT_EQ(broken(), "S5");
}

TEST_F(Neighbours, AreNotAskedAfterAPowerCut) {
    judge.booted(right_pole, false);
    judge.start_written(left_pole, flood.id, later);
    judge.start_written(right_pole, fire.id, later);
    EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace village::simulation
