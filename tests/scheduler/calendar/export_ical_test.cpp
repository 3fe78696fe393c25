// The moments of an exported calendar are compared with python3-icalendar's (oracle/); here is what it looks like and refuses.
#include "scheduler/calendar/export_ical.hpp"

#include <gtest/gtest.h>

#include "scheduler/calendar/import_ical.hpp"
#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;

const ZoneRules of_the_commune = ZoneRules::named("Asia/Ho_Chi_Minh").value();

ExportedSchedule every_day_of_november() {
    ExportedSchedule schedule;
    schedule.series.id.bytes[0] = 9;
    schedule.series.parts.resize(1);
    schedule.series.parts[0].timing.first = local("2026-11-01T05:30:00");
    schedule.series.parts[0].timing.repeats = Rrule{"FREQ=DAILY;UNTIL=20261130"};
    schedule.series.parts[0].timing.not_on = {local("2026-11-20T05:30:00")};
    schedule.describe = [](const Wanted&) { return ExportedText{"Bản tin, sáng", std::chrono::minutes{15}}; };
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
