#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <map>

#include "controller/sessions/udp_path.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::udp;
using protocol::UdpKind;

constexpr std::size_t node_count = 1500;
// None of them may lose what comes in one round: its buffer holds some hundreds.
constexpr std::size_t ear_count = 15;

struct HeardNodes final : UdpEvents {
    void heard_by_udp(domain::NodeNumber) override { ++count; }
    void answered_by_udp(domain::NodeNumber, const wire::Ack&) override {}
    std::size_t count = 0;
};

domain::NodeNumber numbered(std::size_t i) { return {static_cast<std::uint16_t>(i + 1)}; }

/// So many nodes that the helping hand is asked; a few ears on loopback stand for all of them.
class ManyNodes : public testing::Test {
protected:
    ManyNodes() {
        auto socket = DatagramSocket::open(context, boost::asio::ip::address_v4::loopback(), 0);
        if (!socket) throw std::runtime_error(socket.error().detail);
        const udp::endpoint door{boost::asio::ip::address_v4::loopback(), port_of(*socket)};
        path.emplace(
            std::move(*socket), testing::TempDir(), [] { return domain::UtcTime{}; }, heard);
        boost::asio::co_spawn(context, path->run(), boost::asio::detached);
        for (std::size_t i = 0; i < ear_count; ++i)
            ears.emplace_back(context, udp::endpoint{boost::asio::ip::address_v4::loopback(), 0});
        for (std::size_t i = 0; i < node_count; ++i) introduce(i, door);
    }
    ~ManyNodes() override {
        path->close();
        context.run_for(10ms);
    }

    static std::uint16_t port_of(DatagramSocket& socket) {
        udp::socket::native_handle_type shared = *socket.share();
        boost::asio::io_context other;
        return udp::socket{other, udp::v4(), shared}.local_endpoint().port();
    }
    void introduce(std::size_t i, const udp::endpoint& door) {
        std::array<std::uint8_t, 32> exporter{};
        exporter.fill(static_cast<std::uint8_t>(i % 251));
        protocol::UdpAssociationState state;
        state.connection_id = i + 1;
        state.exporter = protocol::Secret<32>{exporter};
        auto& node = nodes.emplace(i + 1, protocol::UdpAssociation{protocol::UdpRole::node, state}).first->second;
        path->bind(numbered(i), state.connection_id, exporter);
        everybody.insert(numbered(i));
        const auto hello = *node.seal(UdpKind::receiver_report, {});
        ears[i % ear_count].send_to(boost::asio::buffer(hello), door);
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (heard.count <= i && std::chrono::steady_clock::now() < deadline) context.run_one_for(1ms);
    }
    /// Counters of the datagrams that lie in the ears, by the node whose association opens them.
    std::map<std::uint64_t, std::vector<std::uint64_t>> hear(domain::Bytes body) {
        std::map<std::uint64_t, std::vector<std::uint64_t>> counters;
        std::array<std::uint8_t, 1500> space{};
        for (auto& ear : ears) {
            while (ear.available() > 0) {
                const auto datagram = domain::Bytes{space}.first(ear.receive(boost::asio::buffer(space)));
                const auto id = protocol::udp_connection_id(datagram).value_or(0);
                if (!nodes.contains(id)) continue;
                const auto packet = nodes.at(id).open(datagram);
                EXPECT_TRUE(packet) << "the packet of node " << id << " does not open";
                if (!packet || packet->kind != UdpKind::stop) continue;
                EXPECT_TRUE(std::ranges::equal(packet->body, body));
                counters[id].push_back(packet->counter);
            }
        }
        return counters;
    }

    boost::asio::io_context context;
    HeardNodes heard;
    std::optional<UdpPath> path;
    std::vector<udp::socket> ears;
    std::map<std::uint64_t, protocol::UdpAssociation> nodes;
    domain::NodeSet everybody;
};

TEST_F(ManyNodes, EachGetOneSealOfTheirOwnUnderNumbersThatFollow) {
    ASSERT_EQ(heard.count, node_count);

    for (std::uint64_t round = 0; round < 20; ++round) {
        const std::vector<std::uint8_t> body(100, static_cast<std::uint8_t>(round));
        EXPECT_EQ(path->send(everybody, UdpKind::stop, body), node_count);

        const auto counters = hear(body);

        EXPECT_EQ(counters.size(), node_count);
        for (const auto& [id, seen] : counters) EXPECT_EQ(seen, std::vector{round}) << "node " << id;
    }
}

TEST_F(ManyNodes, AreReachedAlthoughOthersHaveNoAddressOrAreForgotten) {
    const std::vector<std::uint8_t> body{1, 2, 3};
    for (std::size_t i = 0; i < node_count; i += 2) path->forget(numbered(i));
    path->bind(numbered(0), 70'000, std::array<std::uint8_t, 32>{});

    EXPECT_EQ(path->send(everybody, UdpKind::stop, body), node_count / 2);

    const auto counters = hear(body);
    EXPECT_EQ(counters.size(), node_count / 2);
    for (const auto& [id, seen] : counters) EXPECT_EQ(id % 2, 0u);
}

TEST_F(ManyNodes, GetNothingThatIsTooLong) {
    const std::vector<std::uint8_t> body(protocol::udp_body_bytes_max + 1);

    EXPECT_EQ(path->send(everybody, UdpKind::stop, body), 0u);
}

}  // namespace
}  // namespace village::sessions
