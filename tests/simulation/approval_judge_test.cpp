#include "tests/simulation/approval_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::seconds;

const domain::UtcTime signed_at{seconds{1'795'366'800}};
const domain::AnnouncementId paper{{7}};
constexpr domain::OperatorId author{{1}}, approver{{2}}, other_approver{{3}}, clerk{{4}};

/// Written, and to be signed as it sounds.
struct Paper : testing::Test {
    Paper() {
        sound.bytes[0] = 1;
        other_sound.bytes[0] = 2;
        grant.content = sound;
        judge.written(paper, sound, author);
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    ApprovalJudge judge{facts};
    domain::ContentHash sound, other_sound;
    domain::Grant grant;
};

TEST_F(Paper, IsSignedWhenTwoOthersAgreed) {
    judge.agreed(paper, approver, approver);
    judge.agreed(paper, other_approver, other_approver);

    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "");
}

TEST_F(Paper, ThatIsToBeHeardForLongerIsSignedOnlyForWhoAskedBefore) {
    judge.agreed(paper, approver, approver);
    judge.agreed(paper, other_approver, other_approver);
    judge.held_longer(paper, clerk, signed_at);

    judge.issued(grant, signed_at + seconds{1});
    EXPECT_EQ(broken(), "");

    judge.issued(grant, signed_at + seconds{10});
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, IsNotSignedForOne) {
    judge.agreed(paper, approver, approver);

    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, CountsNoPersonTwiceWhateverRightHeHas) {
    judge.agreed(paper, clerk, approver);
    judge.agreed(paper, clerk, other_approver);

    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, CountsNoRightTwiceWhoeverHasIt) {
    judge.agreed(paper, approver, approver);
    judge.agreed(paper, clerk, approver);

    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, CountsNoneOfItsAuthors) {
    judge.agreed(paper, author, approver);
    judge.agreed(paper, other_approver, other_approver);

    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, IsAgreedToAsItSounds) {
    judge.agreed(paper, approver, approver);
    judge.agreed(paper, other_approver, other_approver);
    judge.written(paper, other_sound, clerk);
    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "") << "nobody changed what they heard";

    grant.content = other_sound;
    judge.issued(grant, signed_at);
    EXPECT_EQ(broken(), "S15");
}

TEST_F(Paper, IsNotSignedOnceItWasWithdrawn) {
    judge.agreed(paper, approver, approver);
    judge.agreed(paper, other_approver, other_approver);
    judge.silenced(paper, signed_at);
    judge.issued(grant, signed_at + seconds{5});
    EXPECT_EQ(broken(), "") << "the signer was asked before";

    judge.issued(grant, signed_at + seconds{6});
    EXPECT_EQ(broken(), "S15");
}

}  // namespace
}  // namespace village::simulation
