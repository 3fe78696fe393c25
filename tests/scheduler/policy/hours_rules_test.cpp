#include "scheduler/policy/hours_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hour_windows.hpp"

namespace village::policy {
namespace {

using domain::AreaId;
using domain::DayHours;
using domain::DayKind;
using domain::ErrorCode;
using domain::HoursPolicy;
using domain::HoursRule;
using domain::HoursRules;
using domain::HourWindow;
using std::chrono::minutes;

constexpr HourWindow after_work{17 * 60, 18 * 60}, siesta{11 * 60 + 30, 13 * 60 + 30};
/// Monday, 23 November 2026.
constexpr std::int32_t monday = 20'780;
constexpr std::uint8_t on_sundays = 1U << 6U;

AreaId area_id(std::uint8_t number) {
    AreaId id;
    id.bytes[0] = number;
    return id;
}
const AreaId an_binh = area_id(1), thon_ben = area_id(2), thon_trai = area_id(3);

domain::Commune two_hamlets() {
    domain::Commune commune;
    commune.id = an_binh;
    commune.areas = {{.id = an_binh, .parent = {}, .kind = domain::AreaKind::commune},
                     {.id = thon_ben, .parent = an_binh},
                     {.id = thon_trai, .parent = an_binh}};
    return commune;
}

HoursRule rule_named(std::string name) {
    HoursRule rule;
    rule.name = std::move(name);
    return rule;
}
HoursRule quiet_siesta() {
    auto made = rule_named("nghỉ trưa");
    made.quiet = {siesta};
    return made;
}
HoursRule no_mornings_on_sundays_in_ben() {
    auto made = rule_named("Thôn Bến, chủ nhật");
    made.areas = {thon_ben};
    made.weekdays = on_sundays;
    made.allowed = {{after_work}};
    return made;
}

std::vector<DayAt> a_week() {
    std::vector<DayAt> days;
    for (std::int32_t i = 0; i < 7; ++i) days.push_back({monday + i, {}});
    return days;
}

ErrorCode refusal(HoursRule rule) {
    const auto checked = check_hours_rules({{std::move(rule)}}, {}, two_hamlets());
    return checked ? ErrorCode::internal : checked.error().code;
}

TEST(HoursRules, PutWhatHoldsEveryDayIntoTheHoursOfAllDays) {
    const auto hours = laid_out({}, {{quiet_siesta()}}, two_hamlets(), thon_ben, a_week());

    EXPECT_EQ(hours.also_quiet, std::vector{siesta});
    EXPECT_TRUE(hours.days.empty());
}

TEST(HoursRules, NameOnlyTheDaysThatDiffer) {
    const auto hours = laid_out({}, {{no_mornings_on_sundays_in_ben()}}, two_hamlets(), thon_ben, a_week());

    ASSERT_EQ(hours.days.size(), 1U);
    EXPECT_EQ(hours.days[0].day, monday + 6);
    EXPECT_EQ(hours.days[0].hours.allowed, std::vector{after_work});
    EXPECT_EQ(hours.allowed, DayHours{}.allowed);
}

TEST(HoursRules, HoldInTheirHamletAlone) {
    EXPECT_EQ(laid_out({}, {{no_mornings_on_sundays_in_ben()}}, two_hamlets(), thon_trai, a_week()), HoursPolicy{});
}

TEST(HoursRules, HoldInEveryHamletOfAnAreaAbove) {
    auto everywhere = no_mornings_on_sundays_in_ben();
    everywhere.areas = {an_binh};

    EXPECT_EQ(laid_out({}, {{everywhere}}, two_hamlets(), thon_trai, a_week()).days.size(), 1U);
}

TEST(HoursRules, OfAnAreaThatIsGoneHoldNowhere) {
    auto gone = quiet_siesta();
    gone.areas = {area_id(9)};

    EXPECT_EQ(laid_out({}, {{gone}}, two_hamlets(), thon_ben, a_week()), HoursPolicy{});
}

TEST(HoursRules, HoldOnTheSpecialDaysOfTheirKind) {
    auto silence = rule_named("quốc tang");
    silence.kinds = {DayKind::state_mourning};
    silence.allowed.emplace();
    auto days = a_week();
    days[2].kinds = {DayKind::lunar_day, DayKind::state_mourning};

    const auto hours = laid_out({}, {{silence}}, two_hamlets(), thon_ben, days);

    ASSERT_EQ(hours.days.size(), 1U);
    EXPECT_EQ(hours.days[0].day, monday + 2);
    EXPECT_TRUE(hours.days[0].hours.allowed.empty());
}

TEST(HoursRules, LetNoLoudspeakerTestItselfOnAPublicHoliday) {
    auto days = a_week();
    days[1].kinds = {DayKind::public_holiday};

    const auto hours = laid_out({}, {}, two_hamlets(), thon_ben, days);

    ASSERT_EQ(hours.days.size(), 1U);
    EXPECT_TRUE(hours.on(monday + 1).tests.empty());
    EXPECT_FALSE(hours.on(monday + 2).tests.empty());
}

TEST(HoursRules, NarrowTheLongestSessionAndTheSessionsOfADay) {
    auto shorter = rule_named("mùa thi");
    shorter.longest_session = minutes{15};
    shorter.sessions_per_day = 1;
    auto longer = rule_named("không đáng kể");
    longer.longest_session = minutes{600};
    longer.sessions_per_day = 40;

    const auto hours = laid_out({}, {{longer, shorter}}, two_hamlets(), thon_ben, {});

    EXPECT_EQ(hours.longest_session, minutes{15});
    EXPECT_EQ(hours.sessions_per_day, 1);
}

TEST(HoursRules, KeepApartWhatTheCommunesWindowsDivide) {
    auto all_day = rule_named("cả ngày");
    all_day.allowed = {{{0, 24 * 60}}};

    EXPECT_EQ(narrowed(DayHours{}, all_day).allowed, DayHours{}.allowed);
}

TEST(HoursRules, NameTheRuleAndTheWindowThatIsNotTheCommunes) {
    auto wider = rule_named("thôn Bến");
    wider.allowed = {{{6 * 60, 7 * 60}}};

    const auto checked = check_hours_rules({{wider}}, {}, two_hamlets());

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(checked.error().detail.find("thôn Bến"), std::string::npos);
    EXPECT_NE(checked.error().detail.find("06:00-07:00"), std::string::npos);
}

TEST(HoursRules, AreFineWithinTheirBounds) {
    auto checked = check_hours_rules({{quiet_siesta(), no_mornings_on_sundays_in_ben()}}, {}, two_hamlets());

    EXPECT_TRUE(checked) << checked.error().detail;
}

TEST(HoursRules, HaveANameEachOfItsOwn) {
    EXPECT_EQ(refusal(rule_named("")), ErrorCode::invalid_argument);
    EXPECT_EQ(check_hours_rules({{rule_named("hai\ndòng")}}, {}, two_hamlets()).error().rule->name, "name");
    const auto twice = check_hours_rules({{quiet_siesta(), quiet_siesta()}}, {}, two_hamlets());
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().rule, (domain::BrokenRule{"name_twice", "", quiet_siesta().name}));
}

TEST(HoursRules, AreBounded) {
    const auto broken = [](const HoursRule& rule) { return check_hours_rules({{rule}}, {}, two_hamlets()).error().rule; };
    HoursRules many;
    for (std::size_t i = 0; i <= hours_rules_max; ++i) many.rules.push_back(rule_named("số " + std::to_string(i)));
    EXPECT_EQ(check_hours_rules(many, {}, two_hamlets()).error().code, ErrorCode::too_large);

    auto windows = rule_named("nhiều khung giờ");
    windows.quiet.assign(17, siesta);
    EXPECT_EQ(refusal(windows), ErrorCode::too_large);
    EXPECT_EQ(broken(windows), (domain::BrokenRule{"kept_max", "16", ""}));
    auto empty = rule_named("khung giờ rỗng");
    empty.quiet = {{600, 600}};
    EXPECT_EQ(refusal(empty), ErrorCode::invalid_argument);
    auto endless = rule_named("không dài chút nào");
    endless.longest_session = minutes{0};
    EXPECT_EQ(refusal(endless), ErrorCode::invalid_argument);
    EXPECT_EQ(broken(endless), (domain::BrokenRule{"session_minutes", "1 - 1440", endless.name}));
    auto elsewhere = rule_named("nơi khác");
    elsewhere.areas = {area_id(9)};
    EXPECT_EQ(refusal(elsewhere), ErrorCode::not_found);
    EXPECT_EQ(broken(elsewhere)->name, "area");
    auto eighth = rule_named("ngày thứ tám");
    eighth.weekdays = 0x80;
    EXPECT_EQ(refusal(eighth), ErrorCode::invalid_argument);
    EXPECT_EQ(broken(eighth), (domain::BrokenRule{"day_twice", "", eighth.name}));
}

TEST(HoursRules, KeepAQuarterPastThreeQuietWhateverTheySay) {
    auto nothing = rule_named("không gì cả");
    nothing.allowed = {{{3 * 60, 4 * 60}}};
    const auto hours = laid_out({}, {{nothing}}, two_hamlets(), thon_ben, a_week());

    // 03:15 on Tuesday.
    const domain::UtcTime relay{std::chrono::days{monday + 1} + minutes{3 * 60 + 15} - minutes{hours.utc_offset_minutes}};
    EXPECT_EQ(check_hours(hours, relay, minutes{1}).error().code, ErrorCode::quiet_hours);
}

// What the minutes of a day are, counted one by one.
using Minutes = std::vector<bool>;

Minutes minutes_of(const std::vector<HourWindow>& windows) {
    Minutes held(24 * 60);
    for (std::uint16_t minute = 0; minute < held.size(); ++minute) held[minute] = is_in(windows, minute);
    return held;
}

bool lie_in(const Minutes& inner, const Minutes& outer) {
    for (std::size_t minute = 0; minute < inner.size(); ++minute)
        if (inner[minute] && !outer[minute]) return false;
    return true;
}

Minutes both(Minutes a, const Minutes& b) {
    for (std::size_t minute = 0; minute < a.size(); ++minute) a[minute] = a[minute] && b[minute];
    return a;
}
Minutes either(Minutes a, const Minutes& b) {
    for (std::size_t minute = 0; minute < a.size(); ++minute) a[minute] = a[minute] || b[minute];
    return a;
}

std::vector<HourWindow> any_windows(std::size_t count_max) {
    std::vector<HourWindow> windows(*rc::gen::inRange<std::size_t>(0, count_max + 1));
    for (auto& window : windows)
        window = {*rc::gen::inRange<std::uint16_t>(0, 24 * 60), *rc::gen::inRange<std::uint16_t>(0, 24 * 60 + 1)};
    return windows;
}

HoursRule any_rule(std::size_t windows_max) {
    HoursRule made;
    made.weekdays = *rc::gen::inRange<std::uint8_t>(0, 0x80);
    if (*rc::gen::arbitrary<bool>()) made.kinds = {DayKind::election_day};
    if (*rc::gen::arbitrary<bool>()) made.areas = {thon_ben};
    if (*rc::gen::arbitrary<bool>()) made.allowed = any_windows(windows_max);
    made.quiet = any_windows(windows_max);
    if (*rc::gen::arbitrary<bool>()) made.longest_session = minutes{*rc::gen::inRange(1, 120)};
    if (*rc::gen::arbitrary<bool>()) made.sessions_per_day = *rc::gen::inRange<std::uint8_t>(0, 5);
    return made;
}

HoursRules any_rules(std::size_t rules_max, std::size_t windows_max) {
    HoursRules made;
    const auto count = *rc::gen::inRange<std::size_t>(0, rules_max + 1);
    for (std::size_t i = 0; i < count; ++i) made.rules.push_back(any_rule(windows_max));
    return made;
}

bool holds_at(const HoursRule& one, const DayAt& day, AreaId hamlet) {
    const bool here = one.areas.empty() || std::ranges::find(one.areas, hamlet) != one.areas.end();
    const bool election = !day.kinds.empty() && !one.kinds.empty();
    const bool every_day = one.weekdays == 0 && one.kinds.empty();
    return here && (every_day || election || (one.weekdays & 1U << static_cast<unsigned>(day.day - monday)) != 0);
}

TEST(HoursRules, AreEachDayWhatCountingItsMinutesSays) {
    const auto holds = rc::check([] {
        HoursPolicy own;
        own.allowed = any_windows(3);
        const auto rules = any_rules(4, 2);
        auto days = a_week();
        days[static_cast<std::size_t>(*rc::gen::inRange(0, 7))].kinds = {DayKind::election_day};
        for (const auto hamlet : {thon_ben, thon_trai}) {
            const auto hours = laid_out(own, rules, two_hamlets(), hamlet, days);
            for (const auto& day : days) {
                auto allowed = minutes_of(own.allowed), quiet = minutes_of({});
                auto longest = own.longest_session;
                auto sessions = own.sessions_per_day;
                for (const auto& one : rules.rules) {
                    if (!holds_at(one, day, hamlet)) continue;
                    if (one.allowed) allowed = both(allowed, minutes_of(*one.allowed));
                    quiet = either(quiet, minutes_of(one.quiet));
                    longest = std::min(longest, one.longest_session.value_or(longest));
                    sessions = std::min(sessions, one.sessions_per_day.value_or(sessions));
                }
                const auto& found = hours.on(day.day);
                RC_ASSERT(minutes_of(found.allowed) == allowed);
                RC_ASSERT(minutes_of(found.also_quiet) == quiet);
                RC_ASSERT(found.longest_session == longest);
                RC_ASSERT(found.sessions_per_day == sessions);
                RC_ASSERT(found.quiet == own.quiet);
            }
        }
    });
    EXPECT_TRUE(holds);
}

TEST(HoursRules, NeverMakeADayLouderAndNeverLongerThanALoudspeakerReads) {
    const auto holds = rc::check([] {
        HoursPolicy own;
        own.allowed = any_windows(windows_of_a_day_max);
        const auto rules = any_rules(8, windows_of_a_day_max);
        const auto days = a_week();
        const auto hours = laid_out(own, rules, two_hamlets(), thon_ben, days);
        for (const auto& day : days) {
            const auto& found = hours.on(day.day);
            RC_ASSERT(found.allowed.size() <= windows_of_a_day_max);
            RC_ASSERT(found.also_quiet.size() <= windows_of_a_day_max);
            RC_ASSERT(lie_in(minutes_of(found.allowed), minutes_of(own.allowed)));
            for (const auto& one : rules.rules)
                if (holds_at(one, day, thon_ben)) RC_ASSERT(lie_in(minutes_of(one.quiet), minutes_of(found.also_quiet)));
        }
    });
    EXPECT_TRUE(holds);
}

TEST(HoursRules, OfTwoPlacesPermitTogetherWhatBothPermit) {
    const auto holds = rc::check([] {
        HoursPolicy own;
        own.allowed = any_windows(3);
        const auto rules = any_rules(4, 2);
        const auto days = a_week();
        const auto here = laid_out(own, rules, two_hamlets(), thon_ben, days),
                   there = laid_out(own, rules, two_hamlets(), thon_trai, days);

        const auto together = strictest(here, there);

        for (const auto& day : days) {
            const auto &a = here.on(day.day), &b = there.on(day.day), &found = together.on(day.day);
            RC_ASSERT(minutes_of(found.allowed) == both(minutes_of(a.allowed), minutes_of(b.allowed)));
            RC_ASSERT(minutes_of(found.also_quiet) == either(minutes_of(a.also_quiet), minutes_of(b.also_quiet)));
            RC_ASSERT(found.longest_session == std::min(a.longest_session, b.longest_session));
            RC_ASSERT(found.sessions_per_day == std::min(a.sessions_per_day, b.sessions_per_day));
        }
    });
    EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace village::policy
