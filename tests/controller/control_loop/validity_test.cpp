// Validity by the document: what does not hold is not heard, says so, and is taken back where it was planned.
#include <date/date.h>

#include <algorithm>

#include "scheduler/domain/validity.hpp"
#include "tests/controller/control_loop/world.hpp"

namespace village::test::validity {
namespace {

using domain::AnnouncementState;

domain::Operator other_editor() {
    domain::Operator who;
    who.id = make_id<domain::OperatorId>(45);
    who.login = "bientap2";
    who.roles = {domain::Role::editor};
    who.areas = {commune_area};
    return who;
}

domain::Announcement valid(World& world, std::optional<domain::UtcTime> from, std::optional<domain::UtcTime> until) {
    auto item = world.stored_announcement(bulletin);
    item.valid_from = from;
    item.valid_until = until;
    return item;
}

domain::ApprovalPolicy one_step() {
    domain::ApprovalPolicy policy;
    policy.rules.push_back({.steps = 1});
    return policy;
}

domain::Result<domain::Announcement> approve(World& world) {
    return world.act(approver(),
                     {.announcement = bulletin, .version = 0, .act = domain::ApprovalAct::approve, .words = {}, .approver = {}});
}

std::vector<std::string> reasons(World& world) {
    std::vector<std::string> all;
    auto run = world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 24h});
    EXPECT_OK(run);
    for (const auto& sound : run->sounds) all.push_back(sound.reason);
    return all;
}

TEST(Validity, InTheWrongOrderIsSaidWithItsLocalTimes) {
    World world;

    const auto refused = world.save(approver(), valid(world, world.now, world.now - 1h));

    EXPECT_CODE(refused, invalid_argument);
    ASSERT_TRUE(refused_by(refused, "validity_order"));
    EXPECT_EQ(refused.error().rule->limit, "2026-11-23T05:35:00");
    EXPECT_EQ(refused.error().rule->found, "2026-11-23T04:35:00");
}

TEST(Validity, LetsNothingSoundNowOutsideOfItAndSaysFromWhenUntilWhen) {
    World world;
    ASSERT_OK(world.save(approver(), valid(world, world.now - 1h, world.now + 20s)));

    const auto refused = world.broadcast(approver(), play_now({.areas = {ben}}));

    ASSERT_TRUE(failed_with(refused, ErrorCode::expired)) << "its last seconds would not hold any more";
    EXPECT_NE(refused.error().detail.find("2026-11-23T05:35:20"), std::string::npos) << refused.error().detail;
    ASSERT_TRUE(refused.error().rule);
    EXPECT_EQ(refused.error().rule->name, "validity");
    EXPECT_EQ(refused.error().rule->limit, "2026-11-23T04:35:00/2026-11-23T05:35:20");
    ASSERT_OK(world.save(approver(), valid(world, world.now - 1h, world.now + 1h)));
    EXPECT_OK(world.broadcast(approver(), play_now({.areas = {ben}}, "press-2")));
}

TEST(Validity, ThatIsOverAtAllTimesOfAScheduleIsSaidBeforeItIsSaved) {
    World world;
    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, world.now + 20h)));
    const auto too_late = schedule_at("2026-11-25T17:00:00", "FREQ=DAILY");

    const auto refused = world.save(approver(), too_late, true);
    const auto shown = world.preview(approver(), too_late);

    EXPECT_CODE(refused, expired);
    EXPECT_TRUE(refused_by(refused, "validity"));
    ASSERT_OK(shown);
    ASSERT_EQ(shown->problems.size(), 1u);
    EXPECT_EQ(shown->problems[0].rule->name, "validity");
    const auto holds_once = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
    const auto remarked = world.preview(approver(), holds_once);
    ASSERT_OK(remarked);
    EXPECT_TRUE(remarked->problems.empty());
    ASSERT_EQ(remarked->remarks.size(), 1u);
    EXPECT_EQ(remarked->remarks[0].rule->name, "validity_in_part");
    EXPECT_EQ(remarked->remarks[0].rule->found, "2026-11-24T17:00:00");
    EXPECT_OK(world.save(approver(), holds_once, true)) << "it holds on the first of them";
}

TEST(Validity, OnDaysOnlyThatLetItFallSilentIsSaidLikeOneThatNeverHolds) {
    World world;
    const auto holds_from = domain::parse_utc("2026-12-24T00:00:00+07:00").value();
    ASSERT_OK(world.save(approver(), valid(world, holds_from, holds_from + 24h)));
    const auto day = date::local_days{date::year{2026} / 12 / 24};
    auto rules = world.day_rules();
    rules.rules.push_back({"Ngày tang", domain::DayKind::state_mourning, domain::DaySpan{day, day}, 0, 0, {}});
    ASSERT_OK(world.save(approver(), rules));
    auto daily = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
    EXPECT_OK(world.preview(approver(), daily));
    EXPECT_TRUE(world.preview(approver(), daily)->problems.empty()) << "on that day it would be heard";
    daily.on_special_days = {{domain::DayKind::state_mourning, "", domain::DayAction::skip}};

    EXPECT_TRUE(refused_by(world.save(approver(), daily, true), "validity"));
}

TEST(Validity, ThatBeginsLaterThanTheFirstTimesOfAScheduleLetsItBeSaved) {
    World world;
    ASSERT_OK(world.save(approver(), valid(world, world.now + 100 * 24h, std::nullopt)));

    EXPECT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY"), true));
}

TEST(Validity, EndsTheGrantHoweverLateItBeginsOrGoesOn) {
    World world;
    const auto end = world.now + 5min;
    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, end)));

    const auto started = world.broadcast(approver(), play_now({.areas = {ben}}));
    ASSERT_OK(started);
    world.settle();

    const auto& grant = world.ledger.grants.at(started->id).grant;
    EXPECT_EQ(grant.not_after, end);
    EXPECT_LE(grant.start_by + grant.content_duration, end);
    EXPECT_GE(grant.start_by, grant.starts_at);
}

TEST(Validity, EndsTheGrantThatIsSignedOnlyAfterARestart) {
    World world;
    const auto end = world.now + 5min;
    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, end)));
    world.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer listens"};
    auto request = play_now({.areas = {ben}});
    request.starts_at = world.now + 1min;
    const auto planned = world.broadcast(approver(), std::move(request));
    ASSERT_OK(planned);
    world.settle();

    world.restart();

    ASSERT_TRUE(world.until([&] { return world.ledger.grants.contains(planned->id); }));
    EXPECT_EQ(world.ledger.grants.at(planned->id).grant.not_after, end);
}

TEST(Validity, IsNotPlannedBeforeItBeginsAndTheDryRunSaysWhy) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), valid(world, world.now + 20h, std::nullopt)));

    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY;COUNT=2")));
    world.settle();

    EXPECT_EQ(world.broadcasts_published(domain::BroadcastState::planned), 1u) << "of Tuesday";
    EXPECT_EQ(reasons(world), std::vector<std::string>{"not_valid"});
}

TEST(Validity, MadeShorterTakesBackWhatIsPlannedOutsideOfIt) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY;COUNT=2")));
    world.settle();
    ASSERT_EQ(world.broadcasts_published(domain::BroadcastState::planned), 2u);

    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, world.now + 20h)));
    world.settle();

    EXPECT_EQ(world.ledger.stops.size(), 1u);
    const auto taken_back = world.broadcasts_published(domain::BroadcastState::cancelled) +
                            world.broadcasts_published(domain::BroadcastState::stopped);
    EXPECT_EQ(taken_back, 1u) << "tomorrow's";
    EXPECT_EQ(world.loop().current_broadcasts().size(), 1u) << "today's";
    EXPECT_EQ(world.stored_announcement(bulletin).valid_until, world.now + 20h);
}

TEST(Validity, MadeLongerWaitsForAnApprovalAgainAndMadeShorterDoesNot) {
    World world;
    ASSERT_OK(world.save(approver(), one_step()));
    ASSERT_OK(approve(world));

    ASSERT_OK(world.save(other_editor(), world.stored_announcement(bulletin)));
    ASSERT_OK(world.save(approver(), valid(world, world.now - 1h, world.now + 2h)));
    EXPECT_EQ(world.stored_announcement(bulletin).state, AnnouncementState::approved);
    EXPECT_EQ(world.stored_announcement(bulletin).consents.size(), 1u);
    ASSERT_OK(world.save(other_editor(), valid(world, world.now - 1h, world.now + 3h)));

    EXPECT_EQ(world.stored_announcement(bulletin).state, AnnouncementState::waiting);
    EXPECT_TRUE(world.stored_announcement(bulletin).consents.empty());
    EXPECT_CODE(world.broadcast(approver(), play_now({.areas = {ben}})), not_approved);
}

TEST(Validity, IsMadeShorterByItsAuthorsAndApproversAlone) {
    World world;

    EXPECT_CODE(world.save(other_editor(), valid(world, std::nullopt, world.now + 1h)), not_permitted);
    EXPECT_OK(world.save(approver(), valid(world, std::nullopt, world.now + 1h)));
}

TEST(Validity, EndsAfterItBegins) {
    World world;

    EXPECT_CODE(world.save(approver(), valid(world, world.now + 1h, world.now + 1h)), invalid_argument);
}

TEST(Validity, ThatHasPassedMakesItExpired) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, world.now + 12h)));
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    world.now += 12h;

    world.restart();

    EXPECT_EQ(domain::state_at(world.stored_announcement(bulletin), world.now), AnnouncementState::expired);
    EXPECT_NE(domain::state_at(world.stored_announcement(bulletin), world.now - 1h), AnnouncementState::expired)
        << "a clock that was ahead takes nothing away";
    EXPECT_CODE(
        world.act(approver(),
                  {.announcement = bulletin, .version = 0, .act = domain::ApprovalAct::submit, .words = {}, .approver = {}}),
        expired);
}

TEST(Validity, ThatIsOverAtOnceSilencesWhatIsPlanned) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();

    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, world.now)));
    world.settle();

    EXPECT_EQ(domain::state_at(world.stored_announcement(bulletin), world.now), AnnouncementState::expired);
    EXPECT_TRUE(world.loop().current_broadcasts().empty());
}

TEST(Validity, IsFollowedAfterAProgramThatEndedBeforeItTookAnythingBack) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    world.keep_announcement(valid(world, std::nullopt, world.now + 1h));

    world.restart();

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_FALSE(world.ledger.stops.empty());
}

TEST(Validity, LeavesAProgrammeItsPlaceForSomethingElse) {
    World world;
    world.connect(node_1);
    auto instead = world.stored_announcement(bulletin);
    instead.id = make_id<domain::AnnouncementId>(77);
    instead.version = 0;
    instead.content->hash = make_id<domain::ContentHash>(9);
    world.keep_announcement(instead);
    domain::Programme programme;
    programme.id = make_id<domain::ProgrammeId>(40);
    programme.name = "Chương trình chiều";
    programme.length = std::chrono::minutes{10};
    programme.items.resize(1);
    programme.items[0].key = "tin";
    programme.items[0].kind = domain::ItemKind::signature;
    programme.items[0].announcement = bulletin;
    programme.items[0].fallback = instead.id;
    ASSERT_OK(world.add(approver(), programme));
    auto schedule = schedule_at("2026-11-23T17:00:00");
    schedule.announcement = {};
    schedule.programme = programme.id;
    ASSERT_OK(world.save(approver(), schedule));
    world.settle();
    const auto planned = [&] {
        std::vector<domain::AnnouncementId> all;
        for (const auto& one : world.loop().current_broadcasts())
            if (!one.place->stands_in_for) all.push_back(*one.announcement);
        return all;
    };
    ASSERT_EQ(planned(), std::vector{bulletin});

    ASSERT_OK(world.save(approver(), valid(world, std::nullopt, domain::parse_utc("2026-11-23T17:05:00+07:00").value())));
    world.settle();

    EXPECT_EQ(planned(), std::vector{instead.id}) << "it holds at five, and not until the programme's end";
    const date::local_days monday{date::year{2026} / 11 / 23};
    EXPECT_EQ(world.preview(programme.id, monday)->heard.front().announcement, instead.id);
    ASSERT_OK(world.cancel(approver(), world.stored_schedule(schedule.id)));
    EXPECT_EQ(world.preview(programme.id, monday)->heard.front().announcement, bulletin) << "nobody says when any more";
    EXPECT_EQ(world.preview(programme.id, monday + date::days{1})->left_out.front().reason, "over");
}

}  // namespace
}  // namespace village::test::validity
