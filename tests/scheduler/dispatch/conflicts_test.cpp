// What meets is found as by comparing everything with everything; what becomes of two that meet, and what a person may choose.
#include "scheduler/dispatch/conflicts.hpp"

#include <rapidcheck.h>

#include "scheduler/policy/passes.hpp"
#include "tests/scheduler/dispatch/foreseen_day.hpp"

namespace village::dispatch {
namespace {

using domain::ConflictChoice;
using domain::Priority;
using domain::WhenInterrupted;

PlannedSeries series(std::uint8_t n, std::vector<domain::UtcTime> moments, domain::Duration length = minutes{10}) {
    PlannedSeries made;
    made.schedule = domain::ScheduleId{{n}};
    made.title = fmt::format("Bản tin {}", n);
    made.length = length;
    made.nodes = domain::NodeSet{ben_do};
    for (const auto moment : moments)
        made.occurrences.push_back({domain::occurrence_id(*made.schedule, moment), *made.schedule, moment, moment});
    return made;
}
PlannedSeries of_priority(PlannedSeries made, Priority priority) {
    made.priority = priority;
    return made;
}
/// The draft is the last one.
domain::Conflicts conflicts_of(const std::vector<PlannedSeries>& all) {
    return find_conflicts(all, static_cast<std::uint32_t>(all.size() - 1), {.planned_until = half_past_five + hours{7 * 24}});
}
std::string choices_of(const domain::Conflict& conflict) {
    std::string text;
    for (const auto& choice : conflict.choices) {
        text += text.empty() ? "" : ", ";
        text += domain::conflict_choice_name(choice.kind);
        if (choice.starts_at) text += " " + domain::utc_text(*choice.starts_at + hours{7}).substr(5, 11);
    }
    return text;
}

std::vector<Overlap> by_comparing_everything(const std::vector<PlannedSeries>& all) {
    std::vector<std::pair<OccurrencePlace, domain::UtcTime>> places;
    for (std::uint32_t s = 0; s < all.size(); ++s)
        for (std::uint32_t o = 0; o < all[s].occurrences.size(); ++o) places.push_back({{s, o}, all[s].occurrences[o].planned});
    std::vector<Overlap> found;
    for (const auto& [a, at_a] : places)
        for (const auto& [b, at_b] : places) {
            bool meet = false;
            for (const auto node : all[a.series].nodes.shared_with(all[b.series].nodes).numbers()) {
                const auto from_a = at_a + policy::begins_after(all[a.series].passes, node);
                const auto from_b = at_b + policy::begins_after(all[b.series].passes, node);
                meet = meet || (from_a < from_b + all[b.series].length && from_b < from_a + all[a.series].length);
            }
            const bool both_staggered = !all[a.series].passes.empty() && !all[b.series].passes.empty();
            if (both_staggered && all[a.series].nodes.intersects(all[b.series].nodes))
                meet = at_a < at_b + all[b.series].length + policy::last_begins_after(all[b.series].passes) &&
                       at_b < at_a + all[a.series].length + policy::last_begins_after(all[a.series].passes);
            if (a < b && meet) found.push_back({a, b});
        }
    std::ranges::sort(found);
    return found;
}

/// One loudspeaker after the other.
void stagger(PlannedSeries& one) {
    domain::Duration after{};
    for (const auto node : one.nodes.numbers()) {
        one.passes.push_back({domain::NodeSet{node}, after});
        after += one.length;
    }
}

std::vector<PlannedSeries> some_series() {
    std::vector<PlannedSeries> all;
    for (std::uint8_t n = 0; n < *rc::gen::inRange(1, 9); ++n) {
        const auto starts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 90));
        std::vector<domain::UtcTime> moments;
        for (const auto start : starts) moments.push_back(half_past_five + minutes{start});
        all.push_back(series(n, moments, minutes{*rc::gen::inRange(1, 30)}));
        all.back().nodes = {};
        for (const auto node : *rc::gen::container<std::vector<std::uint16_t>>(rc::gen::inRange<std::uint16_t>(1, 20)))
            all.back().nodes.insert(domain::NodeNumber{node});
        if (*rc::gen::arbitrary<bool>()) stagger(all.back());
    }
    return all;
}

TEST(Overlaps, AreWhatComparingEverythingFinds) {
    EXPECT_TRUE(rc::check([] {
        const auto all = some_series();
        auto found = find_overlaps(all, 100'000);
        std::ranges::sort(found.first);
        RC_ASSERT(found.count == found.first.size());
        RC_ASSERT(found.first == by_comparing_everything(all));
    }));
}

TEST(Overlaps, OfADraftAreThoseOfAllThatNameIt) {
    EXPECT_TRUE(rc::check([] {
        const auto all = some_series();
        const auto draft = *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(all.size()));
        auto found = find_overlaps_with(all, draft, 100'000);
        std::ranges::sort(found.first);
        auto wanted = by_comparing_everything(all);
        std::erase_if(wanted, [&](const Overlap& one) { return one.a.series != draft && one.b.series != draft; });
        RC_ASSERT(found.first == wanted);
    }));
}

/// The published order, said in a few lines for two alone: who is heard whole and on time, and who is not.
bool is_whole_and_on_time(const PlannedSeries& one, const PlannedSeries& other, bool signed_first) {
    const auto start = one.occurrences[0].planned, others = other.occurrences[0].planned;
    if (one.priority > other.priority) return true;
    if (one.priority < other.priority) return false;
    return start != others ? start < others : signed_first;
}

TEST(Conflict, IsWonByTheOneThatThePublishedOrderNames) {
    EXPECT_TRUE(rc::check([] {
        std::vector<PlannedSeries> all;
        for (std::uint8_t n = 1; n <= 2; ++n) {
            const auto start = half_past_five + minutes{*rc::gen::inRange(0, 8)};
            all.push_back(series(n, {start}, minutes{*rc::gen::inRange(8, 20)}));
            all.back().priority = *rc::gen::element(Priority::background, Priority::normal, Priority::priority);
            all.back().when_interrupted =
                *rc::gen::element(WhenInterrupted::resume, WhenInterrupted::restart, WhenInterrupted::drop);
            all.back().start_grace = minutes{*rc::gen::inRange(1, 30)};
        }
        const auto conflicts = conflicts_of(all);
        RC_ASSERT(conflicts.count == 1u);
        const auto& [draft, existing, choices] = conflicts.first[0];
        RC_ASSERT(existing.is_whole_and_on_time() == is_whole_and_on_time(all[0], all[1], true));
        RC_ASSERT(draft.is_whole_and_on_time() == is_whole_and_on_time(all[1], all[0], false));
    }));
}

TEST(Conflict, OfWhatIsStaggeredIsWhereAndWhenThePassesMeet) {
    auto first = series(1, {half_past_five + minutes{1}}, minutes{1});
    auto draft = series(2, {half_past_five}, minutes{1});
    draft.nodes = domain::NodeSet{ben_do, cho_moi};
    draft.passes = {{domain::NodeSet{ben_do}, seconds{0}}, {domain::NodeSet{cho_moi}, seconds{61}}};

    EXPECT_EQ(conflicts_of({first, draft}).count, 0u) << "at Bến đò it is over by then";
    first.nodes = domain::NodeSet{ben_do, cho_moi};
    const auto conflicts = conflicts_of({first, draft});
    ASSERT_EQ(conflicts.count, 1u);
    EXPECT_EQ(said(conflicts.first[0].draft), "played normal (broadcast Bản tin 1) 05:32:00-05:33:00");
    EXPECT_EQ(conflicts.first[0].draft.nodes, domain::NodeSet{cho_moi});
    EXPECT_EQ(choices_of(conflicts.first[0]), "replace_once, shift 11-23T05:32, shift_other 11-23T05:33, cancel, keep_both")
        << "a free moment has room for both passes";
}

TEST(Conflict, SaysWhoWaitsWhoIsMissedAndWhoGivesWay) {
    auto patient = series(2, {half_past_five + minutes{5}});
    patient.start_grace = minutes{10};

    EXPECT_EQ(said(conflicts_of({series(1, {half_past_five}), patient}).first[0].draft),
              "played normal (broadcast Bản tin 1) 05:40:00-05:50:00");
    EXPECT_EQ(said(conflicts_of({series(1, {half_past_five}), series(2, {half_past_five + minutes{5}})}).first[0].draft),
              "missed normal (broadcast Bản tin 1)");
    EXPECT_EQ(said(conflicts_of({series(1, {half_past_five}),
                                 of_priority(series(2, {half_past_five + minutes{5}}, minutes{2}), Priority::priority)})
                       .first[0]
                       .existing),
              "played priority (broadcast Bản tin 2) 05:30:00-05:35:00 05:37:00-05:42:00");
}

TEST(Conflict, IsAtTheCommonNodesOnly) {
    auto first = series(1, {half_past_five}), second = series(2, {half_past_five});
    first.nodes = domain::NodeSet{ben_do, cho_moi};
    second.nodes = domain::NodeSet{cho_moi, domain::NodeNumber{9}};

    EXPECT_EQ(conflicts_of({first, second}).first[0].draft.nodes, domain::NodeSet{cho_moi});
    second.nodes = domain::NodeSet{domain::NodeNumber{9}};
    EXPECT_EQ(conflicts_of({first, second}).count, 0u);
}

TEST(Conflict, OffersTheNextFreeMomentInsideTheAllowedHours) {
    const auto morning = series(1, {half_past_five, half_past_five + minutes{10}}, minutes{10});
    const auto draft = series(2, {half_past_five + minutes{5}}, minutes{20});

    EXPECT_EQ(choices_of(conflicts_of({morning, draft}).first[0]),
              "replace_once, shift 11-23T05:50, shift_other 11-23T05:55, cancel, keep_both");
}

TEST(Conflict, OffersTheEveningWhenTheMorningIsFull) {
    const auto morning = series(1, {half_past_five}, minutes{50});
    const auto evening = series(2, {half_past_five + minutes{690}}, minutes{5});
    const auto draft = series(3, {half_past_five}, minutes{20});

    EXPECT_EQ(choices_of(conflicts_of({morning, evening, draft}).first[0]),
              "replace_once, shift 11-23T17:05, shift_other 11-23T17:05, cancel, keep_both");
}

TEST(Conflict, OffersNoMomentWhenNoneIsLongEnough) {
    const auto draft = series(2, {half_past_five}, minutes{61});

    EXPECT_EQ(choices_of(conflicts_of({series(1, {half_past_five}), draft}).first[0]),
              "replace_once, shift_other 11-23T17:00, cancel, keep_both");
}

TEST(Conflict, DoesNotOfferToReplaceAHigherPriority) {
    const auto existing = of_priority(series(1, {half_past_five}), Priority::priority);

    EXPECT_EQ(choices_of(conflicts_of({existing, series(2, {half_past_five})}).first[0]), "shift 11-23T05:40, cancel, keep_both");
}

TEST(Conflict, WhatIsOfNoScheduleIsOnlyStoppedAndOnlyOncePlanned) {
    const auto alone = [](domain::UtcTime moment) {
        auto one = series(1, {moment});
        one.schedule.reset();
        return one;
    };
    const auto in_two_weeks = half_past_five + hours{14 * 24};

    EXPECT_EQ(choices_of(conflicts_of({alone(half_past_five), series(2, {half_past_five})}).first[0]),
              "replace_once, shift 11-23T05:40, cancel, keep_both");
    EXPECT_EQ(choices_of(conflicts_of({alone(in_two_weeks), series(2, {in_two_weeks})}).first[0]),
              "shift 12-07T05:40, cancel, keep_both");
}

TEST(Conflict, TheUserSaysWhichOfTwoGoesFirstAndNamesTheOccurrenceByWhatItsRuleGave) {
    auto existing = of_priority(series(1, {half_past_five, half_past_five + minutes{10}}), Priority::priority);
    existing.occurrences[0].original = half_past_five - hours{1};
    const auto draft = of_priority(series(2, {half_past_five}, minutes{5}), Priority::priority);

    const auto conflict = conflicts_of({existing, draft}).first[0];

    EXPECT_EQ(choices_of(conflict), "replace_once, shift 11-23T05:50, shift_other 11-23T05:50, cancel, keep_both")
        << "behind this one, but not into its own next occurrence";
    EXPECT_EQ(conflict.existing.occurrence, half_past_five - hours{1});
}

TEST(Conflicts, AreCountedBeyondThoseThatAreShown) {
    std::vector<domain::UtcTime> mornings;
    for (int day = 0; day < 30; ++day) mornings.push_back(half_past_five + hours{24} * day);

    const auto conflicts = conflicts_of({series(1, mornings), series(2, mornings)});

    EXPECT_EQ(conflicts.count, 30u);
    ASSERT_EQ(conflicts.first.size(), 20u);
    EXPECT_EQ(conflicts.first[0].draft.planned, half_past_five);
}

}  // namespace
}  // namespace village::dispatch
