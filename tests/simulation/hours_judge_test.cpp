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
    Facts facts{.hours = {}, .situations = situations};
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

TEST_F(Night, HearsAnEmergency) {
    item.kind = domain::BroadcastKind::emergency;
    judge.check(pole, item, quarter_past_three);

    EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace village::simulation
