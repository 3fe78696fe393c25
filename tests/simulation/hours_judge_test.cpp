#include "tests/simulation/hours_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const domain::NodeNumber pole{3};
/// 03:15 in Vietnam.
const domain::UtcTime quarter_past_three{hours{24 * 20'000 + 20} + minutes{15}};

/// A period opens 03:00 to 04:00 for what is at least priority.
struct Night : testing::Test {
    Night() {
        period.id.bytes[0] = 1;
        period.from = quarter_past_three - hours{5};
        period.until = quarter_past_three + hours{5};
        period.windows = {{3 * 60, 4 * 60}};
        period.in_quiet_hours = true;
        period.from_priority = domain::Priority::priority;
        item.priority = domain::Priority::priority;
        item.quiet_hours = true;
        item.nodes.insert(pole);
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    HoursJudge judge{facts};
    domain::SurgePeriod period;
    domain::Grant item;
};

TEST_F(Night, IsSilentWithoutAPeriod) {
    judge.check(pole, item, quarter_past_three);

    EXPECT_EQ(broken(), "S23");
}

TEST_F(Night, LetsSoundWhatAPeriodNames) {
    judge.opened(period, item.nodes);
    judge.issued(item, quarter_past_three - hours{1});
    judge.check(pole, item, quarter_past_three);

    EXPECT_EQ(broken(), "");
}

TEST_F(Night, IsSilentBehindTheWindowOfAPeriod) {
    judge.opened(period, item.nodes);
    judge.check(pole, item, quarter_past_three + hours{1});

    EXPECT_EQ(broken(), "S23");
}

TEST_F(Night, LetsNothingBeSignedByAPeriodThatAPersonEnded) {
    judge.opened(period, item.nodes);
    judge.ended(period.id, quarter_past_three - hours{1});
    judge.issued(item, quarter_past_three);

    EXPECT_EQ(broken(), "S23");
}

/// At 17:00, and the hamlet of the pole is quiet until 17:30.
struct Afternoon : Night {
    Afternoon() {
        domain::Commune places;
        places.nodes.resize(1);
        places.nodes[0].number = pole, places.nodes[0].hamlet = domain::AreaId{{2}};
        facts.almanac.commune_is(places);
        domain::HoursRule siesta;
        siesta.areas = {domain::AreaId{{2}}};
        siesta.quiet = {{17 * 60, 17 * 60 + 30}};
        facts.almanac.hours_saved({siesta});
        facts.hours_saved_at = five - hours{1};
        item.quiet_hours = false;
    }
    const domain::UtcTime five = quarter_past_three + hours{13} + minutes{50};
};

TEST_F(Afternoon, IsQuietInAHamletThatSaysSo) {
    facts.hours_taken[pole] = five - minutes{50};
    judge.check(pole, item, five + minutes{26});
    EXPECT_EQ(broken(), "");

    judge.check(pole, item, five + minutes{20});
    EXPECT_EQ(broken(), "S23");
}

TEST_F(Afternoon, IsQuietWhereSomebodyHadToTellIt) {
    judge.check(pole, item, five);
    EXPECT_EQ(broken(), "") << "out of contact";

    facts.last_reachable[pole] = five - minutes{30};
    judge.check(pole, item, five);
    EXPECT_EQ(broken(), "S23");
}

TEST_F(Afternoon, EndsForWhatHasNoReason) {
    item.outside_hours = true;
    judge.check(pole, item, five + hours{1});
    EXPECT_EQ(broken(), "");

    item.outside_hours = false;
    judge.check(pole, item, five + hours{1});
    EXPECT_EQ(broken(), "hours");
}

TEST_F(Night, HearsAnEmergency) {
    item.kind = domain::BroadcastKind::emergency;
    judge.check(pole, item, quarter_past_three);

    EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace village::simulation
