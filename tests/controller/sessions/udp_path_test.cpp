#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/sessions/datagram_socket.hpp"
#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using protocol::UdpKind;

struct FakeMedia final : ports::MediaPath {
    void node_reachable(domain::NodeNumber node, ports::NodeAddress address) override { reachable[node.value] = address; }
    void node_unreachable(domain::NodeNumber node) override { reachable.erase(node.value); }
    void repair_wanted(domain::NodeNumber, std::uint32_t ssrc, std::vector<std::uint16_t> sequences) override {
        wanted_ssrc = ssrc;
        wanted = std::move(sequences);
    }
    std::map<std::uint16_t, ports::NodeAddress> reachable;
    std::uint32_t wanted_ssrc = 0;
    std::vector<std::uint16_t> wanted;
};

class NodeOnUdp : public testing::Test {
protected:
    NodeOnUdp() : node(commune) {
        node.enrol_directly(test_number);
        commune.service->connect_media(&media);
        node.join();
    }
    ~NodeOnUdp() override { commune.service->connect_media(nullptr); }

    protocol::ClockAnswer keep_alive(std::uint32_t sequence = 1) {
        node.send_udp(UdpKind::clock_request, protocol::encode_clock_request({sequence, 4242, 0, 0}));
        while (true) {
            const auto packet = node.receive_udp();
            if (packet.kind != UdpKind::clock_answer) continue;
            auto answer = protocol::decode_clock_answer(packet.body);
            if (!answer) throw std::runtime_error(answer.error().detail);
            return *answer;
        }
    }
    void acknowledge(const domain::UuidBytes& id) {
        wire::Ack ack;
        ack.set_id(protocol::string_of(id));
        ack.set_accepted(true);
        node.send_udp(UdpKind::ack, protocol::encode_ack_body(ack));
    }

    TestCommune commune;
    FakeMedia media;
    TestNode node;
};

TEST_F(NodeOnUdp, IsAnsweredWithFourTimestamps) {
    const auto before = commune.now();
    const auto answer = keep_alive(9);

    EXPECT_EQ(answer.sequence, 9u);
    EXPECT_EQ(answer.sent_us, 4242);
    EXPECT_GE(answer.received, before);
    EXPECT_GE(answer.answered, answer.received);
    EXPECT_LE(answer.answered, commune.now());
}

TEST_F(NodeOnUdp, TellsFanOutWhereItListens) {
    EXPECT_TRUE(media.reachable.empty());

    keep_alive();

    ASSERT_EQ(media.reachable.size(), 1u);
    EXPECT_EQ(media.reachable.begin()->first, test_number.value);
}

TEST_F(NodeOnUdp, GetsAStartByUdpAgainAndAgainUntilItAnswers) {
    keep_alive();
    const auto grant = commune.signer.grant_for({test_number}, 1);

    commune.service->send_start(grant, {test_number});
    for (int round = 0; round < 4; ++round) {
        const auto packet = node.receive_udp();
        ASSERT_EQ(packet.kind, UdpKind::start);
        auto start = protocol::decode_start_body(packet.body);
        ASSERT_TRUE(start);
        EXPECT_EQ(start->grant(), protocol::string_of(grant.envelope.bytes));
    }
    acknowledge(grant.grant.id.bytes);

    ASSERT_TRUE(commune.run_until([&] { return !commune.events.acknowledged.empty(); }));
    EXPECT_EQ(keep_alive(2).sequence, 2u);
}

TEST_F(NodeOnUdp, GetsAStopByUdp) {
    keep_alive();

    commune.service->send_stop(commune.signer.stop_for(domain::GrantId{{1}}, 9), {test_number});

    EXPECT_EQ(node.receive_udp().kind, UdpKind::stop);
}

TEST_F(NodeOnUdp, CanBeQuenchedByUdp) {
    keep_alive();

    commune.service->quench(domain::BroadcastId{{1}}, {test_number});

    EXPECT_EQ(node.receive_udp().kind, UdpKind::quench);
}

TEST_F(NodeOnUdp, AsksFanOutForRepairs) {
    keep_alive();
    protocol::Nack nack{test_number.value, 77, {5, 6, 9}};

    node.send_udp(UdpKind::nack, *protocol::encode_nack(nack));

    ASSERT_TRUE(commune.run_until([&] { return !media.wanted.empty(); }));
    EXPECT_EQ(media.wanted_ssrc, 77u);
    EXPECT_EQ(media.wanted, nack.sequences);
}

TEST_F(NodeOnUdp, IsReachedByARestartedControllerBeforeItJoins) {
    keep_alive();
    commune.restart();
    const auto grant = commune.signer.grant_for({test_number}, 1);

    commune.service->send_start(grant, {test_number});

    EXPECT_FALSE(commune.service->is_connected(test_number));
    EXPECT_EQ(node.receive_udp().kind, UdpKind::start);
    acknowledge(grant.grant.id.bytes);
    EXPECT_TRUE(commune.run_until([&] { return !commune.events.acknowledged.empty(); }));
}

TEST_F(NodeOnUdp, LosesNothingByGarbageAndReplays) {
    keep_alive();
    const auto known = media.reachable;
    for (const auto* garbage :
         {"", "\x01", "hello", "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12", "\x02\x02"})
        node.send_udp_raw(domain::as_bytes(garbage));
    node.send_udp_raw(std::vector<std::uint8_t>(1400, 1));

    EXPECT_EQ(keep_alive(2).sequence, 2u);
    EXPECT_GE(commune.service->counters().datagrams_unknown, 5u);
    EXPECT_EQ(media.reachable, known);
}

TEST_F(NodeOnUdp, IsNotMovedByAPacketThatDoesNotOpen) {
    keep_alive();
    TestNode thief{commune, 9};
    thief.number = test_number;
    const auto known = media.reachable;
    boost::asio::ip::udp::socket socket{commune.context, {boost::asio::ip::address_v4::loopback(), 0}};
    std::vector<std::uint8_t> forged(60, 0);
    forged[0] = protocol::udp_associated;
    const auto id = node.connection_id();
    for (int i = 0; i < 8; ++i) forged[static_cast<std::size_t>(1 + i)] = static_cast<std::uint8_t>(id >> (56 - 8 * i));
    forged[16] = 77;

    socket.send_to(boost::asio::buffer(forged), {boost::asio::ip::address_v4::loopback(), commune.service->port()});

    ASSERT_TRUE(commune.run_until([&] { return commune.service->counters().datagrams_refused == 1; }));
    EXPECT_EQ(media.reachable, known);
}

TEST_F(NodeOnUdp, IsFollowedToItsNewAddressWhileAStartIsRepeated) {
    keep_alive();
    const auto grant = commune.signer.grant_for({test_number}, 1);
    commune.service->send_start(grant, {test_number});
    ASSERT_EQ(node.receive_udp().kind, UdpKind::start);

    node.move_udp(commune.service->port());
    node.send_udp(UdpKind::clock_request, protocol::encode_clock_request({2, 4242, 0, 0}));

    EXPECT_EQ(node.receive_udp().kind, UdpKind::clock_answer);
    EXPECT_EQ(node.receive_udp().kind, UdpKind::start);
    EXPECT_EQ(media.reachable.at(test_number.value).port, node.udp_port());
}

TEST_F(NodeOnUdp, IsNotMovedByWhoeverSendsItsPacketsAgainFromElsewhere) {
    const auto request = node.sealed(UdpKind::clock_request, protocol::encode_clock_request({1, 4242, 0, 0}));
    node.send_udp_raw(request);
    ASSERT_EQ(node.receive_udp().kind, UdpKind::clock_answer);
    const auto known = media.reachable;
    boost::asio::ip::udp::socket thief{commune.context, {boost::asio::ip::address_v4::loopback(), 0}};

    thief.send_to(boost::asio::buffer(request), {boost::asio::ip::address_v4::loopback(), commune.service->port()});

    ASSERT_TRUE(commune.run_until([&] { return commune.service->counters().datagrams_refused == 1; }));
    EXPECT_EQ(media.reachable, known);
    EXPECT_EQ(thief.available(), 0u) << "a replay is answered by nothing";
}

TEST_F(NodeOnUdp, AnswersAStartForTheLoopOnceHoweverOftenItsAckIsReplayed) {
    keep_alive();
    const auto grant = commune.signer.grant_for({test_number}, 1);
    commune.service->send_start(grant, {test_number});
    wire::Ack ack;
    ack.set_id(protocol::string_of(grant.grant.id.bytes));
    ack.set_accepted(true);
    const auto packet = node.sealed(UdpKind::ack, protocol::encode_ack_body(ack));

    for (int i = 0; i < 3; ++i) node.send_udp_raw(packet);
    acknowledge(grant.grant.id.bytes);

    keep_alive(2);
    EXPECT_EQ(commune.events.acknowledged.size(), 1u);
    EXPECT_EQ(commune.service->counters().datagrams_refused, 2u);
}

TEST_F(NodeOnUdp, IsHeldBackByNothingWhenAnotherIsGoneInTheMiddleOfAStart) {
    TestNode gone{commune, 2};
    gone.enrol_directly(domain::NodeNumber{18});
    node.join();
    gone.join();
    keep_alive();
    const auto grant = commune.signer.grant_for({test_number, domain::NodeNumber{18}}, 1);

    commune.service->send_start(grant, {test_number, domain::NodeNumber{18}});
    gone.close();
    acknowledge(grant.grant.id.bytes);

    const auto is_lost = [&] { return !commune.events.lost.empty() && commune.events.lost.back().first == 18; };
    ASSERT_TRUE(commune.run_until([&] { return !commune.events.acknowledged.empty() && is_lost(); }));
    EXPECT_EQ(commune.events.acknowledged[0].first, test_number.value);
    EXPECT_TRUE(commune.service->is_connected(test_number));
}

TEST_F(NodeOnUdp, IsGivenTheStartByTlsWhenItJoinsAnewBeforeItAnswered) {
    const auto grant = commune.signer.grant_for({test_number}, 1);
    commune.service->send_start(grant, {test_number});
    node.close();
    ASSERT_TRUE(commune.run_until([&] { return !commune.service->is_connected(test_number); }));

    node.join();

    const auto start = node.receive_until([](const auto& message) { return message.has_start(); });
    EXPECT_EQ(start.start().grant(), protocol::string_of(grant.envelope.bytes));
}

TEST_F(NodeOnUdp, SendsNoRepairsAndNoAnswersForBodiesThatAreNone) {
    keep_alive();
    const std::vector<std::uint8_t> nonsense(40, 0xFF);

    for (const auto kind : {UdpKind::clock_request, UdpKind::nack, UdpKind::ack, UdpKind::start, UdpKind::stream_key})
        node.send_udp(kind, nonsense);

    EXPECT_EQ(keep_alive(2).sequence, 2u);
    EXPECT_EQ(commune.service->counters().datagrams_refused, 5u);
    EXPECT_TRUE(media.wanted.empty());
    EXPECT_TRUE(commune.events.acknowledged.empty());
}

TEST(DatagramSocket, NeverLetsADatagramBeFragmentedAndBelievesNoRouterAboutThePath) {
    boost::asio::io_context context;
    auto socket = DatagramSocket::open(context, boost::asio::ip::address_v4::loopback(), 0);
    ASSERT_TRUE(socket);
    const int descriptor = *socket->share();

    int discovery = -1;
    socklen_t size = sizeof discovery;
    ASSERT_EQ(::getsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &discovery, &size), 0);
    ::close(descriptor);

    EXPECT_EQ(discovery, IP_PMTUDISC_PROBE);
}

TEST(DatagramSocket, SendsToThoseBehindOneThatTheSystemRefuses) {
    boost::asio::io_context context;
    auto socket = DatagramSocket::open(context, boost::asio::ip::address_v4::any(), 0);
    ASSERT_TRUE(socket);
    boost::asio::ip::udp::socket ear{context, {boost::asio::ip::address_v4::loopback(), 0}};
    ports::NodeAddress refused, good;
    refused.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 255, 255, 255, 255};  // Broadcast was never asked for.
    good.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1};
    refused.port = good.port = ear.local_endpoint().port();
    const std::vector<OutgoingDatagram> datagrams{{refused, {1}}, {good, {2}}, {refused, {3}}, {good, {4}}};

    EXPECT_EQ(socket->send(datagrams), 2u);

    std::array<std::uint8_t, 4> heard{};
    EXPECT_EQ(ear.receive(boost::asio::buffer(heard)), 1u);
    EXPECT_EQ(heard[0], 2);
    EXPECT_EQ(ear.receive(boost::asio::buffer(heard)), 1u);
    EXPECT_EQ(heard[0], 4);
}

}  // namespace
}  // namespace village::sessions
