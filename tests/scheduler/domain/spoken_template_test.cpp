#include "scheduler/domain/spoken_template.hpp"

#include <gtest/gtest.h>

namespace village::domain {
namespace {

struct FloodInBen {
    FloodInBen() {
        flood.text = "Lũ! {issuer} mời bà con {hamlet} đến {assembly_point}.";
        hamlet.unit = "Thôn";
        hamlet.name = "Bến";
        hamlet.assembly_point = "đình làng";
        made.sentence = "Lũ! Trưởng Thôn Bến mời bà con Thôn Bến đến đình làng.";
        made.content.emplace();
        made.rendered_at = utc_from_us(1);
    }
    std::optional<TemplateFlaw> flaw() const { return flaw_of(&made, sentence_of(flood, hamlet, commune), has_failed); }

    EmergencyTemplate flood;
    Area hamlet;
    Commune commune;
    RenderedTemplate made;
    bool has_failed = false;
};

TEST(SpokenTemplate, HasNoFlawWhereItsSoundSaysItsWords) {
    const FloodInBen test;

    EXPECT_EQ(sentence_of(test.flood, test.hamlet, test.commune).value(), test.made.sentence);
    EXPECT_EQ(test.flaw(), std::nullopt);
}

TEST(SpokenTemplate, ForTheWholeCommuneSpeaksTheCommuneAndEachGoesWhereItsHamletMeets) {
    FloodInBen test;
    Area whole;
    whole.kind = AreaKind::commune;
    whole.unit = "xã";
    whole.name = "An Bình";
    for (const auto* unit : {"thôn", "bản", "thôn"}) {
        test.hamlet.unit = unit;
        test.commune.areas.push_back(test.hamlet);
    }

    EXPECT_EQ(sentence_of(test.flood, whole, test.commune).value(),
              "Lũ! Ủy ban nhân dân xã An Bình mời bà con xã An Bình đến nơi đã định của thôn, bản.");
    whole.assembly_point = "sân vận động";
    EXPECT_EQ(sentence_of(test.flood, whole, test.commune).value(),
              "Lũ! Ủy ban nhân dân xã An Bình mời bà con xã An Bình đến sân vận động.");
}

TEST(SpokenTemplate, IsMadeForTheHamletsAndLastForTheCommune) {
    Commune commune;
    for (const auto kind : {AreaKind::province, AreaKind::commune, AreaKind::hamlet, AreaKind::hamlet})
        commune.areas.push_back({.kind = kind});

    const auto places = warned_places(commune);

    ASSERT_EQ(places.size(), 3u);
    EXPECT_EQ(places.front(), &commune.areas[2]);
    EXPECT_EQ(places.back(), &commune.areas[1]);
}

TEST(SpokenTemplate, IsIncompleteWhereASlotHasNoValueWhateverWasMadeBefore) {
    FloodInBen test;
    test.hamlet.assembly_point.clear();

    EXPECT_EQ(test.flaw(), TemplateFlaw::incomplete);
}

TEST(SpokenTemplate, IsNotMadeWithoutASound) {
    FloodInBen test;
    EXPECT_EQ(flaw_of(nullptr, sentence_of(test.flood, test.hamlet, test.commune), false), TemplateFlaw::not_made);

    test.made.content.reset();

    EXPECT_EQ(test.flaw(), TemplateFlaw::not_made);
}

TEST(SpokenTemplate, IsOlderWithOtherWordsOrAnotherSiren) {
    FloodInBen of_other_words, of_another_siren;
    of_other_words.hamlet.assembly_point = "trường học";
    of_another_siren.made.rendered_at = UtcTime{};

    EXPECT_EQ(of_other_words.flaw(), TemplateFlaw::older);
    EXPECT_EQ(of_another_siren.flaw(), TemplateFlaw::older);
}

TEST(SpokenTemplate, ThatCouldNotBeMadeSaysSoWhateverIsHeardUntilThen) {
    FloodInBen test;
    test.has_failed = true;
    EXPECT_EQ(test.flaw(), std::nullopt) << "what is made of these words was made before";

    test.hamlet.assembly_point = "trường học";
    EXPECT_EQ(test.flaw(), TemplateFlaw::failed);
    test.made.content.reset();
    EXPECT_EQ(test.flaw(), TemplateFlaw::failed);
}

}  // namespace
}  // namespace village::domain
