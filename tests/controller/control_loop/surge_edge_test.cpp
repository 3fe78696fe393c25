// At the edge of a surge period's window: what the desks accept, the signer signs, by the commune's quiet hours and by a hamlet's.
#include <algorithm>

#include "controller/signer/client_policy.hpp"
#include "controller/signer/policy_book.hpp"
#include "scheduler/policy/check_grant.hpp"
#include "tests/controller/control_loop/world.hpp"

namespace village::test::surge_edge {
namespace {

const auto long_item = make_id<domain::AnnouncementId>(75);

/// 10:00-15:00 is allowed, Bến rests from 11:30 to 13:30, and all week a storm opens 11:30-12:30 and 21:00-22:00. The item lasts 20 min.
class SurgeEdge : public ::testing::Test {
protected:
    void SetUp() override {
        ports::KeptHours own;
        own.hours.allowed = {{10 * 60, 15 * 60}};
        own.hours.sessions_per_day = 20;
        own.hours.longest_session = 5h;  // All that lies in one window is one session.
        ASSERT_OK(world.save(approver(), own));
        auto rules = world.hours_rules();
        rules.rules = {{.name = "Nghỉ trưa", .areas = {ben}, .quiet = {{11 * 60 + 30, 13 * 60 + 30}}}};
        ASSERT_OK(world.save(approver(), rules));
        domain::SurgePeriod storm;
        storm.id = make_id<domain::SurgePeriodId>(95);
        storm.name = "Bão số 3";
        storm.from = world.now;
        storm.until = world.now + 7 * 24h;
        storm.windows = {{11 * 60 + 30, 12 * 60 + 30}, {21 * 60, 22 * 60}};
        storm.in_quiet_hours = true;
        storm.areas = {commune_area};
        ASSERT_OK(world.open(approver(), storm));
        auto item = world.stored_announcement(bulletin);
        item.id = long_item;
        item.content->duration = 20min;
        world.keep_announcement(item);
    }

    domain::Schedule tomorrow_at(const std::string& clock) {
        auto schedule = schedule_at("2026-11-24T" + clock + ":00");
        schedule.id = make_id<domain::ScheduleId>(next_++);
        schedule.announcement = long_item;
        return schedule;
    }
    domain::Result<domain::Schedule> save(const std::string& clock) {
        return world.save(approver(), tomorrow_at(clock), false, true);
    }
    /// As the signer's own program answers by what this controller told it.
    domain::Status real_signer_says(const domain::Grant& grant) {
        const auto book = signer::PolicyBook::read(signer::bundle_of(world.signer().policy));
        if (!book) return book.error();
        if (grant.quiet_hours && !book->opens_quiet_hours_for(grant)) return domain::Error{ErrorCode::quiet_hours, "not open"};
        return policy::check_grant(grant, {.now = world.now, .hours = &book->hours()});
    }

    World world;

private:
    std::uint8_t next_ = 100;
};

TEST_F(SurgeEdge, WhatIsAcceptedIsSigned) {
    const std::vector<std::string> accepted{"11:10", "11:30", "12:10", "13:30", "21:00", "21:40"};

    for (const auto& clock : accepted) EXPECT_OK(save(clock)) << clock;
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), accepted.size());
    for (const auto& [id, known] : world.ledger.grants)
        EXPECT_OK(real_signer_says(known.grant)) << domain::utc_text(known.grant.starts_at);
    const auto opens = [](const auto& one) { return one.second.grant.quiet_hours; };
    EXPECT_EQ(std::ranges::count_if(world.ledger.grants, opens), 4) << "11:10 and 13:30 lie in the allowed hours";
}

TEST_F(SurgeEdge, WhatStraddlesAWindowIsRefusedByItsNameAtOnce) {
    for (const auto* clock : {"11:20", "12:11", "20:50", "21:41"}) {
        const auto saved = save(clock);

        EXPECT_CODE(saved, quiet_hours) << clock;
        ASSERT_TRUE(saved.error().rule);
        EXPECT_EQ(saved.error().rule->name, "surge_window") << clock;
        EXPECT_EQ(saved.error().rule->limit, "11:30-12:30, 21:00-22:00");
    }
    const auto beside = save("13:00");
    EXPECT_CODE(beside, quiet_hours);
    EXPECT_EQ(beside.error().rule->name, "quiet_hours") << "no window of it is near";
    world.settle();
    EXPECT_TRUE(world.ledger.grants.empty());
}

TEST_F(SurgeEdge, NoReasonOfAPersonCarriesItAcross) {
    auto explained = tomorrow_at("20:50");
    explained.outside_hours_reason = "chủ tịch yêu cầu";

    EXPECT_CODE(world.save(approver(), explained, true), quiet_hours);
}

TEST_F(SurgeEdge, HoldsForWhatIsPlayedByHand) {
    auto request = play_now({.areas = {ben}});
    request.announcement = long_item;
    request.starts_at = monday_0535 + 6h + 36min;  // 12:11

    const auto across = world.broadcast(approver(), request);
    EXPECT_CODE(across, quiet_hours);
    EXPECT_EQ(across.error().rule->found, "12:11-12:31");
    *request.starts_at -= 1min;
    ASSERT_OK(world.broadcast(approver(), request));
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 1u);
    EXPECT_OK(real_signer_says(world.ledger.grants.begin()->second.grant));
}

TEST_F(SurgeEdge, AsksForThePriorityThatIsSignedAndNotForThatOfTheWords) {
    ASSERT_OK(world.end(approver(), make_id<domain::SurgePeriodId>(95)));
    domain::SurgePeriod urgent{.id = make_id<domain::SurgePeriodId>(96), .name = "Chỉ tin ưu tiên"};
    urgent.from = world.now;
    urgent.until = world.now + 7 * 24h;
    urgent.windows = {{21 * 60, 22 * 60}};
    urgent.in_quiet_hours = true;
    urgent.from_priority = domain::Priority::priority;
    urgent.areas = {commune_area};
    ASSERT_OK(world.open(approver(), urgent));
    auto item = world.stored_announcement(long_item);
    item.priority = domain::Priority::priority;
    world.keep_announcement(item);
    auto first = tomorrow_at("21:10");
    first.priority = domain::Priority::priority;

    EXPECT_CODE(save("21:30"), quiet_hours);
    ASSERT_OK(world.save(approver(), first, false, true));
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 1u);
    EXPECT_OK(real_signer_says(world.ledger.grants.begin()->second.grant));
}

TEST_F(SurgeEdge, ARestartAsksForNoMoreThanAPersonsReasonGives) {
    constexpr std::uint8_t on_tuesdays = 2;
    auto rules = world.hours_rules();
    rules.rules = {{.name = "Phiên chợ", .areas = {ben}, .weekdays = on_tuesdays, .quiet = {{14 * 60, 15 * 60}}}};
    ASSERT_OK(world.save(approver(), rules));
    auto daily = tomorrow_at("14:10");
    daily.timing.repeats = domain::Rrule{"FREQ=DAILY;COUNT=2"};
    daily.targets.areas = {commune_area};
    daily.outside_hours_reason = "họp dân";
    world.signer().refusal = domain::Error{ErrorCode::unavailable, "the signer does not answer"};
    ASSERT_OK(world.save(approver(), daily, true, true));
    world.settle();
    ASSERT_TRUE(world.ledger.grants.empty());

    world.restart();
    world.settle();

    ASSERT_EQ(world.ledger.grants.size(), 2u) << "Bến alone keeps its market day quiet, by itself";
    for (const auto& [id, known] : world.ledger.grants) EXPECT_OK(real_signer_says(known.grant));
}

}  // namespace
}  // namespace village::test::surge_edge
