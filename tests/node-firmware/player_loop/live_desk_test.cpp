#include "node-firmware/player_loop/live_desk.hpp"

#include <gtest/gtest.h>

#include "protocol/srtp_sender.hpp"

namespace village::node::player_loop {
namespace {
using namespace std::chrono_literals;
using domain::Priority;

struct LiveDeskTest : testing::Test {
    domain::Grant stream(std::uint8_t number, Priority priority, std::chrono::minutes begins_in) {
        domain::Grant grant;
        grant.id.bytes = {number};
        grant.broadcast.bytes = {number, 1};
        grant.priority = priority;
        grant.kind = domain::BroadcastKind::live;
        grant.starts_at = domain::utc_from_us(0) + begins_in;
        grant.max_duration = 1h;
        grant.stream = domain::StreamDescription{signing_key.public_key().bytes, 2U * number, 2U * number + 1U};
        return grant;
    }
    protocol::StreamKey key_of(const domain::Grant& grant, std::uint32_t generation = 1) {
        const std::array<std::uint8_t, 28> random{7};
        return protocol::make_stream_key(grant.broadcast, protocol::StreamClass::r1, generation, grant.stream->ssrc_r1, {0},
                                         random);
    }
    void fill(Priority priority) {
        for (std::uint8_t number = 1; number <= LiveDesk::streams_max; ++number)
            desk.expect(stream(number, priority, std::chrono::minutes{10 * number}));
    }
    std::set<std::uint8_t> granted() const {
        std::set<std::uint8_t> numbers;
        for (const auto& one : desk.memory())
            if (one.grant) numbers.insert(one.grant->bytes[0]);
        return numbers;
    }
    std::size_t waiting() const { return desk.memory().size() - granted().size(); }

    protocol::Ed25519KeyPair signing_key = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{6});
    domain::MonotonicTime now{1000s};
    LiveDesk desk{domain::NodeNumber{1}, [this] { return now; }};
};

TEST_F(LiveDeskTest, MakesRoomForAMoreUrgentStreamWhereTheLeastUrgentBeginsLast) {
    fill(Priority::normal);

    desk.expect(stream(20, Priority::live, 300min));

    EXPECT_EQ(granted(), (std::set<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 20}));
}

TEST_F(LiveDeskTest, LeavesOneMoreOfTheLeastUrgentWithoutRoom) {
    fill(Priority::live);

    desk.expect(stream(20, Priority::normal, 1min));

    EXPECT_FALSE(granted().contains(20));
    EXPECT_EQ(granted().size(), LiveDesk::streams_max);
    EXPECT_FALSE(desk.source(stream(20, Priority::normal, 1min), domain::utc_from_us(0)));
}

TEST_F(LiveDeskTest, HearsWhoHadToGiveWayWhenThereIsRoomAgain) {
    fill(Priority::normal);
    const auto last = stream(LiveDesk::streams_max, Priority::normal, 80min), urgent = stream(20, Priority::emergency, 1min);
    desk.take_key(key_of(last), now);
    desk.expect(urgent);
    ASSERT_FALSE(granted().contains(LiveDesk::streams_max));

    desk.forget(urgent.id);
    const auto source = desk.source(last, last.starts_at);

    ASSERT_TRUE(source);
    auto sender = protocol::SrtpSender::create({key_of(last), last.id}, signing_key);
    const protocol::ByteVector opus(60);
    EXPECT_EQ(desk.take_packet(*sender->send({0}, opus), now), protocol::RtpVerdict::accepted) << "its key is still here";
}

TEST_F(LiveDeskTest, KeepsAKeyThatComesBeforeItsGrantThoughAllRoomIsTaken) {
    fill(Priority::normal);
    const auto urgent = stream(20, Priority::live, 1min);

    desk.take_key(key_of(urgent), now);
    desk.expect(urgent);

    EXPECT_TRUE(granted().contains(20));
    auto sender = protocol::SrtpSender::create({key_of(urgent), urgent.id}, signing_key);
    const protocol::ByteVector opus(60);
    EXPECT_EQ(desk.take_packet(*sender->send({0}, opus), now), protocol::RtpVerdict::accepted);
}

TEST_F(LiveDeskTest, HasNothingToTendWhileThereAreKeysOnly) {
    const auto later = stream(1, Priority::live, 1min);
    desk.take_key(key_of(later), now);
    EXPECT_FALSE(desk.is_active());

    desk.expect(later);
    EXPECT_TRUE(desk.is_active());
}

TEST_F(LiveDeskTest, LetsTheKeyGiveWayThatHasWaitedLongest) {
    for (std::uint8_t number = 1; number <= LiveDesk::waiting_max + 1; ++number) {
        now += 1s;
        desk.take_key(key_of(stream(number, Priority::live, 1min)), now);
    }
    ASSERT_EQ(waiting(), LiveDesk::waiting_max);

    for (const std::uint8_t number : {1, 2}) desk.expect(stream(number, Priority::live, 1min));

    const auto of = [&](std::uint8_t number) {
        const auto all = desk.memory();
        return std::ranges::find_if(all, [&](const auto& one) { return one.grant && one.grant->bytes[0] == number; })->receivers;
    };
    EXPECT_EQ(of(1), 0U);
    EXPECT_EQ(of(2), 1U);
}

TEST_F(LiveDeskTest, HoldsNoMoreOfAStreamThanItSaysWhateverComes) {
    const auto grant = stream(1, Priority::live, 0min);
    desk.expect(grant);
    const auto source = desk.source(grant, grant.starts_at);
    ASSERT_TRUE(source);
    const protocol::ByteVector opus(900);
    for (std::uint32_t generation = 1; generation <= 10; ++generation) {
        const auto key = key_of(grant, generation);
        desk.take_key(key, now);
        auto sender = protocol::SrtpSender::create({key, grant.id}, signing_key);
        for (std::uint64_t index = 100 * generation; index < 100 * generation + 100; ++index) {
            now += 20ms;
            ASSERT_EQ(desk.take_packet(*sender->send({index}, opus), now), protocol::RtpVerdict::accepted);
        }
    }

    const auto held = desk.memory().at(0);

    EXPECT_EQ(held.keys, LiveDesk::keys_per_stream_max);
    EXPECT_LE(held.receivers, LiveDesk::keys_per_stream_max);
    EXPECT_EQ(held.packets, LiveDesk::packets_kept_max);
    EXPECT_EQ(held.packets_in_line, LiveLine::packets_max) << "nobody takes them out";
    EXPECT_EQ(held.bytes, held.packets * opus.size());
}

}  // namespace
}  // namespace village::node::player_loop
