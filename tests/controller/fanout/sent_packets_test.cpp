#include "controller/fanout/sent_packets.hpp"

#include <gtest/gtest.h>

namespace village::fanout {
namespace {

SharedPacket byte_packet(std::uint8_t byte) { return std::make_shared<const std::vector<std::uint8_t>>(1, byte); }

TEST(SentPackets, FindTheIdenticalBytes) {
    SentPackets sent;
    const auto bytes = byte_packet(7);

    sent.remember(65535, 10, bytes);

    EXPECT_EQ(sent.find(65535, 0), bytes);
    EXPECT_EQ(sent.find(1, 0), nullptr);
}

TEST(SentPackets, ForgetWhatIsOlderThanTheirRoom) {
    SentPackets sent;

    for (std::uint16_t i = 0; i <= SentPackets::kept; ++i) sent.remember(i, i, byte_packet(1));

    EXPECT_EQ(sent.find(0, 0), nullptr);
    EXPECT_NE(sent.find(1, 0), nullptr);
    EXPECT_EQ(sent.size(), SentPackets::kept);
}

TEST(SentPackets, GiveANodeNothingFromBeforeItsTime) {
    SentPackets sent;

    sent.remember(5, 5, byte_packet(1));

    EXPECT_EQ(sent.find(5, 6), nullptr);
    EXPECT_NE(sent.find(5, 5), nullptr);
}

}  // namespace
}  // namespace village::fanout
