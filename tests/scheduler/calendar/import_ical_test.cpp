#include "scheduler/calendar/import_ical.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "scheduler/calendar/expand.hpp"
#include "scheduler/calendar/ical_text.hpp"
#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;
using Texts = std::vector<std::string>;

const ZoneRules ho_chi_minh = ZoneRules::named("Asia/Ho_Chi_Minh").value();

/// Lines of one VEVENT with a UID, in a calendar.
std::string calendar_of(const Texts& events) {
    std::string file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
    for (const auto& lines : events) file += "BEGIN:VEVENT\r\nUID:one\r\n" + lines + "END:VEVENT\r\n";
    return file + "END:VCALENDAR\r\n";
}

ImportPreview preview(const Texts& events) { return preview_import(calendar_of(events), ho_chi_minh).value(); }

Texts planned(const ImportedSchedule& schedule, std::size_t count) {
    Texts texts;
    const auto expander = Expander::make(schedule.series, ho_chi_minh).value();
    for (const auto& occurrence : expander.between(utc("2020-01-01T00:00:00Z"), utc("2040-01-01T00:00:00Z")))
        if (texts.size() < count) texts.push_back(local_text(ho_chi_minh.to_local(occurrence.planned)));
    return texts;
}

Texts reasons(const ImportPreview& found) {
    Texts texts;
    for (const auto& one : found.not_understood) texts.push_back(fmt::format("{}: {}: {}", one.line, one.what, one.why.detail));
    return texts;
}

TEST(ImportIcal, ShowsAScheduleThatWouldBeMade) {
    const auto found =
        preview({"SUMMARY:Bản tin sáng\\, thứ hai\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261123T053000\r\nDURATION:PT15M\r\n"
                 "RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=MO;COUNT=3\r\n"
                 "EXDATE;TZID=Asia/Ho_Chi_Minh:20261130T053000\r\nRDATE:20261224T170000\r\n"});

    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_TRUE(reasons(found).empty());
    EXPECT_EQ(found.schedules[0].title, "Bản tin sáng, thứ hai");
    EXPECT_EQ(found.schedules[0].duration, std::chrono::minutes{15});
    EXPECT_EQ(planned(found.schedules[0], 9), (Texts{"2026-11-23T05:30:00", "2026-12-07T05:30:00", "2026-12-24T17:00:00"}));
}

TEST(ImportIcal, TakesOneThatDoesNotRepeatInUtc) {
    const auto found = preview({"SUMMARY:Họp\r\nDTSTART:20261122T223000Z\r\nDTEND:20261122T230000Z\r\n"});

    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(found.schedules[0].duration, std::chrono::minutes{30});
    EXPECT_EQ(planned(found.schedules[0], 9), (Texts{"2026-11-23T05:30:00"}));
}

TEST(ImportIcal, KnowsOurZoneByTheNamesOfOtherPrograms) {
    for (const auto* name : {"Asia/Saigon", "\"SE Asia Standard Time\""})
        EXPECT_EQ(preview({fmt::format("DTSTART;TZID={}:20261123T053000\r\n", name)}).schedules.size(), 1u) << name;
}

TEST(ImportIcal, MovesAndLeavesOutSingleOccurrences) {
    const auto found = preview({"SUMMARY:A\r\nDTSTART:20261123T053000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n",
                                "SUMMARY:A\r\nRECURRENCE-ID:20261124T053000\r\nDTSTART:20261124T170000\r\n",
                                "SUMMARY:A\r\nRECURRENCE-ID:20261125T053000\r\nDTSTART:20261125T053000\r\nSTATUS:CANCELLED\r\n"});

    EXPECT_TRUE(reasons(found).empty());
    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(planned(found.schedules[0], 9), (Texts{"2026-11-23T05:30:00", "2026-11-24T17:00:00"}));
}

TEST(ImportIcal, ACancelledOccurrenceNeedsNoBeginningToBeLeftOut) {
    const auto found = preview({"SUMMARY:A\r\nDTSTART:20261123T053000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n",
                                "RECURRENCE-ID:20261124T053000\r\nSTATUS:CANCELLED\r\n"});

    EXPECT_TRUE(reasons(found).empty());
    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(planned(found.schedules[0], 9), Texts{"2026-11-23T05:30:00"});
}

TEST(ImportIcal, SaysWhereNothingIsLeftOut) {
    const auto found =
        preview({"SUMMARY:A\r\nDTSTART:20261123T053000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
                 "EXDATE:20261123T053000,20261124T173000\r\nEXDATE;VALUE=DATE:20261125\r\nEXDATE;VALUE=DATE:20261126\r\n"});

    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(planned(found.schedules[0], 9), Texts{"2026-11-24T05:30:00"});
    ASSERT_EQ(found.not_understood.size(), 2u);
    const std::array wrong{std::pair{8u, "20261124T173000"}, std::pair{10u, "20261126"}};
    for (std::size_t at = 0; at < wrong.size(); ++at) {
        EXPECT_EQ(found.not_understood[at].what, "EXDATE");
        EXPECT_EQ(found.not_understood[at].line, wrong[at].first);
        EXPECT_EQ(found.not_understood[at].why.rule, (domain::BrokenRule{"left_out_nothing", {}, wrong[at].second}));
    }
}

TEST(ImportIcal, ADayThatIsLeftOutIsLeftOutWithAllItsTimes) {
    const auto found =
        preview({"SUMMARY:A\r\nDTSTART:20261123T053000\r\nRRULE:FREQ=DAILY;UNTIL=20261125;BYHOUR=5,17\r\n"
                 "EXDATE;VALUE=DATE:20261123,20261124\r\n"});

    EXPECT_TRUE(reasons(found).empty());
    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(planned(found.schedules[0], 9), (Texts{"2026-11-25T05:30:00", "2026-11-25T17:30:00"}));
}

TEST(ImportIcal, ShowsWhatIsNotUtf8AsUnknownCharactersAndSaysSo) {
    const auto found = preview({"SUMMARY:B\xE9n \xED\xA0\x80 Bến\r\nDTSTART:20261123T053000\r\n"});

    ASSERT_EQ(found.schedules.size(), 1u);
    EXPECT_EQ(found.schedules[0].title, "B\uFFFDn \uFFFD\uFFFD\uFFFD Bến");
    ASSERT_EQ(found.not_understood.size(), 1u);
    EXPECT_EQ(found.not_understood[0].line, 5u);
    EXPECT_EQ(found.not_understood[0].what, "SUMMARY");
}

struct Refused {
    const char* event;
    const char* why;
    const char* rule;  ///< By which every language can say it.
};

TEST(ImportIcal, SaysOfEachEventWhyItIsNotUnderstood) {
    const std::vector<Refused> cases{
        {"SUMMARY:x\r\n", "does not say when it begins", "event_start"},
        {"DTSTART;VALUE=DATE:20261123\r\n", "without a time of the day", "moment_only"},
        {"DTSTART:20261323T053000\r\n", "is not a time", "event_time"},
        {"DTSTART;TZID=Europe/Berlin:20261123T053000\r\n", "of Europe/Berlin, the commune's are of Asia/Ho_Chi_Minh",
         "event_zone"},
        {"DTSTART:20261122T223000Z\r\nRRULE:FREQ=DAILY\r\n", "of UTC, the commune's are of Asia/Ho_Chi_Minh", "event_zone"},
        {"DTSTART:20261122T223000\r\nRRULE:FREQ=HOURLY\r\n", "at most 24 times a day", "recurrence"},
        {"DTSTART:20261122T223000\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31\r\n", "has no date", "no_date"},
        {"DTSTART:20261122T223000\r\nRRULE:FREQ=DAILY;COUNT=1000000\r\n", "counts to 10000 at most", "longest_count"},
        {"DTSTART:20261122T223000\r\nRDATE;VALUE=PERIOD:20261123T000000/PT1H\r\n", "RDATE in line 6: it names a period",
         "moment_only"},
        {"DTSTART:20261122T223000\r\nRDATE;VALUE=DATE:20261123\r\n", "RDATE in line 6: it names a day without a time",
         "moment_only"},
        {"DTSTART:20261122T223000\r\nDURATION:-PT5M\r\n", "duration", "event_length"},
        {"DTSTART:20261122T223000\r\nDTEND:20261121T223000\r\n", "ends before it begins", "event_length"},
        {"DTSTART:20261122T223000\r\nSTATUS:CANCELLED\r\n", "cancelled", "event_cancelled"},
        {"RECURRENCE-ID:20261122T223000\r\nDTSTART:20261122T223000\r\n", "not in the file", "change_of_nothing"}};
    for (const auto& one : cases) {
        const auto found = preview({one.event});
        EXPECT_TRUE(found.schedules.empty()) << one.event;
        ASSERT_EQ(found.not_understood.size(), 1u) << one.event;
        EXPECT_NE(found.not_understood[0].why.detail.find(one.why), std::string::npos) << found.not_understood[0].why.detail;
        EXPECT_EQ(found.not_understood[0].why.rule ? found.not_understood[0].why.rule->name : "", one.rule) << one.event;
        EXPECT_EQ(found.not_understood[0].line, 3u);
    }
}

TEST(ImportIcal, NamesWhatElseIsInTheFile) {
    const auto found =
        preview_import("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nno colon here\nEND:VCALENDAR\n", ho_chi_minh).value();

    EXPECT_EQ(reasons(found), (Texts{"2: VTODO: only VEVENT becomes a schedule", "5: line: it has no name and value"}));
}

TEST(ImportIcal, SaysWhenTheFirstDateIsNotOneOfTheRule) {
    const auto found = preview({"DTSTART:20261124T053000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n"});

    ASSERT_EQ(found.schedules.size(), 1u);
    ASSERT_EQ(found.not_understood.size(), 1u);
    EXPECT_EQ(found.not_understood[0].what, "DTSTART");
}

TEST(ImportIcal, LooksAtABoundedNumberOfEventsAndOfRulesItCannotTake) {
    const Texts many(imported_events_max + 1, "DTSTART:20261122T223000\r\n");
    EXPECT_EQ(preview_import(calendar_of(many), ho_chi_minh).error().code, ErrorCode::too_large);
    EXPECT_EQ(preview_import(std::string(ical_size_max + 1, 'x'), ho_chi_minh).error().code, ErrorCode::too_large);

    const auto found = preview(Texts(refused_rules_max + 1, "DTSTART:20261122T223000\r\nRRULE:FREQ=SECONDLY\r\n"));
    EXPECT_NE(found.not_understood.back().why.detail.find("too many rules"), std::string::npos);
}

TEST(ImportIcal, RefusesWhatIsNoCalendar) {
    for (const auto* file : {"", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "\r\n\r\n", "BEGIN"})
        EXPECT_EQ(preview_import(file, ho_chi_minh).error().code, ErrorCode::invalid_argument) << file;
}

TEST(IcalText, FoldsBetweenCharactersAndReadsItBack) {
    std::string text = "SUMMARY:";
    for (int i = 0; i < 60; ++i) text += "ộ";
    std::string file;
    add_ical_line(file, text);
    std::vector<std::size_t> unreadable;

    const auto lines = read_ical_lines(file, unreadable).value();

    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ("SUMMARY:" + lines[0].value, text);
    std::size_t at = 0;
    while (at < file.size()) {
        const auto end = file.find("\r\n", at);
        EXPECT_LE(end - at, 75u);
        EXPECT_NE(static_cast<unsigned char>(file[at]) & 0xC0, 0x80);
        at = end + 2;
    }
}

TEST(IcalText, EscapesAndReadsItBack) {
    const std::string text = "a;b,c\\d\ne\"f";

    EXPECT_EQ(escape_ical(text), "a\\;b\\,c\\\\d\\ne\"f");
    EXPECT_EQ(unescape_ical(escape_ical(text)), text);
    EXPECT_EQ(escape_ical("a\r\x01"), "a");
}

TEST(IcalText, ReadsParametersInQuotes) {
    std::vector<std::size_t> unreadable;
    const auto lines = read_ical_lines("dtstart;tzid=\"a;b:c\";x=1:2026", unreadable).value();

    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].name, "DTSTART");
    EXPECT_EQ(lines[0].parameters.at("TZID"), "a;b:c");
    EXPECT_EQ(lines[0].value, "2026");
}

TEST(IcalText, ReadsDurations) {
    using std::chrono::seconds;
    EXPECT_EQ(read_ical_duration("PT15M"), seconds{900});
    EXPECT_EQ(read_ical_duration("P1DT1H1S"), seconds{90'001});
    for (const auto* text : {"", "P", "15M", "-PT5M", "PT", "P9999999D", "P2W", "PT5", "PTM"})
        EXPECT_FALSE(read_ical_duration(text)) << text;
}

}  // namespace
}  // namespace village::calendar
