#include "scheduler/calendar/day_rules.hpp"

#include <gtest/gtest.h>

#include "scheduler/calendar/day_reactions.hpp"
#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::AreaId;
using domain::ErrorCode;
using Texts = std::vector<std::string>;

AreaId area(std::uint8_t number) {
    AreaId id;
    id.bytes[0] = number;
    return id;
}
const AreaId an_binh = area(1), ben = area(2), dong = area(3);

domain::Commune commune() {
    domain::Commune made;
    made.id = an_binh;
    made.areas.resize(3);
    made.areas[0].id = an_binh;
    made.areas[0].kind = domain::AreaKind::commune;
    made.areas[1].id = ben;
    made.areas[1].parent = an_binh;
    made.areas[2].id = dong;
    made.areas[2].parent = an_binh;
    return made;
}

date::local_days on_day(int year, unsigned month, unsigned number) {
    return date::local_days{date::year{year} / static_cast<int>(month) / static_cast<int>(number)};
}

const auto year_begin = on_day(2026, 1, 1), year_end = on_day(2026, 12, 31);

SpecialDays special(std::vector<DayRule> rules) {
    return SpecialDays::make(std::move(rules), commune(), year_begin, year_end).value();
}

Texts names(const SpecialDays& days, date::local_days day, AreaId where) {
    Texts found;
    for (const auto* rule : days.on(day, where)) found.push_back(rule->name);
    return found;
}

DayRule funeral_in_ben() {
    return {"Tang lễ thôn Bến", DayKind::local_mourning, DaySpan{on_day(2026, 5, 5), on_day(2026, 5, 6)}, 0, 0, {ben}};
}

TEST(SpecialDays, KnowsTheHolidaysOfTheYear) {
    const auto days = special(usual_day_rules());

    EXPECT_EQ(names(days, on_day(2026, 9, 2), ben), (Texts{"Quốc khánh"}));
    EXPECT_EQ(names(days, on_day(2026, 4, 26), ben), (Texts{"Giỗ Tổ Hùng Vương"}));
    EXPECT_EQ(names(days, on_day(2026, 9, 3), ben), Texts{});
}

TEST(SpecialDays, TetBeginsTheDayBeforeAndLastsFiveDays) {
    const auto days = special(usual_day_rules());

    EXPECT_EQ(names(days, on_day(2026, 2, 15), ben), Texts{});
    EXPECT_EQ(names(days, on_day(2026, 2, 16), ben), (Texts{"Tết Nguyên đán"}));
    EXPECT_EQ(names(days, on_day(2026, 2, 17), ben), (Texts{"Tết Nguyên đán", "Mùng 1"}));
    EXPECT_EQ(names(days, on_day(2026, 2, 20), ben), (Texts{"Tết Nguyên đán"}));
    EXPECT_EQ(names(days, on_day(2026, 2, 21), ben), Texts{});
}

TEST(SpecialDays, AFuneralInOneHamletIsNoneInTheNext) {
    const auto days = special({funeral_in_ben()});

    EXPECT_EQ(names(days, on_day(2026, 5, 6), ben), (Texts{"Tang lễ thôn Bến"}));
    EXPECT_EQ(names(days, on_day(2026, 5, 6), dong), Texts{});
    EXPECT_EQ(names(days, on_day(2026, 5, 6), an_binh), Texts{});
    EXPECT_EQ(names(days, on_day(2026, 5, 7), ben), Texts{});
}

TEST(SpecialDays, ARuleForTheCommuneHoldsInItsHamlets) {
    auto everywhere = funeral_in_ben();
    everywhere.areas = {an_binh};

    EXPECT_EQ(names(special({everywhere}), on_day(2026, 5, 6), dong), (Texts{"Tang lễ thôn Bến"}));
}

TEST(SpecialDays, ADayThatBeginsOutsideTheSpanStillReachesIntoIt) {
    const DayRule long_feast{"Hội làng", DayKind::other, YearlyDay{12, 30}, 0, 5, {}};
    const auto days = special({long_feast});

    EXPECT_EQ(names(days, on_day(2026, 1, 3), ben), (Texts{"Hội làng"}));
    EXPECT_EQ(names(days, on_day(2026, 1, 5), ben), Texts{});
}

TEST(SpecialDays, The29thOfFebruaryIsThereInLeapYearsOnly) {
    const DayRule leap{"Ngày nhuận", DayKind::other, YearlyDay{2, 29}, 0, 0, {}};

    EXPECT_EQ(names(special({leap}), on_day(2026, 3, 1), ben), Texts{});
    const auto leap_year = SpecialDays::make({leap}, commune(), on_day(2028, 1, 1), on_day(2028, 12, 31)).value();
    EXPECT_EQ(names(leap_year, on_day(2028, 2, 29), ben), (Texts{"Ngày nhuận"}));
}

TEST(SpecialDays, RefusesWhatCannotBe) {
    const auto refusal = [](DayRule rule) {
        const auto made = SpecialDays::make({std::move(rule)}, commune(), year_begin, year_end);
        return made ? ErrorCode::internal : made.error().code;
    };
    auto nowhere = funeral_in_ben();
    nowhere.areas = {area(9)};

    EXPECT_EQ(refusal({"", DayKind::other, YearlyDay{1, 1}, 0, 0, {}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({"x", DayKind::other, YearlyDay{4, 31}, 0, 0, {}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({"x", DayKind::other, YearlyDay{0, 0}, 0, 0, {}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({"x", DayKind::other, every_lunar_year(13, 1), 0, 0, {}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({"x", DayKind::other, DaySpan{year_end, year_begin}, 0, 0, {}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(nowhere), ErrorCode::not_found);
    EXPECT_FALSE(SpecialDays::make({funeral_in_ben(), funeral_in_ben()}, commune(), year_begin, year_end));
    EXPECT_FALSE(SpecialDays::make({}, commune(), year_begin, on_day(2126, 1, 1)));
    EXPECT_FALSE(SpecialDays::make(std::vector<DayRule>(day_rules_max + 1), commune(), year_begin, year_end));
}

DayVerdict verdict(const SpecialDays& days, date::local_days day, AreaId where, std::vector<DayReaction> reactions) {
    return verdict_on(days.on(day, where), reactions);
}

TEST(DayReactions, InMourningAScheduleThatSaysNothingPlaysWithoutMusic) {
    const DayRule mourning{"Quốc tang", DayKind::state_mourning, DaySpan{on_day(2026, 7, 25), on_day(2026, 7, 26)}, 0, 0, {}};

    const auto found = verdict(special({mourning}), on_day(2026, 7, 25), ben, {});

    EXPECT_EQ(found, (DayVerdict{DayStanding::without_music, "Quốc tang", DayAction::no_music}));
    EXPECT_EQ(verdict_text(found), "without music: Quốc tang");
}

TEST(DayReactions, SaysByNameWhyItFallsAway) {
    const auto found =
        verdict(special(usual_day_rules()), on_day(2026, 4, 26), ben, {{DayKind::public_holiday, "", DayAction::skip}});

    EXPECT_EQ(found.standing, DayStanding::left_out);
    EXPECT_EQ(verdict_text(found), "falls away: Giỗ Tổ Hùng Vương");
}

TEST(DayReactions, WhatIsSaidOfOneDayGoesBeforeWhatIsSaidOfItsKind) {
    const auto days = special(usual_day_rules());
    const std::vector<DayReaction> reactions{{DayKind::public_holiday, "", DayAction::skip},
                                             {DayKind::public_holiday, "Tết Nguyên đán", DayAction::keep}};

    EXPECT_EQ(verdict(days, on_day(2026, 9, 2), ben, reactions).standing, DayStanding::left_out);
    EXPECT_EQ(verdict(days, on_day(2026, 2, 17), ben, reactions).standing, DayStanding::plays);
}

TEST(DayReactions, OnlyThenPlaysOnThoseDaysAndSaysSoOnOthers) {
    const auto days = special(usual_day_rules());
    const std::vector<DayReaction> ram_and_mung_mot{{DayKind::lunar_day, "", DayAction::only_then}};

    EXPECT_EQ(verdict(days, on_day(2026, 9, 25), ben, ram_and_mung_mot).standing, DayStanding::plays);
    const auto other_day = verdict(days, on_day(2026, 9, 26), ben, ram_and_mung_mot);
    EXPECT_EQ(other_day.standing, DayStanding::left_out);
    EXPECT_EQ(verdict_text(other_day), "plays on lunar_day only");
    const auto ram = verdict(days, on_day(2026, 2, 17), ben, {{DayKind::lunar_day, "Rằm", DayAction::only_then}});
    EXPECT_EQ(verdict_text(ram), "plays on Rằm only");
}

TEST(DayReactions, ToBeSkippedGoesBeforeEverything) {
    auto rules = usual_day_rules();
    rules.push_back({"Quốc tang", DayKind::state_mourning, DaySpan{on_day(2026, 9, 25), on_day(2026, 9, 25)}, 0, 0, {}});
    const std::vector<DayReaction> reactions{{DayKind::lunar_day, "", DayAction::only_then},
                                             {DayKind::state_mourning, "", DayAction::skip}};

    EXPECT_EQ(verdict(special(rules), on_day(2026, 9, 25), ben, reactions).because, "Quốc tang");
}

TEST(DayReactions, EveryAreaHasItsVerdict) {
    const auto days = special({funeral_in_ben()});
    const std::vector<DayReaction> reactions{{DayKind::local_mourning, "", DayAction::skip}};
    const std::vector both{ben, dong}, only_ben{ben};

    const auto found = verdicts(utc("2026-05-05T22:30:00Z"), both, days, reactions, vietnam);

    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].verdict.because, "Tang lễ thôn Bến");
    EXPECT_EQ(found[1].verdict, DayVerdict{});
    EXPECT_FALSE(falls_away(found));
    EXPECT_TRUE(falls_away(verdicts(utc("2026-05-05T22:30:00Z"), only_ben, days, reactions, vietnam)));
}

TEST(DayReactions, TheDayIsThatOfTheWallClock) {
    const auto days = special({funeral_in_ben()});
    const std::vector<DayReaction> reactions{{DayKind::local_mourning, "", DayAction::skip}};
    const std::vector only_ben{ben};

    // 22:30 UTC on 6 May is the morning of the 7th in the village.
    EXPECT_FALSE(falls_away(verdicts(utc("2026-05-06T22:30:00Z"), only_ben, days, reactions, vietnam)));
    EXPECT_TRUE(falls_away(verdicts(utc("2026-05-04T22:30:00Z"), only_ben, days, reactions, vietnam)));
}

TEST(DayReactions, HaveTheNamesOfTheApi) {
    for (const auto kind : {DayKind::public_holiday, DayKind::lunar_day, DayKind::state_mourning, DayKind::local_mourning,
                            DayKind::election_day, DayKind::other})
        EXPECT_EQ(domain::day_kind_from_name(domain::day_kind_name(kind)), kind);
    for (const auto action : {DayAction::keep, DayAction::skip, DayAction::only_then, DayAction::no_music})
        EXPECT_EQ(domain::day_action_from_name(domain::day_action_name(action)), action);
    EXPECT_FALSE(domain::day_kind_from_name("holiday"));
}

TEST(DayReactions, OfMusicLetItFallAwayInMourning) {
    auto days = special({funeral_in_ben()});
    const auto in_mourning = on_day(2026, 5, 5);

    EXPECT_EQ(verdict(days, in_mourning, ben, {}).standing, DayStanding::without_music);
    EXPECT_EQ(verdict(days, in_mourning, ben, reactions_of_music({})).standing, DayStanding::left_out);
    EXPECT_EQ(verdict(days, in_mourning, dong, reactions_of_music({})).standing, DayStanding::plays);
    EXPECT_EQ(verdict(days, in_mourning, ben, reactions_of_music({{DayKind::local_mourning, "", DayAction::keep}})).standing,
              DayStanding::plays)
        << "a person may say so: it is the music of the mourning itself";
    EXPECT_EQ(
        verdict(days, in_mourning, ben, reactions_of_music({{DayKind::local_mourning, "Tang lễ thôn Bến", DayAction::no_music}}))
            .standing,
        DayStanding::left_out);
}

TEST(DayReactions, AreRefusedWhenTheySpeakTwiceOfTheSameDaysOrAreTooMany) {
    const DayReaction skip{DayKind::public_holiday, "Quốc khánh", DayAction::skip};

    const auto twice = check_reactions(std::vector{skip, DayReaction{DayKind::public_holiday, "Quốc khánh", DayAction::keep}});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().rule, (domain::BrokenRule{"reaction_twice", "", "Quốc khánh"}));
    EXPECT_TRUE(check_reactions(std::vector{skip, DayReaction{DayKind::public_holiday, "", DayAction::keep}}));
    std::vector<DayReaction> many;
    for (std::size_t i = 0; i <= day_reactions_max; ++i) many.push_back({DayKind::other, std::to_string(i), DayAction::skip});
    EXPECT_EQ(check_reactions(many).error().rule->name, "kept_max");
}

}  // namespace
}  // namespace village::calendar
