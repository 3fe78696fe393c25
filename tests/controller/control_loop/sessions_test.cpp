// The sessions of a day: how many there may be, how long one may last, and who may bring one more.
#include "tests/controller/control_loop/world.hpp"

namespace village::test::sessions {
namespace {

domain::Operator second_approver() {
    auto who = approver();
    who.id = make_id<domain::OperatorId>(45);
    who.login = "phochutich";
    return who;
}

/// Three windows of allowed hours, and so many sessions a day.
ports::KeptHours three_windows(std::uint8_t sessions_per_day = 2) {
    ports::KeptHours own;
    own.hours.allowed.push_back({11 * 60 + 30, 12 * 60 + 30});
    own.hours.sessions_per_day = sessions_per_day;
    return own;
}

struct Days {
    explicit Days(const ports::KeptHours& own = three_windows()) {
        EXPECT_OK(world.save(approver(), own));
        world.settle();
    }
    domain::Schedule at(std::string start, std::string recurrence = "") {
        auto schedule = schedule_at(std::move(start), std::move(recurrence));
        schedule.id = make_id<domain::ScheduleId>(++number);
        return schedule;
    }
    domain::Result<domain::Schedule> saved(std::string start, std::string recurrence = "") {
        auto made = world.save(approver(), at(std::move(start), std::move(recurrence)));
        world.settle();
        return made;
    }
    void make_bulletin_last(std::chrono::seconds length) {
        auto item = world.stored_announcement(bulletin);
        item.content->duration = length;
        world.keep_announcement(item);
    }
    std::string foreseen(domain::UtcTime when) {
        const auto run = world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 96h});
        EXPECT_OK(run);
        for (const auto& sound : run->sounds)
            if (sound.planned == when) return sound.reason.empty() ? "sounds" : sound.reason;
        return "nothing";
    }

    World world;
    std::uint8_t number = 100;
};

void expect_rule(const domain::Error& refusal, const std::string& name, const std::string& limit, const std::string& found) {
    ASSERT_TRUE(refusal.rule);
    EXPECT_EQ(*refusal.rule, (domain::BrokenRule{name, limit, found})) << refusal.detail;
}

TEST(SessionsOfADay, AreCountedOnADayThatIsNotPlannedYet) {
    Days test;
    ASSERT_OK(test.saved("2026-12-03T05:40:00"));
    ASSERT_OK(test.saved("2026-12-03T11:40:00"));

    const auto third = test.saved("2026-12-03T17:40:00");

    EXPECT_CODE(third, confirmation_needed);
    expect_rule(third.error(), "sessions_per_day", "2", "3");
    EXPECT_OK(test.saved("2026-12-03T11:50:00")) << "within one that there is";
    EXPECT_OK(test.saved("2026-12-04T17:40:00")) << "another day";
}

TEST(SessionsOfADay, AreCountedWhereSeriesMeetLater) {
    Days test;
    ASSERT_OK(test.saved("2026-11-24T05:40:00", "FREQ=DAILY"));
    ASSERT_OK(test.saved("2026-11-24T11:40:00", "FREQ=DAILY"));

    EXPECT_CODE(test.saved("2026-12-10T17:40:00", "FREQ=DAILY"), confirmation_needed);
}

TEST(SessionsOfADay, AreNotForgottenOnceTheyWereHeard) {
    Days test{three_windows(1)};
    domain::Broadcast heard;
    heard.id = make_id<domain::BroadcastId>(90);
    heard.targets = {node_1};
    heard.starts_at = test.world.now - 3min;
    heard.start_by = heard.starts_at + 1min;
    heard.duration = 30s;
    heard.created_at = heard.starts_at;
    heard.state = domain::BroadcastState::missed;
    heard.ended_at = heard.starts_at + 1min;
    test.world.keep_broadcast(heard);
    EXPECT_TRUE(test.world.preview(approver(), test.at("2026-11-23T17:10:00"))->problems.empty()) << "nobody heard it";

    heard.state = domain::BroadcastState::ended;
    test.world.keep_broadcast(heard);

    EXPECT_CODE(test.saved("2026-11-23T17:00:00"), confirmation_needed);
    EXPECT_OK(test.saved("2026-11-23T06:00:00")) << "the same session goes on";
    auto by_hand = play_now({.areas = {ben}});
    by_hand.starts_at = domain::parse_utc("2026-11-23T17:00:00+07:00").value();
    EXPECT_CODE(test.world.broadcast(approver(), by_hand), confirmation_needed);
    by_hand.streamed = true;
    EXPECT_CODE(test.world.broadcast(approver(), by_hand), confirmation_needed) << "live as well";
}

TEST(SessionsOfADay, LastNoLongerInPiecesThanAtOnce) {
    auto own = three_windows();
    own.hours.longest_session = 1min;
    Days test{own};
    test.make_bulletin_last(40s);
    ASSERT_OK(test.saved("2026-11-24T17:00:00"));

    const auto more = test.saved("2026-11-24T17:30:00");

    EXPECT_CODE(more, too_long);
    expect_rule(more.error(), "longest_session", "1", "2");
    auto by_hand = play_now({.areas = {ben}});
    by_hand.starts_at = domain::parse_utc("2026-11-24T17:30:00+07:00").value();
    EXPECT_CODE(test.world.broadcast(approver(), by_hand), too_long);
    EXPECT_OK(test.saved("2026-11-24T05:40:00")) << "another session";
}

TEST(SessionsOfADay, LastNoLongerInPiecesOutsideTheHoursWhateverTheReason) {
    auto own = three_windows();
    own.hours.longest_session = 1min;
    Days test{own};
    test.make_bulletin_last(40s);
    auto first = test.at("2026-11-24T14:00:00"), second = test.at("2026-11-24T14:00:40");
    first.outside_hours_reason = second.outside_hours_reason = "họp dân";

    ASSERT_OK(test.world.save(approver(), first, true));
    test.world.settle();

    EXPECT_CODE(test.world.save(approver(), second, true), too_long);
}

TEST(SessionsOfADay, ThatWereTooLongBeforeKeepNobodyFromAnotherOne) {
    Days test;
    test.make_bulletin_last(40s);
    ASSERT_OK(test.saved("2026-11-24T17:00:00"));
    ASSERT_OK(test.saved("2026-11-24T17:30:00"));
    auto shorter = three_windows();
    shorter.hours.longest_session = 1min;
    shorter.version = 2;
    ASSERT_OK(test.world.save(approver(), shorter));

    EXPECT_OK(test.saved("2026-11-24T05:40:00"));
}

TEST(SessionsOfADay, OneMoreWaitsForTheSecondPersonAndKeepsItsReason) {
    Days test;
    test.world.connect(node_1);
    test.world.connect(node_2);
    ASSERT_OK(test.world.save(approver(), domain::ApprovalPolicy{.second_person_outside_hours = true}));
    ASSERT_OK(test.saved("2026-11-24T05:40:00"));
    ASSERT_OK(test.saved("2026-11-24T11:40:00"));
    auto third = test.at("2026-11-24T17:40:00");
    third.outside_hours_reason = "họp dân";
    const auto when = domain::parse_utc("2026-11-24T17:40:00+07:00").value();

    const auto saved = test.world.save(approver(), third, true);
    test.world.settle();

    ASSERT_OK(saved);
    EXPECT_EQ(domain::asking_of(*saved, 0).sessions_reason, "họp dân");
    EXPECT_TRUE(saved->outside_hours_reason.empty()) << "it excuses nothing but the session";
    EXPECT_EQ(test.foreseen(when), "not_agreed");
    ASSERT_OK(test.world.agree(second_approver(), *saved));
    test.world.settle();
    EXPECT_EQ(test.foreseen(when), "sounds");
}

TEST(SessionsOfADay, OneMoreByHandIsNotOnePersonsWhereItTakesTwo) {
    Days test{three_windows(1)};
    ASSERT_OK(test.world.save(approver(), domain::ApprovalPolicy{.second_person_outside_hours = true}));
    ASSERT_OK(test.saved("2026-11-24T05:40:00"));
    auto second = play_now({.areas = {ben}});
    second.starts_at = domain::parse_utc("2026-11-24T17:00:00+07:00").value();
    second.outside_hours_reason = "họp dân";
    second.confirmed = true;

    const auto refused = test.world.broadcast(approver(), second);

    EXPECT_CODE(refused, not_approved);
    expect_rule(refused.error(), "second_person", "2", "1");
}

TEST(SessionsOfADay, OneMoreIsNoHamletHeads) {
    Days test{three_windows(1)};
    ASSERT_OK(test.saved("2026-11-24T05:40:00"));
    auto second = test.at("2026-11-24T17:00:00");
    second.outside_hours_reason = "họp thôn";

    const auto refused = test.world.save(head_of_ben(), second, true);
    const auto shown = test.world.preview(head_of_ben(), second);

    EXPECT_CODE(refused, not_permitted);
    expect_rule(refused.error(), "sessions_per_day", "1", "2");
    ASSERT_OK(shown);
    ASSERT_EQ(shown->problems.size(), 1u);
    EXPECT_EQ(shown->problems[0].code, ErrorCode::not_permitted);
    EXPECT_OK(test.world.save(approver(), second, true));
}

}  // namespace
}  // namespace village::test::sessions
