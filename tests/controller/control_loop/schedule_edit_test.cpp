// What an edit of a schedule does to what is planned.
#include <date/date.h>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using ports::EditScope;
using ports::ScheduleEdit;
using Texts = std::vector<std::string>;

domain::UtcTime at(const std::string& local) { return domain::parse_utc("2026-11-" + local + ":00+07:00").value(); }

/// Every day at 17:00 from Monday on; node 1 is there.
struct EveryEvening {
    EveryEvening() {
        world.connect(node_1);
        const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY"));
        EXPECT_OK(saved);
        world.settle();
        schedule = saved->id;
    }
    ScheduleEdit edit(EditScope scope, const std::string& occurrence = {}) const {
        ScheduleEdit made{.schedule = schedule, .scope = scope};
        if (!occurrence.empty()) made.occurrence = at(occurrence);
        return made;
    }
    ScheduleEdit move(const std::string& occurrence, const std::string& to) const {
        auto made = edit(EditScope::this_one, occurrence);
        made.moved_to = at(to);
        return made;
    }
    /// "24 17:00" for everything in the plan that node 1 holds.
    Texts planned() {
        Texts texts;
        if (world.gateway().plans[node_1].empty()) return texts;
        for (const auto& grant : world.gateway().plans[node_1].back().grants)
            texts.push_back(
                date::format("%d %H:%M", date::floor<std::chrono::minutes>(
                                             date::sys_time<domain::Duration>{grant.grant.starts_at.time_since_epoch()} + 7h)));
        std::ranges::sort(texts);
        return texts;
    }
    ::testing::AssertionResult comes_to_plan(const Texts& expected) {
        world.now += 300ms;
        if (world.until([&] { return planned() == expected; })) return ::testing::AssertionSuccess();
        return ::testing::AssertionFailure() << "planned: " << ::testing::PrintToString(planned());
    }

    World world;
    domain::ScheduleId schedule;
};

const Texts all_week{"23 17:00", "24 17:00", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"};

TEST(EditOfOne, MovedItSoundsAtTheNewMomentAndOnce) {
    EveryEvening test;

    ASSERT_OK(test.world.edit(approver(), test.move("24T17:00", "24T17:20")));

    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "24 17:20", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"}));
    EXPECT_EQ(test.world.ledger.grants.size(), 8u) << "one for the new moment, none again for what was not touched";
}

TEST(EditOfOne, MovedItStaysMovedAfterARestart) {
    EveryEvening test;
    ASSERT_OK(test.world.edit(approver(), test.move("24T17:00", "24T17:20")));
    test.world.settle();

    test.world.restart();
    test.world.connect(node_1);

    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "24 17:20", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"}));
    EXPECT_EQ(test.world.ledger.grants.size(), 8u);
}

TEST(EditOfOne, TakenBackItSoundsWhereItWas) {
    EveryEvening test;
    ASSERT_OK(test.world.edit(approver(), test.move("24T17:00", "24T17:20")));
    ASSERT_TRUE(test.comes_to_plan({"23 17:00", "24 17:20", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"}));

    ASSERT_OK(test.world.edit(approver(), test.edit(EditScope::this_one, "24T17:00")));

    EXPECT_TRUE(test.comes_to_plan(all_week));
}

TEST(EditOfOne, LeftOutItIsWithdrawnAndTheDryRunSaysWhy) {
    EveryEvening test;
    auto near = test.edit(EditScope::this_one, "24T17:00");
    near.left_out = true;
    auto far = test.edit(EditScope::this_one);
    far.occurrence = at("30T17:00") + 24h;
    far.left_out = true;

    ASSERT_OK(test.world.edit(approver(), near));
    ASSERT_OK(test.world.edit(approver(), far));

    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"}));
    const auto run = test.world.dry_run({.targets = {.areas = {ben}}, .to = test.world.now + 14 * 24h});
    ASSERT_OK(run);
    Texts reasons;
    for (const auto& sound : run->sounds)
        if (sound.planned == *near.occurrence || sound.planned == *far.occurrence) reasons.push_back(sound.reason);
    EXPECT_EQ(reasons, (Texts{"left_out", "left_out"})) << "whether it was planned already or not";
}

TEST(EditOfOne, ComesAgainAfterItWasLeftOut) {
    EveryEvening test;
    auto edit = test.edit(EditScope::this_one, "24T17:00");
    edit.left_out = true;
    ASSERT_OK(test.world.edit(approver(), edit));
    ASSERT_TRUE(test.comes_to_plan({"23 17:00", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"}));

    ASSERT_OK(test.world.edit(approver(), test.edit(EditScope::this_one, "24T17:00")));

    EXPECT_TRUE(test.comes_to_plan(all_week));
}

TEST(EditOfOne, WantsAnotherPriorityAndTheOthersKeepTheirs) {
    EveryEvening test;
    auto edit = test.edit(EditScope::this_one, "24T17:00");
    edit.wanted.priority = domain::Priority::priority;

    ASSERT_OK(test.world.edit(approver(), edit));

    const auto is_changed = [&] {
        const auto& grants = test.world.gateway().plans[node_1].back().grants;
        return std::ranges::any_of(grants, [](const auto& one) { return one.grant.priority == domain::Priority::priority; });
    };
    test.world.now += 300ms;
    ASSERT_TRUE(test.world.until(is_changed));
    EXPECT_EQ(test.planned(), all_week);
    for (const auto& grant : test.world.gateway().plans[node_1].back().grants)
        EXPECT_EQ(grant.grant.priority == domain::Priority::priority, grant.grant.starts_at == *edit.occurrence);
}

TEST(EditOfOne, WantedInAnotherHamletIsInThatHamletsCalendarAlone) {
    EveryEvening test;
    auto edit = test.edit(EditScope::this_one, "24T17:00");
    edit.wanted.targets = domain::Targets{.areas = {dong}};
    ASSERT_OK(test.world.edit(approver(), edit));

    const auto of_ben = test.world.zone_calendar(domain::ZoneId{ben.bytes});
    const auto of_dong = test.world.zone_calendar(domain::ZoneId{dong.bytes});

    ASSERT_OK(of_ben);
    ASSERT_OK(of_dong);
    EXPECT_NE(of_ben->find("EXDATE;TZID=Asia/Ho_Chi_Minh:20261124T170000\r\n"), std::string::npos) << *of_ben;
    EXPECT_EQ(of_dong->find("20261125T170000\r\nDURATION"), std::string::npos) << *of_dong;
    EXPECT_NE(of_dong->find("RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261124T170000\r\n"), std::string::npos) << *of_dong;
}

TEST(EditFromHere, GivesAnotherTimeAndTellsWhatHadNoPlaceAnyMore) {
    EveryEvening test;
    ASSERT_OK(test.world.edit(approver(), test.move("27T17:00", "27T17:40")));
    auto edit = test.edit(EditScope::from_here, "25T17:00");
    edit.timing.emplace();
    edit.timing->first = domain::parse_local("2026-11-25T17:30:00").value();
    edit.timing->repeats = domain::Rrule{"FREQ=DAILY"};

    const auto edited = test.world.edit(approver(), edit);

    ASSERT_OK(edited);
    EXPECT_EQ(edited->dropped, std::vector{at("27T17:00")});
    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "24 17:00", "25 17:30", "26 17:30", "27 17:30", "28 17:30", "29 17:30"}));
}

TEST(EditFromHere, LeftOutTheScheduleEndsThere) {
    EveryEvening test;
    auto edit = test.edit(EditScope::from_here, "25T17:00");
    edit.left_out = true;

    ASSERT_OK(test.world.edit(approver(), edit));

    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "24 17:00"}));
}

TEST(EditFromHere, GoesOnWhereTheScheduleWasEnded) {
    EveryEvening test;
    auto edit = test.edit(EditScope::from_here, "25T17:00");
    edit.left_out = true;
    const auto ended = test.world.edit(approver(), edit);
    ASSERT_OK(ended);
    ASSERT_TRUE(test.comes_to_plan({"23 17:00", "24 17:00"}));
    edit.left_out = false;
    edit.version = ended->schedule.version;
    edit.timing.emplace();
    edit.timing->first = domain::parse_local("2026-11-25T17:30:00").value();
    edit.timing->repeats = domain::Rrule{"FREQ=DAILY"};
    edit.timing->valid_until = date::local_days{date::year{2026} / 11 / 27};

    ASSERT_OK(test.world.edit(approver(), edit));

    EXPECT_TRUE(test.comes_to_plan({"23 17:00", "24 17:00", "25 17:30", "26 17:30", "27 17:30"}));
}

TEST(EditOfAll, AddsATimeOfTheDay) {
    EveryEvening test;
    auto edit = test.edit(EditScope::all);
    edit.timing.emplace();
    edit.timing->first = domain::parse_local("2026-11-28T17:00:00").value();
    edit.timing->repeats = domain::Rrule{"FREQ=DAILY"};
    edit.timing->also_at = {17h + 30min};

    ASSERT_OK(test.world.edit(approver(), edit));

    EXPECT_TRUE(test.comes_to_plan({"28 17:00", "28 17:30", "29 17:00", "29 17:30"}));
}

TEST(EditOfAll, ReachesOneThatWasMovedBefore) {
    EveryEvening test;
    const Texts moved{"23 17:00", "24 17:20", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"};
    ASSERT_OK(test.world.edit(approver(), test.move("24T17:00", "24T17:20")));
    ASSERT_TRUE(test.comes_to_plan(moved));
    auto edit = test.edit(EditScope::all);
    edit.wanted.priority = domain::Priority::priority;

    ASSERT_OK(test.world.edit(approver(), edit));

    const auto all_are_changed = [&] {
        const auto& grants = test.world.gateway().plans[node_1].back().grants;
        return std::ranges::all_of(grants, [](const auto& one) { return one.grant.priority == domain::Priority::priority; });
    };
    test.world.now += 300ms;
    EXPECT_TRUE(test.world.until(all_are_changed));
    EXPECT_EQ(test.planned(), moved);
}

TEST(EditOfAll, TouchesNothingThatHasBegun) {
    EveryEvening test;
    test.world.now = at("24T17:00") + 10s;
    auto edit = test.edit(EditScope::all);
    edit.wanted.priority = domain::Priority::background;

    const auto edited = test.world.edit(approver(), edit);

    ASSERT_OK(edited);
    ASSERT_EQ(edited->schedule.edits.earlier.size(), 1u);
    EXPECT_EQ(edited->schedule.edits.earlier[0].wanted.priority, domain::Priority::normal);
    EXPECT_EQ(edited->schedule.edits.since, at("25T17:00"));
}

TEST(EditOfASchedule, IsRefusedForWhatHasBegunOrIsNotThere) {
    EveryEvening test;
    test.world.now = at("24T18:00");

    EXPECT_CODE(test.world.edit(approver(), test.move("24T17:00", "26T17:50")), schedule_in_past);
    EXPECT_CODE(test.world.edit(approver(), test.move("26T17:00", "24T17:30")), schedule_in_past);
    EXPECT_CODE(test.world.edit(approver(), test.move("26T17:30", "26T17:50")), not_found);
}

TEST(EditOfASchedule, IsRefusedForAnotherVersionAndToWhoMayNot) {
    EveryEvening test;
    auto of_another_version = test.move("26T17:00", "26T17:50");
    of_another_version.version = 7;

    EXPECT_CODE(test.world.edit(approver(), of_another_version), version_conflict);
    EXPECT_CODE(test.world.edit(viewer(), test.move("26T17:00", "26T17:50")), not_permitted);
    EXPECT_TRUE(test.comes_to_plan(all_week));
}

TEST(EditOfASchedule, IsRefusedWhenItDoesNotGoWithItsScope) {
    EveryEvening test;
    auto all_of_one = test.edit(EditScope::all, "26T17:00");
    all_of_one.wanted.priority = domain::Priority::background;
    auto moved_all = test.move("26T17:00", "26T17:50");
    moved_all.scope = EditScope::from_here;
    auto no_more = test.edit(EditScope::all);
    no_more.left_out = true;

    auto timed_one = test.edit(EditScope::this_one, "26T17:00");
    timed_one.timing = domain::Timing{};
    auto changed_and_out = test.edit(EditScope::from_here, "26T17:00");
    changed_and_out.left_out = true;
    changed_and_out.wanted.priority = domain::Priority::background;

    const auto refused = [&](const ScheduleEdit& edit, const char* rule) {
        const auto answer = test.world.edit(approver(), edit);
        EXPECT_CODE(answer, invalid_argument);
        EXPECT_TRUE(refused_by(answer, rule));
    };
    refused(all_of_one, "edit_occurrence");
    refused(test.edit(EditScope::this_one), "edit_occurrence");
    refused(moved_all, "edit_moved");
    refused(timed_one, "edit_timing");
    refused(no_more, "edit_leaves_all_out");
    refused(changed_and_out, "edit_left_out");
    refused(test.edit(EditScope::all), "edit_of_nothing");
    refused(test.edit(EditScope::from_here, "26T17:00"), "edit_of_nothing");
}

/// What node 1's plan has at this moment.
std::vector<domain::BroadcastId> planned_at(World& world, domain::UtcTime when) {
    std::vector<domain::BroadcastId> planned;
    for (const auto& grant : world.gateway().plans[node_1].back().grants)
        if (grant.grant.starts_at == when) planned.push_back(grant.grant.broadcast);
    return planned;
}

TEST(EditOfOne, FarAwayIsAskedAboutLikeANearOne) {
    EveryEvening test;
    auto own = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY");
    own.id = make_id<domain::ScheduleId>(91);
    own.targets = {.areas = {ben}};
    const auto saved = test.world.save(head_of_ben(), own);
    ASSERT_OK(saved);
    auto to_all = ScheduleEdit{.schedule = saved->id, .scope = EditScope::this_one, .occurrence = at("23T17:30") + 30 * 24h};
    to_all.wanted.targets = domain::Targets{.areas = {commune_area}};
    auto by_night = ScheduleEdit{.schedule = saved->id, .scope = EditScope::this_one, .occurrence = at("23T17:30") + 30 * 24h};
    by_night.moved_to = at("24T03:15") + 30 * 24h;

    EXPECT_CODE(test.world.edit(head_of_ben(), to_all), not_permitted);
    EXPECT_CODE(test.world.edit(approver(), by_night), quiet_hours);
}

TEST(Schedule, IsAskedAboutEverySingleMomentThatIsAddedToIt) {
    World world;
    world.now = at("23T03:20");
    auto far = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY"), late = far;
    far.timing.also_on = {domain::parse_local("2026-12-28T03:15:00").value()};
    late.timing.also_on = {domain::parse_local("2026-11-23T03:15:00").value()};
    late.start_grace = 1h;
    for (auto* schedule : {&far, &late}) {
        schedule->outside_hours_reason = "x";

        EXPECT_CODE(world.save(head_of_ben(), *schedule), confirmation_needed);
        EXPECT_CODE(world.save(approver(), *schedule), confirmation_needed);
    }
}

TEST(Schedule, KeepsNoReasonThatNothingItWasAskedAboutNeeds) {
    World world;
    auto inside = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY");
    inside.outside_hours_reason = "x";

    const auto saved = world.save(approver(), inside, true);

    ASSERT_OK(saved);
    EXPECT_EQ(saved->outside_hours_reason, "") << "it would excuse whatever the rule gives later";
}

TEST(CancelOfASchedule, TakesTheRightOverAllThatIsStillToComeOfIt) {
    World world;
    auto all = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY");
    all.targets = {.areas = {commune_area}};
    const auto saved = world.save(approver(), all);
    ASSERT_OK(saved);
    auto narrower = ScheduleEdit{.schedule = saved->id, .scope = EditScope::from_here, .occurrence = at("27T17:30")};
    narrower.wanted.targets = domain::Targets{.areas = {ben}};
    const auto edited = world.edit(approver(), narrower);
    ASSERT_OK(edited);

    EXPECT_CODE(world.cancel(head_of_ben(), edited->schedule), not_permitted);
    EXPECT_OK(world.cancel(approver(), edited->schedule));
}

TEST(EditFromHere, TakesTheRightOverEveryPartItTouches) {
    EveryEvening test;
    auto own = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY");
    own.id = make_id<domain::ScheduleId>(91);
    own.targets = {.areas = {ben}};
    const auto saved = test.world.save(head_of_ben(), own);
    ASSERT_OK(saved);
    auto wider = ScheduleEdit{.schedule = saved->id, .scope = EditScope::from_here, .occurrence = at("23T17:30") + 90 * 24h};
    wider.wanted.targets = domain::Targets{.areas = {commune_area}};
    ASSERT_OK(test.world.edit(approver(), wider, true));
    auto narrower = wider;
    narrower.occurrence = at("23T17:30") + 180 * 24h;
    narrower.wanted.targets = domain::Targets{.areas = {ben}};
    ASSERT_OK(test.world.edit(approver(), narrower, true));
    auto sooner = ScheduleEdit{.schedule = saved->id, .scope = EditScope::from_here, .occurrence = at("24T17:30")};
    sooner.wanted.priority = domain::Priority::background;

    EXPECT_CODE(test.world.edit(head_of_ben(), sooner, true), not_permitted) << "the second part speaks to the whole commune";
}

TEST(EditOfOne, IsNotRefusedForWhatSomebodyElseDidToAnother) {
    EveryEvening test;
    auto own = schedule_at("2026-11-23T17:30:00", "FREQ=DAILY");
    own.id = make_id<domain::ScheduleId>(91);
    own.targets = {.areas = {ben}};
    const auto saved = test.world.save(head_of_ben(), own);
    ASSERT_OK(saved);
    auto wider = ScheduleEdit{.schedule = saved->id, .scope = EditScope::this_one, .occurrence = at("25T17:30")};
    wider.wanted.targets = domain::Targets{.areas = {commune_area}};
    ASSERT_OK(test.world.edit(approver(), wider, true));
    auto moved = ScheduleEdit{.schedule = saved->id, .scope = EditScope::this_one, .occurrence = at("26T17:30")};
    moved.moved_to = at("26T17:35");

    EXPECT_OK(test.world.edit(head_of_ben(), moved));
}

/// With one session a day.
struct OneEvening : EveryEvening {
    OneEvening() {
        auto commune = three_hamlets();
        commune.hours.emplace().sessions_per_day = 1;
        auto both = administrator();
        both.roles.push_back(domain::Role::approver);
        EXPECT_OK(world.import(both, commune));
    }
};

TEST(EditOfASchedule, DoesNotCountTheOldAndTheNewAsTwoSessions) {
    OneEvening test;

    EXPECT_OK(test.world.edit(approver(), test.move("25T17:00", "25T05:35")));
    EXPECT_CODE(test.world.edit(approver(), test.move("26T17:00", "25T17:30")), confirmation_needed);
}

TEST(EditOfASchedule, CountsTheSessionsOfAllThatItTouchesTogether) {
    OneEvening test;
    auto twice = test.edit(EditScope::from_here, "26T17:00");
    twice.timing.emplace();
    twice.timing->first = domain::parse_local("2026-11-26T05:35:00").value();
    twice.timing->repeats = domain::Rrule{"FREQ=DAILY"};
    twice.timing->also_at = {17h};
    const auto alone = test.edit(EditScope::this_one, "27T17:00");

    EXPECT_CODE(test.world.edit(approver(), twice), confirmation_needed);
    EXPECT_OK(test.world.edit(approver(), alone));
}

TEST(EditOfASchedule, StoredButNotYetPlannedWhenTheProgramEndedSoundsOnceAfterwards) {
    EveryEvening test;
    const auto all_days = test.world.stored_schedule(test.schedule);
    test.world.restart([&](World& world) {
        auto edited = all_days;
        edited.timing.first = domain::parse_local("2026-11-24T17:30:00").value();
        edited.edits.edition = 2;
        world.keep_schedule(edited);
    });
    test.world.connect(node_1);

    EXPECT_TRUE(test.comes_to_plan({"24 17:30", "25 17:30", "26 17:30", "27 17:30", "28 17:30", "29 17:30"}));
}

TEST(EditOfASchedule, CancelledButNotYetWithdrawnWhenTheProgramEndedDoesNotSound) {
    EveryEvening test;
    auto cancelled = test.world.stored_schedule(test.schedule);
    cancelled.state = domain::ScheduleState::cancelled;
    test.world.restart([&](World& world) { world.keep_schedule(cancelled); });
    test.world.connect(node_1);

    EXPECT_TRUE(test.comes_to_plan({}));
}

TEST(EditOfASchedule, WithdrawsNothingWhenTheClockWasSteppedBack) {
    EveryEvening test;
    ASSERT_OK(test.world.edit(approver(), test.move("24T17:00", "24T17:20")));
    const Texts moved{"23 17:00", "24 17:20", "25 17:00", "26 17:00", "27 17:00", "28 17:00", "29 17:00"};
    ASSERT_TRUE(test.comes_to_plan(moved));

    test.world.now -= 3 * 24h;
    test.world.restart();
    test.world.connect(node_1);
    test.world.settle();

    for (const auto& broadcast : test.world.loop().current_broadcasts())
        EXPECT_NE(broadcast.state, domain::BroadcastState::cancelled);
    EXPECT_EQ(test.world.stored_broadcast(planned_at(test.world, at("29T17:00")).at(0)).state, domain::BroadcastState::planned);
}

TEST(EditOfASchedule, DoesNotRepeatWhatWasHeardWhenTheClockWasSetBack) {
    EveryEvening test;
    const auto on_air = [&] { return test.world.broadcasts_published(domain::BroadcastState::on_air) > 0; };
    test.world.now = at("23T17:00") + 1s;
    ASSERT_TRUE(test.world.until(on_air));
    test.world.now = at("23T16:30");
    auto edit = test.edit(EditScope::all);
    edit.wanted.priority = domain::Priority::priority;

    ASSERT_OK(test.world.edit(approver(), edit));

    const auto rest_is_changed = [&] {
        const auto& grants = test.world.gateway().plans[node_1].back().grants;
        return std::ranges::count_if(grants, [](const auto& one) { return one.grant.priority == domain::Priority::priority; }) >=
               6;
    };
    test.world.now += 300ms;
    ASSERT_TRUE(test.world.until(rest_is_changed));
    const auto sounds_again = [](const domain::SignedGrant& one) {
        return one.grant.starts_at == at("23T17:00") && one.grant.priority == domain::Priority::priority;
    };
    EXPECT_TRUE(std::ranges::none_of(test.world.gateway().plans[node_1].back().grants, sounds_again));
}

TEST(EditOfASchedule, ThatMeetsAnotherIsRefusedUntilBothAreKept) {
    EveryEvening test;
    auto other = schedule_at("2026-11-25T17:30:00");
    other.id = make_id<domain::ScheduleId>(91);
    ASSERT_OK(test.world.save(approver(), other));

    EXPECT_CODE(test.world.edit(approver(), test.move("25T17:00", "25T17:30")), confirmation_needed);
    EXPECT_CODE(test.world.edit(approver(), test.move("25T17:00", "26T17:00")), confirmation_needed) << "its own next one";
    EXPECT_OK(test.world.edit(approver(), test.move("25T17:00", "25T17:30"), true));
    EXPECT_OK(test.world.edit(approver(), test.move("27T17:00", "27T17:20"))) << "what was kept is not asked again";
}

TEST(ScheduleOfTheMoon, IsPlannedOnItsLunarDays) {
    World world;
    world.connect(node_1);
    auto schedule = schedule_at("2026-11-23T17:00:00");
    schedule.timing.repeats = domain::LunarRule{.days = {15}};

    const auto shown = world.preview(approver(), schedule);

    ASSERT_OK(shown);
    ASSERT_FALSE(shown->next.empty());
    EXPECT_EQ(shown->next[0].planned, at("23T17:00")) << "rằm of the tenth month";
}

}  // namespace
}  // namespace village::test
