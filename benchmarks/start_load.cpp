// An emergency to 10,000 loudspeakers: from the decision to the last START handed to the system, each sealed under its own
// association, on the controller's one UDP socket. The median of the rounds counts; the CPU time of all threads and the slowest
// round stand beside it.
#include <netinet/in.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>

#include "benchmarks/child.hpp"
#include "benchmarks/listeners.hpp"
#include "benchmarks/rounds.hpp"
#include "benchmarks/rows.hpp"
#include "controller/sessions/udp_path.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/session.pb.h"

namespace {

using namespace village;
using namespace village::benchmarks;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t listeners = 10'000;
constexpr int rounds = 50;
constexpr double target_ms = 25;
constexpr std::size_t bytes_target = 400;

struct Quiet final : sessions::UdpEvents {
    void heard_by_udp(domain::NodeNumber) override { ++heard; }
    void answered_by_udp(domain::NodeNumber, const wire::Ack&) override {}
    std::size_t heard = 0;
};

domain::UtcTime fixed_clock() { return domain::utc_from_us(1'795'000'000'000'000); }

domain::SignedGrant emergency_grant() {
    std::array<std::uint8_t, 32> seed{};
    domain::Grant grant;
    grant.id = domain::GrantId{{1}};
    grant.broadcast = domain::BroadcastId{{2}};
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.nodes = all_nodes(listeners);
    grant.not_before = grant.starts_at = fixed_clock();
    grant.start_by = grant.not_after = grant.not_before + 30min;
    grant.max_duration = 30min;
    grant.content = domain::sha256(domain::as_bytes("flood"));
    grant.content_bytes = 100'000;
    grant.content_duration = 40s;
    grant.issuer_sequence = 77;
    return protocol::sign_grant(protocol::Ed25519KeyPair::from_seed(seed), 7, grant);
}

std::uint16_t port_of(sessions::DatagramSocket& socket) {
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    const int shared = *socket.share();
    ::getsockname(shared, reinterpret_cast<sockaddr*>(&bound), &size);
    ::close(shared);
    return ntohs(bound.sin_port);
}

/// Every listener is bound and was heard once, so that its address is known.
void introduce(sessions::UdpPath& path, boost::asio::io_context& context, const Listeners& ears, std::uint16_t port,
               const Quiet& events) {
    const auto request = protocol::encode_clock_request({});
    for (std::size_t i = 0; i < listeners; ++i) {
        std::array<std::uint8_t, 32> exporter{};
        exporter.fill(static_cast<std::uint8_t>(i));
        protocol::UdpAssociationState state;
        state.connection_id = i + 1;
        state.exporter = protocol::Secret<32>{exporter};
        protocol::UdpAssociation listener{protocol::UdpRole::node, state};
        path.bind(node(i), state.connection_id, exporter);
        ears.send_as(i, *listener.seal(protocol::UdpKind::clock_request, request), port);
        context.poll();
    }
    const auto patience = steady_clock::now() + 10s;
    while (events.heard < listeners && steady_clock::now() < patience) context.run_one_for(10ms);
}

struct Rounds {
    std::vector<double> wall_ms, cpu_ms;
    std::size_t sent = listeners;  ///< In the worst round.
    std::size_t body_bytes = 0;
};

Rounds send_starts(sessions::UdpPath& path) {
    const auto grant = emergency_grant();
    const auto nodes = all_nodes(listeners);
    Rounds all;
    for (int round = 0; round < rounds; ++round) {
        const auto decided = steady_clock::now();
        const double cpu_before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
        const auto body = protocol::encode_start_body(grant.envelope, {});
        all.sent = std::min(all.sent, path.send(nodes, protocol::UdpKind::start, body));
        all.wall_ms.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - decided).count());
        all.cpu_ms.push_back((cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before) * 1e3);
        all.body_bytes = body.size();
    }
    return all;
}

std::vector<Row> measure() {
    if (!protocol::prepare_cryptography()) throw std::runtime_error("libsodium does not start");
    boost::asio::io_context context;
    Quiet events;
    const Listeners ears;
    auto socket = sessions::DatagramSocket::open(context, boost::asio::ip::address_v4::any(), 0);
    if (!socket) throw std::runtime_error(socket.error().detail);
    const auto port = port_of(*socket);
    sessions::UdpPath path(std::move(*socket), std::filesystem::temp_directory_path().string(), fixed_clock, events);
    boost::asio::co_spawn(context, path.run(), boost::asio::detached);
    introduce(path, context, ears, port, events);
    const auto all = send_starts(path);
    const double wall_ms = median(all.wall_ms);
    path.close();
    context.poll();
    const auto bytes = all.body_bytes + protocol::udp_header_bytes + protocol::udp_tag_bytes + 1;
    return {{.name = fmt::format("START decided -> last of {} nodes sent", all.sent),
             .ours = fmt::format("{:.1f} ms ({:.1f} ms of CPU), slowest {:.1f} ms", wall_ms, median(all.cpu_ms),
                                 quantile(all.wall_ms, 1)),
             .target = fmt::format("<= {:.0f} ms", target_ms),
             .verdict = verdict(wall_ms <= target_ms && all.sent == listeners)},
            {.name = "START datagram, delegation cached",
             .ours = fmt::format("{} bytes", bytes),
             .target = fmt::format("<= {} bytes", bytes_target),
             .verdict = verdict(bytes <= bytes_target)}};
}

}  // namespace

int main(int count, char** arguments) { return run_load(count, arguments, measure); }
