#include "scheduler/calendar/compose_programme.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "scheduler/calendar/programme_presets.hpp"

namespace village::calendar {
namespace {

using domain::AnnouncementId;
using domain::DayBulletin;
using domain::Duration;
using domain::ItemKind;
using domain::Overrun;
using domain::Priority;
using domain::Programme;
using domain::ProgrammeItem;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr date::local_days monday{date::year{2026} / 11 / 23};

AnnouncementId announcement(std::uint8_t n) { return AnnouncementId{{n}}; }

/// Of a commune in which nobody has to approve anything.
ComposedDay compose_programme(const Programme& programme, date::local_days day, const DayFacts& facts) {
    return compose_programme(programme, day, facts, [](const Piece&) { return true; });
}

ProgrammeItem item(const char* key, ItemKind kind, std::optional<AnnouncementId> said = std::nullopt) {
    ProgrammeItem item;
    item.key = key;
    item.kind = kind;
    item.title = key;
    item.announcement = said;
    return item;
}
ProgrammeItem fixed(ProgrammeItem item, Duration at) {
    item.at = at;
    return item;
}
ProgrammeItem with(ProgrammeItem item, Overrun overrun) {
    item.overrun = overrun;
    return item;
}

constexpr std::uint8_t tune = 1, greeting = 2, law = 3, farming = 4, music = 9;

Programme morning() {
    Programme programme;
    programme.name = "Chương trình sáng";
    programme.items = {item("tune", ItemKind::signature, announcement(tune)),
                       item("hello", ItemKind::greeting, announcement(greeting)),
                       with(item("news", ItemKind::bulletins), Overrun::finish),
                       fixed(with(item("column", ItemKind::column), Overrun::fade), minutes{15}),
                       fixed(item("relay", ItemKind::relay), minutes{30})};
    programme.items[4].relay = "vov1";
    programme.items[3].on_weekday[0] = {"Pháp luật", announcement(law)};
    programme.items[3].on_weekday[1] = {"Nông nghiệp", announcement(farming)};
    programme.filler = announcement(music);
    return programme;
}
DayFacts facts() {
    DayFacts facts;
    facts.announcements[announcement(tune)].length = seconds{20};
    facts.announcements[announcement(greeting)].length = milliseconds{15'300};
    facts.announcements[announcement(law)].length = minutes{10};
    facts.announcements[announcement(farming)].length = minutes{20};
    facts.announcements[announcement(music)].length = minutes{2};
    facts.relays = {"vov1"};
    return facts;
}
/// A bulletin of so many seconds, put in for the day.
AnnouncementId put_in(DayFacts& facts, std::uint8_t n, Duration length, Priority priority = Priority::normal) {
    facts.announcements[announcement(n)].length = length;
    facts.bulletins.push_back({announcement(n), priority});
    return announcement(n);
}
/// One of every place: what is planned there, or fills it.
std::vector<Piece> main_pieces(const ComposedDay& day) {
    std::vector<Piece> pieces;
    std::set<std::string> keys;
    for (const auto& piece : day.pieces)
        if (keys.insert(piece.stands_in_for.value_or(piece.key)).second) pieces.push_back(piece);
    return pieces;
}
const Piece& piece(const ComposedDay& day, const std::string& key) {
    const auto found = std::ranges::find(day.pieces, key, &Piece::key);
    if (found == day.pieces.end()) throw std::runtime_error("no piece " + key);
    return *found;
}
bool has_piece(const ComposedDay& day, const std::string& key) { return std::ranges::count(day.pieces, key, &Piece::key) > 0; }
const LeftOutItem* left_out(const ComposedDay& day, std::uint8_t n) {
    const auto found = std::ranges::find(day.left_out, std::optional(announcement(n)), &LeftOutItem::announcement);
    return found == day.left_out.end() ? nullptr : &*found;
}

TEST(ComposeProgramme, PutsOneItemAfterTheOtherOnFullSecondsWithABreathBetween) {
    auto given = facts();
    put_in(given, 20, seconds{70});

    const auto pieces = main_pieces(compose_programme(morning(), monday, given));

    EXPECT_EQ(pieces[0].offset, Duration::zero());
    EXPECT_EQ(pieces[1].offset, seconds{21});
    EXPECT_EQ(pieces[2].offset, seconds{37}) << "the greeting ends at 36.3";
    EXPECT_EQ(pieces[2].length, seconds{70});
}

TEST(ComposeProgramme, AFixedItemStartsOnTimeAndTheGapBeforeItIsFilled) {
    const auto day = compose_programme(morning(), monday, facts());

    EXPECT_EQ(piece(day, "column").offset, minutes{15});
    const auto& filler = piece(day, "before/column");
    EXPECT_EQ(filler.offset, seconds{37});
    EXPECT_EQ(filler.end(), minutes{15} - breath);
    EXPECT_EQ(filler.stands_in_for, "before/column") << "two minutes of music for fourteen";
    EXPECT_EQ(filler.fade_out, fade_length);
    EXPECT_TRUE(day.silences.empty());
}

TEST(ComposeProgramme, SaysWhereItWouldBeSilentWithoutAFiller) {
    auto programme = morning();
    programme.filler.reset();

    const auto day = compose_programme(programme, monday, facts());

    ASSERT_EQ(day.silences.size(), 3u);
    EXPECT_EQ(day.silences[0].to, minutes{15});
    EXPECT_EQ(day.silences[1], (Silence{minutes{25}, minutes{30}}));
    EXPECT_EQ(day.silences[2], (Silence{minutes{30}, minutes{60}})) << "nobody knows whether another station will be heard";
}

TEST(ComposeProgramme, WithNothingInItIsSilentFromItsBeginningToItsEnd) {
    const auto day = compose_programme(rural_standard()[0].programme, monday, DayFacts{});

    EXPECT_EQ(day.total, Duration::zero());
    ASSERT_EQ(day.silences.size(), 1u);
    EXPECT_EQ(day.silences[0], (Silence{Duration::zero(), minutes{60}}));
}

TEST(ComposeProgramme, OfBulletinsAloneDoesNotBeginOnADayWithoutAnyUnlessTheyHaveAFallback) {
    auto programme = morning();
    programme.items = {programme.items[2]};

    const auto without = compose_programme(programme, monday, facts());
    EXPECT_TRUE(without.pieces.empty()) << "an hour of music that nobody announces wakes people for nothing";
    EXPECT_EQ(without.left_out.back().reason, LeftOut::not_today);
    EXPECT_EQ(without.silences, std::vector{(Silence{Duration::zero(), minutes{60}})});

    programme.items[0].fallback = announcement(law);
    const auto with = compose_programme(programme, monday, facts());
    EXPECT_EQ(piece(with, "news").announcement, announcement(law));
    EXPECT_TRUE(with.silences.empty());
}

TEST(ComposeProgramme, WhatFallsAwayOnASpecialDayIsLeftOutAndNamesIt) {
    auto given = facts();
    for (const auto n : {tune, music}) given.announcements[announcement(n)].falls_away = "Quốc tang";

    const auto day = compose_programme(morning(), monday, given);

    EXPECT_EQ(piece(day, "hello").offset, Duration::zero()) << "words go on";
    for (const auto n : {tune, music}) {
        ASSERT_TRUE(left_out(day, n));
        EXPECT_EQ(left_out(day, n)->reason, LeftOut::special_day);
        EXPECT_EQ(left_out(day, n)->special_day, "Quốc tang");
    }
    EXPECT_EQ(day.silences.size(), 3u) << "as without music for gaps";
}

TEST(ComposeProgramme, NamesTheMusicForGapsAndTheFallbacksThatCannotFillIn) {
    auto given = facts();
    given.announcements[announcement(music)].is_over = true;
    auto programme = morning();
    programme.items[4].fallback = announcement(5);

    const auto day = compose_programme(programme, monday, given);

    ASSERT_TRUE(left_out(day, music));
    EXPECT_EQ(left_out(day, music)->key, "");
    EXPECT_EQ(left_out(day, music)->reason, LeftOut::over);
    ASSERT_TRUE(left_out(day, 5));
    EXPECT_EQ(left_out(day, 5)->key, "relay");
    EXPECT_EQ(left_out(day, 5)->reason, LeftOut::not_found);
}

TEST(SilencesOf, AreThoseOfALoudspeakerThatSoundsNoMusic) {
    const auto day = compose_programme(morning(), monday, facts());
    ASSERT_TRUE(day.silences.empty());

    const auto silences = silences_of(morning(), day.pieces, {announcement(tune), announcement(music)});

    ASSERT_EQ(silences.size(), 4u);
    EXPECT_EQ(silences[0], (Silence{Duration::zero(), seconds{21}})) << "everybody hears the greeting at once";
    EXPECT_EQ(silences[1], (Silence{piece(day, "hello").end(), minutes{15}}));
    EXPECT_EQ(silences[3], (Silence{minutes{30}, minutes{60}})) << "nothing stands in for the relay";
}

TEST(ComposeProgramme, TheColumnIsThatOfTheWeekday) {
    const auto on_monday = compose_programme(morning(), monday, facts());
    const auto on_tuesday = compose_programme(morning(), monday + date::days{1}, facts());
    const auto on_wednesday = compose_programme(morning(), monday + date::days{2}, facts());

    EXPECT_EQ(piece(on_monday, "column").announcement, announcement(law));
    EXPECT_EQ(piece(on_monday, "column").title, "Pháp luật");
    EXPECT_EQ(piece(on_tuesday, "column").announcement, announcement(farming));
    EXPECT_FALSE(has_piece(on_wednesday, "column"));
    EXPECT_EQ(on_wednesday.left_out.back().reason, LeftOut::not_today);
}

TEST(ComposeProgramme, WhatIsTooLongIsCutOrFadedBeforeTheFixedItemAsDeclared) {
    const auto tuesday = compose_programme(morning(), monday + date::days{1}, facts());
    EXPECT_EQ(piece(tuesday, "column").length, minutes{15} - breath);
    EXPECT_EQ(piece(tuesday, "column").fade_out, fade_length);

    auto programme = morning();
    programme.items[3].overrun = Overrun::cut;
    const auto cut = compose_programme(programme, monday + date::days{1}, facts());
    EXPECT_EQ(piece(cut, "column").fade_out, Duration::zero());
    EXPECT_EQ(piece(cut, "relay").offset, minutes{30});
}

TEST(ComposeProgramme, WhatHasToFinishAndCannotIsLeftOutAndNamed) {
    auto programme = morning();
    programme.items[3].overrun = Overrun::finish;

    const auto day = compose_programme(programme, monday + date::days{1}, facts());

    EXPECT_FALSE(has_piece(day, "column"));
    ASSERT_TRUE(left_out(day, farming));
    EXPECT_EQ(left_out(day, farming)->reason, LeftOut::no_room);
    EXPECT_EQ(left_out(day, farming)->length, minutes{20});
}

TEST(ComposeProgramme, WhatHasToFinishGoesOverItsOwnLengthWhereThereIsRoom) {
    auto programme = morning();
    programme.items[0].length = seconds{10};
    programme.items[0].overrun = Overrun::finish;

    const auto day = compose_programme(programme, monday, facts());

    EXPECT_EQ(piece(day, "tune").length, seconds{20});
    EXPECT_EQ(piece(day, "hello").offset, seconds{21});
    EXPECT_EQ(piece(day, "column").offset, minutes{15});
}

TEST(ComposeProgramme, NoBulletinBeginsAfterTheTimeOfItsItemIsOver) {
    auto programme = morning();
    programme.items[2].length = seconds{60};
    auto given = facts();
    put_in(given, 20, seconds{70});
    put_in(given, 21, seconds{70});

    const auto day = compose_programme(programme, monday, given);

    EXPECT_TRUE(has_piece(day, "news/" + announcement(20).text()));
    EXPECT_EQ(left_out(day, 21)->reason, LeftOut::no_room);
}

TEST(ComposeProgramme, WhatIsTooLongToFinishGivesWayToAFallbackThatIsNot) {
    auto programme = morning();
    programme.items[3].overrun = Overrun::finish;
    programme.items[3].fallback = announcement(law);

    const auto day = compose_programme(programme, monday + date::days{1}, facts());

    EXPECT_EQ(piece(day, "column").announcement, announcement(law));
    EXPECT_EQ(left_out(day, farming)->reason, LeftOut::no_room);
    EXPECT_EQ(left_out(day, farming)->replaced_by, announcement(law));
}

TEST(ComposeProgramme, PriorityBulletinsComeFirstAndTheCommunesOrderDecidesBetweenTwo) {
    auto given = facts();
    put_in(given, 20, seconds{60});
    put_in(given, 21, seconds{60}, Priority::priority);
    put_in(given, 22, seconds{60});
    put_in(given, 23, seconds{60}, Priority::priority);

    const auto day = compose_programme(morning(), monday, given);

    std::vector<AnnouncementId> said;
    for (const auto& piece : main_pieces(day))
        if (piece.kind == ItemKind::bulletins) said.push_back(*piece.announcement);
    EXPECT_EQ(said, (std::vector{announcement(21), announcement(23), announcement(20), announcement(22)}));
}

TEST(ComposeProgramme, ABulletinThatDoesNotFitIsLeftOutAShorterOneAfterItIsNot) {
    auto given = facts();
    put_in(given, 20, minutes{12});
    put_in(given, 21, minutes{9});
    put_in(given, 22, seconds{70});

    const auto day = compose_programme(morning(), monday, given);

    EXPECT_EQ(left_out(day, 21)->reason, LeftOut::no_room);
    EXPECT_TRUE(has_piece(day, "news/" + announcement(20).text()));
    EXPECT_TRUE(has_piece(day, "news/" + announcement(22).text()));
    ASSERT_EQ(day.rooms.size(), 1);
    EXPECT_EQ(day.rooms[0].used + day.rooms[0].left, minutes{15} - breath - seconds{37});
}

TEST(ComposeProgramme, SaysWhyABulletinIsLeftOut) {
    auto given = facts();
    const auto unapproved = put_in(given, 20, seconds{60});
    given.announcements[put_in(given, 21, seconds{60})].is_ready = false;
    given.announcements[put_in(given, 22, seconds{60})].is_over = true;
    given.announcements.erase(put_in(given, 23, seconds{60}));

    const auto day =
        compose_programme(morning(), monday, given, [&](const Piece& one) { return one.announcement != unapproved; });

    EXPECT_EQ(left_out(day, 20)->reason, LeftOut::not_approved);
    EXPECT_EQ(left_out(day, 21)->reason, LeftOut::not_ready);
    EXPECT_EQ(left_out(day, 22)->reason, LeftOut::over);
    EXPECT_EQ(left_out(day, 23)->reason, LeftOut::not_found);
}

TEST(ComposeProgramme, AsksAtItsMomentWhetherAPieceMaySoundAndWhatStandsBehindMovesUp) {
    auto given = facts();
    put_in(given, 20, minutes{7});
    put_in(given, 21, minutes{6});
    put_in(given, 22, minutes{2});
    const auto ends_in_time = [](const Piece& one) { return one.kind != ItemKind::bulletins || one.end() <= minutes{10}; };

    const auto day = compose_programme(morning(), monday, given, ends_in_time);

    EXPECT_TRUE(has_piece(day, "news/" + announcement(20).text()));
    ASSERT_TRUE(left_out(day, 21));
    EXPECT_EQ(left_out(day, 21)->reason, LeftOut::not_approved);
    EXPECT_TRUE(has_piece(day, "news/" + announcement(22).text())) << "behind the longer one it would have been too late";
}

TEST(ComposeProgramme, ARelayThatMayNotSoundGivesWayToItsFallback) {
    auto programme = morning();
    programme.items[4].fallback = announcement(law);

    const auto day = compose_programme(programme, monday, facts(), [](const Piece& one) { return one.relay.empty(); });

    EXPECT_EQ(piece(day, "relay").announcement, announcement(law));
    EXPECT_EQ(piece(day, "relay").offset, minutes{30});
    const auto relay = std::ranges::find(day.left_out, "relay", &LeftOutItem::key);
    ASSERT_NE(relay, day.left_out.end());
    EXPECT_EQ(relay->reason, LeftOut::not_approved);
    EXPECT_EQ(relay->replaced_by, announcement(law));
    EXPECT_FALSE(relay->announcement);
}

TEST(ComposeProgramme, NamesTheMusicForGapsOnceWhereItMayNotSoundInOneOfThem) {
    auto given = facts();
    const auto nothing_before_the_column = [](const Piece& one) { return one.key != "before/column"; };

    const auto day = compose_programme(morning(), monday, given, nothing_before_the_column);

    EXPECT_TRUE(has_piece(day, "before/relay")) << "where it may sound it does";
    ASSERT_EQ(std::ranges::count(day.left_out, std::optional(announcement(music)), &LeftOutItem::announcement), 1);
    EXPECT_EQ(left_out(day, music)->reason, LeftOut::not_approved);
    EXPECT_EQ(left_out(day, music)->key, "");
    ASSERT_EQ(day.silences.size(), 1u);
    EXPECT_EQ(day.silences[0].to, minutes{15});
}

TEST(ComposeProgramme, AMissingItemGivesWayToItsFallbackOrElseTheNextMovesUp) {
    auto given = facts();
    given.announcements[announcement(tune)].is_ready = false;
    auto programme = morning();
    const auto moved_up = compose_programme(programme, monday, given);
    EXPECT_EQ(main_pieces(moved_up)[0].key, "hello");
    EXPECT_EQ(main_pieces(moved_up)[0].offset, Duration::zero());

    programme.items[0].fallback = announcement(music);
    const auto replaced = compose_programme(programme, monday, given);
    EXPECT_EQ(piece(replaced, "tune").announcement, announcement(music));
    EXPECT_EQ(left_out(replaced, tune)->replaced_by, announcement(music));
}

TEST(ComposeProgramme, SomethingStandsInForWhatMayBeMissingAtTheLoudspeaker) {
    auto programme = morning();
    programme.items[4].fallback = announcement(law);

    const auto day = compose_programme(programme, monday, facts());

    const auto& instead = piece(day, "relay/instead");
    EXPECT_EQ(instead.stands_in_for, "relay");
    EXPECT_EQ(instead.announcement, announcement(law));
    EXPECT_EQ(std::pair(instead.offset, instead.length), std::pair(piece(day, "relay").offset, piece(day, "relay").length));
    EXPECT_EQ(piece(day, "column/instead").announcement, announcement(music)) << "else the music for gaps";
}

TEST(ComposeProgramme, SeveralShortPiecesThatAreMissingAreNoLongSilence) {
    auto given = facts();
    for (const std::uint8_t n : {20, 21, 22, 23}) put_in(given, n, seconds{4});

    const auto day = compose_programme(morning(), monday, given);

    const auto is_filled = [&](std::uint8_t n) { return has_piece(day, "news/" + announcement(n).text() + "/instead"); };
    EXPECT_FALSE(is_filled(20));
    EXPECT_TRUE(is_filled(21));
    EXPECT_FALSE(is_filled(22));
    EXPECT_TRUE(is_filled(23));
}

TEST(ComposeProgramme, NothingStandsInForItself) {
    auto programme = morning();
    programme.items[3].fallback = announcement(law);

    const auto day = compose_programme(programme, monday, facts());

    EXPECT_EQ(piece(day, "column").announcement, announcement(law));
    EXPECT_EQ(piece(day, "column/instead").announcement, announcement(music)) << "if the law is missing, so is its fallback";
}

TEST(ComposeProgramme, WithoutARelayItsFallbackSoundsInItsPlaceAgainAndAgain) {
    auto given = facts();
    given.relays.clear();

    const auto day = compose_programme(morning(), monday, given);

    EXPECT_EQ(piece(day, "relay").announcement, announcement(music));
    EXPECT_EQ(piece(day, "relay").stands_in_for, "relay") << "so that it begins again as long as it is missing";
    EXPECT_EQ(piece(day, "relay").end(), minutes{60});
    EXPECT_EQ(day.left_out.back().reason, LeftOut::no_relay);
}

TEST(ComposeProgramme, ARelayIsOfTheStationThatItsItemNamesAndItsFallbackOfNone) {
    auto programme = morning();
    const auto day = compose_programme(programme, monday, facts());
    programme.items[4].relay.clear();

    EXPECT_EQ(piece(day, "relay").relay, "vov1");
    EXPECT_EQ(piece(day, "relay/instead").relay, "");
    EXPECT_EQ(compose_programme(programme, monday, facts()).left_out.back().reason, LeftOut::not_chosen);
}

TEST(ComposeProgramme, WhatIsSwitchedOffIsNotHeard) {
    auto programme = morning();
    programme.items[0].is_on = false;

    const auto day = compose_programme(programme, monday, facts());

    EXPECT_FALSE(has_piece(day, "tune"));
    EXPECT_EQ(day.left_out.front().reason, LeftOut::switched_off);
}

TEST(ComposeProgramme, ABulletinThatIsPutInLeavesThePiecesBeforeItAsTheyWere) {
    auto given = facts();
    put_in(given, 20, seconds{70});
    const auto before = compose_programme(morning(), monday, given);
    put_in(given, 21, seconds{80});
    const auto after = compose_programme(morning(), monday, given);

    for (const auto* key : {"tune", "hello", "column", "relay"}) EXPECT_EQ(piece(before, key), piece(after, key)) << key;
    EXPECT_EQ(piece(before, "news/" + announcement(20).text()), piece(after, "news/" + announcement(20).text()));
}

TEST(CheckProgramme, RefusesWhatCannotBe) {
    const auto refused = [](const std::function<void(Programme&)>& spoil) {
        auto programme = morning();
        spoil(programme);
        return !check_programme(programme).has_value();
    };

    EXPECT_TRUE(check_programme(morning()));
    EXPECT_TRUE(refused([](auto& programme) { programme.name.clear(); }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items.clear(); }));
    EXPECT_TRUE(refused([](auto& programme) { programme.length = minutes{121}; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[1].key = "tune"; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[1].key = "Nhạc hiệu"; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[4].at = minutes{15}; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[4].at = minutes{60}; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[4].at = milliseconds{1'800'500}; }));
    EXPECT_TRUE(refused([](auto& programme) { programme.items[2].length = seconds{1}; }));
}

TEST(CheckProgramme, SaysWhichRuleIsBrokenByWhichItem) {
    const auto rule = [](const std::function<void(Programme&)>& spoil) {
        auto programme = morning();
        spoil(programme);
        return check_programme(programme).error().rule;
    };

    using domain::BrokenRule;
    EXPECT_EQ(rule([](auto& programme) { programme.items.clear(); }), (BrokenRule{"programme_items", "1 - 40", "0"}));
    EXPECT_EQ(rule([](auto& programme) { programme.length = seconds{30}; }), (BrokenRule{"programme_length", "1 - 120", "0.5"}));
    EXPECT_EQ(rule([](auto& programme) { programme.length = minutes{121}; }), (BrokenRule{"programme_length", "1 - 120", "121"}));
    EXPECT_EQ(rule([](auto& programme) { programme.name.clear(); })->name, "name");
    EXPECT_EQ(rule([](auto& programme) { programme.items[1].key = "tune"; }), (BrokenRule{"item_twice", "", "tune"}));
    EXPECT_EQ(rule([](auto& programme) { programme.items[1].key = "Nhạc"; }), (BrokenRule{"item_key", "", "Nhạc"}));
    EXPECT_EQ(rule([](auto& programme) { programme.items[4].at = minutes{15}; }), (BrokenRule{"item_order", "", "relay"}));
    EXPECT_EQ(rule([](auto& programme) { programme.items[4].at = minutes{60}; }), (BrokenRule{"item_after_end", "", "relay"}));
}

TEST(Programme, ItsWordsAreReadAsTheyAreWritten) {
    for (int kind = 0; kind < 6; ++kind)
        EXPECT_EQ(domain::item_kind_from_name(domain::item_kind_name(static_cast<ItemKind>(kind))), static_cast<ItemKind>(kind));
    for (int rule = 0; rule < 3; ++rule)
        EXPECT_EQ(domain::overrun_from_name(domain::overrun_name(static_cast<Overrun>(rule))), static_cast<Overrun>(rule));
    EXPECT_EQ(domain::item_kind_name(ItemKind::bulletins), "bulletins");
    EXPECT_FALSE(domain::overrun_from_name("stretch"));
}

TEST(ProgrammePresets, AreProgrammesAndShipWhatResidentsComplainOfSwitchedOff) {
    const auto presets = rural_standard();
    ASSERT_EQ(presets.size(), 2);
    for (const auto& preset : presets) {
        EXPECT_TRUE(check_programme(preset.programme)) << preset.programme.name;
        const auto off = std::ranges::count(preset.programme.items, false, &ProgrammeItem::is_on);
        EXPECT_EQ(off, preset.programme.name == "Chương trình sáng" ? 2 : 1);
    }
    EXPECT_EQ(presets[0].time_of_day, minutes{5 * 60 + 30});
    EXPECT_EQ(presets[0].programme.items[5].on_weekday[6].title, "Người tốt việc tốt");
}

// ---- Whatever is put into it ----

Programme any_programme() {
    Programme programme;
    programme.name = "P";
    programme.length = minutes{*rc::gen::inRange(10, 61)};
    if (*rc::gen::arbitrary<bool>()) programme.filler = announcement(music);
    Duration fixed_at{};
    const auto count = *rc::gen::inRange(1, 10);
    for (int at = 0; at < count; ++at) {
        auto made = item(("item-" + std::to_string(at)).c_str(), static_cast<ItemKind>(*rc::gen::inRange(0, 6)));
        made.overrun = static_cast<Overrun>(*rc::gen::inRange(0, 3));
        made.is_on = *rc::gen::inRange(0, 6) > 0;
        if (*rc::gen::inRange(0, 5) > 0) made.announcement = announcement(*rc::gen::inRange<std::uint8_t>(1, 12));
        if (*rc::gen::inRange(0, 3) == 0) made.fallback = announcement(*rc::gen::inRange<std::uint8_t>(1, 12));
        if (*rc::gen::inRange(0, 4) > 0) made.relay = "vov1";
        if (*rc::gen::inRange(0, 3) == 0) made.length = seconds{*rc::gen::inRange(5, 1200)};
        const auto at_fixed = fixed_at + seconds{*rc::gen::inRange(1, 900)};
        if (*rc::gen::inRange(0, 3) == 0 && at_fixed < programme.length) made.at = fixed_at = at_fixed;
        programme.items.push_back(made);
    }
    return programme;
}
DayFacts any_facts() {
    DayFacts facts;
    if (*rc::gen::arbitrary<bool>()) facts.relays = {"vov1"};
    for (std::uint8_t n = 1; n < 40; ++n) {
        if (*rc::gen::inRange(0, 12) == 0) continue;
        facts.announcements[announcement(n)] = {Duration{*rc::gen::inRange(1'000'000, 900'000'000)}, *rc::gen::inRange(0, 12) > 0,
                                                *rc::gen::inRange(0, 12) == 0, *rc::gen::inRange(0, 12) == 0 ? "Quốc tang" : ""};
    }
    const auto count = *rc::gen::inRange<std::uint8_t>(0, 12);
    for (std::uint8_t n = 0; n < count; ++n)
        facts.bulletins.push_back({announcement(static_cast<std::uint8_t>(20 + n)),
                                   *rc::gen::arbitrary<bool>() ? Priority::priority : Priority::normal});
    facts.announcements[announcement(music)] = {Duration{*rc::gen::inRange(1'000'000, 400'000'000)}};
    return facts;
}

TEST(ComposeProgramme, NothingOverlapsNothingIsBeyondTheHardEndAndFixedItemsAreOnTime) {
    EXPECT_TRUE(rc::check([] {
        const auto programme = any_programme();
        RC_ASSERT(check_programme(programme).has_value());
        const auto day = compose_programme(programme, monday, any_facts());

        const auto pieces = main_pieces(day);
        std::set<std::string> keys;
        for (const auto& piece : day.pieces) RC_ASSERT(keys.insert(piece.key).second);
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            RC_ASSERT(pieces[at].length > Duration::zero());
            RC_ASSERT(pieces[at].end() <= programme.length);
            RC_ASSERT(pieces[at].offset % seconds{1} == Duration::zero());
            RC_ASSERT(pieces[at].fade_out <= pieces[at].length);
            if (at > 0) RC_ASSERT(pieces[at].offset >= pieces[at - 1].end() + breath);
            const auto place = pieces[at].stands_in_for.value_or(pieces[at].key);
            const auto own = std::ranges::find(programme.items, place, &ProgrammeItem::key);
            if (own != programme.items.end() && own->at) RC_ASSERT(pieces[at].offset == *own->at);
        }
    }));
}

TEST(ComposeProgramme, IsNeverSilentForMoreThanTenSecondsWhereThereIsAFillerAndElseSaysSo) {
    EXPECT_TRUE(rc::check([] {
        const auto programme = any_programme();
        const auto day = compose_programme(programme, monday, any_facts());

        Duration end{};
        std::size_t silences = 0;
        for (const auto& piece : main_pieces(day)) {
            if (piece.offset - end > silence_max) ++silences;
            end = piece.end();
        }
        if (programme.filler) RC_ASSERT(silences == 0U);
        RC_ASSERT(silences <= day.silences.size());
    }));
}

TEST(ComposeProgramme, IsNeverSilentForMoreThanTenSecondsEvenIfNothingOfItReachesALoudspeakerButTheMusic) {
    EXPECT_TRUE(rc::check([] {
        auto programme = any_programme();
        programme.filler = announcement(music);
        auto given = any_facts();
        for (auto& item : programme.items) item.fallback.reset();

        const auto day = compose_programme(programme, monday, given);

        Duration silent_from{};
        for (const auto& piece : day.pieces) {
            if (piece.announcement != announcement(music)) continue;
            RC_ASSERT(piece.offset - silent_from <= silence_max);
            silent_from = piece.end();
        }
        RC_ASSERT(day.total - silent_from <= silence_max);
    }));
}

TEST(ComposeProgramme, EveryBulletinIsHeardOrNamedWithAReason) {
    EXPECT_TRUE(rc::check([] {
        const auto programme = any_programme();
        const auto given = any_facts();
        const auto day = compose_programme(programme, monday, given);

        for (const auto& item : programme.items) {
            if (item.kind != ItemKind::bulletins || !item.is_on) continue;
            for (const auto& bulletin : given.bulletins) {
                const bool heard = has_piece(day, item.key + "/" + bulletin.announcement.text());
                const auto named = std::ranges::count_if(day.left_out, [&](const LeftOutItem& out) {
                    return out.key == item.key && out.announcement == bulletin.announcement;
                });
                RC_ASSERT((heard ? 1 : 0) + named == 1);
            }
        }
    }));
}

TEST(ComposeProgramme, NothingSoundsThatMayNot) {
    EXPECT_TRUE(rc::check([] {
        const auto given = any_facts();
        const auto seed = *rc::gen::inRange(0, 7);
        const auto may_sound = [seed](const Piece& one) {
            return (one.offset / seconds{1} + (one.announcement ? one.announcement->bytes[0] : 0)) % 7 != seed;
        };
        const auto day = compose_programme(any_programme(), monday, given, may_sound);

        for (const auto& piece : day.pieces) {
            RC_ASSERT(may_sound(piece));
            if (!piece.announcement) continue;
            const auto& known = given.announcements.at(*piece.announcement);
            RC_ASSERT(known.is_ready && !known.is_over && known.falls_away.empty());
            RC_ASSERT(piece.stands_in_for || piece.length <= known.length);
        }
    }));
}

}  // namespace
}  // namespace village::calendar
