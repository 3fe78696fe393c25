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

    EXPECT_CODE(world.rise_above(seen_before), superseded);
    EXPECT_CODE(world.rise_above(std::uint64_t{1} << 63), malformed);

    EXPECT_EQ(world.loop().owner_epoch(), before);
    EXPECT_THAT(part_of(world, "owner").detail, testing::HasSubstr("--take-over"));
    EXPECT_FALSE(world.loop().superseded()) << "it may be a lie: everything else goes on";
}

TEST(Owner, IsTakenBackOnAPersonsWord) {
    World world;
    world.takes_over = true;
    world.restart();

    EXPECT_EQ(world.rise_above(seen_before).value(), seen_before + 1);
    EXPECT_EQ(world.rise_above(3).value(), seen_before + 1);

    EXPECT_TRUE(part_of(world, "owner").well);
}

TEST(Owner, WhoseSignerWasAwayAtTheStartIsNotSupersededByWhatItSaysFirst) {
    World world;
    world.restart([](World& about_to_start) {
        about_to_start.signer().refusal = domain::Error{domain::ErrorCode::unavailable, "no signer listens"};
        about_to_start.ledger.owner = {seen_before, {9}};
    });

    world.loop().refused_by_signer();
    world.signer().refusal.reset();
    const bool overtaken = world.until([&] { return world.ledger.owner.epoch > seen_before; });

    EXPECT_TRUE(overtaken);
    EXPECT_TRUE(part_of(world, "owner").well);
}

}  // namespace
}  // namespace village::test
