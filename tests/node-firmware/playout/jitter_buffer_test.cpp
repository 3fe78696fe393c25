#include <gtest/gtest.h>

#include <random>
#include <set>

#include "node-firmware/playout/jitter_buffer.hpp"

namespace village::node::playout {
namespace {
using domain::Duration;
using domain::MonotonicTime;
using namespace std::chrono_literals;

MonotonicTime at(Duration since) { return MonotonicTime{since}; }
MediaPacket packet(std::uint64_t sequence, PacketOrigin origin = PacketOrigin::first_sent) {
    return {sequence, origin, {1, 2, 3}};
}

TEST(JitterBuffer, GivesPacketsInOrderWhateverTheOrderOfArrival) {
    JitterBuffer buffer;
    buffer.join_at(10);
    for (const auto sequence : {12, 10, 11})
        EXPECT_EQ(buffer.insert(packet(static_cast<std::uint64_t>(sequence)), at(0s)), PacketVerdict::taken);

    for (std::uint64_t sequence = 10; sequence < 13; ++sequence) {
        const auto turn = buffer.next();
        EXPECT_EQ(turn.sequence, sequence);
        EXPECT_TRUE(turn.packet);
    }
    EXPECT_FALSE(buffer.next().packet);
    EXPECT_EQ(buffer.ledger().received, 6U);
    EXPECT_EQ(buffer.ledger().concealed, 2U);
}

TEST(JitterBuffer, KeepsEachPacketOnceAndNothingThatIsTooLateOrFarAhead) {
    JitterBuffer buffer;
    buffer.join_at(5);
    buffer.insert(packet(5), at(0s));

    EXPECT_EQ(buffer.insert(packet(5), at(0s)), PacketVerdict::duplicate);
    EXPECT_EQ(buffer.insert(packet(4), at(0s)), PacketVerdict::late);
    EXPECT_EQ(buffer.insert(packet(5 + 128), at(0s)), PacketVerdict::too_far_ahead);
    EXPECT_EQ(buffer.size(), 1U);
}

TEST(JitterBuffer, HoldsNoMoreThanItsLimitThoughItJoinsBeforeWhatItHas) {
    const JitterOptions options;
    JitterBuffer buffer;
    for (std::uint64_t sequence = 1000; sequence < 2000; sequence += 3) buffer.insert(packet(sequence), at(0s));

    buffer.join_at(950);
    for (std::uint64_t sequence = 900; sequence < 2000; sequence += 2) buffer.insert(packet(sequence), at(1s));

    EXPECT_LE(buffer.size(), options.packets_max);
    EXPECT_LE(buffer.holes(), options.packets_max + options.unseen_max);
    EXPECT_FALSE(buffer.holds(950 + options.packets_max));
    EXPECT_TRUE(buffer.holds(950));
}

TEST(JitterBuffer, AsksForAHoleAfterAWhileAndABoundedNumberOfTimes) {
    JitterBuffer buffer({.end = 3});
    buffer.join_at(0);
    buffer.insert(packet(0), at(0s));
    buffer.insert(packet(2), at(0s));

    EXPECT_TRUE(buffer.wishes(at(10ms), at(10s)).empty()) << "reordering and copies get their time";
    EXPECT_EQ(buffer.wishes(at(70ms), at(10s)), std::vector<std::uint64_t>{1});
    EXPECT_TRUE(buffer.wishes(at(80ms), at(10s)).empty());
    int asked = 1;
    for (auto now = 200ms; now < 9s; now += 200ms) asked += static_cast<int>(buffer.wishes(at(now), at(10s)).size());
    EXPECT_EQ(asked, 10);
}

TEST(JitterBuffer, AsksForTheLastWordThoughNothingComesAfterIt) {
    JitterBuffer buffer({.end = 6});
    buffer.join_at(0);
    for (std::uint64_t sequence = 0; sequence < 3; ++sequence) buffer.insert(packet(sequence), at(sequence * 40ms));

    EXPECT_TRUE(buffer.wishes(at(110ms), at(1300ms)).empty()) << "the next one is not late yet";
    std::vector<std::uint64_t> asked;
    for (auto now = 110ms; now < 350ms; now += 20ms)
        for (const auto wish : buffer.wishes(at(now), at(1300ms))) asked.push_back(wish);
    EXPECT_EQ(std::set<std::uint64_t>(asked.begin(), asked.end()), (std::set<std::uint64_t>{3, 4, 5})) << "6 does not exist";
}

TEST(JitterBuffer, AsksForNothingWhenAStreamOnlyWaits) {
    JitterBuffer buffer;
    buffer.join_at(0);
    for (std::uint64_t sequence = 0; sequence < 32; ++sequence) buffer.insert(packet(sequence), at(0s));

    std::size_t asked = 0;
    for (auto now = 0ms; now < 60s; now += 40ms) {
        asked += buffer.wishes(at(now), at(now + 20ms)).size();
        (void)buffer.next();
    }
    EXPECT_EQ(asked, 0U);
}

TEST(JitterBuffer, DoesNotAskForWhatWouldComeTooLate) {
    JitterBuffer buffer;
    buffer.join_at(0);
    buffer.insert(packet(0), at(0s));
    buffer.insert(packet(2), at(0s));

    EXPECT_TRUE(buffer.wishes(at(100ms), at(60ms)).empty());
}

TEST(JitterBuffer, JoinsWhereTheStreamIsAfterAnOutage) {
    JitterBuffer buffer;
    buffer.join_at(0);
    buffer.insert(packet(0), at(0s));
    buffer.next();

    buffer.join_at(500);
    buffer.insert(packet(500), at(20s));

    EXPECT_EQ(buffer.next().sequence, 500U);
    EXPECT_EQ(buffer.ledger().concealed, 0U) << "what nobody waited for is not concealed";
}

TEST(JitterBuffer, TakesNothingThatItHoldsForMissingWhereItJoinsBeforeWhatItHas) {
    JitterBuffer buffer;
    for (std::uint64_t sequence = 5; sequence <= 40; ++sequence) buffer.insert(packet(sequence), at(0s));
    buffer.insert(packet(130), at(0s));

    buffer.join_at(1);
    const auto missing = buffer.holes();
    buffer.insert(packet(41), at(10ms));

    EXPECT_LE(buffer.holes(), missing);
}

/// 20 % loss in bursts of about 70 ms; copies ride 3 and 8 packets behind.
TEST(JitterBuffer, CopiesRepairAllButAHundredthOfABurstyFifthLost) {
    JitterBuffer buffer({.packets_max = 128});
    std::mt19937 random(11);
    bool bad = false;
    buffer.join_at(0);
    constexpr std::uint64_t packets = 20'000;
    const auto lose = [&] {
        bad = bad ? random() % 1000 >= 570 : random() % 1000 < 143;
        return bad;
    };
    for (std::uint64_t sequence = 0; sequence < packets; ++sequence) {
        if (!lose()) {
            buffer.insert(packet(sequence), at(sequence * 40ms));
            if (sequence >= 3) buffer.insert(packet(sequence - 3, PacketOrigin::copy), at(sequence * 40ms));
            if (sequence >= 8) buffer.insert(packet(sequence - 8, PacketOrigin::copy), at(sequence * 40ms));
        }
        if (sequence >= 12) buffer.next();
    }
    const auto& ledger = buffer.ledger();
    const double concealed =
        static_cast<double>(ledger.concealed) / static_cast<double>(ledger.received + ledger.repaired + ledger.concealed);
    EXPECT_LT(concealed, 0.02);
    EXPECT_GT(ledger.repaired, packets / 10);
}

}  // namespace
}  // namespace village::node::playout
