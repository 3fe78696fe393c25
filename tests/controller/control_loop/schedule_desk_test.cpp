#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

TEST(Schedule, IsPlannedAndOfferedToItsNodes) {
    World world;
    world.connect(node_1);
    world.connect(node_3);
    const auto plans_before = world.gateway().plans[node_3].size();

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    world.now += 200ms;

    ASSERT_TRUE(world.until([&] { return world.gateway().plans[node_1].size() == 2; }));
    const auto& plan = world.gateway().plans[node_1].back();
    ASSERT_EQ(plan.grants.size(), 1u);
    EXPECT_EQ(plan.grants[0].grant.starts_at, domain::parse_utc("2026-11-23T17:00:00+07:00").value());
    EXPECT_EQ(world.gateway().offers[node_1].back().hash, *plan.grants[0].grant.content);
    EXPECT_EQ(world.gateway().plans[node_3].size(), plans_before);
}

TEST(Schedule, OfEveryDayPlansTheComingSevenDays) {
    World world;

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    EXPECT_EQ(world.ledger.grants.size(), 7u);
}

TEST(Schedule, RefusesAnHourlyRule) {
    World world;

    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=HOURLY")), recurrence_too_frequent);
}

TEST(Schedule, RefusesARuleThatNeverFires) {
    World world;

    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
                recurrence_never_fires);
}

TEST(Schedule, RefusesAMomentThatHasPassed) {
    World world;

    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-22T17:00:00")), schedule_in_past);
}

TEST(Schedule, RefusesEmptyTargets) {
    World world;
    auto schedule = schedule_at("2026-11-23T17:00:00");
    schedule.targets = {};

    EXPECT_CODE(world.save(approver(), schedule), zone_empty);
}

TEST(Schedule, NeedsFinishedSound) {
    World world;
    auto schedule = schedule_at("2026-11-23T17:00:00");
    schedule.announcement = unspoken;

    EXPECT_CODE(world.save(approver(), schedule), not_ready);
}

TEST(Schedule, IsRefusedAtQuarterPastThreeWhateverTheReason) {
    World world;
    auto schedule = schedule_at("2026-11-24T03:15:00", "FREQ=DAILY");
    schedule.outside_hours_reason = "đặt nhầm giờ";

    EXPECT_CODE(world.save(approver(), schedule), quiet_hours);
    schedule.outside_hours_reason = "tin khẩn";
    EXPECT_CODE(world.save(approver(), schedule, true), quiet_hours) << "the signer would not sign it";
    EXPECT_TRUE(world.ledger.grants.empty());
}

/// Three windows of allowed hours, and two sessions a day.
void open_at_noon(World& world) {
    auto file = three_hamlets();
    file.hours = domain::HoursPolicy{};
    file.hours->allowed.push_back({11 * 60 + 30, 12 * 60 + 30});
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    ASSERT_OK(world.import(both, file));
    world.settle();
}

TEST(Schedule, ThatBringsOneSessionADayTooManyNeedsAReasonAndAConfirmation) {
    World world;
    open_at_noon(world);
    const auto at = [](std::uint8_t id, std::string start) {
        auto schedule = schedule_at(std::move(start));
        schedule.id = make_id<domain::ScheduleId>(id);
        return schedule;
    };
    ASSERT_OK(world.save(approver(), at(81, "2026-11-24T06:00:00")));
    ASSERT_OK(world.save(approver(), at(82, "2026-11-24T06:10:00"))) << "the same session";
    ASSERT_OK(world.save(approver(), at(83, "2026-11-24T17:00:00")));
    world.settle();
    auto third = at(84, "2026-11-24T12:00:00");

    ASSERT_EQ(world.preview(approver(), third)->problems.size(), 1u);
    EXPECT_CODE(world.save(approver(), third), confirmation_needed);
    EXPECT_CODE(world.save(approver(), third, true), confirmation_needed) << "confirmed without a reason";
    third.outside_hours_reason = "họp dân";
    EXPECT_OK(world.save(approver(), third, true));
    EXPECT_OK(world.save(approver(), at(85, "2026-11-25T12:00:00"))) << "another day";
}

TEST(Schedule, ShowsQuarterPastThreeAsAProblemBeforehand) {
    World world;

    const auto shown = world.preview(approver(), schedule_at("2026-11-24T03:15:00", "FREQ=DAILY"));

    ASSERT_OK(shown);
    ASSERT_EQ(shown->problems.size(), 1u);
    EXPECT_EQ(shown->problems[0].code, ErrorCode::quiet_hours);
}

TEST(Schedule, OutsideTheHoursIsTakenWithReasonAndConfirmation) {
    World world;
    auto schedule = schedule_at("2026-11-23T19:00:00");
    schedule.outside_hours_reason = "văn nghệ";

    ASSERT_OK(world.save(approver(), schedule, true));
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 1u);
    EXPECT_TRUE(world.ledger.grants.begin()->second.grant.outside_hours);
}

TEST(Schedule, InsideTheHoursNeedsNoConfirmationAndGivesNoExcuse) {
    World world;

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 1u);
    EXPECT_FALSE(world.ledger.grants.begin()->second.grant.outside_hours);
}

TEST(Schedule, OfAHamletHeadStaysInTheirHamlet) {
    World world;
    auto schedule = schedule_at("2026-11-23T17:00:00");
    EXPECT_OK(world.save(head_of_ben(), schedule));
    schedule.id = make_id<domain::ScheduleId>(81);
    schedule.targets.areas = {dong};

    EXPECT_CODE(world.save(head_of_ben(), schedule), not_permitted);
}

TEST(Schedule, OfAHamletHeadStaysInTheHoursAndTheRefusalNamesThem) {
    World world;
    auto schedule = schedule_at("2026-11-23T12:00:00");
    schedule.outside_hours_reason = "họp thôn";

    const auto saved = world.save(head_of_ben(), schedule, true);
    const auto shown = world.preview(head_of_ben(), schedule);

    EXPECT_CODE(saved, not_permitted);
    EXPECT_CODE(shown, not_permitted);
    for (const auto& refusal : {saved.error(), shown.error()}) {
        ASSERT_TRUE(refusal.rule);
        EXPECT_EQ(refusal.rule->name, "allowed_hours");
        EXPECT_EQ(refusal.rule->found, "12:00");
    }
}

TEST(Schedule, PreviewShowsTheNodesAndAtMostTwentyMoments) {
    World world;

    const auto shown = world.preview(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY"));

    ASSERT_OK(shown);
    EXPECT_EQ(shown->next.size(), 20u);
    EXPECT_EQ(shown->nodes, (NodeSet{node_1, node_2}));
}

TEST(CancelledSchedule, LeavesThePlanAndIsStoppedByName) {
    World world;
    const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(saved);
    world.settle();
    world.connect(node_1);
    ASSERT_EQ(world.gateway().plans[node_1].back().grants.size(), 1u);

    ASSERT_OK(world.cancel(approver(), *saved));
    world.settle();
    world.now += 200ms;

    ASSERT_TRUE(world.until([&] { return world.gateway().plans[node_1].size() == 2; }));
    EXPECT_TRUE(world.gateway().plans[node_1].back().grants.empty());
    ASSERT_EQ(world.gateway().stops.size(), 1u);
    EXPECT_EQ(world.gateway().stops[0].stop.stop.grants, std::vector{world.ledger.grants.begin()->second.grant.id});
}

TEST(CancelledSchedule, LeavesThePlanAfterARestartToo) {
    World world;
    const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(saved);
    world.settle();
    world.restart();

    ASSERT_OK(world.cancel(approver(), *saved));
    world.settle();
    world.connect(node_1);

    EXPECT_TRUE(world.gateway().plans[node_1].back().grants.empty());
}

TEST(CancelledSchedule, TakesTheRightForItsHamlet) {
    World world;
    auto schedule = schedule_at("2026-11-23T17:00:00");
    schedule.targets.areas = {dong};
    const auto saved = world.save(approver(), schedule);
    ASSERT_OK(saved);

    EXPECT_CODE(world.cancel(head_of_ben(), *saved), not_permitted);
}

TEST(CancelledSchedule, RefusesAVersionThatSomebodyElseReplaced) {
    World world;
    const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(saved);
    auto old = *saved;
    old.version += 5;

    EXPECT_CODE(world.cancel(approver(), old), version_conflict);
}

TEST(ScheduleDesk, AClockThatWasAheadAndIsSetBackTakesNothingAway) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T05:50:00")));
    world.settle();
    const auto planned = world.loop().current_broadcasts().at(0).id;
    const auto state = [&] { return world.stored_broadcast(planned).state; };
    world.now += 3h;
    const auto is_over = [&] { return state() == domain::BroadcastState::ended || state() == domain::BroadcastState::missed; };
    ASSERT_TRUE(world.until(is_over) || world.until(is_over) || world.until(is_over) || world.until(is_over));

    world.now -= 3h;

    const auto is_planned = [&] { return state() == domain::BroadcastState::planned; };
    EXPECT_TRUE(world.until(is_planned) || world.until(is_planned) || world.until(is_planned) || world.until(is_planned));
}

}  // namespace
}  // namespace village::test
