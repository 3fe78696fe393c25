// "Why will it not play?": the tricky cases with the answer that is expected, in the words an officer reads. Times are those of
// the commune's wall clock.
#include "scheduler/dispatch/dry_run.hpp"

#include "tests/scheduler/dispatch/foreseen_day.hpp"

namespace village::dispatch {
namespace {

using domain::InTheWay;
using domain::Priority;
using domain::ReceiptOutcome;
using domain::WhenInterrupted;

TEST(DryRun, SaysWhenASoundIsHeard) {
    ForeseenDay day{.sounds = {planned(1, half_past_five)}};

    EXPECT_EQ(said(day.lines(), 1), "played 05:30:00-05:40:00");
}

TEST(DryRun, SaysNothingOfOtherLoudspeakers) {
    ForeseenDay day{.sounds = {planned(1, half_past_five)}, .node = cho_moi};

    EXPECT_TRUE(day.lines().empty());
}

TEST(DryRun, LetsWhatEndsWhenTheOtherBeginsSoundWhole) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five + minutes{10})}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played 05:30:00-05:40:00");
    EXPECT_EQ(said(lines, 2), "played 05:40:00-05:50:00");
}

// ---- Two of equal priority at the same moment in one zone ----

TEST(DryRun, MissesTheSecondOfTwoEqualsWhenTheFirstTakesTooLong) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five)}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played 05:30:00-05:40:00");
    EXPECT_EQ(said(lines, 2), "missed normal (broadcast Bản tin 1)");
}

TEST(DryRun, LetsTheSecondOfTwoEqualsWaitForAShortFirst) {
    ForeseenDay day{.sounds = {planned(1, half_past_five, seconds{90}), planned(2, half_past_five)}};

    EXPECT_EQ(said(day.lines(), 2), "played normal (broadcast Bản tin 1) 05:31:30-05:41:30");
}

TEST(DryRun, PutsWhatIsSignedBeforeItsEqualThatIsNot) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five)}};
    day.sounds[0].signed_as.reset();

    EXPECT_EQ(said(day.lines(), 1), "missed normal (broadcast Bản tin 2)");
}

// ---- A priority item over a normal one ----

TEST(DryRun, ResumesWhatGaveWayAtItsPosition) {
    ForeseenDay day{.sounds = {planned(1, half_past_five),
                               with_priority(planned(2, half_past_five + minutes{4}, minutes{5}), Priority::priority)}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played priority (broadcast Bản tin 2) 05:30:00-05:34:00 05:39:00-05:45:00");
    EXPECT_EQ(lines[0].parts[1].position, minutes{4});
    EXPECT_EQ(said(lines, 2), "played 05:34:00-05:39:00");
}

TEST(DryRun, BeginsAgainWhatDeclaredToRestart) {
    ForeseenDay day{.sounds = {planned(1, half_past_five),
                               with_priority(planned(2, half_past_five + minutes{4}, minutes{5}), Priority::priority)}};
    day.sounds[0].order.broadcast.when_interrupted = WhenInterrupted::restart;

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played priority (broadcast Bản tin 2) 05:30:00-05:34:00 05:39:00-05:49:00");
    EXPECT_EQ(lines[0].parts[1].position, minutes{0});
}

TEST(DryRun, DropsWhatDeclaredToDrop) {
    ForeseenDay day{.sounds = {planned(1, half_past_five),
                               with_priority(planned(2, half_past_five + minutes{4}, minutes{5}), Priority::priority)}};
    day.sounds[0].order.broadcast.when_interrupted = WhenInterrupted::drop;

    EXPECT_EQ(said(day.lines(), 1), "preempted priority (broadcast Bản tin 2) 05:30:00-05:34:00");
}

TEST(DryRun, CutsWhatCannotBeFinishedInsideTheAllowedHours) {
    ForeseenDay day{.sounds = {planned(1, half_past_five + minutes{45}),
                               with_priority(planned(2, half_past_five + minutes{49}, minutes{8}), Priority::priority)}};

    EXPECT_EQ(said(day.lines(), 1), "preempted priority (broadcast Bản tin 2) 06:15:00-06:19:00 06:27:00-06:30:01");
}

// ---- Its last moment to begin passes while another one sounds ----

TEST(DryRun, NamesWhoHeldTheLoudspeakerWhenItsLastMomentToBeginPassed) {
    ForeseenDay day{.sounds = {with_priority(planned(1, half_past_five, minutes{20}), Priority::priority),
                               planned(2, half_past_five + minutes{15})}};

    EXPECT_EQ(said(day.lines(), 2), "missed priority (broadcast Bản tin 1)");
}

TEST(DryRun, LetsItWaitWhenItMayBeginLaterStill) {
    ForeseenDay day{.sounds = {with_priority(planned(1, half_past_five, minutes{20}), Priority::priority),
                               planned(2, half_past_five + minutes{15})}};
    day.sounds[1].order.broadcast.start_by = half_past_five + minutes{21};

    EXPECT_EQ(said(day.lines(), 2), "played priority (broadcast Bản tin 1) 05:50:00-06:00:00");
}

// ---- At a quarter past three ----

TEST(DryRun, RefusesAQuarterPastThreeWithoutPermission) {
    ForeseenDay day{.sounds = {planned(1, half_past_five - minutes{135})}, .from = half_past_five - hours{4}};

    EXPECT_EQ(said(day.lines(), 1), "missed quiet_hours");
}

TEST(DryRun, RefusesTheAfternoonWithoutPermission) {
    ForeseenDay day{.sounds = {planned(1, half_past_five + hours{9})}};

    EXPECT_EQ(said(day.lines(), 1), "missed outside_allowed_hours");
}

TEST(DryRun, PermissionForTheAfternoonIsNoneForTheNight) {
    ForeseenDay day{.sounds = {planned(1, half_past_five + hours{9}), planned(2, half_past_five + hours{21})}};
    for (auto& sound : day.sounds) sound.order.outside_hours = true;

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played 14:30:00-14:40:00");
    EXPECT_EQ(said(lines, 2), "missed quiet_hours");
}

// ---- A one-off over a recurring one ----

TEST(DryRun, DoesNotLetAOneOffSilenceARecurringOneOfTheSamePriorityThatIsToBeginFirst) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five + minutes{5})}};
    day.sounds[0].order.schedule = domain::ScheduleId{{9}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played 05:30:00-05:40:00");
    EXPECT_EQ(said(lines, 2), "missed normal (broadcast Bản tin 1)");
}

TEST(DryRun, LetsAPriorityOneOffTakeTheMomentOfARecurringOne) {
    ForeseenDay day{
        .sounds = {planned(1, half_past_five), with_priority(planned(2, half_past_five, minutes{1}), Priority::priority)}};
    day.sounds[0].order.schedule = domain::ScheduleId{{9}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played priority (broadcast Bản tin 2) 05:31:00-05:41:00");
    EXPECT_EQ(lines[0].schedule, (domain::ScheduleId{{9}}));
    EXPECT_EQ(said(lines, 2), "played 05:30:00-05:31:00");
}

// ---- A hamlet in two zones ----

TEST(DryRun, TellsAHamletInTwoZonesWhatItMissesAndTheOtherHamletNothing) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five + minutes{1})}};
    day.sounds[0].order.broadcast.targets = domain::NodeSet{ben_do};
    day.sounds[1].order.broadcast.targets = domain::NodeSet{ben_do, cho_moi};
    ForeseenDay elsewhere = day;
    elsewhere.node = cho_moi;

    EXPECT_EQ(said(day.lines(), 2), "missed normal (broadcast Bản tin 1)");
    EXPECT_EQ(said(elsewhere.lines(), 2), "played 05:31:00-05:41:00");
}

// ---- Emergencies ----

TEST(DryRun, ShowsWhatAnEmergencyOnTheAirTakes) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five + minutes{5}, seconds{40})}};
    auto& emergency = day.sounds[1].order;
    emergency.broadcast.kind = domain::BroadcastKind::emergency;
    emergency.broadcast.priority = Priority::emergency;
    emergency.broadcast.max_duration = minutes{6};
    emergency.repeat_every = seconds{150};

    // It may last until 05:41:00; no further repetition fits, so it is over with the last one.
    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "played emergency (broadcast Bản tin 2) 05:30:00-05:35:00 05:40:40-05:45:40");
    EXPECT_EQ(said(lines, 2), "played 05:35:00-05:35:40 05:37:30-05:38:10 05:40:00-05:40:40");
}

// ---- What only the controller knows ----

TEST(DryRun, SaysOfWhatWasStoppedThatItWas) {
    const auto yesterday = planned(1, half_past_five - hours{24}, minutes{30});
    ForeseenDay day{.sounds = {planned(2, half_past_five)},
                    .not_coming = {withheld(yesterday, ReceiptOutcome::cancelled, "stop")},
                    .from = half_past_five - hours{25}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "cancelled stop");
    EXPECT_EQ(said(lines, 2), "played 05:30:00-05:40:00");
}

TEST(DryRun, NamesTheThingThatIsInTheWay) {
    const InTheWay schedule{InTheWay::Kind::schedule, {7}, "Bản tin chiều"}, zone{InTheWay::Kind::zone, {8}, "Vùng đồi"};
    ForeseenDay day{
        .not_coming = {withheld(planned(1, half_past_five), ReceiptOutcome::cancelled, "schedule_cancelled", schedule),
                       withheld(planned(2, half_past_five), ReceiptOutcome::missed, "not_ready"),
                       withheld(planned(3, half_past_five), ReceiptOutcome::missed, "not_approved"),
                       withheld(planned(4, half_past_five), ReceiptOutcome::missed, "zone_empty", zone)}};

    const auto lines = day.lines();
    EXPECT_EQ(said(lines, 1), "cancelled schedule_cancelled (schedule Bản tin chiều)");
    EXPECT_EQ(said(lines, 2), "missed not_ready");
    EXPECT_EQ(said(lines, 3), "missed not_approved");
    EXPECT_EQ(said(lines, 4), "missed zone_empty (zone Vùng đồi)");
}

TEST(DryRun, WhatWasWithheldTakesNobodysTime) {
    ForeseenDay day{.sounds = {planned(2, half_past_five + minutes{1})},
                    .not_coming = {withheld(planned(1, half_past_five), ReceiptOutcome::cancelled, "schedule_cancelled")}};

    EXPECT_EQ(said(day.lines(), 2), "played 05:31:00-05:41:00");
}

TEST(DryRun, MissesWhatTheLoudspeakerHasNotFetched) {
    ForeseenDay day{.sounds = {planned(1, half_past_five)}, .missing = {content_id(1)}};

    EXPECT_EQ(said(day.lines(), 1), "missed no_content (announcement Bản tin 1)");
}

// ---- The period ----

/// A relay's place, and what stands in for it for as long.
std::pair<PlannedSound, PlannedSound> relay_and_fallback() {
    auto relay = planned(1, half_past_five);
    relay.order.broadcast.streamed = true;
    relay.order.broadcast.content.reset();
    relay.order.stream = domain::StreamDescription{};
    auto fallback = planned(2, half_past_five);
    const auto end = half_past_five + minutes{10};
    relay.order.broadcast.place = domain::ProgrammePlace{.ends_by = end};
    fallback.order.broadcast.place =
        domain::ProgrammePlace{.content_length = minutes{4}, .stands_in_for = relay.order.broadcast.id, .ends_by = end};
    fallback.order.broadcast.start_by = end;
    return {relay, fallback};
}

TEST(DryRun, ARelayComesThroughAndWhatStandsInForItIsNotNeeded) {
    const auto [relay, fallback] = relay_and_fallback();
    ForeseenDay day{.sounds = {relay, fallback}};

    EXPECT_EQ(said(day.lines(), 1), "played 05:30:00-05:40:00");
    EXPECT_EQ(said(day.lines(), 2), "cancelled not_needed");
}

TEST(DryRun, ARelayThatHasToWaitIsNotTakenForDead) {
    auto [relay, fallback] = relay_and_fallback();
    relay.order.broadcast.start_by = relay.order.broadcast.place->ends_by;
    auto before = planned(3, half_past_five, minutes{6});
    before.order.broadcast.priority = domain::Priority::priority;
    ForeseenDay day{.sounds = {relay, fallback, before}};

    EXPECT_EQ(said(day.lines(), 2), "cancelled not_needed");
}

TEST(DryRun, WhatStandsInForSomethingThatDoesNotComeIsHeardUntilItsEnd) {
    ForeseenDay day{.sounds = {relay_and_fallback().second}};

    EXPECT_EQ(said(day.lines(), 2), "played 05:30:00-05:34:00 05:34:00-05:38:00 05:38:00-05:40:00");
}

TEST(DryRun, WhatIsCutOnPurposeIsPlayed) {
    auto cut = planned(1, half_past_five);
    cut.order.broadcast.place = domain::ProgrammePlace{.content_length = minutes{14}, .ends_by = half_past_five + minutes{15}};
    ForeseenDay day{.sounds = {cut}};

    EXPECT_EQ(said(day.lines(), 1), "played 05:30:00-05:40:00");
}

TEST(DryRun, FollowsASoundAcrossMidnight) {
    const auto before_midnight = half_past_five + hours{18} + minutes{25};
    ForeseenDay day{.sounds = {planned(1, before_midnight)}};
    day.sounds[0].order.outside_hours = day.sounds[0].order.quiet_hours = true;
    auto next_day = day;
    next_day.from = half_past_five + hours{18} + minutes{30};
    auto day_after = next_day;
    day_after.from += minutes{10};

    EXPECT_EQ(said(day.lines(), 1), "played 23:55:00-00:05:00");
    EXPECT_EQ(said(next_day.lines(), 1), "played 23:55:00-00:05:00");
    EXPECT_EQ(said(day_after.lines(), 1), "is not spoken of");
}

TEST(DryRun, LetsWhatBeganBeforeThePeriodHoldTheLoudspeakerInIt) {
    ForeseenDay day{.sounds = {planned(1, half_past_five), planned(2, half_past_five + minutes{5})}};
    day.from = half_past_five + minutes{4};

    EXPECT_EQ(said(day.lines(), 2), "missed normal (broadcast Bản tin 1)");
}

TEST(DryRun, RefusesAPeriodOfMoreThan31Days) {
    ForeseenDay day;
    day.to = day.from + hours{31 * 24};
    EXPECT_TRUE(day.ask());
    day.to += minutes{1};

    ASSERT_FALSE(day.ask());
    EXPECT_EQ(day.ask().error().code, domain::ErrorCode::invalid_argument);
    EXPECT_EQ(day.ask().error().rule, (domain::BrokenRule{"period", "31", ""}));
}

TEST(DryRun, RefusesMoreSoundsThanItsBound) {
    ForeseenDay day;
    day.sounds.assign(dry_run_sounds_max + 1, planned(1, half_past_five));

    ASSERT_FALSE(day.ask());
    EXPECT_EQ(day.ask().error().code, domain::ErrorCode::too_large);
}

// ---- Several loudspeakers ----

std::vector<domain::Foreseen> at_all(const DryRunMaterial& material, const domain::NodeSet& nodes) {
    JoinedDryRuns joined;
    for (const auto& set : alike(material, nodes)) {
        ForeseenDay day{.sounds = material.planned, .not_coming = material.withheld, .node = set.numbers().front()};
        if (const auto lacks = material.missing.find(day.node); lacks != material.missing.end()) day.missing = lacks->second;
        EXPECT_TRUE(joined.add(day.lines(), set));
    }
    return joined.lines();
}

TEST(DryRun, AsksOnceForLoudspeakersThatAreToldTheSame) {
    DryRunMaterial material{.planned = {planned(1, half_past_five)}};
    material.planned[0].order.broadcast.targets = domain::NodeSet{ben_do, cho_moi};

    EXPECT_EQ(alike(material, {ben_do, cho_moi}), (std::vector{domain::NodeSet{ben_do, cho_moi}}));
    material.missing[cho_moi] = {content_id(1)};
    EXPECT_EQ(alike(material, {ben_do, cho_moi}).size(), 2u);
}

TEST(DryRun, JoinsWhatIsAlikeAndTellsApartWhatIsNot) {
    DryRunMaterial material{.planned = {planned(1, half_past_five), planned(2, half_past_five + minutes{20})}};
    for (auto& sound : material.planned) sound.order.broadcast.targets = domain::NodeSet{ben_do, cho_moi};
    material.missing[cho_moi] = {content_id(2)};

    const auto lines = at_all(material, {ben_do, cho_moi});

    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].nodes, (domain::NodeSet{ben_do, cho_moi}));
    EXPECT_EQ(said(lines[0]), "played 05:30:00-05:40:00");
    EXPECT_EQ(lines[1].nodes.size(), 1u);
    EXPECT_EQ(lines[2].nodes.size(), 1u);
    EXPECT_NE(said(lines[1]), said(lines[2]));
}

}  // namespace
}  // namespace village::dispatch
