#include "tests/simulation/days_judge.hpp"

#include <gtest/gtest.h>

#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using domain::DayAction;
using domain::DayKind;
using std::chrono::hours;
using std::chrono::minutes;

constexpr domain::NodeNumber mourner{1}, other_pole{2};
const date::local_days funeral_day{date::year{2026} / 11 / 30};

/// Music at 17:00 at two loudspeakers, one of them in a hamlet that may mourn.
struct MusicAtFive : testing::Test {
    MusicAtFive() {
        domain::Commune places;
        places.nodes.resize(2);
        places.nodes[0].number = mourner, places.nodes[0].hamlet = domain::AreaId{{2}};
        places.nodes[1].number = other_pole, places.nodes[1].hamlet = domain::AreaId{{3}};
        facts.almanac.commune_is(places);
        grant.broadcast.bytes[0] = 1;
        grant.nodes = {mourner, other_pole};
        wish = {.planned = five, .nodes = grant.nodes, .is_music = true};
    }
    void mourn(domain::UtcTime now) {
        domain::DayRule rule;
        rule.kind = DayKind::local_mourning;
        rule.when = domain::DaySpan{funeral_day, funeral_day};
        rule.areas = {domain::AreaId{{2}}};
        facts.almanac.days_saved({rule});
        judge.saved();
        judge.followed(now);
    }
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    DaysJudge judge{facts};
    domain::Grant grant;
    DayWish wish;
    const domain::UtcTime five = utc_of(funeral_day, hours{17}), noon = utc_of(funeral_day, hours{12});
};

TEST_F(MusicAtFive, IsNotOrderedForAHamletThatMourns) {
    mourn(noon);
    judge.wanted(grant.broadcast, wish, {other_pole}, noon);
    EXPECT_EQ(broken(), "");

    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    EXPECT_EQ(broken(), "days");
}

TEST_F(MusicAtFive, IsSilentThereAlsoWhereItWasPlannedBefore) {
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    judge.issued(grant, noon);
    mourn(noon + hours{1});
    facts.last_reachable[mourner] = noon + hours{2};
    judge.sound_started(other_pole, grant, five);
    EXPECT_EQ(broken(), "");

    judge.sound_started(mourner, grant, five);
    EXPECT_EQ(broken(), "days");
}

TEST_F(MusicAtFive, SoundsAfterAllWhereTheDayWasTakenOutAgain) {
    mourn(noon);
    judge.wanted(grant.broadcast, wish, {other_pole}, noon);
    facts.almanac.days_saved({});
    judge.saved();
    judge.wanted(grant.broadcast, wish, grant.nodes, noon + hours{1});
    judge.issued(grant, noon + hours{1});

    judge.sound_started(mourner, grant, five);
    EXPECT_EQ(broken(), "");
}

TEST_F(MusicAtFive, SoundsWhereNobodyCouldBeTold) {
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    judge.issued(grant, noon);
    mourn(noon + hours{1});
    facts.last_reachable[mourner] = noon;

    judge.sound_started(mourner, grant, five);
    EXPECT_EQ(broken(), "");
}

TEST_F(MusicAtFive, GoesOnWhenItHadBegun) {
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    judge.issued(grant, noon);
    judge.on_air(grant.broadcast, noon);
    mourn(noon + hours{1});
    facts.last_reachable[mourner] = noon + hours{2};

    judge.sound_started(mourner, grant, five);
    EXPECT_EQ(broken(), "");
}

TEST_F(MusicAtFive, IsSignedForNobodyWhoMourns) {
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    mourn(noon + hours{1});
    judge.issued(grant, noon + hours{2});

    judge.sound_started(mourner, grant, five);
    EXPECT_EQ(broken(), "days");
}

TEST_F(MusicAtFive, SoundsWhereASpeechOrAnotherScheduleDoes) {
    mourn(noon);
    wish.is_music = false;
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    wish.is_music = true;
    wish.reactions = {{DayKind::local_mourning, "", DayAction::keep}};
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    EXPECT_EQ(broken(), "");

    wish.reactions = {{DayKind::local_mourning, "", DayAction::skip}};
    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    EXPECT_EQ(broken(), "days");
}

TEST_F(MusicAtFive, ForAnElectionAloneSoundsOnNoOtherDay) {
    wish.reactions = {{DayKind::election_day, "", DayAction::only_then}};
    judge.wanted(grant.broadcast, wish, {}, noon);
    EXPECT_EQ(broken(), "");

    judge.wanted(grant.broadcast, wish, grant.nodes, noon);
    EXPECT_EQ(broken(), "days");
}

}  // namespace
}  // namespace village::simulation
