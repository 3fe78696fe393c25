#include "scheduler/delivery/hearers.hpp"

#include <gtest/gtest.h>

namespace village::delivery {
namespace {

using domain::DeliveryState;
using domain::NodeNumber;
using domain::NodeSet;
using std::chrono::minutes;

constexpr NodeNumber heard_all{1}, heard_some{2}, hears_it{3}, silent{4}, refused_it{5};
const domain::UtcTime began{minutes{30'000'000}};

domain::Delivery delivery(NodeNumber node, DeliveryState state, domain::Duration played = {}) {
    domain::Delivery one;
    one.node = node;
    one.state = state;
    one.played = played;
    return one;
}

struct Said : testing::Test {
    Said() { broadcast.starts_at = began; }
    domain::Broadcast broadcast;
    const std::vector<domain::Delivery> deliveries{
        delivery(heard_all, DeliveryState::played, minutes{3}), delivery(heard_some, DeliveryState::partial, minutes{1}),
        delivery(hears_it, DeliveryState::playing), delivery(silent, DeliveryState::fetched),
        delivery(refused_it, DeliveryState::missed)};
};

TEST_F(Said, MaySoundAfterItsTimeUntilEveryLoudspeakerSaysHowItEnded) {
    EXPECT_TRUE(may_still_sound(broadcast, {}));
    broadcast.ended_at = began + minutes{3};

    EXPECT_TRUE(may_still_sound(broadcast, deliveries));
    EXPECT_FALSE(may_still_sound(broadcast, {deliveries[0], deliveries[1], deliveries[4]}));
}

TEST_F(Said, IsHeardWhereAnyOfItSounded) {
    const auto heard = hearers_of(broadcast, deliveries, began + minutes{1});

    EXPECT_EQ(heard.sounded, (NodeSet{heard_all, heard_some, hears_it}));
    EXPECT_EQ(heard.heard_out, NodeSet{heard_all});
    EXPECT_EQ(heard.not_known, NodeSet{silent});
}

TEST_F(Said, IsKnownToBeUnheardBeforeItsTime) {
    EXPECT_TRUE(hearers_of(broadcast, deliveries, began - minutes{1}).not_known.is_empty());
}

TEST_F(Said, AsACorrectionReachesThoseWhoHeardItOutAndWhileItLastsAllItIsFor) {
    broadcast.targets = {heard_all, heard_some, silent};
    const auto heard = hearers_of(broadcast, deliveries, began + minutes{1});
    EXPECT_EQ(corrected_by(broadcast, heard), broadcast.targets);

    broadcast.ended_at = began + minutes{4};
    EXPECT_EQ(corrected_by(broadcast, heard), NodeSet{heard_all});
}

}  // namespace
}  // namespace village::delivery
