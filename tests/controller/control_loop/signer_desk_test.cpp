// What people are told of the signer: that it is away, and in time that its keys end.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

ports::LiveView::Part part_of(World& world, std::string_view name) {
    const auto parts = world.loop().parts();
    const auto found = std::ranges::find(parts, name, &ports::LiveView::Part::name);
    return found == parts.end() ? ports::LiveView::Part{} : *found;
}
ports::LiveView::Part signer_part(World& world) { return part_of(world, "signer"); }

/// The controller has just started, and the signer's keys end in `days`.
void start_with_keys_for(World& world, std::chrono::days days) {
    world.restart([days](World& about_to_start) { about_to_start.signer().keys_end_at = about_to_start.now + days; });
    world.settle();
}

TEST(Signer, WhoseKeysLastLongerThanAMonthIsWell) {
    World world;

    start_with_keys_for(world, std::chrono::days{31});

    EXPECT_TRUE(signer_part(world).well);
}

TEST(Signer, WhoseKeysEndWithinThirtyDaysIsSaidToBeUnwellWithTheDayAndTheRemedy) {
    World world;

    start_with_keys_for(world, std::chrono::days{30});

    const auto part = signer_part(world);
    EXPECT_FALSE(part.well);
    EXPECT_THAT(part.detail, testing::HasSubstr(domain::utc_text(*world.signer().keys_end_at)));
    EXPECT_THAT(part.detail, testing::HasSubstr("--renew"));
}

TEST(Signer, IsUnwellAsSoonAsThirtyDaysAreLeftAlthoughNobodyAskedItAgain) {
    World world;
    start_with_keys_for(world, std::chrono::days{31});

    world.now += std::chrono::days{1};

    EXPECT_FALSE(signer_part(world).well);
}

/// Whom the signer obeys before the controller starts on an older backup of its data.
constexpr std::uint64_t seen_before = 40;

TEST(Owner, OnARestoredBackupRisesAboveWhatTheSignerHasSeen) {
    World world;

    world.restart([](World& about_to_start) { about_to_start.ledger.owner = {seen_before, {9}}; });
    world.settle();

    EXPECT_EQ(world.loop().owner_epoch(), seen_before + 1);
    EXPECT_EQ(world.ledger.owner.epoch, seen_before + 1);
    EXPECT_TRUE(signer_part(world).well);
}

TEST(Owner, WhomTheSignerObeysNoLongerChangesNothingAndStillStopsAndCallsEmergencies) {
    World world;
    const auto phone = world.pair(head_of_ben());
    world.ledger.owner = {seen_before, {9}};

    world.loop().refused_by_signer();

    EXPECT_FALSE(part_of(world, "owner").well);
    EXPECT_THAT(part_of(world, "owner").detail, testing::HasSubstr("another controller"));
    ASSERT_TRUE(world.loop().superseded());
    EXPECT_EQ(world.loop().superseded()->code, ErrorCode::superseded);
    const auto asked = world.signer().asked.size();
    EXPECT_OK(world.broadcast(approver(), play_now({.areas = {ben}})));
    world.settle();
    EXPECT_EQ(world.signer().asked.size(), asked) << "it would only refuse";
    EXPECT_OK(world.emergency(intent_of(world, head_of_ben(), phone))) << "as does who is in danger";
    EXPECT_OK(world.stop(head_of_ben(), {.area = ben})) << "and who wants silence";
    EXPECT_LT(world.loop().owner_epoch(), seen_before);
}

TEST(Owner, IsNotTakenBackOnALoudspeakersWord) {
    World world;
    const auto before = world.loop().owner_epoch();

    EXPECT_CODE(world.rise_for(node_1, seen_before), superseded);
    EXPECT_CODE(world.rise_for(node_1, std::uint64_t{1} << 63), malformed);

    EXPECT_EQ(world.loop().owner_epoch(), before);
    EXPECT_THAT(part_of(world, "owner").detail, testing::HasSubstr("--take-over"));
    EXPECT_FALSE(world.loop().superseded()) << "it may be a lie: everything else goes on";
}

TEST(Owner, KnowsWhomItTookOverFromByALoudspeakerThatClaimsItsOwnEpochAndWasNotToldItHere) {
    World world;
    const auto own = world.loop().owner_epoch();
    ASSERT_EQ(world.rise_for(node_1, own - 1).value(), own);

    EXPECT_EQ(world.rise_for(node_1, own).value(), own) << "told by this one";
    EXPECT_CODE(world.rise_for(node_2, own), superseded) << "a backup was restored, and the lost one was started as often";
    EXPECT_THAT(part_of(world, "owner").detail, testing::HasSubstr("--take-over"));

    world.takes_over = true;
    world.restart();
    const auto now_own = world.loop().owner_epoch();

    EXPECT_EQ(world.rise_for(node_2, now_own).value(), now_own + 1);
    world.settle();
    EXPECT_EQ(world.ledger.owner.epoch, now_own + 1) << "the signer leaves out what the other one's may have used";
    EXPECT_EQ(world.rise_for(node_2, now_own + 1).value(), now_own + 1) << "it knows that one from here";
}

TEST(Owner, OnAPersonsWordRisesAboveItselfOnceSoThatTheSignerLeavesOutNumbers) {
    World world;
    const auto before = world.ledger.owner;

    world.takes_over = true;
    world.restart();
    world.settle();

    EXPECT_EQ(world.ledger.owner.epoch, before.epoch + 2) << "started again, and above that";
    EXPECT_EQ(world.loop().owner_epoch(), before.epoch + 2);
    EXPECT_TRUE(signer_part(world).well);
}

TEST(Owner, NamesALoudspeakerThatHasSeenOtherOrdersWithTheSameNumbers) {
    World world;
    world.connect(node_1);
    const auto phone = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), phone));
    ASSERT_OK(called);
    world.settle();
    const auto grant = world.ledger.grants.at(called->id).grant.id;
    const domain::Error seen_before_it{ErrorCode::replayed, "sequence 7 was seen before"};

    for (auto times = 0; times < 3; ++times) world.loop().node_refused(node_1, grant, seen_before_it);
    world.settle();
    EXPECT_TRUE(part_of(world, "signer_numbers").well) << "its power may have gone while it wrote";
    world.loop().node_refused(node_2, grant, seen_before_it);
    world.settle();

    EXPECT_THAT(part_of(world, "signer_numbers").detail, testing::HasSubstr(world.loop().commune().find_node(node_2)->name));
    EXPECT_THAT(part_of(world, "signer_numbers").detail, testing::HasSubstr("--take-over"));
    EXPECT_TRUE(part_of(world, "owner").well) << "this controller holds them as before";
    const auto deliveries = world.loop().deliveries(called->id);
    EXPECT_EQ(deliveries.at(0).node, node_1);
    EXPECT_EQ(deliveries.at(0).reason, "replayed") << "and whoever called it sees it";
    world.now += 25h;
    EXPECT_TRUE(part_of(world, "signer_numbers").well);
}

TEST(Owner, NamesALoudspeakerThatRefusesTwoOrdersForTheirNumbers) {
    World world;
    world.connect(node_1);

    for (const std::uint8_t grant : {60, 61})
        world.loop().node_refused(node_1, make_id<domain::GrantId>(grant), {ErrorCode::replayed, "seen before"});

    EXPECT_FALSE(part_of(world, "signer_numbers").well);
}

TEST(Owner, AskedForABoxThatMovedFromOnePlaceToAnotherDoesNotTakeItForAnothers) {
    World world;
    const auto own = world.loop().owner_epoch();
    world.connect(node_1);

    world.loop().enrolment_finished(three_hamlets().commune.nodes.at(1).id, {});
    world.settle();

    EXPECT_EQ(world.rise_for(node_2, own).value(), own);
    EXPECT_TRUE(part_of(world, "owner").well);
}

TEST(Owner, IsTakenBackOnAPersonsWord) {
    World world;
    world.takes_over = true;
    world.restart();

    EXPECT_EQ(world.rise_for(node_1, seen_before).value(), seen_before + 1);
    EXPECT_EQ(world.rise_for(node_1, 3).value(), seen_before + 1);

    EXPECT_TRUE(part_of(world, "owner").well);
}

TEST(Owner, WhoseSignerWasAwayAtTheStartIsNotSupersededByWhatItSaysFirst) {
    World world;
    world.restart([](World& about_to_start) {
        about_to_start.signer().refusal = domain::Error{domain::ErrorCode::unavailable, "no signer listens"};
        about_to_start.ledger.owner = {seen_before, {9}};
    });

    world.loop().refused_by_signer();
    EXPECT_CODE(world.rise_for(node_1, seen_before), superseded);
    EXPECT_FALSE(part_of(world, "owner").well);
    world.signer().refusal.reset();
    const bool overtaken = world.until([&] { return world.ledger.owner.epoch > seen_before; });

    EXPECT_TRUE(overtaken);
    EXPECT_TRUE(part_of(world, "owner").well);
}

}  // namespace
}  // namespace village::test
