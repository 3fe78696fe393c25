#include "tests/simulation/liveness_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const domain::NodeNumber horn{3};
const domain::UtcTime due_at{seconds{1'795'366'800}};

/// Asked for five minutes before, two minutes long, to be begun within two minutes.
struct DueItem : testing::Test {
    DueItem() {
        grant.id = domain::GrantId{{1}};
        grant.starts_at = due_at;
        grant.start_by = due_at + minutes{2};
        grant.content_duration = minutes{2};
        due.starts_at = due_at;
        due.created_at = due_at - minutes{5};
        other.id = domain::GrantId{{2}};
        other.priority = domain::Priority::live;
        judge.controller_up(due_at - minutes{10});
    }
    auto said(domain::DeliveryState state) { return judge.judge(horn, due, grant, state); }

    Situations situations;
    LivenessJudge judge{situations};
    domain::Grant grant, other;
    domain::Broadcast due;
};

TEST_F(DueItem, MustBeHeardWhereTheLoudspeakerIsFree) { EXPECT_TRUE(said(domain::DeliveryState::missed)); }

TEST_F(DueItem, NeedNotBeHeardWhereSomethingHigherHoldsTheLoudspeakerForItsWholeWindow) {
    judge.sound_started(horn, other, due_at - seconds{1});

    EXPECT_FALSE(said(domain::DeliveryState::missed));
}

TEST_F(DueItem, MustBeHeardAfterSomethingHigherThatLeavesOneSecondOfItsWindow) {
    judge.sound_started(horn, other, due_at - seconds{1});
    judge.finished(horn, other.id, due_at + seconds{118});

    EXPECT_TRUE(said(domain::DeliveryState::missed));
}

TEST_F(DueItem, NeedNotBeHeardWhereItArrivesOnlyWhenItsNeighboursAreAtTheEnd) {
    due.created_at = due_at - minutes{1};
    judge.controller_down(due_at - seconds{55});
    judge.controller_up(due_at + seconds{50});

    EXPECT_FALSE(said(domain::DeliveryState::cancelled));
}

TEST_F(DueItem, IsPlayedInFullWhereNothingCameBetween) {
    judge.sound_started(horn, grant, due_at);
    judge.finished(horn, grant.id, due_at + minutes{1});

    EXPECT_FALSE(said(domain::DeliveryState::played));
    EXPECT_TRUE(said(domain::DeliveryState::partial));
}

TEST_F(DueItem, MayBePartialWhereSomethingCameBetween) {
    judge.sound_started(horn, grant, due_at);
    judge.sound_stopped(horn, grant, due_at + seconds{30});
    judge.sound_started(horn, other, due_at + seconds{30});

    EXPECT_FALSE(said(domain::DeliveryState::partial));
}

TEST_F(DueItem, MustBeStartedOnTimeByAControllerThatIsBackThreeSecondsBefore) {
    judge.controller_down(due_at - minutes{1});
    judge.controller_up(due_at - seconds{3});
    EXPECT_TRUE(judge.judge(due));

    judge.on_air(due.id, due_at + seconds{1});
    EXPECT_FALSE(judge.judge(due));
}

TEST_F(DueItem, MayBeLateWhereTheControllerIsBackTooLate) {
    judge.controller_down(due_at - minutes{1});
    judge.controller_up(due_at - seconds{2});

    EXPECT_FALSE(judge.judge(due));
}

}  // namespace
}  // namespace village::simulation
