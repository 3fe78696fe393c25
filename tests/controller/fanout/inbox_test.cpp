#include "controller/fanout/inbox.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace village::fanout {
namespace {

using namespace std::chrono_literals;
using domain::NodeNumber;

constexpr Moment at_once{};

StreamPacket packet(std::uint32_t ssrc, std::uint16_t sequence, Moment due = {}) { return {ssrc, sequence, due, nullptr}; }

Moment in_a_while() { return std::chrono::steady_clock::now() + 1h; }

/// Whether fan-out slept on until its moment, although a packet that is due `after` that moment was put. A test thread that is
/// late finds fan-out awake, before its sleep or after it: then it is tried again.
bool sleeps_on_for_a_packet_due(std::chrono::milliseconds after) {
    for (int attempt = 0; attempt < 200; ++attempt) {
        Inbox inbox;
        const auto until = std::chrono::steady_clock::now() + 20ms;
        Delivery taken;
        Moment woke{};
        std::thread fan_out([&] {
            taken = inbox.take(until);
            woke = std::chrono::steady_clock::now();
        });
        while (std::chrono::steady_clock::now() < until - 10ms) std::this_thread::yield();
        inbox.put_packet(packet(1, 1, until + after));
        fan_out.join();
        if (woke >= until && taken.packets.size() == 1) return true;
    }
    return false;
}

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

TEST(Inbox, WakesFanOutNoSoonerForAPacketThatCanWait) {
    EXPECT_TRUE(sleeps_on_for_a_packet_due(0ms));
    EXPECT_TRUE(sleeps_on_for_a_packet_due(1h));
}

TEST(Inbox, WakesFanOutForAPacketThatIsDueSooner) {
    Inbox inbox;
    const auto due = std::chrono::steady_clock::now();
    std::thread live([&] { inbox.put_packet(packet(1, 1, due)); });

    const auto taken = inbox.take(in_a_while());

    live.join();
    EXPECT_EQ(taken.packets.size(), 1u);
}

TEST(Inbox, WakesFanOutForEverythingElseBehindAPacketThatCanWait) {
    Inbox inbox;
    const auto until = in_a_while();
    std::thread control([&] {
        inbox.put_packet(packet(1, 1, until + 1h));
        inbox.stop();
    });

    auto taken = inbox.take(until);
    if (!taken.stop) taken = inbox.take(until);

    control.join();
    EXPECT_TRUE(taken.stop);
}

TEST(Inbox, LetsNobodyFallAsleepOverWhatCameBefore) {
    Inbox inbox;
    inbox.take(at_once);
    const auto until = std::chrono::steady_clock::now() + 10s;
    inbox.put_packet(packet(1, 1, until + 1h));

    EXPECT_EQ(inbox.take(until).packets.size(), 1u);

    EXPECT_LT(std::chrono::steady_clock::now(), until);
}

TEST(Inbox, IsEmptyAfterItWasTaken) {
    Inbox inbox;
    inbox.put_packet(packet(1, 1));
    inbox.take(at_once);

    EXPECT_TRUE(inbox.take(at_once).packets.empty());
}

}  // namespace
}  // namespace village::fanout
