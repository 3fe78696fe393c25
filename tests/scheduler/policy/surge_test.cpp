// Đợt cao điểm: what it opens, for whom, until when, and what it never opens.
#include "scheduler/policy/surge.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

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
const HoursPolicy own;

domain::Commune commune() {
    domain::Commune made;
    made.id = commune_id;
    made.areas = {{.id = commune_id, .kind = domain::AreaKind::commune},
                  {.id = ben, .parent = commune_id},
                  {.id = dinh, .parent = commune_id}};
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
SurgeWish warning(domain::UtcTime start, std::vector<AreaId> hamlets = {ben}) {
    return {"Thời tiết - thiên tai", domain::Priority::normal, std::move(hamlets), start, minutes{10}};
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
    EXPECT_EQ(standing(storm(), warning(at(11), {ben, dinh})), HoursStanding::outside) << "in another hamlet, too";
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

TEST(Surge, AllowsMoreSessionsADay) {
    const std::vector periods{storm()};
    const auto open = hours_in_force(own, periods, warning(at(11)), commune());

    EXPECT_EQ(open.sessions_per_day, own.sessions_per_day + 3);
    EXPECT_EQ(count_sessions(open, {{at(5, 30), minutes{5}}, {at(11), minutes{5}}, {at(11, 40), minutes{5}}}), 2u);
}

TEST(Surge, IsNamedOnlyWhereItIsNeeded) {
    const std::vector periods{storm()};

    EXPECT_EQ(surge_needed(own, periods, warning(at(5, 30)), commune()), nullptr);
    EXPECT_EQ(surge_needed(own, periods, warning(at(11)), commune()), &periods[0]);
    EXPECT_EQ(surge_needed(own, periods, warning(at(14)), commune()), nullptr);
}

TEST(Surge, IsBounded) {
    auto for_ever = storm(), backwards = storm(), over = storm(), windowless = storm(), nameless = storm(), nowhere = storm(),
         everything = storm(), unknown = storm(), noisy = storm();
    for_ever.until = for_ever.from + hours{31 * 24 + 1};
    backwards.until = backwards.from;
    over.from = at(-48), over.until = at(-1);
    windowless.windows.clear();
    everything.windows = {{0, 0}};
    nameless.name.clear();
    nowhere.areas.clear();
    unknown.areas = {AreaId{{9}}};
    noisy.sessions_per_day = 11;

    EXPECT_EQ(refusal(storm()), ErrorCode::internal);
    EXPECT_EQ(refusal(for_ever), ErrorCode::too_long);
    EXPECT_EQ(refusal(unknown), ErrorCode::not_found);
    for (const auto& bad : {backwards, over, windowless, everything, nameless, nowhere, noisy})
        EXPECT_EQ(refusal(bad), ErrorCode::invalid_argument);
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

}  // namespace
}  // namespace village::policy::surging
