// What people are told of the signer: that it is away, and in time that its keys end.
#include <gmock/gmock.h>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

ports::LiveView::Part signer_part(World& world) {
    for (auto& part : world.loop().parts())
        if (part.name == "signer") return part;
    return {};
}

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

}  // namespace
}  // namespace village::test
