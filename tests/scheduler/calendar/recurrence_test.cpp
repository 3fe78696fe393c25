#include "scheduler/calendar/recurrence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

using domain::ErrorCode;
using std::chrono::hours;

ErrorCode refusal(std::string_view rule) {
    const auto parsed = Recurrence::parse(rule, local("2026-11-23T05:30:00"), vietnam);
    return parsed ? ErrorCode::internal : parsed.error().code;
}

std::vector<std::string> first_moments(std::string_view rule, std::string_view first, std::size_t count) {
    const auto parsed = Recurrence::parse(rule, local(first), vietnam);
    std::vector<std::string> texts;
    for (auto moment : parsed.value().between(local(first), LocalTime::max(), count)) texts.push_back(local_text(moment));
    return texts;
}

TEST(Recurrence, RefusesWhatWouldSoundEveryHourOrMoreOften) {
    for (const auto* rule : {"FREQ=HOURLY", "FREQ=MINUTELY;COUNT=3", "FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=0,10",
                             "FREQ=DAILY;BYHOUR=5,6,7,8,9,10;BYMINUTE=0,10,20,30,40"})
        EXPECT_EQ(refusal(rule), ErrorCode::recurrence_too_frequent) << rule;
}

TEST(Recurrence, SaysThatARuleWithoutADateNeverFires) {
    for (const auto* rule : {"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=MONTHLY;BYDAY=6MO", "FREQ=DAILY;UNTIL=20200101T000000Z", "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2"})
        EXPECT_EQ(refusal(rule), ErrorCode::recurrence_never_fires) << rule;
}

TEST(Recurrence, FindsOutQuicklyThatThereIsNoDate) {
    const auto before = std::chrono::steady_clock::now();

    EXPECT_EQ(refusal("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), ErrorCode::recurrence_never_fires);

    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds{250});
}

TEST(Recurrence, RefusesWhatIsNoRule) {
    for (const auto* rule :
         {"", "DAILY", "FREQ=", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY\r\nDTSTART:2026", "FREQ=YEARLY;RSCALE=CHINESE"})
        EXPECT_EQ(refusal(rule), ErrorCode::invalid_argument) << rule;
    EXPECT_EQ(refusal(std::string(600, 'A')), ErrorCode::invalid_argument);
}

TEST(Recurrence, RefusesWhatWouldBeExpandedOtherwiseThanTheStandardSays) {
    for (const auto* rule :
         {"FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1", "FREQ=DAILY;BYDAY=MO;BYSETPOS=1", "FREQ=DAILY;BYMONTHDAY=-1",
          "FREQ=WEEKLY;WKST=SU;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=5,17", "FREQ=YEARLY;BYDAY=2MO;BYMONTHDAY=8"})
        EXPECT_EQ(refusal(rule), ErrorCode::invalid_argument) << rule;
}

TEST(Recurrence, GivesTheTimesOfADayInTheirOrderHoweverTheyWereWritten) {
    EXPECT_EQ(first_moments("FREQ=DAILY;BYHOUR=17,5", "2026-11-23T05:30:00", 3),
              (std::vector<std::string>{"2026-11-23T05:30:00", "2026-11-23T17:30:00", "2026-11-24T05:30:00"}));
}

TEST(Recurrence, EveryThirdSundayBeginsWithTheSundayOfTheFirstWeek) {
    EXPECT_EQ(first_moments("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "2026-11-25T05:30:00", 2),
              (std::vector<std::string>{"2026-11-29T05:30:00", "2026-12-20T05:30:00"}));
}

TEST(Recurrence, TheFifteenthOfAYearWithoutAMonthIsTheFifteenthOfEveryMonth) {
    EXPECT_EQ(first_moments("FREQ=YEARLY;BYMONTHDAY=15", "2026-11-23T05:30:00", 3),
              (std::vector<std::string>{"2026-12-15T05:30:00", "2027-01-15T05:30:00", "2027-02-15T05:30:00"}));
}

TEST(Recurrence, GivesMondaysAndTuesdays) {
    EXPECT_EQ(first_moments("FREQ=WEEKLY;BYDAY=MO,TU", "2026-11-23T05:30:00", 3),
              (std::vector<std::string>{"2026-11-23T05:30:00", "2026-11-24T05:30:00", "2026-11-30T05:30:00"}));
}

TEST(Recurrence, WaitsForTheLeapDay) {
    EXPECT_EQ(first_moments("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-23T05:30:00", 2),
              (std::vector<std::string>{"2028-02-29T05:30:00", "2032-02-29T05:30:00"}));
}

TEST(Recurrence, The31stLeavesOutShortMonths) {
    EXPECT_EQ(first_moments("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31T17:00:00", 3),
              (std::vector<std::string>{"2027-01-31T17:00:00", "2027-03-31T17:00:00", "2027-05-31T17:00:00"}));
}

TEST(Recurrence, UntilADayIncludesThatDay) {
    EXPECT_EQ(first_moments("FREQ=DAILY;UNTIL=20261125", "2026-11-23T05:30:00", 9).size(), 3u);
}

TEST(Recurrence, UntilInUtcIsReadInTheZone) {
    EXPECT_EQ(first_moments("FREQ=DAILY;UNTIL=20261124T223000Z", "2026-11-23T05:30:00", 9).size(), 3u);
    EXPECT_EQ(first_moments("FREQ=DAILY;UNTIL=20261124T222959Z", "2026-11-23T05:30:00", 9).size(), 2u);
}

TEST(Recurrence, CountsFromTheBeginningWhereverOneLooks) {
    const auto rule = Recurrence::parse("FREQ=DAILY;COUNT=5", local("2026-11-23T05:30:00"), vietnam);

    EXPECT_EQ(rule.value().between(local("2026-11-26T00:00:00"), local("2027-11-26T00:00:00"), 100).size(), 2u);
}

TEST(Recurrence, LookingIntoTheMiddleFindsWhatWalkingThereFinds) {
    EXPECT_TRUE(rc::check([] {
        const auto frequency = *rc::gen::element<std::string>("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
        const auto interval = *rc::gen::inRange(1, 9);
        auto text = "FREQ=" + frequency + ";INTERVAL=" + std::to_string(interval);
        if (frequency == "WEEKLY") text += *rc::gen::element<std::string>("", ";BYDAY=MO,TH", ";BYDAY=SA,SU", ";BYDAY=WE");
        if (frequency == "MONTHLY")
            text += *rc::gen::element<std::string>("", ";BYMONTHDAY=1,15,-1", ";BYDAY=2TU", ";BYDAY=-1FR");
        const auto first = local("2026-01-05T05:30:00") + hours{24 * *rc::gen::inRange(0, 700)};
        const auto rule = Recurrence::parse(text, first, vietnam).value();
        const auto from = first + hours{*rc::gen::inRange(0, 24 * 3000)};
        const auto to = from + hours{*rc::gen::inRange(1, 24 * 1500)};

        auto walked = rule.between(first, to, 100'000);
        std::erase_if(walked, [&](LocalTime moment) { return moment < from; });

        RC_LOG() << text << " first " << local_text(first) << " from " << local_text(from) << "\n";
        RC_ASSERT(rule.between(from, to, 100'000) == walked);
    }));
}

TEST(Recurrence, DailyAndWeeklyRulesAgreeWithCountingDays) {
    EXPECT_TRUE(rc::check([] {
        const auto interval = *rc::gen::inRange(1, 30);
        const auto first = local("2026-01-05T17:00:00") + hours{24 * *rc::gen::inRange(0, 2000)};
        const bool weekly = *rc::gen::arbitrary<bool>();
        const auto rule =
            Recurrence::parse(std::string(weekly ? "FREQ=WEEKLY" : "FREQ=DAILY") + ";INTERVAL=" + std::to_string(interval), first,
                              vietnam)
                .value();

        std::vector<LocalTime> expected;
        for (int i = 0; i < 50; ++i) expected.push_back(first + i * interval * hours{weekly ? 7 * 24 : 24});

        RC_ASSERT(rule.between(first, LocalTime::max(), 50) == expected);
    }));
}

}  // namespace
}  // namespace village::calendar
