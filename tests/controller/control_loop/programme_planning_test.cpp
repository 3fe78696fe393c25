// A schedule that wants a programme: what is planned of its days, and what is said about it beforehand.
#include <algorithm>

#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

using domain::BroadcastState;
using domain::Grant;
using domain::ItemKind;

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
    EXPECT_EQ(gap.priority, domain::Priority::background) << "whatever is announced meanwhile goes before it";
    EXPECT_EQ(instead.priority, column.priority);
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
    EXPECT_TRUE(test.world.stored_broadcast(tune_before).withdrawn);
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

    const auto refused = test.world.put_in(approver(), {test.programme.id, monday, {{bulletin, domain::Priority::normal}}, 0});
    EXPECT_CODE(refused, schedule_in_past);
    EXPECT_TRUE(refused_by(refused, "programme_begun"));
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

TEST(ProgrammePlanning, AStopOfItsOccurrenceMeansAllOfItsPieces) {
    EveningProgramme test;
    test.save();
    const auto occurrence = domain::occurrence_id(test.schedule.id, monday_1700);

    ASSERT_OK(test.world.stop(approver(), {.broadcast = domain::BroadcastId{occurrence.bytes}}));
    test.settle();

    EXPECT_TRUE(test.planned().empty());
    EXPECT_FALSE(test.planned(monday_1700 + 24h).empty()) << "tomorrow's stays";
}

TEST(ProgrammePlanning, BulletinsAreTakenWhereOnlyOneHamletIsQuiet) {
    EveningProgramme test;
    test.save();
    domain::HoursRule rule;
    rule.name = "Thôn Bến nghỉ buổi chiều";
    rule.areas = {ben};
    rule.quiet = {{16 * 60, 19 * 60}};
    auto rules = test.world.hours_rules();
    rules.rules = {rule};
    ASSERT_OK(test.world.save(approver(), rules));

    test.put_in({{bulletin, domain::Priority::normal}});
}

TEST(ProgrammePlanning, MinutesOfSilenceAreNotScheduledBeforeSomebodyHasAgreedToThem) {
    EveningProgramme test;
    test.programme.version = 1;
    test.programme.filler.reset();
    ASSERT_OK(test.world.save(approver(), test.programme));

    const auto refused = test.world.save(approver(), test.schedule);

    EXPECT_CODE(refused, confirmation_needed);
    ASSERT_TRUE(refused.error().rule);
    EXPECT_EQ(refused.error().rule->name, "silence");
    EXPECT_EQ(refused.error().rule->found, "17:00-17:20") << "nothing but a tune of eight seconds before the column";
    EXPECT_EQ(test.world.preview(approver(), test.schedule)->problems.size(), 1u);
    EXPECT_OK(test.world.save(approver(), test.schedule, true));
}

TEST(ProgrammePlanning, AScheduleOfAProgrammeThatDoesNotExistIsRefused) {
    EveningProgramme test;
    test.schedule.programme = make_id<domain::ProgrammeId>(41);

    EXPECT_CODE(test.world.save(approver(), test.schedule), not_found);
}

TEST(ProgrammePlanning, TakesNoBulletinForADayOnWhichTheQuietHoursCameOverIt) {
    EveningProgramme test;
    test.save();
    auto hours = test.world.hours_rules();
    domain::HoursRule rest;
    rest.name = "Nghỉ chiều";
    rest.quiet = {{16 * 60, 18 * 60}};
    hours.rules = {rest};
    ASSERT_OK(test.world.save(approver(), hours));
    test.world.settle();

    const auto refused = test.world.put_in(approver(), {test.programme.id, monday, {{bulletin}}, 0});

    EXPECT_CODE(refused, quiet_hours);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"quiet_hours", "16:00-18:00", "17:00", "Nghỉ chiều"}));
    EXPECT_OK(test.world.put_in(approver(), {test.programme.id, monday, {}, 0})) << "taking out is always possible";
}

}  // namespace
}  // namespace village::test
