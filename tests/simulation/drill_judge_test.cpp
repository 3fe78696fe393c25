#include "tests/simulation/drill_judge.hpp"

#include <gtest/gtest.h>

#include "tests/simulation/contents.hpp"
#include "tests/simulation/membership_judge.hpp"

namespace village::simulation {
namespace {

const domain::UtcTime practised_at{std::chrono::seconds{1'795'366'800}};

struct Practice : testing::Test {
    Practice() {
        drill.id = domain::GrantId{{1}};
        drill.broadcast.bytes[0] = 1;
        drill.kind = domain::BroadcastKind::drill;
        drill.nodes.insert(domain::NodeNumber{3});
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    domain::Grant drill;
};

TEST_F(Practice, IsSignedAsADrillAndNothingElse) {
    DrillJudge judge{facts};
    judge.asked_for(drill.broadcast);
    judge.issued(drill, practised_at);
    EXPECT_EQ(broken(), "");

    drill.kind = domain::BroadcastKind::scheduled;
    judge.issued(drill, practised_at);
    EXPECT_EQ(broken(), "S22");
}

TEST_F(Practice, NeverSoundsTheRealSiren) {
    DrillJudge judge{facts};
    judge.asked_for(drill.broadcast);
    judge.sound_started(domain::NodeNumber{3}, drill, {drill.id, content_named(ContentKind::drill, 0)}, practised_at);
    EXPECT_EQ(broken(), "");

    judge.sound_started(domain::NodeNumber{3}, drill, {drill.id, content_named(ContentKind::emergency, 0)}, practised_at);
    EXPECT_EQ(broken(), "S22");
}

TEST_F(Practice, InAZoneIsForThoseWhoWereInItWhenItWasMade) {
    MembershipJudge judge{facts};
    const domain::ZoneId zone{{1}};
    judge.zone_changed(zone, drill.nodes);
    judge.aimed(drill.broadcast, zone, {});
    auto members = drill.nodes;
    members.insert(domain::NodeNumber{4});
    judge.zone_changed(zone, members);

    judge.issued(drill, practised_at);
    EXPECT_EQ(broken(), "");

    drill.nodes = members;
    judge.issued(drill, practised_at);
    EXPECT_EQ(broken(), "S19");
}

}  // namespace
}  // namespace village::simulation
