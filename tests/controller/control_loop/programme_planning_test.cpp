// A schedule that wants a programme: what is planned of its days, what becomes of that when the programme changes, and what is said
// about it beforehand.
#include <date/date.h>

#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::BroadcastState;
using domain::Grant;
using domain::ItemKind;

constexpr date::local_days monday{date::year{2026} / 11 / 23};
const auto monday_1700 = domain::parse_utc("2026-11-23T17:00:00+07:00").value();
const auto tune = make_id<domain::AnnouncementId>(72), music = make_id<domain::AnnouncementId>(73),
           farming = make_id<domain::AnnouncementId>(74);

domain::ProgrammeItem item(const char* key, ItemKind kind, std::optional<domain::AnnouncementId> announcement = {}) {
    domain::ProgrammeItem made;
    made.key = key;
    made.kind = kind;
    made.announcement = announcement;
    made.overrun = domain::Overrun::finish;
    return made;
}

/// Tune, bulletins of the day, a column at 17:20 for five minutes, and music for the gaps; every day at 17:00 in the whole commune.
struct EveningProgramme {
    EveningProgramme() {
        keep(tune, 8s, 1);
        keep(music, 120s, 2, true);
        keep(farming, 300s, 3);
        for (const auto node : {node_1, node_3}) world.connect(node);
        programme.id = make_id<domain::ProgrammeId>(40);
        programme.name = "Chương trình chiều";
        programme.length = std::chrono::minutes{30};
        programme.filler = music;
        programme.items = {item("tune", ItemKind::signature, tune), item("news", ItemKind::bulletins),
                           item("column", ItemKind::music, farming)};
        programme.items[2].at = std::chrono::minutes{20};
        EXPECT_OK(world.add(approver(), programme));
        schedule = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
        schedule.announcement = {};
        schedule.programme = programme.id;
        schedule.targets = {.areas = {commune_area}};
    }
    void keep(domain::AnnouncementId id, domain::Duration length, std::uint8_t content, bool is_music = false) {
        auto made = world.stored_announcement(bulletin);
        made.id = id;
        made.version = 0;
        made.music = is_music;
        made.title = "Tin " + std::to_string(content);
        made.content->hash = make_id<domain::ContentHash>(content);
        made.content->duration = length;
        world.keep_announcement(made);
    }
    EveningProgramme& save() {
        EXPECT_OK(world.save(approver(), schedule));
        settle();
        return *this;
    }
    /// Until the next plan is sent.
    void settle() {
        const auto plans = world.gateway().plans[node_1].size();
        world.settle();
        world.now += 300ms;
        world.until([&] { return world.gateway().plans[node_1].size() > plans; });
    }
    void put_in(std::vector<domain::DayBulletin> bulletins, date::local_days day = monday) {
        auto put = world.put_in(approver(), {programme.id, day, std::move(bulletins), day_version++});
        EXPECT_OK(put);
        settle();
    }
    /// The loop looks at the clock every five seconds at least.
    void come_to(domain::UtcTime moment) {
        const auto first = planned_of(1)->broadcast;
        const auto has_begun = [&] { return world.stored_broadcast(first).state != BroadcastState::planned; };
        world.now = moment;
        EXPECT_TRUE(world.until(has_begun) || world.until(has_begun) || world.until(has_begun));
        world.settle();
    }
    void change() {
        auto changed = world.save(approver(), programme);
        EXPECT_OK(changed);
        if (changed) programme = *changed;
        settle();
    }
    /// In this node's plan, from this moment on and before the next day's.
    std::vector<Grant> planned(domain::UtcTime from = monday_1700, NodeNumber node = node_1) {
        std::vector<Grant> found;
        if (world.gateway().plans[node].empty()) return found;
        for (const auto& one : world.gateway().plans[node].back().grants)
            if (one.grant.starts_at >= from && one.grant.starts_at < from + 12h) found.push_back(one.grant);
        std::ranges::sort(found, {},
                          [](const Grant& grant) { return std::pair(grant.starts_at, grant.stands_in_for.has_value()); });
        return found;
    }
    std::optional<Grant> planned_of(std::uint8_t content, bool stands_in = false) {
        for (const auto& grant : planned())
            if (grant.content == make_id<domain::ContentHash>(content) && grant.stands_in_for.has_value() == stands_in)
                return grant;
        return std::nullopt;
    }
    /// "17:00:00 Tin 1", sorted, of the first occurrence in Bến; what does not sound with its reason.
    std::vector<std::string> foreseen(std::chrono::hours from = 0h) {
        const auto run = world.dry_run({.targets = {.areas = {ben}}, .from = world.now + from, .to = world.now + from + 14h});
        EXPECT_OK(run);
        std::vector<std::string> lines;
        for (const auto& sound : run->sounds) {
            if (!sound.nodes.contains(node_1)) continue;
            auto line = domain::utc_text(sound.planned + 7h).substr(11, 8) + " " + sound.title;
            if (sound.outcome != domain::ReceiptOutcome::played) line += " " + sound.reason;
            lines.push_back(std::move(line));
        }
        std::ranges::sort(lines);
        return lines;
    }

    World world;
    domain::Programme programme;
    domain::Schedule schedule;
    std::uint32_t day_version = 0;
};

TEST(ProgrammePlanning, EveryPieceIsABroadcastOfItsOwnAtItsMoment) {
    EveningProgramme test;
    test.save();

    const auto day = test.planned();

    ASSERT_EQ(day.size(), 5u);
    EXPECT_EQ(day[0].content, make_id<domain::ContentHash>(1));
    EXPECT_EQ(day[0].starts_at, monday_1700);
    EXPECT_EQ(day[3].content, make_id<domain::ContentHash>(3));
    EXPECT_EQ(day[3].starts_at, monday_1700 + 20min);
    EXPECT_EQ(day[3].max_duration, 5min);
    EXPECT_EQ(test.planned(monday_1700 + 24h).size(), 5u) << "and so the next day";
}

TEST(ProgrammePlanning, MusicFillsTheGapAndStandsInForWhatMayBeMissing) {
    EveningProgramme test;
    test.save();

    const auto day = test.planned();

    ASSERT_EQ(day.size(), 5u);
    EXPECT_EQ(day[1].stands_in_for, day[0].broadcast) << "of eight seconds, and nine until the gap begins";
    const auto &gap = day[2], &column = day[3], &instead = day[4];
    EXPECT_EQ(gap.content, make_id<domain::ContentHash>(2));
    EXPECT_TRUE(gap.stands_in_for) << "so that two minutes of music begin again";
    EXPECT_EQ(gap.starts_at + gap.max_duration, monday_1700 + 20min - 500ms);
    EXPECT_EQ(instead.stands_in_for, column.broadcast);
    EXPECT_EQ(std::pair(instead.starts_at, instead.max_duration), std::pair(column.starts_at, column.max_duration));
    EXPECT_EQ(instead.not_after, instead.starts_at + instead.max_duration) << "the hard end of its place";
    EXPECT_EQ(instead.start_by, instead.not_after) << "it may be needed at any moment";
}

TEST(ProgrammePlanning, ABulletinThatIsPutInIsHeardOnThatDayAndMovesOnlyWhatHasToMove) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast, tune_before = test.planned_of(1)->broadcast;
    const auto tomorrow = test.planned(monday_1700 + 24h);
    const auto stops = test.world.ledger.stops.size();

    test.put_in({{bulletin, domain::Priority::normal}});

    const auto day = test.planned();
    ASSERT_GE(day.size(), 7u);
    EXPECT_EQ(day[2].starts_at, monday_1700 + 9s) << "after the tune of eight seconds, and a breath";
    EXPECT_EQ(test.planned_of(1)->broadcast, tune_before);
    EXPECT_EQ(test.planned_of(3)->broadcast, column);
    EXPECT_EQ(test.planned(monday_1700 + 24h), tomorrow);
    EXPECT_EQ(test.world.ledger.stops.size(), stops + 1) << "of the music that was longer before";
}

TEST(ProgrammePlanning, AnEditWithdrawsWhatIsNotWantedAnyMore) {
    EveningProgramme test;
    test.save();
    const auto tune_before = test.planned_of(1)->broadcast;

    test.programme.items[0].is_on = false;
    test.change();

    EXPECT_FALSE(test.planned_of(1));
    EXPECT_TRUE(test.planned_of(3));
    EXPECT_EQ(test.world.stored_broadcast(tune_before).state, BroadcastState::cancelled);
    EXPECT_TRUE(test.world.stored_broadcast(tune_before).place->withdrawn);
}

TEST(ProgrammePlanning, WhatSomebodyStoppedStaysStoppedWhereverTheProgrammePutsIt) {
    EveningProgramme test;
    test.put_in({{bulletin, domain::Priority::normal}});
    test.save();
    const auto before = test.planned();
    const auto stopped = std::ranges::find(before, monday_1700 + 9s, &Grant::starts_at);
    ASSERT_NE(stopped, before.end());
    const auto content = *stopped->content;
    ASSERT_OK(test.world.stop(approver(), {.broadcast = stopped->broadcast}));
    test.settle();

    test.programme.items[0].is_on = false;  // Now the bulletins begin at 17:00.
    test.change();

    for (const auto& grant : test.planned()) EXPECT_NE(grant.content, content);
}

TEST(ProgrammePlanning, AProgrammeThatHasBegunStaysAsItIs) {
    EveningProgramme test;
    test.save();
    const auto before = test.planned();
    test.world.now = monday_1700 + 30s;
    test.world.settle();

    test.programme.items[2].is_on = false;
    test.change();

    EXPECT_TRUE(test.planned_of(3)) << "today it is heard";
    const auto tomorrow = test.planned(monday_1700 + 24h);
    EXPECT_TRUE(std::ranges::none_of(tomorrow, [](const Grant& grant) { return grant.starts_at == monday_1700 + 24h + 20min; }));
}

TEST(ProgrammePlanning, PlanningTenMinutesIntoItTakesNothingBack) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 10min);

    test.world.loop().node_connected(node_1);
    test.programme.name = "Tên khác";
    test.change();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
}

TEST(ProgrammePlanning, ARestartTenMinutesIntoItTakesNothingBack) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 10min);

    test.world.restart();
    test.world.connect(node_1);
    test.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
    EXPECT_TRUE(test.planned_of(3));
}

TEST(ProgrammePlanning, WhatIsSwitchedOffAndOnAgainIsHeardAgain) {
    EveningProgramme test;
    test.save();
    const auto before = test.planned_of(3)->broadcast;
    test.programme.items[2].is_on = false;
    test.change();
    ASSERT_FALSE(test.planned_of(3));

    test.programme.items[2].is_on = true;
    test.change();

    ASSERT_TRUE(test.planned_of(3));
    EXPECT_NE(test.planned_of(3)->broadcast, before) << "a STOP of the first one lies in the loudspeakers";
}

TEST(ProgrammePlanning, AStoreThatDoesNotAnswerTakesNothingBack) {
    EveningProgramme test;
    test.save();
    test.world.broadcast_store().is_broken = true;

    test.programme.items[2].is_on = false;
    test.change();

    EXPECT_TRUE(test.planned_of(3));
}

TEST(ProgrammePlanning, AStopIsRememberedByARestartWhereverTheProgrammePutsThePiece) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    ASSERT_OK(test.world.stop(approver(), {.broadcast = column}));
    test.settle();
    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);

    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();

    EXPECT_FALSE(test.planned_of(3));
    EXPECT_TRUE(test.planned_of(1));
}

TEST(ProgrammePlanning, AnotherAnnouncementChosenForAStoppedPieceIsHeard) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(approver(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();

    test.keep(make_id<domain::AnnouncementId>(75), 200s, 5);
    test.programme.items[2].announcement = make_id<domain::AnnouncementId>(75);
    test.change();

    EXPECT_TRUE(test.planned_of(5));
}

TEST(ProgrammePlanning, AStopInOneHamletHoldsThereWhereverTheProgrammePutsThePiece) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(head_of_ben(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();

    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();

    EXPECT_FALSE(test.planned_of(3)) << "in Bến";
    EXPECT_TRUE(test.world.until([&] {
        return std::ranges::any_of(test.planned(monday_1700, node_3),
                                   [](const Grant& grant) { return grant.starts_at == monday_1700 + 22min; });
    })) << "and in Đồng it is heard";
}

TEST(ProgrammePlanning, WhoStopsWhatSoundsOfItHearsNothingMoreOfItToday) {
    EveningProgramme test;
    test.save();
    const auto tune_now = test.planned_of(1)->broadcast, column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 5s);
    ASSERT_EQ(test.world.stored_broadcast(tune_now).state, BroadcastState::on_air);

    ASSERT_OK(test.world.stop(approver(), {.area = commune_area}));
    test.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::stopped);
    EXPECT_FALSE(test.planned(monday_1700 + 24h).empty()) << "tomorrow it is heard";
}

TEST(ProgrammePlanning, WithdrawingAnAnnouncementTakesOnlyItsOwnPieces) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 5s);

    ASSERT_OK(test.world.act(approver(), {.announcement = tune, .act = domain::ApprovalAct::withdraw, .words = "sai"}));
    test.world.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
}

TEST(ProgrammePlanning, WhatWasMovedOutsideTheHoursWaitsForASecondPersonAlthoughItWasPlannedInside) {
    EveningProgramme test;
    domain::ApprovalPolicy rules;
    rules.second_person_outside_hours = true;
    ASSERT_OK(test.world.save(approver(), rules));
    test.save();
    ports::ScheduleEdit edit;
    edit.schedule = test.schedule.id;
    edit.scope = ports::EditScope::this_one;
    edit.occurrence = monday_1700;
    edit.moved_to = monday_1700 + 2h;
    edit.wanted.outside_hours_reason = "họp thôn";

    ASSERT_OK(test.world.edit(approver(), edit, true, true));
    test.settle();

    for (const auto& grant : test.planned(monday_1700 + 1h)) EXPECT_GE(grant.starts_at, monday_1700 + 12h);
    EXPECT_TRUE(test.planned(monday_1700 + 90min).empty());
}

TEST(ProgrammePlanning, OneThatIsOnTheCalendarDoesNotBecomeLonger) {
    EveningProgramme test;
    test.save();
    test.programme.length += std::chrono::minutes{20};

    EXPECT_CODE(test.world.save(approver(), test.programme), invalid_argument);
}

TEST(ProgrammePlanning, WhatIsPutInAfterTheBeginningIsRefused) {
    EveningProgramme test;
    test.save();
    test.come_to(monday_1700 + 1min);

    EXPECT_CODE(test.world.put_in(approver(), {test.programme.id, monday, {{bulletin, domain::Priority::normal}}, 0}),
                schedule_in_past);
}

TEST(ProgrammePlanning, ARestartPlansTheSameAndSignsNothingTwice) {
    EveningProgramme test;
    test.save();
    const auto signed_before = test.world.ledger.grants.size();

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    EXPECT_EQ(test.world.ledger.grants.size(), signed_before);
    EXPECT_EQ(test.planned().size(), 5u);
}

TEST(ProgrammePlanning, WhatWasNotSignedBeforeARestartIsSignedAsWhatItIs) {
    EveningProgramme test;
    test.world.signer().refusal = domain::Error{ErrorCode::unavailable, "the signer does not answer"};
    test.save();
    ASSERT_TRUE(test.world.ledger.grants.empty());

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    const auto day = test.planned();
    ASSERT_EQ(day.size(), 5u);
    EXPECT_EQ(day[4].stands_in_for, day[3].broadcast);
    EXPECT_EQ(day[4].content_duration, 2min);
    EXPECT_EQ(day[4].max_duration, 5min);
}

TEST(ProgrammePlanning, AWeekOfItIsSignedLittleByLittleAndWhatIsWantedNowGoesBeforeIt) {
    EveningProgramme test;
    test.world.signer().gate.is_closed = true;
    EXPECT_OK(test.world.save(approver(), test.schedule));
    test.world.settle();
    ASSERT_EQ(test.world.signer().asked.size(), 32u);
    auto now = play_now({.areas = {ben}});
    const auto wanted = test.world.broadcast(approver(), now);
    ASSERT_OK(wanted);

    test.world.signer().gate.open();
    test.settle();

    EXPECT_EQ(test.world.ledger.grants.size(), 7 * 5 + 1u);
    EXPECT_EQ(test.world.signer().asked.at(32), wanted->id);
}

TEST(ProgrammePlanning, InMourningTheMusicFallsAwayAndTheWordsDoNot) {
    EveningProgramme test;
    test.save();
    auto rules = test.world.day_rules();
    rules.rules.push_back({"Ngày tang", domain::DayKind::state_mourning, domain::DaySpan{monday, monday}, 0, 0, {}});

    ASSERT_OK(test.world.save(approver(), rules));
    test.settle();

    EXPECT_TRUE(test.planned_of(3));
    EXPECT_FALSE(test.planned_of(2, true));
}

TEST(ProgrammePlanning, CancellingTheScheduleWithdrawsAllOfIt) {
    EveningProgramme test;
    test.save();

    ASSERT_OK(test.world.cancel(approver(), test.world.stored_schedule(test.schedule.id)));
    test.settle();

    EXPECT_TRUE(test.planned().empty());
}

TEST(ProgrammePlanning, TheDryRunTellsTheDayPieceByPieceBeforeItIsSavedAndAfter) {
    EveningProgramme test;
    test.save();

    const std::vector<std::string> day{"17:00:00 Tin 1", "17:00:00 Tin 2 not_needed", "17:00:09 Tin 2", "17:20:00 Tin 3",
                                       "17:20:00 Tin 2 not_needed"};
    const auto heard = test.foreseen();
    for (const auto& line : day) EXPECT_TRUE(std::ranges::count(heard, line)) << line;
    EXPECT_EQ(heard.size(), day.size());
    EXPECT_EQ(test.foreseen(10 * 24h), heard) << "and of a day that is not planned yet";
}

TEST(ProgrammePlanning, TheDryRunNamesWhatIsLeftOutAndWhy) {
    EveningProgramme test;
    test.keep(make_id<domain::AnnouncementId>(75), 25min, 5);
    test.put_in({{make_id<domain::AnnouncementId>(75), domain::Priority::normal}});
    test.save();

    const auto lines = test.foreseen();

    EXPECT_TRUE(std::ranges::count(lines, "17:00:00 Tin 5 no_room")) << "25 minutes before a column at 17:20";
}

TEST(ProgrammePlanning, IsAskedAboutAsAWholeWhenItIsSaved) {
    EveningProgramme test;
    test.schedule.timing.first = domain::parse_local("2026-11-23T17:40:00").value();

    const auto refused = test.world.save(approver(), test.schedule);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::confirmation_needed);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"allowed_hours", "05:30-06:30, 17:00-18:00", "18:00"}))
        << "it would end at 18:10";
}

TEST(ProgrammePlanning, MeetsWhatIsPlannedInItsTimeAsOneConflict) {
    EveningProgramme test;
    test.save();
    auto other = schedule_at("2026-11-23T17:25:00");
    other.id = make_id<domain::ScheduleId>(81);

    const auto shown = test.world.preview(approver(), other);

    ASSERT_OK(shown);
    ASSERT_EQ(shown->conflicts.count, 1u);
    EXPECT_EQ(shown->conflicts.first[0].existing.title, "Chương trình chiều");
}

TEST(ProgrammePlanning, AProgrammeThatIsWantedIsNotRemoved) {
    EveningProgramme test;
    test.save();

    EXPECT_CODE(test.world.remove(approver(), test.programme.id, test.programme.version), invalid_argument);
    ASSERT_OK(test.world.cancel(approver(), test.world.stored_schedule(test.schedule.id)));
    EXPECT_OK(test.world.remove(approver(), test.programme.id, test.programme.version));
}

TEST(ProgrammePlanning, AScheduleOfAProgrammeThatDoesNotExistIsRefused) {
    EveningProgramme test;
    test.schedule.programme = make_id<domain::ProgrammeId>(41);

    EXPECT_CODE(test.world.save(approver(), test.schedule), not_found);
}

}  // namespace
}  // namespace village::test
