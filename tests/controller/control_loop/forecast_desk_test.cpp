// Looking ahead in a running controller: what it knows of the coming days, and what it will not save without being asked.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::ConflictChoice;
using domain::Foreseen;
using domain::ReceiptOutcome;

domain::Schedule second_schedule_at(std::string local_start, std::string recurrence = "") {
    auto schedule = schedule_at(std::move(local_start), std::move(recurrence));
    schedule.id = make_id<domain::ScheduleId>(81);
    return schedule;
}

std::vector<Foreseen> foreseen(World& world, domain::AreaId area, std::chrono::hours ahead = 24h) {
    auto run = world.dry_run({.targets = {.areas = {area}}, .to = world.now + ahead});
    EXPECT_OK(run);
    return run ? run->sounds : std::vector<Foreseen>{};
}

TEST(DryRunOfTheController, SaysWhatWillSound) {
    World world;
    world.connect(node_1);
    world.connect(node_2);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    const auto sounds = foreseen(world, ben, 14 * 24h);

    ASSERT_EQ(sounds.size(), 14u);
    for (const auto& sound : sounds) {
        EXPECT_TRUE(sound.is_whole_and_on_time()) << sound.reason;
        EXPECT_EQ(sound.nodes, (NodeSet{node_1, node_2}));
        ASSERT_EQ(sound.parts.size(), 1u);
        EXPECT_EQ(sound.parts[0].from, sound.planned);
    }
    EXPECT_TRUE(foreseen(world, dong).empty());
}

TEST(DryRunOfTheController, ShowsNoEmergencyThatNobodyCalled) {
    World world;

    EXPECT_TRUE(foreseen(world, ben, 7 * 24h).empty());
}

TEST(DryRunOfTheController, NamesTheScheduleThatWasCancelled) {
    World world;
    const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(saved);
    world.settle();
    ASSERT_OK(world.cancel(approver(), *saved));
    world.settle();

    const auto sounds = foreseen(world, ben);

    ASSERT_EQ(sounds.size(), 1u);
    EXPECT_EQ(sounds[0].outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(sounds[0].reason, "schedule_cancelled");
    ASSERT_TRUE(sounds[0].in_the_way);
    EXPECT_EQ(sounds[0].in_the_way->id, saved->id.bytes);
}

TEST(DryRunOfTheController, MissesWhatALoudspeakerThatIsAwayHasNotFetched) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();

    const auto sounds = foreseen(world, ben);

    ASSERT_EQ(sounds.size(), 2u);
    const auto& heard = sounds[0].parts.empty() ? sounds[1] : sounds[0];
    const auto& missed = sounds[0].parts.empty() ? sounds[0] : sounds[1];
    EXPECT_EQ(heard.nodes, NodeSet{node_1});
    EXPECT_EQ(missed.nodes, NodeSet{node_2});
    EXPECT_EQ(missed.reason, "no_content");
}

TEST(DryRunOfTheController, SaysOfARevokedLoudspeakerThatItIs) {
    World world;
    world.connect(node_1);
    world.connect(node_2);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    ASSERT_OK(world.revoke_node(administrator(), node_2));

    const auto sounds = foreseen(world, ben);

    ASSERT_EQ(sounds.size(), 2u);
    EXPECT_TRUE(std::ranges::any_of(
        sounds, [](const Foreseen& sound) { return sound.reason == "revoked" && sound.nodes == NodeSet{node_2}; }));
}

TEST(DryRunOfTheController, SaysOfOneThatWasStoppedThisOnceThatItWas) {
    World world;
    world.connect(node_1);
    world.connect(node_2);
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();
    const auto today = foreseen(world, ben).at(0).broadcast;
    ASSERT_OK(world.stop(approver(), {.broadcast = today}));

    const auto sounds = foreseen(world, ben, 48h);

    ASSERT_EQ(sounds.size(), 2u);
    EXPECT_EQ(sounds[0].outcome, ReceiptOutcome::cancelled);
    EXPECT_TRUE(sounds[1].is_whole_and_on_time());
}

TEST(DryRunOfTheController, NeedsAPlaceAndAPeriodToCome) {
    World world;

    EXPECT_TRUE(refused_by(world.dry_run({}), "no_place"));
    EXPECT_CODE(world.dry_run({.targets = {.areas = {ben}}, .to = world.now - 1h}), invalid_argument);
    EXPECT_CODE(world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 32 * 24h}), invalid_argument);
}

std::vector<ConflictChoice::Kind> kinds_of(const domain::Conflict& conflict) {
    std::vector<ConflictChoice::Kind> kinds;
    for (const auto& choice : conflict.choices) kinds.push_back(choice.kind);
    return kinds;
}

TEST(Conflict, IsShownBeforeSavingWithWhatAPersonMayChoose) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    const auto shown = world.preview(approver(), second_schedule_at("2026-11-23T17:00:10"));

    ASSERT_OK(shown);
    ASSERT_EQ(shown->conflicts.count, 1u);
    const auto& conflict = shown->conflicts.first[0];
    EXPECT_EQ(conflict.draft.nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(conflict.draft.reason, "normal");
    EXPECT_TRUE(conflict.existing.is_whole_and_on_time());
    EXPECT_EQ(kinds_of(conflict),
              (std::vector{ConflictChoice::Kind::replace_once, ConflictChoice::Kind::shift, ConflictChoice::Kind::shift_other,
                           ConflictChoice::Kind::cancel, ConflictChoice::Kind::keep_both}));
    EXPECT_EQ(conflict.choices[1].starts_at, domain::parse_utc("2026-11-23T17:01:00+07:00").value());
}

TEST(Conflict, OffersAHamletHeadNothingThatIsNotHisToChange) {
    World world;
    auto everywhere = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
    everywhere.targets.areas = {commune_area};
    ASSERT_OK(world.save(approver(), everywhere));
    world.settle();
    auto by_hand = play_now({.areas = {ben}});
    by_hand.keep_both = false;
    by_hand.starts_at = domain::parse_utc("2026-11-23T17:00:10+07:00").value();
    const std::vector only_his_own{ConflictChoice::Kind::shift, ConflictChoice::Kind::cancel, ConflictChoice::Kind::keep_both};

    const auto planned = world.preview(head_of_ben(), second_schedule_at("2026-11-23T17:00:10"));
    const auto sounded = world.would_meet(head_of_ben(), by_hand);

    ASSERT_OK(planned);
    ASSERT_OK(sounded);
    EXPECT_EQ(kinds_of(planned->conflicts.first.at(0)), only_his_own);
    EXPECT_EQ(kinds_of(sounded->first.at(0)), only_his_own);
    EXPECT_EQ(kinds_of(world.would_meet(approver(), by_hand)->first.at(0)).front(), ConflictChoice::Kind::replace_once);
}

TEST(Conflict, OffersAHamletHeadToLeaveOutWhatIsOfHisHamletAlone) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    const auto shown = world.preview(head_of_ben(), second_schedule_at("2026-11-23T17:00:10"));

    ASSERT_OK(shown);
    EXPECT_EQ(kinds_of(shown->conflicts.first.at(0)).front(), ConflictChoice::Kind::replace_once);
}

TEST(Conflict, IsNotSavedBeforeSomebodySaysToKeepBoth) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();

    const auto refused = world.save(approver(), second_schedule_at("2026-11-23T17:00:10"));
    ASSERT_TRUE(failed_with(refused, ErrorCode::confirmation_needed));
    EXPECT_NE(refused.error().detail.find("keep_both"), std::string::npos);

    EXPECT_OK(world.save(approver(), second_schedule_at("2026-11-23T17:00:10"), false, true));
}

TEST(Conflict, IsNoneInAnotherHamlet) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();
    auto elsewhere = second_schedule_at("2026-11-23T17:00:00");
    elsewhere.targets.areas = {dong};

    EXPECT_OK(world.save(approver(), elsewhere));
}

TEST(Conflict, IsOverWhenTheOtherOneIsStoppedThisOnce) {
    World world;
    ASSERT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();
    const auto shown = world.preview(approver(), second_schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(shown);
    ASSERT_EQ(shown->conflicts.count, 1u);

    ASSERT_OK(world.stop(approver(), {.broadcast = shown->conflicts.first[0].existing.broadcast}));

    EXPECT_OK(world.save(approver(), second_schedule_at("2026-11-23T17:00:00")));
}

TEST(Conflict, IsFoundWithABroadcastPlannedByHand) {
    World world;
    auto by_hand = play_now({.areas = {ben}});
    by_hand.starts_at = domain::parse_utc("2026-11-23T17:00:00+07:00").value();
    ASSERT_OK(world.broadcast(approver(), by_hand));

    EXPECT_CODE(world.save(approver(), schedule_at("2026-11-23T17:00:00")), confirmation_needed);
}

}  // namespace
}  // namespace village::test
