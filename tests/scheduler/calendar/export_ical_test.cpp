// The moments of an exported calendar are compared with python3-icalendar's (oracle/); here is what it looks like and refuses.
#include "scheduler/calendar/export_ical.hpp"

#include <gtest/gtest.h>

#include "scheduler/calendar/import_ical.hpp"
#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;

const ZoneRules of_the_commune = ZoneRules::named("Asia/Ho_Chi_Minh").value();

ExportedSound bulletin() {
    ExportedSound sound;
    sound.announcement.title = "Bản tin, sáng";
    sound.announcement.content = domain::AudioContent{{}, 0, std::chrono::minutes{15}, 0, 0};
    sound.hamlets.resize(1);
    return sound;
}

ExportedSchedule every_day_of_november() {
    ExportedSchedule schedule;
    schedule.series.id.bytes[0] = 9;
    schedule.series.parts.resize(1);
    schedule.series.parts[0].timing.first = local("2026-11-01T05:30:00");
    schedule.series.parts[0].timing.repeats = Rrule{"FREQ=DAILY;UNTIL=20261130"};
    schedule.series.parts[0].timing.not_on = {local("2026-11-20T05:30:00")};
    schedule.describe = [](const Wanted&) { return bulletin(); };
    return schedule;
}

SpecialDays no_special_days() {
    const auto day = date::floor<date::days>(local("2026-01-01T00:00:00"));
    return SpecialDays::make({}, {}, day, day).value();
}

ExportSpan november() {
    return {"Thôn Bến", utc("2026-10-31T17:00:00Z"), utc("2026-11-30T17:00:00Z"), utc("2026-10-01T00:00:00Z")};
}

TEST(ExportIcal, ARuleStaysARuleWithItsExceptions) {
    const auto file = export_ical(november(), std::vector{every_day_of_november()}, no_special_days(), of_the_commune).value();

    for (const auto* line :
         {"\r\nX-WR-CALNAME:Thôn Bến\r\n", "\r\nTZOFFSETTO:+0700\r\n", "\r\nSUMMARY:Bản tin\\, sáng\r\n",
          "\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261101T053000\r\n", "\r\nDURATION:PT900S\r\n",
          "\r\nRRULE:FREQ=DAILY;UNTIL=20261130T165959Z\r\n", "\r\nEXDATE;TZID=Asia/Ho_Chi_Minh:20261120T053000\r\n"})
        EXPECT_NE(file.find(line), std::string::npos) << line << file;
}

TEST(ExportIcal, OurOwnImportTakesItBack) {
    const auto schedule = every_day_of_november();
    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    const auto preview = preview_import(file, of_the_commune).value();

    ASSERT_EQ(preview.schedules.size(), 1u);
    EXPECT_TRUE(preview.not_understood.empty());
    const auto moments = [](const Series& series) {
        std::vector<domain::UtcTime> found;
        const auto expander = Expander::make(series, of_the_commune).value();
        for (const auto& one : expander.between(utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z")))
            found.push_back(one.planned);
        return found;
    };
    EXPECT_EQ(moments(preview.schedules[0].series), moments(schedule.series));
    EXPECT_EQ(moments(schedule.series).size(), 29u);
}

TEST(ExportIcal, ACancelledScheduleIsNotInTheFile) {
    auto schedule = every_day_of_november();
    schedule.series.active = false;

    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    EXPECT_EQ(file.find("VEVENT"), std::string::npos);
}

/// Wanted here; with 1 in its first byte in another zone.
ExportedSchedule with_days_wanted_elsewhere(std::vector<domain::OneChange> changes) {
    auto schedule = every_day_of_november();
    schedule.series.changes = std::move(changes);
    schedule.describe = [](const Wanted& wanted) {
        auto sound = bulletin();
        if (wanted.announcement.bytes[0] == 1) sound.hamlets.clear();
        return sound;
    };
    return schedule;
}

TEST(ExportIcal, WhatIsWantedElsewhereOnOneDayIsLeftOutOnThatDay) {
    Wanted elsewhere;
    elsewhere.announcement.bytes[0] = 1;
    const auto third = utc("2026-11-03T05:30:00+07:00");

    const auto file = export_ical(november(), std::vector{with_days_wanted_elsewhere({{third, {}, elsewhere}})},
                                  no_special_days(), of_the_commune)
                          .value();

    EXPECT_NE(file.find("\r\nEXDATE;TZID=Asia/Ho_Chi_Minh:20261103T053000,20261120T053000\r\n"), std::string::npos) << file;
    EXPECT_EQ(file.find("RECURRENCE-ID"), std::string::npos) << file;
}

TEST(ExportIcal, OfWhatIsWantedElsewhereOnlyTheDayThatIsWantedHereIsInTheFile) {
    auto schedule = with_days_wanted_elsewhere({{utc("2026-11-03T05:30:00+07:00"), {}, Wanted{}}});
    schedule.series.parts[0].wanted.announcement.bytes[0] = 1;

    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    const auto preview = preview_import(file, of_the_commune).value();
    ASSERT_EQ(preview.schedules.size(), 1u) << file;
    const auto given = Expander::make(preview.schedules[0].series, of_the_commune)->between(november().from, november().to);
    ASSERT_EQ(given.size(), 1u) << file;
    EXPECT_EQ(given[0].planned, utc("2026-11-03T05:30:00+07:00"));
}

TEST(ExportIcal, OneThatIsMovedIntoTheSpanAndWantedElsewhereIsNotInTheFile) {
    Wanted elsewhere;
    elsewhere.announcement.bytes[0] = 1;
    auto schedule = with_days_wanted_elsewhere({{utc("2026-10-30T05:30:00+07:00"), utc("2026-11-05T19:00:00+07:00"), elsewhere}});
    schedule.series.parts[0].timing.first = local("2026-10-01T05:30:00");

    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    EXPECT_EQ(file.find("20261105T190000"), std::string::npos) << file;
}

TEST(ExportIcal, WhatIsOutOfDateIsLeftOut) {
    auto schedule = every_day_of_november();
    schedule.describe = [](const Wanted&) {
        auto sound = bulletin();
        sound.announcement.valid_until = utc("2026-11-29T05:44:00+07:00");
        return sound;
    };

    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    EXPECT_NE(file.find("20261120T053000,20261129T053000,20261130T"), std::string::npos)
        << "it would not be over in time on the 29th: " << file;
}

TEST(ExportIcal, WhatMayNotSoundIsLeftOut) {
    auto schedule = every_day_of_november();
    schedule.may_sound = [](const Wanted&, const domain::Occurrence& one) {
        return one.planned != utc("2026-11-22T05:30:00+07:00");
    };

    const auto file = export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();

    EXPECT_NE(file.find("\r\nEXDATE;TZID=Asia/Ho_Chi_Minh:20261120T053000,20261122T053000\r\n"), std::string::npos) << file;
}

std::string exported_without_end(void (*change)(ExportedSchedule&)) {
    auto schedule = every_day_of_november();
    schedule.series.parts[0].timing.repeats = Rrule{"FREQ=DAILY"};
    change(schedule);
    return export_ical(november(), std::vector{schedule}, no_special_days(), of_the_commune).value();
}

TEST(ExportIcal, ARuleThatIsHeardOnEveryDayGoesOnBehindTheSpan) {
    const auto file = exported_without_end([](ExportedSchedule&) {});

    EXPECT_NE(file.find("\r\nRRULE:FREQ=DAILY\r\n"), std::string::npos) << file;
}

TEST(ExportIcal, ARuleThatMayFallSilentOnSomeDayEndsWithTheSpan) {
    const auto skips = [](ExportedSchedule& schedule) {
        schedule.series.parts[0].wanted.on_special_days = {{DayKind::public_holiday, "", DayAction::skip}};
    };
    const auto leaves_out = [](ExportedSchedule& schedule) {
        schedule.series.parts[0].timing.not_on = {local("2027-11-20T05:30:00")};
    };
    const auto moves = [](ExportedSchedule& schedule) {
        schedule.series.changes = {{utc("2027-11-20T05:30:00+07:00"), utc("2027-11-20T17:30:00+07:00"), {}}};
    };
    const auto expires = [](ExportedSchedule& schedule) {
        schedule.describe = [](const Wanted&) {
            auto sound = bulletin();
            sound.announcement.valid_until = utc("2027-11-20T05:30:00+07:00");
            return sound;
        };
    };

    for (const auto change : {+skips, +leaves_out, +moves, +expires}) {
        const auto file = exported_without_end(change);
        EXPECT_NE(file.find("\r\nRRULE:FREQ=DAILY;UNTIL=20261130T165959Z\r\n"), std::string::npos) << file;
    }
}

TEST(ExportIcal, IsBounded) {
    auto backwards = november();
    backwards.to = backwards.from;
    auto endless = november();
    endless.to = utc("2126-01-01T00:00:00Z");

    EXPECT_EQ(export_ical(backwards, {}, no_special_days(), of_the_commune).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(export_ical(endless, {}, no_special_days(), of_the_commune).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace village::calendar
