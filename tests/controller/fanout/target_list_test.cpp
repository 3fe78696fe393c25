#include "controller/fanout/target_list.hpp"

#include <gtest/gtest.h>

namespace village::fanout {
namespace {

using domain::NodeNumber;

ports::NodeAddress address(std::uint8_t last) {
    ports::NodeAddress address;
    address.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, last};
    address.port = 4000;
    return address;
}

TEST(TargetList, HoldsEachNodeOnceHoweverOftenItMoves) {
    TargetList targets{AF_INET};

    targets.put(NodeNumber{1}, address(1), 0);
    targets.put(NodeNumber{1}, address(2), 5);
    targets.put(NodeNumber{2}, address(3), 5);
    targets.build();

    EXPECT_EQ(targets.size(), 2u);
    EXPECT_EQ(targets.find(NodeNumber{1})->address, address(2));
    EXPECT_EQ(targets.find(NodeNumber{1})->since, 0u);
}

TEST(TargetList, IsBuiltAnewOnlyWhenSomethingChanged) {
    TargetList targets{AF_INET};
    targets.put(NodeNumber{1}, address(1), 0);
    targets.build();

    targets.put(NodeNumber{1}, address(1), 9);
    targets.remove(NodeNumber{2});
    EXPECT_FALSE(targets.needs_build());
    targets.remove(NodeNumber{1});

    EXPECT_TRUE(targets.needs_build());
}

}  // namespace
}  // namespace village::fanout
