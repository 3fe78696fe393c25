// What is planned outside the hours, and who agrees to it.
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

const auto noon = domain::parse_utc("2026-11-25T12:00:00+07:00").value();

domain::Operator second_approver() {
    auto who = approver();
    who.id = make_id<domain::OperatorId>(45);
    who.login = "phochutich";
    return who;
}

domain::Schedule at_noon() {
    auto schedule = schedule_at("2026-11-25T12:00:00");
    schedule.outside_hours_reason = "đoàn kiểm tra";
    return schedule;
}

/// The commune asks for a second person outside the hours; node 1 is there.
struct TwoPersons {
    TwoPersons() {
        world.connect(node_1);
        EXPECT_OK(world.save(approver(), domain::ApprovalPolicy{.second_person_outside_hours = true}));
    }
    bool comes_to_plan(domain::UtcTime when) {
        world.now += 300ms;
        return world.until([&] {
            const auto& plans = world.gateway().plans[node_1];
            if (plans.empty()) return false;
            return std::ranges::any_of(plans.back().grants, [&](const auto& one) { return one.grant.starts_at == when; });
        });
    }
    std::string foreseen(domain::UtcTime when) {
        const auto run = world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 96h});
        EXPECT_OK(run);
        for (const auto& sound : run->sounds)
            if (sound.planned == when) return sound.reason.empty() ? "sounds" : sound.reason;
        return "nothing";
    }

    World world;
};

TEST(SecondPerson, IsWaitedForOutsideTheHoursAndTheDryRunSaysSo) {
    TwoPersons test;

    const auto saved = test.world.save(approver(), at_noon(), true);

    ASSERT_OK(saved);
    EXPECT_EQ(test.foreseen(noon), "not_agreed");
    ASSERT_OK(test.world.agree(second_approver(), *saved));
    EXPECT_TRUE(test.comes_to_plan(noon));
    EXPECT_EQ(test.foreseen(noon), "sounds");
    EXPECT_EQ(test.world.audit_rows().back().action, "schedule.agree");
    const auto again = test.world.agree(second_approver(), test.world.stored_schedule(saved->id));
    EXPECT_CODE(again, invalid_argument);
    EXPECT_EQ(again.error().rule->name, "nothing_to_agree");
}

TEST(SecondPerson, IsWaitedForByTheZonesCalendarToo) {
    TwoPersons test;
    const auto saved = test.world.save(approver(), at_noon(), true);
    ASSERT_OK(saved);
    const auto has_noon = [&] {
        const auto file = test.world.zone_calendar(domain::ZoneId{ben.bytes});
        EXPECT_OK(file);
        return file && file->find("20261125T1200") != std::string::npos;
    };

    EXPECT_FALSE(has_noon());
    ASSERT_OK(test.world.agree(second_approver(), *saved));
    EXPECT_TRUE(has_noon());
}

TEST(SecondPerson, IsNotWhoAskedAndNotWhoMayNotSpeakThere) {
    TwoPersons test;
    const auto saved = test.world.save(approver(), at_noon(), true);
    ASSERT_OK(saved);

    const auto own = test.world.agree(approver(), *saved);
    EXPECT_CODE(own, not_permitted);
    ASSERT_TRUE(own.error().rule);
    EXPECT_EQ(own.error().rule->name, "own_asking");
    EXPECT_CODE(test.world.agree(viewer(), *saved), not_permitted);
    auto unseen = *saved;
    ++unseen.version;
    EXPECT_CODE(test.world.agree(second_approver(), unseen), version_conflict);
    EXPECT_EQ(test.foreseen(noon), "not_agreed");
}

TEST(SecondPerson, IsNotAskedInsideTheHoursNorWhereTheCommuneAsksForNone) {
    TwoPersons test;
    ASSERT_OK(test.world.save(approver(), schedule_at("2026-11-25T17:00:00")));
    EXPECT_TRUE(test.comes_to_plan(noon + 5h));

    World other;
    other.connect(node_1);
    ASSERT_OK(other.save(approver(), at_noon(), true));
    other.now += 300ms;
    EXPECT_TRUE(other.until(
        [&] { return !other.gateway().plans[node_1].empty() && !other.gateway().plans[node_1].back().grants.empty(); }));
}

TEST(SecondPerson, IsAskedAgainForWhatAnEditTouches) {
    TwoPersons test;
    const auto saved = test.world.save(approver(), at_noon(), true);
    ASSERT_OK(saved);
    ASSERT_OK(test.world.agree(second_approver(), *saved));
    ASSERT_TRUE(test.comes_to_plan(noon));
    ports::ScheduleEdit move{
        .schedule = saved->id, .scope = ports::EditScope::this_one, .occurrence = noon, .moved_to = noon + 1h};

    ASSERT_OK(test.world.edit(second_approver(), move, false, true));

    EXPECT_EQ(test.foreseen(noon + 1h), "not_agreed") << "he agreed to noon, and now asks himself";
    ASSERT_OK(test.world.agree(approver(), test.world.stored_schedule(saved->id)));
    EXPECT_TRUE(test.comes_to_plan(noon + 1h));
}

TEST(SecondPerson, CannotBePassedByABroadcastByHand) {
    TwoPersons test;
    test.world.now = noon;
    auto request = play_now({.areas = {ben}});
    request.outside_hours_reason = "gấp";
    request.confirmed = true;

    const auto refused = test.world.broadcast(approver(), request);

    EXPECT_CODE(refused, not_approved);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"second_person", "2", "1"}));
}

}  // namespace
}  // namespace village::test
