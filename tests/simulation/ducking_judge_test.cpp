#include "tests/simulation/ducking_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const domain::NodeNumber loudspeaker{3};
const domain::UtcTime interrupted_at{seconds{1'795'366'800}};

/// Music that may go on beneath sounds.
struct Music : testing::Test {
    Music() {
        music.id = domain::GrantId{{1}};
        music.when_interrupted = domain::WhenInterrupted::duck;
        words.id = domain::GrantId{{2}};
        for (const auto& grant : {music, words}) facts.issued.emplace(grant.id, grant);
        begin(music);
    }
    void begin(const domain::Grant& grant) {
        judge.started(loudspeaker, grant, interrupted_at);
        facts.sounding[{loudspeaker, grant.id}] = {interrupted_at, false};
    }
    void duck() {
        judge.ducked(loudspeaker, music, interrupted_at);
        facts.sounding[{loudspeaker, music.id}].is_beneath = true;
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    DuckingJudge judge{facts};
    domain::Grant music, words;
};

TEST_F(Music, MayGoOnBeneath) {
    duck();
    begin(words);
    judge.sweep(interrupted_at + seconds{30});

    EXPECT_EQ(broken(), "");
}

TEST_F(Music, IsNotAsLoudAsAnother) {
    begin(words);

    EXPECT_EQ(broken(), "S3");
}

TEST_F(Music, IsSilentDuringAnEmergency) {
    duck();
    words.kind = domain::BroadcastKind::emergency;
    begin(words);

    EXPECT_EQ(broken(), "S3");
}

TEST_F(Music, GoesOnBeneathOnlyWhereItDeclaredSo) {
    music.when_interrupted = domain::WhenInterrupted::resume;
    duck();

    EXPECT_EQ(broken(), "S3");
}

TEST_F(Music, IsRaisedWhenNothingIsAboveIt) {
    duck();
    begin(words);
    judge.stopped(loudspeaker, words, interrupted_at + seconds{5});
    facts.sounding.erase({loudspeaker, words.id});
    judge.sweep(interrupted_at + seconds{5} + milliseconds{50});
    EXPECT_EQ(broken(), "");

    judge.sweep(interrupted_at + seconds{6});

    EXPECT_EQ(broken(), "L2");
}

TEST_F(Music, NeedNotBeRaisedForTheMomentBeforeSomethingIsDue) {
    duck();
    begin(words);
    const auto silent = interrupted_at + seconds{5};
    judge.stopped(loudspeaker, words, silent);
    facts.sounding.erase({loudspeaker, words.id});
    auto news = words;
    news.starts_at = silent + milliseconds{120};
    judge.started(loudspeaker, news, news.starts_at);
    EXPECT_EQ(broken(), "");

    judge.stopped(loudspeaker, news, silent);
    judge.started(loudspeaker, words, silent + milliseconds{120});
    EXPECT_EQ(broken(), "L2");
}

}  // namespace
}  // namespace village::simulation
