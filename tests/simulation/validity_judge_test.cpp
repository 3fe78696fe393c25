#include "tests/simulation/validity_judge.hpp"

#include <gtest/gtest.h>

#include "tests/simulation/contents.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr domain::NodeNumber listening_pole{1};
const domain::UtcTime written_at{seconds{1'795'366'800}};

/// Three minutes that are due in an hour, of an announcement that holds for two.
struct Notice : testing::Test {
    Notice() {
        notice.id = domain::AnnouncementId{{7}};
        notice.state = domain::AnnouncementState::approved;
        notice.valid_until = written_at + hours{2};
        grant.id = domain::GrantId{{1}};
        grant.content = content_named(ContentKind::announcement, 1);
        grant.content_duration = minutes{3};
        grant.not_before = grant.starts_at = due;
        grant.not_after = *notice.valid_until;
        judge.written(notice.id, *grant.content);
        judge.changed(notice, written_at);
        judge.issued(grant, written_at + minutes{1});
    }
    void change(domain::UtcTime now, bool reaches_it = true) {
        judge.changed(notice, now);
        judge.taken_back(notice.id, now);
        if (reaches_it) facts.last_reachable[listening_pole] = now + minutes{1};
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    ValidityJudge judge{facts};
    domain::Announcement notice;
    domain::Grant grant;
    const domain::UtcTime due = written_at + hours{1};
};

TEST_F(Notice, SoundsWhileItHolds) {
    judge.sound_started(listening_pole, grant, due);
    judge.check(listening_pole, grant, *notice.valid_until);
    EXPECT_EQ(broken(), "");

    judge.check(listening_pole, grant, *notice.valid_until + seconds{2});
    EXPECT_EQ(broken(), "validity");
}

TEST_F(Notice, IsNotSignedToSoundLonger) {
    grant.id = domain::GrantId{{2}};
    grant.not_after += seconds{1};
    judge.issued(grant, written_at + minutes{2});
    EXPECT_EQ(broken(), "validity");
}

TEST_F(Notice, MadeShorterDoesNotBeginAfterwards) {
    notice.valid_until = due - minutes{1};
    change(written_at + minutes{10});
    judge.sound_started(listening_pole, grant, due + minutes{1});
    EXPECT_EQ(broken(), "validity");
}

TEST_F(Notice, MadeShorterIsHeardWhereNobodyCouldBeTold) {
    notice.valid_until = due - minutes{1};
    change(written_at + minutes{10}, false);
    judge.sound_started(listening_pole, grant, due + minutes{1});
    EXPECT_EQ(broken(), "");
}

TEST_F(Notice, ThatHoldsLaterDoesNotBeginBefore) {
    notice.valid_from = due + minutes{10};
    change(written_at + minutes{10});
    judge.sound_started(listening_pole, grant, due);
    EXPECT_EQ(broken(), "validity");
}

TEST_F(Notice, WithdrawnDoesNotBeginAgain) {
    notice.state = domain::AnnouncementState::withdrawn;
    change(written_at + minutes{10});
    judge.sound_started(listening_pole, grant, due);
    EXPECT_EQ(broken(), "validity");
}

}  // namespace
}  // namespace village::simulation
