#include "scheduler/calendar/recurrence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
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

TEST(Recurrence, NamesTheRuleThatOneBreaks) {
    const auto broken = [](std::string_view rule) {
        return Recurrence::parse(rule, local("2026-11-23T05:30:00"), vietnam).error().rule.value_or(domain::BrokenRule{});
    };

    EXPECT_EQ(broken("FREQ=HOURLY;INTERVAL=12"),
              (domain::BrokenRule{"recurrence", "DAILY, WEEKLY, MONTHLY, YEARLY", "FREQ=HOURLY;INTERVAL=12"}));
    EXPECT_EQ(broken("FREQ=DAILY;BYHOUR=5,6,7,8,9,10;BYMINUTE=0,10,20,30,40"), (domain::BrokenRule{"times_a_day", "24", "30"}));
    EXPECT_EQ(broken("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
              (domain::BrokenRule{"no_date", "", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}));
}

TEST(Recurrence, SaysThatARuleWithoutADateNeverFires) {
    for (const auto* rule : {"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=MONTHLY;BYDAY=6MO", "FREQ=DAILY;UNTIL=20200101T000000Z", "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2"})
        EXPECT_EQ(refusal(rule), ErrorCode::recurrence_never_fires) << rule;
}

TEST(Recurrence, FindsOutQuicklyThatThereIsNoDate) {
    const auto before = std::chrono::steady_clock::now();

    EXPECT_EQ(refusal("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), ErrorCode::recurrence_never_fires);
    EXPECT_EQ(refusal("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=3"), ErrorCode::recurrence_never_fires);

    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds{250});
}

TEST(Recurrence, RefusesWhatIsNoRule) {
    for (const auto* rule :
         {"", "DAILY", "FREQ=", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY\r\nDTSTART:2026", "FREQ=YEARLY;RSCALE=CHINESE"})
        EXPECT_EQ(refusal(rule), ErrorCode::invalid_argument) << rule;
    EXPECT_EQ(refusal(std::string(600, 'A')), ErrorCode::invalid_argument);
}

TEST(Recurrence, SaysInTheRuleThatIsBrokenWhatCannotBeUsed) {
    const auto of = [](const char* rule) { return Recurrence::parse(rule, local("2026-11-23T05:30:00"), vietnam).error().rule; };

    for (const auto* rule : {"FREQ=SOMETIMES", "DAILY", "FREQ=WEEKLY;WKST=SU;BYDAY=MO"})
        EXPECT_EQ(of(rule), (domain::BrokenRule{"recurrence", "DAILY, WEEKLY, MONTHLY, YEARLY", rule}));
    EXPECT_EQ(of("FREQ=DAILY;COUNT=20000"), (domain::BrokenRule{"longest_count", "10000", "20000"}));
}

TEST(Recurrence, RefusesWhatWouldBeExpandedOtherwiseThanTheStandardSays) {
    for (const auto* rule :
         {"FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1", "FREQ=DAILY;BYDAY=MO;BYSETPOS=1", "FREQ=DAILY;BYMONTHDAY=-1",
          "FREQ=WEEKLY;WKST=SU;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=5,17", "FREQ=YEARLY;BYDAY=2MO;BYMONTHDAY=8",
          "FREQ=YEARLY;BYWEEKNO=1", "FREQ=YEARLY;BYWEEKNO=10,53;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR"})
        EXPECT_EQ(refusal(rule), ErrorCode::invalid_argument) << rule;
}

TEST(Recurrence, GivesTheTimesOfADayInTheirOrderHoweverTheyWereWritten) {
    EXPECT_EQ(first_moments("FREQ=DAILY;BYHOUR=17,5", "2026-11-23T05:30:00", 3),
              (std::vector<std::string>{"2026-11-23T05:30:00", "2026-11-23T17:30:00", "2026-11-24T05:30:00"}));
}

TEST(Recurrence, WeeksOfTheYearHaveTheWeekdayOfTheFirstStart) {
    // A Wednesday.
    EXPECT_EQ(first_moments("FREQ=YEARLY;BYWEEKNO=10", "2026-11-25T05:30:00", 2),
              (std::vector<std::string>{"2027-03-10T05:30:00", "2028-03-08T05:30:00"}));
    EXPECT_EQ(first_moments("FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO", "2026-11-25T05:30:00", 1),
              (std::vector<std::string>{"2027-03-08T05:30:00"}));
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

/// A rule as numbers, for asking every day by itself whether it is one of the rule's.
struct DrawnRule {
    std::string frequency;
    int interval = 1;
    std::vector<int> months, month_days, weekdays;  ///< Weekdays from Monday, 0.
    int nth = 0;                                    ///< Of the weekdays in their month; 0: each.
    int count = 0;
};

template <class Value>
std::vector<Value> some_of(std::vector<Value> values, std::size_t most) {
    auto chosen = *rc::gen::container<std::vector<Value>>(rc::gen::elementOf(values));
    std::ranges::sort(chosen);
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    if (chosen.size() > most) chosen.resize(most);
    return chosen;
}

DrawnRule any_rule() {
    DrawnRule rule;
    rule.frequency = *rc::gen::element<std::string>("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
    rule.interval = *rc::gen::inRange(1, 5);
    rule.months = some_of<int>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3);
    const bool is_long = rule.frequency == "MONTHLY" || rule.frequency == "YEARLY";
    if (is_long) rule.month_days = some_of<int>({1, 2, 8, 15, 29, 30, 31, -1, -2, -31}, 3);
    rule.weekdays = some_of<int>({0, 1, 2, 3, 4, 5, 6}, 3);
    if (rule.frequency == "MONTHLY" && !rule.weekdays.empty()) rule.nth = *rc::gen::element(0, 0, 1, 2, 5, -1, -2);
    rule.count = *rc::gen::element(0, 0, 1, 7);
    return rule;
}

std::string text_of(const DrawnRule& rule) {
    const auto joined = [](const auto& values, auto shown) {
        std::string text;
        for (const auto value : values) text += (text.empty() ? "" : ",") + shown(value);
        return text;
    };
    const auto number = [](int value) { return std::to_string(value); };
    const auto weekday = [&](int value) {
        constexpr std::array names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
        return (rule.nth == 0 ? "" : std::to_string(rule.nth)) + names.at(static_cast<std::size_t>(value));
    };
    auto text = "FREQ=" + rule.frequency + ";INTERVAL=" + number(rule.interval);
    if (!rule.months.empty()) text += ";BYMONTH=" + joined(rule.months, number);
    if (!rule.month_days.empty()) text += ";BYMONTHDAY=" + joined(rule.month_days, number);
    if (!rule.weekdays.empty()) text += ";BYDAY=" + joined(rule.weekdays, weekday);
    if (rule.count > 0) text += ";COUNT=" + number(rule.count);
    return text;
}

/// RFC 5545, 3.3.10, for the rules that are drawn here.
bool is_day_of(const DrawnRule& rule, date::local_days day, date::local_days first) {
    const date::year_month_day ymd{day}, begun{first};
    const auto month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    const auto number = static_cast<int>(static_cast<unsigned>(ymd.day()));
    const auto length = static_cast<int>(static_cast<unsigned>((ymd.year() / ymd.month() / date::last).day()));
    const auto weekday_of = [](date::local_days d) { return static_cast<int>(date::weekday{d}.iso_encoding()) - 1; };
    const auto monday_of = [&](date::local_days d) { return d - date::days{weekday_of(d)}; };
    const auto years = int{ymd.year()} - int{begun.year()};
    const auto months = years * 12 + month - static_cast<int>(static_cast<unsigned>(begun.month()));
    const auto has = [](const std::vector<int>& values, int value) { return std::ranges::find(values, value) != values.end(); };
    if (rule.frequency == "DAILY" && (day - first).count() % rule.interval != 0) return false;
    if (rule.frequency == "WEEKLY" && (monday_of(day) - monday_of(first)).count() / 7 % rule.interval != 0) return false;
    if (rule.frequency == "MONTHLY" && months % rule.interval != 0) return false;
    if (rule.frequency == "YEARLY" && years % rule.interval != 0) return false;
    if (!rule.months.empty() && !has(rule.months, month)) return false;
    if (!rule.month_days.empty() && !has(rule.month_days, number) && !has(rule.month_days, number - length - 1)) return false;
    if (!rule.weekdays.empty()) {
        const bool from_front = rule.nth == 0 || (number - 1) / 7 + 1 == rule.nth;
        const bool from_back = (length - number) / 7 + 1 == -rule.nth;
        return has(rule.weekdays, weekday_of(day)) && (from_front || from_back);
    }
    if (!rule.month_days.empty() || rule.frequency == "DAILY") return true;
    if (rule.frequency == "WEEKLY") return weekday_of(day) == weekday_of(first);
    const bool same_day = ymd.day() == begun.day();
    return rule.frequency == "MONTHLY" || !rule.months.empty() ? same_day : same_day && ymd.month() == begun.month();
}

TEST(Recurrence, GivesTheDaysThatAnswerYesWhenEachIsAsked) {
    EXPECT_TRUE(rc::check([] {
        const auto drawn = any_rule();
        const auto first = local("2026-01-05T05:30:00") + hours{24 * *rc::gen::inRange(0, 1500)};
        const auto text = text_of(drawn);
        RC_LOG() << text << " first " << local_text(first) << "\n";
        const auto rule = Recurrence::parse(text, first, vietnam);
        const auto begin = date::floor<date::days>(first);
        const auto end = begin + date::days{9 * 366};

        std::vector<LocalTime> expected;
        for (auto day = begin; day < end && (drawn.count == 0 || expected.size() < static_cast<std::size_t>(drawn.count));
             day += date::days{1})
            if (is_day_of(drawn, day, begin)) expected.push_back(day + (first - begin));

        if (!rule) RC_ASSERT(expected.empty() && rule.error().code == ErrorCode::recurrence_never_fires);
        if (rule) RC_ASSERT(rule->between(first, end, 100'000) == expected);
    }));
}

}  // namespace
}  // namespace village::calendar
