// Where a programme is silent, and what people are told of it: before it is scheduled, by its day and by the dry run.
#include <algorithm>

#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

using domain::ItemKind;

TEST(ProgrammeSilence, TheSilenceThatMourningLeavesIsSaidByTheDayAndByTheDryRun) {
    EveningProgramme test;
    test.save();
    auto rules = test.world.day_rules();
    rules.rules.push_back({"Ngày tang", domain::DayKind::state_mourning, domain::DaySpan{monday, monday}, 0, 0, {}});

    ASSERT_OK(test.world.save(approver(), rules));
    test.settle();

    const auto lines = test.foreseen();
    EXPECT_TRUE(std::ranges::count(lines, "17:00:00 Tin 2 special_day")) << "nothing fills the gap";
    EXPECT_EQ(lines.size(), 3u);
    const auto day = test.world.preview(test.programme.id, monday);
    ASSERT_EQ(day->left_out.back().reason, "special_day");
    EXPECT_EQ(day->left_out.back().special_day, "Ngày tang");
    ASSERT_EQ(day->silences.size(), 1u);
    EXPECT_EQ(day->silences[0].to, 20min);
}

TEST(ProgrammeSilence, MourningInOneHamletLeavesSilenceThereAndEverybodyHearsTheWordsAtOnce) {
    EveningProgramme test;
    test.save();
    auto rules = test.world.day_rules();
    rules.rules.push_back({"Đám tang thôn Bến", domain::DayKind::local_mourning, domain::DaySpan{monday, monday}, 0, 0, {ben}});

    ASSERT_OK(test.world.save(approver(), rules));
    test.settle();

    EXPECT_FALSE(test.planned_of(2)) << "in Bến";
    EXPECT_TRUE(test.is_planned_in_dong(monday_1700 + 9s));
    EXPECT_TRUE(test.is_planned_in_dong(monday_1700 + 20min));
    const auto lines = test.foreseen();
    EXPECT_TRUE(std::ranges::count(lines, "17:00:09 Tin 2 special_day"));
    EXPECT_EQ(lines.size(), 3u) << "the tune, the music that falls away and the column";
    EXPECT_EQ(test.world.preview(test.programme.id, monday)->silences.size(), 1u);
}

TEST(ProgrammeSilence, ADayOfMourningIsAskedAboutBeforeItsSilenceIsScheduled) {
    EveningProgramme test;
    const auto in_three_weeks = monday + date::days{21};
    auto rules = test.world.day_rules();
    rules.rules.push_back(
        {"Quốc tang", domain::DayKind::state_mourning, domain::DaySpan{in_three_weeks, in_three_weeks}, 0, 0, {}});
    ASSERT_OK(test.world.save(approver(), rules));

    const auto refused = test.world.save(approver(), test.schedule);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"silence", "10 s", "17:00-17:20"}));
    test.schedule.on_special_days = {{domain::DayKind::state_mourning, "", domain::DayAction::skip}};
    EXPECT_OK(test.world.save(approver(), test.schedule)) << "what is not heard at all is not silent";
}

TEST(ProgrammeSilence, WhatFallsAwayAsAWholeIsOneLine) {
    EveningProgramme test;
    test.schedule.on_special_days = {{domain::DayKind::state_mourning, "", domain::DayAction::skip}};
    auto rules = test.world.day_rules();
    rules.rules.push_back({"Quốc tang", domain::DayKind::state_mourning, domain::DaySpan{monday, monday}, 0, 0, {}});
    ASSERT_OK(test.world.save(approver(), rules));

    test.save();

    EXPECT_EQ(test.foreseen(), (std::vector<std::string>{"17:00:00 Chương trình chiều special_day"}));
    EXPECT_TRUE(test.world.preview(test.programme.id, monday)->starts.empty());
}

TEST(ProgrammeSilence, ADryRunNamesEveryItemThatNothingWasChosenForAndSaysThatNothingIsLeft) {
    EveningProgramme test;
    for (auto& item : test.programme.items) item.announcement.reset();
    test.programme.items[0].title = "Nhạc hiệu";
    test.programme.version = 1;
    ASSERT_OK(test.world.save(approver(), test.programme));

    const auto refused = test.world.save(approver(), test.schedule);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"silence", "10 s", "17:00-17:30"}));
    ASSERT_OK(test.world.save(approver(), test.schedule, true));
    test.world.settle();
    EXPECT_EQ(test.foreseen(), (std::vector<std::string>{"17:00:00 Chương trình chiều empty", "17:00:00 Nhạc hiệu not_chosen",
                                                         "17:00:00 column not_chosen"}));
}

TEST(ProgrammeSilence, MusicForGapsThatWasWithdrawnIsNamedByTheDayAndByTheDryRun) {
    EveningProgramme test;
    test.save();
    auto withdrawn = test.world.stored_announcement(music);
    withdrawn.state = domain::AnnouncementState::withdrawn;
    test.world.keep_announcement(withdrawn);

    const auto day = test.world.preview(test.programme.id, monday);

    ASSERT_OK(day);
    EXPECT_EQ(day->left_out.back().announcement, music);
    EXPECT_EQ(day->left_out.back().reason, "over");
    EXPECT_EQ(day->silences.size(), 1u);
    EXPECT_TRUE(std::ranges::count(test.foreseen(10 * 24h), "17:00:00 Tin 2 over"));
}

TEST(ProgrammeSilence, SilenceOnAnyDayOfTheWeekIsAskedAbout) {
    EveningProgramme test;
    test.programme.version = 1;
    test.programme.filler.reset();
    test.programme.items = {item("tune", ItemKind::signature, tune), item("column", ItemKind::column)};
    test.programme.items[0].at = 20min;
    test.programme.items[1].on_weekday[0].announcement = farming;
    std::swap(test.programme.items[0], test.programme.items[1]);
    test.keep(farming, 20min - 1s, 3);
    ASSERT_OK(test.world.save(approver(), test.programme));
    ASSERT_TRUE(test.world.preview(test.programme.id, monday)->silences.empty());

    const auto refused = test.world.save(approver(), test.schedule);

    ASSERT_FALSE(refused) << "twenty minutes of silence from Tuesday on";
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"silence", "10 s", "17:00-17:20"}));
}

TEST(ProgrammeSilence, TakingTheMusicOutOfWhatIsOnTheCalendarIsAskedAboutLikeSchedulingItWithout) {
    EveningProgramme test;
    test.save();
    test.programme.version = 1;
    test.programme.filler.reset();

    const auto refused = test.world.save(approver(), test.programme);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"silence", "10 s", "17:00-17:20"}));
    const auto saved = test.world.save(approver(), test.programme, true);
    ASSERT_OK(saved);
    auto renamed = *saved;
    renamed.name = "Chương trình buổi chiều";
    EXPECT_OK(test.world.save(approver(), renamed)) << "this silence somebody agreed to";
}

TEST(ProgrammeSilence, BulletinsForADayOnWhichItIsNotHeardAreRefusedAndTheDaySaysSo) {
    EveningProgramme test;
    test.schedule = schedule_at("2026-11-23T17:00:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    test.schedule.announcement = {};
    test.schedule.programme = test.programme.id;
    test.schedule.targets = {.areas = {commune_area}};
    const auto saturday = monday + date::days{5};
    ASSERT_OK(test.world.put_in(approver(), {test.programme.id, saturday, {{bulletin}}, 0})) << "not on the calendar yet";
    test.save();

    const auto refused = test.world.put_in(approver(), {test.programme.id, saturday, {{bulletin}}, 1});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"programme_day", "", "2026-11-28"}));
    EXPECT_OK(test.world.put_in(approver(), {test.programme.id, saturday, {}, 1})) << "taking out is always possible";
    EXPECT_TRUE(test.world.preview(test.programme.id, saturday)->starts.empty());
    EXPECT_EQ(test.world.preview(test.programme.id, monday)->starts, std::vector{monday_1700});
}

TEST(ProgrammeSilence, ARefusalNamesItsRule) {
    EveningProgramme test;
    test.save();
    auto longer = test.programme;
    longer.length += std::chrono::minutes{20};
    longer.version = 1;

    EXPECT_EQ(test.world.save(approver(), longer).error().rule, (domain::BrokenRule{"programme_longer", "30", "50"}));
    EXPECT_EQ(test.world.remove(approver(), test.programme.id, 1).error().rule->name, "programme_scheduled");
}

}  // namespace
}  // namespace village::test
