// Đợt cao điểm: what it opens, for whom, until when, and what it never opens.
#include "scheduler/policy/surge.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/count_sessions.hpp"

namespace village::policy::surging {
namespace {

using domain::AreaId;
using domain::ErrorCode;
using domain::HoursPolicy;
using domain::SurgePeriod;
using std::chrono::hours;
using std::chrono::minutes;

const AreaId commune_id{{1}}, ben{{2}}, dinh{{3}};
constexpr domain::NodeNumber at_ben{1}, at_dinh{2};
const HoursPolicy own;

domain::Commune commune() {
    domain::Commune made;
    made.id = commune_id;
    made.areas = {{.id = commune_id, .kind = domain::AreaKind::commune},
                  {.id = ben, .parent = commune_id},
                  {.id = dinh, .parent = commune_id}};
    made.nodes = {{.number = at_ben, .hamlet = ben}, {.number = at_dinh, .hamlet = dinh}};
    return made;
}
/// A wall-clock time in Vietnam on 23 November 2026.
domain::UtcTime at(int hour, int minute = 0) {
    return domain::parse_utc("2026-11-22T17:00:00Z").value() + hours{hour} + minutes{minute};
}
/// Three days from 23 November on, 11:00-12:00 and 21:30-22:30, for storm bulletins in Bến.
SurgePeriod storm(bool in_quiet_hours = false) {
    SurgePeriod period;
    period.name = "Ứng phó bão số 3";
    period.from = at(0);
    period.until = at(72);
    period.windows = {{11 * 60, 12 * 60}, {21 * 60 + 30, 22 * 60 + 30}};
    period.in_quiet_hours = in_quiet_hours;
    period.sessions_per_day = 3;
    period.categories = {"Thời tiết - thiên tai"};
    period.areas = {ben};
    return period;
}
SurgeWish warning(domain::UtcTime start, domain::NodeSet nodes = {at_ben}) {
    return {"Thời tiết - thiên tai", domain::Priority::normal, std::move(nodes), start, minutes{10}};
}
HoursStanding standing(const SurgePeriod& period, const SurgeWish& wish) {
    const std::vector periods{period};
    return hours_standing(hours_in_force(own, periods, wish, commune()), wish.start, wish.duration);
}
ErrorCode refusal(const SurgePeriod& period) {
    const auto checked = check_surge(period, commune(), at(0));
    return checked ? ErrorCode::internal : checked.error().code;
}

TEST(Surge, OpensItsWindowsForWhatItNames) {
    EXPECT_EQ(standing(storm(), warning(at(11))), HoursStanding::allowed);
    EXPECT_EQ(standing(storm(), warning(at(11, 55))), HoursStanding::outside) << "over the end of the window";
    EXPECT_EQ(standing(storm(), warning(at(14))), HoursStanding::outside) << "in no window";
    EXPECT_EQ(standing(storm(), warning(at(11), {at_ben, at_dinh})), HoursStanding::outside) << "in another hamlet, too";
    auto other = warning(at(11));
    other.category = "Môi trường";
    EXPECT_EQ(standing(storm(), other), HoursStanding::outside);
    auto urgent_only = storm();
    urgent_only.from_priority = domain::Priority::priority;
    EXPECT_EQ(standing(urgent_only, warning(at(11))), HoursStanding::outside);
}

TEST(Surge, EndsByItself) {
    EXPECT_EQ(standing(storm(), warning(at(48 + 11))), HoursStanding::allowed);
    EXPECT_EQ(standing(storm(), warning(at(72 + 11))), HoursStanding::outside);
    EXPECT_EQ(standing(storm(), warning(at(11) - hours{24})), HoursStanding::outside) << "before it begins";
    auto ended = storm();
    ended.ended_at = at(12);
    EXPECT_EQ(standing(ended, warning(at(11))), HoursStanding::allowed);
    EXPECT_EQ(standing(ended, warning(at(24 + 11))), HoursStanding::outside) << "ended by a person";
}

TEST(Surge, LeavesQuietHoursQuietUnlessItSaysSo) {
    EXPECT_EQ(standing(storm(false), warning(at(21, 40))), HoursStanding::quiet);
    EXPECT_EQ(standing(storm(true), warning(at(21, 40))), HoursStanding::allowed);
    EXPECT_EQ(standing(storm(true), warning(at(3, 15))), HoursStanding::quiet) << "outside its windows, even then";
    EXPECT_EQ(standing(storm(true), warning(at(22, 25))), HoursStanding::quiet) << "over the end of its window";
}

/// Bến rests at noon, from 11:30 to 13:30.
HoursPolicy with_rest_at_noon() {
    auto hours = own;
    hours.allowed.push_back({12 * 60, 14 * 60});
    hours.also_quiet = {{11 * 60 + 30, 13 * 60 + 30}};
    return hours;
}
bool signer_permits(const std::vector<SurgePeriod>& periods, const SurgeWish& wish) {
    return std::ranges::any_of(periods, [&](const SurgePeriod& period) {
        return period.in_quiet_hours && opens_quiet_hours(opening_of(period, commune()), wish, own.utc_offset_minutes);
    });
}
HoursStanding at_rest(const std::vector<SurgePeriod>& periods, const SurgeWish& wish) {
    return hours_standing(hours_in_force(with_rest_at_noon(), periods, wish, commune()), wish.start, wish.duration);
}

TEST(Surge, OpensTheRestOfAHamletForWhatLiesInItsWindowToTheLastSampleAndTheSignerSaysTheSame) {
    const std::vector periods{storm(true)};
    const auto inside = warning(at(11, 50)), behind = warning(at(11, 55)), before = warning(at(10, 55));

    EXPECT_EQ(at_rest(periods, inside), HoursStanding::allowed);
    EXPECT_TRUE(signer_permits(periods, inside));
    EXPECT_EQ(at_rest(periods, behind), HoursStanding::quiet) << "12:00 is allowed in the commune, and quiet in Bến";
    EXPECT_FALSE(signer_permits(periods, behind));
    EXPECT_EQ(at_rest(periods, before), HoursStanding::outside) << "in no quiet hours: the signer is not asked";
}

TEST(Surge, OpensNoQuietHoursForWhatBeginsInTheAllowedHoursBeforeItsWindow) {
    auto evening = own;
    evening.allowed.push_back({20 * 60, 21 * 60 + 30});
    evening.quiet = {21 * 60 + 30, 5 * 60};
    const std::vector periods{storm(true)};
    const auto early = warning(at(21, 25));

    EXPECT_EQ(hours_standing(hours_in_force(evening, periods, early, commune()), early.start, early.duration),
              HoursStanding::quiet);
    EXPECT_FALSE(signer_permits(periods, early));
    EXPECT_EQ(surge_straddled(periods, early, commune(), own.utc_offset_minutes), &periods[0]);
}

TEST(Surge, OpensNoQuietHoursWithHalfAWindowFromEachOfTwoPeriods) {
    auto first = storm(true), second = storm(true);
    first.windows = {{22 * 60, 22 * 60 + 30}};
    second.windows = {{22 * 60 + 30, 23 * 60}};
    const std::vector periods{first, second};
    const auto across = warning(at(22, 25));

    EXPECT_EQ(hours_standing(hours_in_force(own, periods, across, commune()), across.start, across.duration),
              HoursStanding::quiet);
    EXPECT_FALSE(signer_permits(periods, across));
    EXPECT_EQ(surge_needed(own, periods, across, commune()), nullptr);
}

TEST(Surge, AsksForThePriorityWithWhichItSounds) {
    auto urgent_only = storm(true);
    urgent_only.from_priority = domain::Priority::priority;
    auto urgent = warning(at(21, 40));
    urgent.priority = domain::Priority::priority;

    EXPECT_EQ(standing(urgent_only, urgent), HoursStanding::allowed);
    EXPECT_EQ(standing(urgent_only, warning(at(21, 40))), HoursStanding::quiet);
    EXPECT_FALSE(signer_permits({urgent_only}, warning(at(21, 40))));
}

TEST(Surge, IsSaidToBeStraddledOnlyByWhatLiesPartlyInItsWindows) {
    const std::vector periods{storm(true)}, by_day{storm(false)};
    const auto straddled = [&](const SurgeWish& wish) { return surge_straddled(periods, wish, commune(), 7 * 60) != nullptr; };

    EXPECT_TRUE(straddled(warning(at(22, 25))));
    EXPECT_FALSE(straddled(warning(at(21, 40)))) << "wholly inside";
    EXPECT_FALSE(straddled(warning(at(22, 30)))) << "behind it";
    EXPECT_EQ(surge_straddled(by_day, warning(at(22, 25)), commune(), 7 * 60), nullptr) << "names no quiet hours";
}

TEST(Surge, AllowsMoreSessionsADay) {
    const std::vector periods{storm()};
    const auto open = hours_in_force(own, periods, warning(at(11)), commune());

    EXPECT_EQ(open.sessions_per_day, own.sessions_per_day + 3);
    EXPECT_EQ(sessions_of(open, {{at(5, 30), minutes{5}}, {at(11), minutes{5}}, {at(11, 40), minutes{5}}}).size(), 2u);
}

TEST(Surge, IsNamedOnlyWhereItIsNeeded) {
    const std::vector periods{storm()};

    EXPECT_EQ(surge_needed(own, periods, warning(at(5, 30)), commune()), nullptr);
    EXPECT_EQ(surge_needed(own, periods, warning(at(11)), commune()), &periods[0]);
    EXPECT_EQ(surge_needed(own, periods, warning(at(14)), commune()), nullptr);
}

TEST(Surge, IsBounded) {
    auto for_ever = storm(), backwards = storm(), over = storm(), windowless = storm(), nameless = storm(), nowhere = storm(),
         everything = storm(), unknown = storm(), noisy = storm(), of_two_lines = storm();
    for_ever.until = for_ever.from + hours{31 * 24 + 1};
    backwards.until = backwards.from;
    over.from = at(-48), over.until = at(-1);
    windowless.windows.clear();
    everything.windows = {{0, 0}};
    nameless.name.clear();
    nowhere.areas.clear();
    unknown.areas = {AreaId{{9}}};
    noisy.sessions_per_day = 11;
    of_two_lines.categories = {"Thời tiết\nthiên tai"};

    EXPECT_EQ(refusal(storm()), ErrorCode::internal);
    EXPECT_EQ(refusal(for_ever), ErrorCode::too_long);
    EXPECT_EQ(check_surge(for_ever, commune(), at(0)).error().rule, (domain::BrokenRule{"surge_longest", "31", "32"}));
    EXPECT_EQ(check_surge(backwards, commune(), at(0)).error().rule->name, "surge_period");
    EXPECT_EQ(refusal(unknown), ErrorCode::not_found);
    for (const auto& bad : {backwards, over, windowless, everything, nameless, nowhere, noisy, of_two_lines})
        EXPECT_EQ(refusal(bad), ErrorCode::invalid_argument);
    const auto rule = [](const domain::SurgePeriod& bad) { return check_surge(bad, commune(), at(0)).error().rule; };
    EXPECT_EQ(rule(windowless), (domain::BrokenRule{"surge_windows", "1 - 8", "0"}));
    EXPECT_EQ(rule(everything), (domain::BrokenRule{"window", "", "00:00-00:00"}));
    EXPECT_EQ(rule(nowhere), (domain::BrokenRule{"surge_places", "1 - 64", "0"}));
    EXPECT_EQ(rule(noisy), (domain::BrokenRule{"surge_sessions", "10", "11"}));
    EXPECT_EQ(rule(nameless)->name, "name");
    EXPECT_EQ(rule(of_two_lines)->name, "category");
    EXPECT_EQ(rule(unknown)->name, "area");
}

TEST(Surge, NeverMakesASoundWorseNorQuietHoursLoudWithoutSayingSo) {
    EXPECT_TRUE(rc::check([] {
        const std::vector periods{storm(*rc::gen::arbitrary<bool>())};
        auto wish = warning(at(0) + minutes{*rc::gen::inRange(-24 * 60, 96 * 60)});
        wish.duration = minutes{*rc::gen::inRange(1, 120)};
        const auto before = hours_standing(own, wish.start, wish.duration);

        const auto with = hours_standing(hours_in_force(own, periods, wish, commune()), wish.start, wish.duration);

        RC_ASSERT(with <= before);
        if (before == HoursStanding::quiet && !periods[0].in_quiet_hours) RC_ASSERT(with == HoursStanding::quiet);
        if (!is_for(periods[0], wish, commune())) RC_ASSERT(with == before);
    }));
}

domain::HourWindow some_window() {
    const auto from = *rc::gen::inRange(0, 24 * 60);
    return {static_cast<std::uint16_t>(from), static_cast<std::uint16_t>((from + *rc::gen::inRange(1, 240)) % (24 * 60))};
}
HoursPolicy some_hours() {
    HoursPolicy hours;
    hours.allowed = {some_window(), some_window()};
    hours.quiet = some_window();
    if (*rc::gen::arbitrary<bool>()) hours.also_quiet = {some_window()};
    return hours;
}
SurgePeriod some_period() {
    auto period = storm(*rc::gen::arbitrary<bool>());
    period.windows = {some_window()};
    if (*rc::gen::arbitrary<bool>()) period.windows.push_back(some_window());
    period.from_priority = *rc::gen::element(domain::Priority::normal, domain::Priority::priority);
    if (*rc::gen::arbitrary<bool>()) period.areas = {commune_id};
    if (*rc::gen::arbitrary<bool>()) period.ended_at = at(*rc::gen::inRange(1, 72));
    return period;
}
/// Near an edge of the window more often than not.
SurgeWish some_wish(const domain::HourWindow& window) {
    const auto edge = *rc::gen::element(window.from_minute, window.to_minute);
    auto wish = warning(at(0) + hours{24 * *rc::gen::inRange(0, 3)} + minutes{edge + *rc::gen::inRange(-40, 40)});
    wish.duration = std::chrono::seconds{*rc::gen::inRange(1, 90 * 60)};
    wish.priority = *rc::gen::element(domain::Priority::normal, domain::Priority::priority);
    if (*rc::gen::arbitrary<bool>()) wish.nodes.insert(at_dinh);
    return wish;
}

TEST(Surge, InQuietHoursTheDeskAllowsExactlyWhatTheSignerPermits) {
    EXPECT_TRUE(rc::check([] {
        const auto hours = some_hours();
        const std::vector periods{some_period(), some_period()};
        const auto wish = some_wish(periods[0].windows[0]);
        if (hours_standing(hours, wish.start, wish.duration) != HoursStanding::quiet) RC_DISCARD("not quiet");
        const bool permits = signer_permits(periods, wish);

        const auto standing = hours_standing(hours_in_force(hours, periods, wish, commune()), wish.start, wish.duration);
        const auto* needed = surge_needed(hours, periods, wish, commune());

        RC_CLASSIFY(permits);
        RC_ASSERT(standing == (permits ? HoursStanding::allowed : HoursStanding::quiet));
        RC_ASSERT((needed != nullptr) == permits);
        if (needed) RC_ASSERT(signer_permits({*needed}, wish));
    }));
}

}  // namespace
}  // namespace village::policy::surging
