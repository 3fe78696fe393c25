// A single broadcast is asked what it meets and how many sessions it makes, like a schedule.
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

ports::BroadcastRequest at(std::string moment, std::string key = "press-1") {
    auto request = play_now({{ben}, {}, {}}, std::move(key));
    request.keep_both = false;
    request.starts_at = domain::parse_utc(moment + "+07:00").value();
    return request;
}

/// Something planned for 17:00 today, and the bulletin that would begin ten seconds later.
ports::BroadcastRequest into_what_is_planned(World& world) {
    EXPECT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    return at("2026-11-23T17:00:10");
}

TEST(SingleBroadcast, ThatMeetsSomethingIsNotSoundedBeforeSomebodySaysToKeepBoth) {
    World world;
    auto request = into_what_is_planned(world);

    const auto refused = world.broadcast(approver(), request);
    EXPECT_CODE(refused, confirmation_needed);
    EXPECT_NE(refused.error().detail.find("keep_both"), std::string::npos);
    EXPECT_TRUE(world.audit_rows().back().action != "broadcast.start") << "nothing was begun";

    request.keep_both = true;
    EXPECT_OK(world.broadcast(approver(), request)) << "the refused press left nothing behind under its key";
}

TEST(SingleBroadcast, IsOfNoScheduleInWhatItMeets) {
    World world;
    const auto request = into_what_is_planned(world);

    const auto met = world.would_meet(approver(), request);

    ASSERT_OK(met);
    ASSERT_EQ(met->count, 1u);
    EXPECT_FALSE(met->first[0].draft.schedule);
    EXPECT_FALSE(met->first[0].draft.occurrence);
    EXPECT_TRUE(met->first[0].existing.schedule);
}

TEST(SingleBroadcast, PressedOnceMoreDoesNotMeetItself) {
    World world;
    const auto first = world.broadcast(approver(), at("2026-11-23T17:00:00"));
    world.settle();

    const auto second = world.broadcast(approver(), at("2026-11-23T17:00:00"));

    ASSERT_OK(first);
    ASSERT_OK(second);
    EXPECT_EQ(first->id, second->id);
    EXPECT_CODE(world.broadcast(approver(), at("2026-11-23T17:00:00", "press-2")), confirmation_needed);
}

TEST(SingleBroadcast, ThatSoundsNowMeetsWhatIsOnTheAir) {
    World world;
    ASSERT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}})));
    world.settle();
    auto other = play_now({{ben}, {}, {}}, "press-2");
    other.keep_both = false;

    EXPECT_CODE(world.broadcast(approver(), other), confirmation_needed);
    other.targets.areas = {dong};
    EXPECT_OK(world.broadcast(approver(), other)) << "elsewhere it meets nothing";
}

TEST(SingleBroadcast, ThatIsLiveIsNotAskedAbout) {
    World world;
    auto request = into_what_is_planned(world);
    request.streamed = true;

    EXPECT_OK(world.broadcast(approver(), request));
}

TEST(SingleBroadcast, OfOneSessionTooManyNeedsAReasonAndAConfirmation) {
    World world;
    ASSERT_OK(world.broadcast(approver(), at("2026-11-24T05:40:00", "morning")));
    ASSERT_OK(world.broadcast(approver(), at("2026-11-24T17:10:00", "evening")));
    world.settle();
    auto third = at("2026-11-24T17:50:00", "once more");
    third.keep_both = true;
    auto rule = domain::HoursRule{};
    rule.name = "mỗi ngày một buổi";
    rule.areas = {ben};
    rule.sessions_per_day = 1;
    auto rules = world.hours_rules();
    rules.rules = {rule};
    ASSERT_OK(world.save(approver(), rules));
    world.settle();

    const auto refused = world.broadcast(approver(), third);
    EXPECT_CODE(refused, confirmation_needed);
    EXPECT_EQ(refused.error().rule->name, "sessions_per_day");
    EXPECT_EQ(refused.error().rule->by, rule.name);
    third.confirmed = true;
    EXPECT_CODE(world.broadcast(approver(), third), confirmation_needed) << "confirmed without a reason";
    third.outside_hours_reason = "họp dân";
    EXPECT_OK(world.broadcast(approver(), third));
}

}  // namespace
}  // namespace village::test
