// Đợt cao điểm in a running controller: what it opens needs no reason and reaches signer and loudspeaker with the period as one.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test::surging {
namespace {

/// A week from now on, 09:00-11:00 and 22:00-23:00, everywhere.
domain::SurgePeriod storm(const World& world, bool in_quiet_hours = false) {
    domain::SurgePeriod period;
    period.id = make_id<domain::SurgePeriodId>(95);
    period.name = "Ứng phó bão số 3";
    period.from = world.now;
    period.until = world.now + 7 * 24h;
    period.windows = {{9 * 60, 11 * 60}, {22 * 60, 23 * 60}};
    period.in_quiet_hours = in_quiet_hours;
    period.areas = {commune_area};
    return period;
}

domain::UtcTime monday_at(int hour, int minute) { return monday_0535 + hour * 1h + minute * 1min - 5h - 35min; }

TEST(SurgeDesk, LetsAHamletHeadSpeakInItsWindowsWithoutAQuestion) {
    World world;
    ASSERT_OK(world.open(approver(), storm(world)));
    world.now = monday_at(9, 35);

    EXPECT_OK(world.broadcast(head_of_ben(), play_now({.areas = {ben}})));
    world.settle();

    ASSERT_EQ(world.gateway().starts.size(), 1u);
    const auto& grant = world.gateway().starts[0].grant.grant;
    EXPECT_TRUE(grant.outside_hours);
    EXPECT_FALSE(grant.quiet_hours);
    EXPECT_EQ(world.loop().current_broadcasts()[0].outside_hours_reason, "đợt cao điểm: Ứng phó bão số 3");
    world.now = monday_at(12, 0);
    EXPECT_CODE(world.broadcast(approver(), play_now({.areas = {ben}}, "press-2")), confirmation_needed) << "behind its window";
}

TEST(SurgeDesk, ShowsAndPlansAScheduleInItsWindowsUntilItEnds) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.open(approver(), storm(world)));
    const auto shown = world.preview(approver(), schedule_at("2026-11-24T10:00:00", "FREQ=DAILY;COUNT=3"));
    ASSERT_OK(shown);
    EXPECT_TRUE(shown->problems.empty());

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-24T10:00:00", "FREQ=DAILY;COUNT=3")));
    world.settle();

    const auto run = world.dry_run({.targets = {.nodes = {make_id<domain::NodeId>(11)}}, .to = world.now + 72h});
    ASSERT_OK(run);
    EXPECT_EQ(run->sounds.size(), 2u);
    for (const auto& sound : run->sounds) EXPECT_TRUE(sound.is_whole_and_on_time()) << sound.reason;
    const auto too_long = world.preview(approver(), schedule_at("2026-11-24T10:00:00", "FREQ=DAILY;COUNT=9"));
    ASSERT_OK(too_long);
    ASSERT_EQ(too_long->problems.size(), 1u) << "behind the end of the period";
    EXPECT_EQ(too_long->problems[0].code, ErrorCode::outside_allowed_hours);
}

TEST(SurgeDesk, LeavesQuietHoursQuietUnlessItSaysSo) {
    World world;
    ASSERT_OK(world.open(approver(), storm(world)));
    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-24T22:10:00")), quiet_hours);
    auto into_the_night = storm(world, true);
    into_the_night.id = make_id<domain::SurgePeriodId>(96);
    into_the_night.name = "Bão đêm";
    ASSERT_OK(world.open(approver(), into_the_night));

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-24T22:10:00")));
    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-24T03:15:00")), quiet_hours) << "in no window of it";
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 1u);
    const auto& grant = world.ledger.grants.begin()->second.grant;
    EXPECT_TRUE(grant.quiet_hours);
    EXPECT_EQ(grant.when_interrupted, domain::WhenInterrupted::drop) << "it would go on behind its window";
    EXPECT_EQ(world.signer().policy.surge_periods.size(), 2u);
}

TEST(SurgeDesk, StopsWhatItPermittedWhenAPersonEndsIt) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.open(approver(), storm(world)));
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T10:00:00")));
    world.settle();
    ASSERT_EQ(world.loop().current_broadcasts().size(), 1u);
    world.restart();

    EXPECT_CODE(world.end(head_of_ben(), make_id<domain::SurgePeriodId>(95)), not_permitted);
    ASSERT_OK(world.end(approver(), make_id<domain::SurgePeriodId>(95)));
    world.settle();

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_TRUE(world.signer().policy.surge_periods.empty());
    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-24T10:00:00")), confirmation_needed);
}

TEST(SurgeDesk, EndedLeavesWhatAPersonHadAReasonFor) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.open(approver(), storm(world)));
    auto explained = schedule_at("2026-11-23T10:00:00", "FREQ=DAILY");
    explained.outside_hours_reason = "đoàn kiểm tra";
    ASSERT_OK(world.save(approver(), explained, true));
    world.settle();
    ASSERT_EQ(world.loop().current_broadcasts().size(), 1u);

    ASSERT_OK(world.end(approver(), make_id<domain::SurgePeriodId>(95)));
    world.settle();

    EXPECT_EQ(world.loop().current_broadcasts().size(), 1u);
    EXPECT_TRUE(world.ledger.stops.empty()) << "nor is any other day of it silenced";
}

TEST(SurgeDesk, OpenedAgainBringsBackWhatItsEndHadStopped) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.open(approver(), storm(world)));
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T10:00:00")));
    world.settle();
    ASSERT_OK(world.end(approver(), make_id<domain::SurgePeriodId>(95)));
    world.settle();
    ASSERT_TRUE(world.loop().current_broadcasts().empty());

    auto again = storm(world);
    again.id = make_id<domain::SurgePeriodId>(96);
    again.name += " lần hai";
    ASSERT_OK(world.open(approver(), again));
    world.settle();

    EXPECT_EQ(world.loop().current_broadcasts().size(), 1u);
}

TEST(SurgeDesk, IsOpenedByALeaderOnceUnderItsName) {
    World world;
    auto for_ever = storm(world);
    for_ever.until = for_ever.from + 32 * 24h;

    EXPECT_CODE(world.open(administrator(), storm(world)), not_permitted);
    EXPECT_CODE(world.open(approver(), for_ever), too_long);
    ASSERT_OK(world.open(approver(), storm(world)));
    EXPECT_CODE(world.open(approver(), storm(world)), already_exists);
    EXPECT_EQ(world.audit_rows().back().action, "surge.open");
}

TEST(SurgeDesk, ChangesNothingForAnEmergency) {
    World world;
    ASSERT_OK(world.open(approver(), storm(world)));
    world.now = monday_at(3, 15);
    const auto phone = world.pair(head_of_ben());

    EXPECT_OK(world.emergency(intent_of(world, head_of_ben(), phone)));
}

}  // namespace
}  // namespace village::test::surging
