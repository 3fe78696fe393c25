#include "controller/fanout/inbox.hpp"

#include <gtest/gtest.h>

namespace village::fanout {
namespace {

using domain::NodeNumber;

constexpr Moment at_once{};

StreamPacket packet(std::uint32_t ssrc, std::uint16_t sequence) { return {ssrc, sequence, Moment{}, nullptr}; }

TEST(Inbox, GivesWayToNewPacketsByItsOldest) {
    Inbox inbox;
    for (std::uint16_t n = 0; n < Inbox::packets_max; ++n) ASSERT_TRUE(inbox.put_packet(packet(1, n)));

    EXPECT_FALSE(inbox.put_packet(packet(1, 999)));

    const auto taken = inbox.take(at_once);
    ASSERT_EQ(taken.packets.size(), Inbox::packets_max);
    EXPECT_EQ(taken.packets.front().sequence, 1);
    EXPECT_EQ(taken.packets.back().sequence, 999);
}

TEST(Inbox, RefusesRepairsWhenItIsFullOfThem) {
    Inbox inbox;
    for (std::size_t n = 0; n < Inbox::repairs_max; ++n) ASSERT_TRUE(inbox.put_repair({NodeNumber{1}, 1, {5}}));

    EXPECT_FALSE(inbox.put_repair({NodeNumber{1}, 1, {6}}));

    EXPECT_EQ(inbox.take(at_once).repairs.size(), Inbox::repairs_max);
    EXPECT_TRUE(inbox.put_repair({NodeNumber{1}, 1, {6}}));
}

TEST(Inbox, HoldsOneAddressForEachNodeHoweverOftenItMoves) {
    Inbox inbox;
    for (std::uint16_t port = 1; port <= 1000; ++port) inbox.put_address(NodeNumber{1}, ports::NodeAddress{{}, port});
    inbox.put_address(NodeNumber{2}, std::nullopt);

    const auto taken = inbox.take(at_once);

    ASSERT_EQ(taken.addresses.size(), 2u);
    EXPECT_EQ(taken.addresses.at(NodeNumber{1})->port, 1000);
    EXPECT_FALSE(taken.addresses.at(NodeNumber{2}));
}

TEST(Inbox, ForgetsWhatIsQueuedForAStreamThatIsClosed) {
    Inbox inbox;
    inbox.put_packet(packet(1, 1));
    inbox.put_packet(packet(2, 1));

    inbox.close(1);

    const auto taken = inbox.take(at_once);
    ASSERT_EQ(taken.packets.size(), 1u);
    EXPECT_EQ(taken.packets.front().ssrc, 2u);
    EXPECT_EQ(taken.closed.size(), 1u);
}

TEST(Inbox, IsEmptyAfterItWasTaken) {
    Inbox inbox;
    inbox.put_packet(packet(1, 1));
    inbox.take(at_once);

    EXPECT_TRUE(inbox.take(at_once).packets.empty());
}

}  // namespace
}  // namespace village::fanout
