#include "tests/simulation/emergency_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const domain::NodeNumber node{3};
const domain::UtcTime start{seconds{1'795'366'800}};

domain::Grant emergency(std::uint8_t n) {
    domain::Grant grant;
    grant.id = domain::GrantId{{n}};
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.not_before = grant.starts_at = start;
    grant.start_by = grant.not_after = start + seconds{600};
    return grant;
}

/// The first one sounds for 40 s, the second one was received and waits.
struct TwoEmergencies : testing::Test {
    TwoEmergencies() {
        judge.received(node, first, start);
        EXPECT_FALSE(judge.sound_started(node, first, start));
        judge.received(node, second, start);
        EXPECT_FALSE(judge.look(node, second.id, start + milliseconds{150}));
        judge.sound_stopped(node, first, ended);
    }

    Situations situations;
    EmergencyJudge judge{situations};
    const domain::Grant first = emergency(1), second = emergency(2);
    const domain::UtcTime ended = start + seconds{40};
};

TEST_F(TwoEmergencies, MayBe150MsApart) {
    EXPECT_FALSE(judge.sound_started(node, second, ended + milliseconds{150}));
    EXPECT_FALSE(judge.look_again_at(node, second.id, ended + milliseconds{150}));
}

TEST_F(TwoEmergencies, AreTooFarApartAfter151MsHoweverTheQuestionsFell) {
    EXPECT_FALSE(judge.look(node, second.id, ended + milliseconds{149}));
    EXPECT_TRUE(judge.sound_started(node, second, ended + milliseconds{151}));
}

TEST_F(TwoEmergencies, AreAskedAboutAgainWhenTheSilenceHasLastedTooLong) {
    const auto again = judge.look_again_at(node, second.id, ended + milliseconds{149});

    ASSERT_TRUE(again);
    EXPECT_LE(*again, ended + milliseconds{151});
    EXPECT_TRUE(judge.look(node, second.id, *again));
}

TEST_F(TwoEmergencies, AreEachDueAnewWhenTheDeviceBreaksThemOff) {
    EXPECT_FALSE(judge.sound_started(node, second, ended));
    judge.sound_stopped(node, second, ended + seconds{1});

    EXPECT_TRUE(judge.broke_off(node, second.id, ended + seconds{1}));

    EXPECT_FALSE(judge.look(node, second.id, ended + milliseconds{1150}));
    EXPECT_TRUE(judge.look(node, second.id, ended + milliseconds{1151}));
}

}  // namespace
}  // namespace village::simulation
