// Relays of programmes over all judges: nobody hears nothing for long, and what stands in gives way again.
#include <gtest/gtest.h>

#include "tests/simulation/checker.hpp"
#include "tests/simulation/contents.hpp"

namespace village::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr domain::NodeNumber relaying_pole{3};
const domain::UtcTime relayed_at{seconds{1'795'366'800} + std::chrono::hours{17}};

domain::Broadcast piece_of_programme(std::uint8_t n) {
    domain::Broadcast piece;
    piece.id.bytes[0] = n;
    piece.occurrence.emplace();
    piece.targets = {relaying_pole};
    piece.starts_at = relayed_at;
    auto& place = piece.place.emplace();
    place.key = n == 1 ? "relay" : "relay/instead";
    place.ends_by = relayed_at + minutes{4};
    return piece;
}

domain::Grant grant_for(const domain::Broadcast& piece) {
    domain::Grant grant;
    grant.id = domain::GrantId{{piece.id.bytes[0]}};
    grant.broadcast = piece.id;
    grant.nodes = piece.targets;
    grant.not_before = grant.starts_at = piece.starts_at;
    grant.start_by = grant.not_after = piece.place->ends_by;
    grant.max_duration = minutes{4};
    return grant;
}

/// A relay of four minutes with music to stand in for it, at a loudspeaker that has everything it needs.
struct Relay : testing::Test {
    Relay() {
        auto main = piece_of_programme(1), instead = piece_of_programme(2);
        main.streamed = true;
        main.relay = "vov1";
        instead.place->stands_in_for = main.id;
        relay = grant_for(main);
        relay.stream.emplace();
        music = grant_for(instead);
        music.stands_in_for = main.id;
        music.content = content_named(ContentKind::music, 1);
        music.content_duration = minutes{1};
        const auto before = relayed_at - minutes{20};
        for (const auto& piece : {main, instead}) checker.piece_ordered(piece, before);
        checker.booted(relaying_pole, true, before);
        checker.content_kept(relaying_pole, *music.content, before);
        for (const auto& grant : {relay, music}) {
            checker.issued(grant, {}, before);
            checker.grant_kept(relaying_pole, grant.id, before);
        }
    }
    void starts(const domain::Grant& grant, domain::UtcTime when) {
        checker.start_written(relaying_pole, grant.id, when);
        checker.sound_started(relaying_pole, {grant.id, grant.content}, when);
    }
    /// As its loudspeaker obeys a STOP.
    void is_stopped(domain::UtcTime when) {
        checker.sound_stopped(relaying_pole, relay.id, when);
        for (const auto& id : {music.id, relay.id}) checker.finished(relaying_pole, id, domain::DeliveryState::cancelled, when);
    }
    void is_stopped_by_person(domain::UtcTime when) {
        checker.stopped_by_person({{relay.broadcast}, {}, {}, when}, when);
        checker.sweep({relaying_pole}, when + seconds{20});
    }
    void reaches(bool is_heard, domain::UtcTime when) { checker.relay_reaches(relaying_pole, relay.id, is_heard, when); }
    std::string broken() const { return checker.violation() ? checker.violation()->words : ""; }

    Situations situations;
    Checker checker{domain::HoursPolicy{}, situations};
    domain::Grant relay, music;
};

TEST_F(Relay, MayBeDeadForAsLongAsItsLoudspeakerIsPatient) {
    starts(relay, relayed_at);
    reaches(true, relayed_at);
    reaches(false, relayed_at + seconds{60});
    checker.sound_stopped(relaying_pole, relay.id, relayed_at + seconds{70});
    starts(music, relayed_at + seconds{70});

    EXPECT_EQ(broken(), "");
}

TEST_F(Relay, IsNotHeardWhereNothingOfItComes) {
    starts(relay, relayed_at);
    reaches(true, relayed_at);
    reaches(false, relayed_at + seconds{60});
    checker.sweep({}, relayed_at + seconds{72});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, WasNotHeardIfNothingOfItEverCame) {
    starts(relay, relayed_at);
    checker.sound_stopped(relaying_pole, relay.id, relayed_at + seconds{15});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, ComesBackWhenItIsHeardAgain) {
    starts(music, relayed_at + seconds{5});
    reaches(true, relayed_at + seconds{60});
    checker.sweep({}, relayed_at + seconds{62});
    EXPECT_EQ(broken(), "");

    checker.sweep({}, relayed_at + seconds{64});
    EXPECT_NE(broken().find("although the piece itself could"), std::string::npos) << broken();
}

TEST_F(Relay, IsNotStoppedBecauseItsStationIsDead) {
    starts(relay, relayed_at);
    reaches(true, relayed_at);
    reaches(false, relayed_at + seconds{60});
    is_stopped(relayed_at + seconds{62});
    checker.sweep({}, relayed_at + seconds{80});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, IsNotTakenBackByNobody) {
    for (const auto& id : {music.id, relay.id})
        checker.finished(relaying_pole, id, domain::DeliveryState::cancelled, relayed_at - minutes{5});
    checker.sweep({}, relayed_at + seconds{20});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, IsSilentWhereSomebodyWantsThat) {
    checker.unwanted({{relay.broadcast}, {relaying_pole}});
    starts(relay, relayed_at);
    reaches(true, relayed_at);
    is_stopped(relayed_at + seconds{62});
    checker.sweep({}, relayed_at + minutes{3});

    EXPECT_EQ(broken(), "");
}

TEST_F(Relay, IsNotSilentWhereSomebodyWantsThatElsewhere) {
    checker.unwanted({{relay.broadcast}, {domain::NodeNumber{4}}});
    starts(relay, relayed_at);
    reaches(true, relayed_at);
    is_stopped(relayed_at + seconds{62});
    checker.sweep({}, relayed_at + minutes{3});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, IsSilentWithTheRestOfItsProgramme) {
    checker.unwanted({{}, {relaying_pole}, relayed_at + seconds{1}});
    is_stopped(relayed_at + seconds{1});
    checker.sweep({}, relayed_at + minutes{3});

    EXPECT_EQ(broken(), "");
}

TEST_F(Relay, IsSilentWhereItsControllerForgotIt) {
    checker.database_restored({}, relayed_at - minutes{6});
    is_stopped(relayed_at - minutes{5});
    checker.sweep({}, relayed_at + minutes{3});

    EXPECT_EQ(broken(), "");
}

TEST_F(Relay, IsNotSilentThoughItsControllerForgotItBeforeItWasSigned) {
    checker.database_restored({}, relayed_at - minutes{30});
    is_stopped(relayed_at - minutes{5});
    checker.sweep({}, relayed_at + minutes{3});

    EXPECT_NE(broken().find("silent since"), std::string::npos) << broken();
}

TEST_F(Relay, StaysStoppedThoughItIsOnNoDiskYet) {
    is_stopped_by_person(relayed_at - minutes{5});
    reaches(true, relayed_at);
    starts(relay, relayed_at + seconds{3});

    EXPECT_NE(broken().find("although a person stopped it"), std::string::npos) << broken();
}

TEST_F(Relay, MaySoundAfterAStopByWhoForgotIt) {
    checker.database_restored({}, relayed_at - minutes{6});
    is_stopped_by_person(relayed_at - minutes{5});
    reaches(true, relayed_at);
    starts(relay, relayed_at + seconds{3});

    EXPECT_EQ(broken(), "");
}

TEST_F(Relay, StaysStoppedWhereItIsKnownAgain) {
    checker.database_restored({}, relayed_at - minutes{6});
    for (std::uint8_t n : {1, 2}) checker.broadcast_kept(piece_of_programme(n));
    is_stopped_by_person(relayed_at - minutes{5});
    reaches(true, relayed_at);
    starts(relay, relayed_at + seconds{3});

    EXPECT_NE(broken().find("although a person stopped it"), std::string::npos) << broken();
}

TEST_F(Relay, NeverSoundsTogetherWithWhatStandsIn) {
    starts(relay, relayed_at);
    starts(music, relayed_at + seconds{5});

    EXPECT_NE(broken().find("two loud things"), std::string::npos) << broken();
}

TEST_F(Relay, IsSilentAfterItsHardEnd) {
    reaches(true, relayed_at);
    starts(relay, relayed_at + minutes{4} + seconds{2});

    EXPECT_NE(broken().find("after its grant has ended"), std::string::npos) << broken();
}

}  // namespace
}  // namespace village::simulation
