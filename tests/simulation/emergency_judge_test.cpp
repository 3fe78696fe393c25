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
    grant.issuer_sequence = n;
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
        judge.came_to_end(node);
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

TEST(NewerEmergency, WaitsForNoOlderOne) {
    Situations situations;
    EmergencyJudge judge{situations};
    const auto older = emergency(1), newer = emergency(2);
    judge.received(node, older, start);
    EXPECT_FALSE(judge.sound_started(node, older, start));
    judge.received(node, newer, start + seconds{10});

    EXPECT_FALSE(judge.look(node, newer.id, start + seconds{10} + milliseconds{150}));
    const auto late = judge.look(node, newer.id, start + seconds{10} + milliseconds{151});

    ASSERT_TRUE(late);
    EXPECT_STREQ(late->invariant, "S5");
}

/// The second one is newer, and the first one of a higher level; it sounds from the start.
struct HamletBehindCommune : testing::Test {
    HamletBehindCommune() {
        commune.issuer_level = domain::IssuerLevel::commune;
        hamlet.issuer_level = domain::IssuerLevel::hamlet;
        judge.received(node, commune, start);
        EXPECT_FALSE(judge.sound_started(node, commune, start));
        judge.received(node, hamlet, start + seconds{10});
    }

    Situations situations;
    EmergencyJudge judge{situations};
    domain::Grant commune = emergency(1), hamlet = emergency(2);
    const domain::UtcTime ended = start + seconds{40};
};

TEST_F(HamletBehindCommune, MayWaitForTheEndOfThePass) {
    EXPECT_FALSE(judge.look(node, hamlet.id, start + seconds{11}));
    judge.sound_stopped(node, commune, ended);
    judge.came_to_end(node);

    EXPECT_FALSE(judge.sound_started(node, hamlet, ended + milliseconds{60}));
}

TEST_F(HamletBehindCommune, MayNotBreakIn) {
    judge.sound_stopped(node, commune, start + seconds{11});

    const auto complaint = judge.sound_started(node, hamlet, start + seconds{11} + milliseconds{20});

    ASSERT_TRUE(complaint);
    EXPECT_STREQ(complaint->invariant, "S5");
}

TEST(NewestEmergency, StoppedBeforeItsFirstSampleLeavesTheOthersToTakeTurns) {
    Situations situations;
    EmergencyJudge judge{situations};
    const auto oldest = emergency(1), newer = emergency(2), newest = emergency(3);
    judge.received(node, oldest, start);
    judge.received(node, newer, start);
    EXPECT_FALSE(judge.sound_started(node, newer, start));
    judge.received(node, newest, start + seconds{7});
    judge.sound_stopped(node, newer, start + seconds{7});

    judge.silenced(node, newest.id);
    EXPECT_FALSE(judge.sound_started(node, oldest, start + seconds{7} + milliseconds{20}));
}

TEST(Emergency, ThatWasHeardForAMomentOnlyMayHaveItsFirstPassBeforeIt) {
    Situations situations;
    EmergencyJudge judge{situations};
    const auto older = emergency(1), newer = emergency(2), newest = emergency(3);
    for (const auto* one : {&older, &newer, &newest}) judge.received(node, *one, start);
    EXPECT_FALSE(judge.sound_started(node, newer, start + milliseconds{1}));
    judge.sound_stopped(node, newer, start + milliseconds{2});
    EXPECT_FALSE(judge.sound_started(node, newest, start + milliseconds{40}));
    judge.sound_stopped(node, newest, start + seconds{20});
    judge.came_to_end(node);

    EXPECT_FALSE(judge.sound_started(node, newer, start + seconds{20}));
    judge.sound_stopped(node, newer, start + seconds{40});
    judge.came_to_end(node);
    EXPECT_TRUE(judge.sound_started(node, newer, start + seconds{40})) << "now the older one waits for it twice";
}

TEST(OlderEmergency, WaitsForTheFirstSampleOfTheNewest) {
    Situations situations;
    EmergencyJudge judge{situations};
    const auto older = emergency(1), newer = emergency(2);
    judge.received(node, older, start);
    judge.received(node, newer, start + milliseconds{50});

    EXPECT_FALSE(judge.look(node, older.id, start + milliseconds{200}));
    EXPECT_TRUE(judge.look(node, older.id, start + milliseconds{201}));
}

TEST(Emergency, IsNotForgottenWhileAnotherOneRepeatsItself) {
    Situations situations;
    EmergencyJudge judge{situations};
    auto first = emergency(1), second = emergency(2);
    first.repeat_every = second.repeat_every = seconds{60};
    const auto hear = [&](const domain::Grant& grant, seconds at) {
        const auto complaint = judge.sound_started(node, grant, start + at);
        judge.sound_stopped(node, grant, start + at + seconds{30});
        return complaint;
    };
    judge.received(node, first, start);
    EXPECT_FALSE(hear(first, seconds{0}));
    judge.received(node, second, start + seconds{30});
    EXPECT_FALSE(hear(second, seconds{30}));

    EXPECT_FALSE(hear(second, seconds{100})) << "the first one is due, and may wait for one pass";
    EXPECT_TRUE(hear(second, seconds{160}));
}

}  // namespace
}  // namespace village::simulation
