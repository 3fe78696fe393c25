#include "controller/fanout/target_list.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>

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

TEST(TargetList, SendsToThoseBehindOneThatTheSystemRefuses) {
    const int ear = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
              mouth = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in bound{};
    bound.sin_family = AF_INET;
    bound.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof bound;
    ASSERT_EQ(::bind(ear, reinterpret_cast<const sockaddr*>(&bound), size), 0);
    ASSERT_EQ(::getsockname(ear, reinterpret_cast<sockaddr*>(&bound), &size), 0);
    auto good = address(1), refused = address(255);
    good.port = refused.port = ntohs(bound.sin_port);
    std::fill(refused.ip.begin() + 12, refused.ip.end(), 255);  // Broadcast was never asked for.
    TargetList targets{AF_INET};
    for (std::uint16_t number = 1; number <= 8; ++number) targets.put(NodeNumber{number}, number % 2 ? refused : good, 0);
    targets.build();
    const std::vector<std::uint8_t> packet{1, 2, 3};
    targets.aim(packet);

    const auto outcome = targets.send(mouth, 0, targets.size());

    EXPECT_EQ(outcome.sent, 4u);
    EXPECT_EQ(outcome.failed, 4u);
    EXPECT_FALSE(outcome.is_blocked);
    std::array<std::uint8_t, 8> heard{};
    for (int n = 0; n < 4; ++n) EXPECT_EQ(::recv(ear, heard.data(), heard.size(), 0), 3);
    ::close(ear);
    ::close(mouth);
}

TEST(TargetList, LosesOnlyTheNodeThatGoes) {
    TargetList targets{AF_INET};
    for (std::uint16_t number = 1; number <= 100; ++number)
        targets.put(NodeNumber{number}, address(static_cast<std::uint8_t>(number)), number);
    targets.build();

    targets.remove(NodeNumber{50});
    targets.build();

    EXPECT_EQ(targets.size(), 99u);
    EXPECT_EQ(targets.find(NodeNumber{50}), nullptr);
    EXPECT_EQ(targets.find(NodeNumber{51})->since, 51u);
}

}  // namespace
}  // namespace village::fanout
