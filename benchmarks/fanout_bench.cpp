// Live media to 10,000 loudspeakers: CPU per listener-second of our signed and encrypted fan-out beside a bare sendmmsg loop that
// sends packets of the same size to the same addresses, in one run; how many packets left late; and how long an urgent START
// takes from the decision to the last node. Destinations are distinct addresses on loopback; one socket without a reader
// stands for all of them, so the kernel's delivery costs both sides the same.
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstring>
#include <filesystem>
#include <thread>

#include "controller/fanout/fanout.hpp"
#include "controller/fanout/target_list.hpp"
#include "controller/sessions/udp_path.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/session.pb.h"

namespace {

using namespace village;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t opus_bytes = 120;  // 24 kbit/s.
constexpr std::size_t packet_bytes = opus_bytes + protocol::rtp_header_bytes + protocol::srtp_tag_bytes;
constexpr int packets = 100;             // Four seconds.
constexpr int rounds = 3;
constexpr double ratio_target = 1.25;
constexpr double start_target_ms = 25;
constexpr double on_time_target = 0.999;

struct Row {
    std::string name, ours, peer, ratio, target;
    bool held;
};

double cpu_seconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Takes everything that is sent to any address on its port, and reads nothing.
class Sink {
public:
    Sink() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const int small = 4096, on = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        ::setsockopt(socket_, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&any), sizeof any);
        socklen_t size = sizeof any;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&any), &size);
        port_ = ntohs(any.sin_port);
    }
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    ~Sink() { ::close(socket_); }

    /// The address of listener `i`: 127.1.0.1 and on.
    ports::NodeAddress address(std::size_t i) const {
        ports::NodeAddress address;
        const auto low = static_cast<std::uint8_t>(1 + i % 250), middle = static_cast<std::uint8_t>(i / 250);
        address.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 1, middle, low};
        address.port = port_;
        return address;
    }
    /// As if listener `i` had sent it.
    void send_as(std::size_t i, const std::vector<std::uint8_t>& bytes, std::uint16_t to_port) const {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(to_port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        iovec part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(in_pktinfo))] = {};
        msghdr message{&to, sizeof to, &part, 1, control, sizeof control, 0};
        auto* header = CMSG_FIRSTHDR(&message);
        *header = {CMSG_LEN(sizeof(in_pktinfo)), IPPROTO_IP, IP_PKTINFO};
        in_pktinfo from{};
        std::memcpy(&from.ipi_spec_dst, address(i).ip.data() + 12, 4);
        std::memcpy(CMSG_DATA(header), &from, sizeof from);
        ::sendmsg(socket_, &message, 0);
    }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

domain::NodeNumber node(std::size_t i) { return {static_cast<std::uint16_t>(i + 1)}; }

domain::NodeSet all_nodes(std::size_t count) {
    domain::NodeSet nodes;
    for (std::size_t i = 0; i < count; ++i) nodes.insert(node(i));
    return nodes;
}

/// Seconds of CPU for `packets` packets to each, as fast as the system takes them.
double bare_loop(const Sink& sink, std::size_t listeners) {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int buffer = 4 * 1024 * 1024;
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    std::vector<std::uint8_t> bytes(packet_bytes, 0x90);
    iovec part{bytes.data(), bytes.size()};
    std::vector<sockaddr_storage> addresses(listeners);
    std::vector<mmsghdr> messages(listeners);
    for (std::size_t i = 0; i < listeners; ++i) {
        auto& header = messages[i].msg_hdr;
        header.msg_namelen = fanout::write_address(sink.address(i), AF_INET, addresses[i]);
        header.msg_name = &addresses[i];
        header.msg_iov = &part;
        header.msg_iovlen = 1;
    }
    const double before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    for (int packet = 0; packet < packets; ++packet)
        for (std::size_t first = 0; first < listeners;) {
            const auto count = std::min<std::size_t>(128, listeners - first);
            const int sent = ::sendmmsg(socket, &messages[first], static_cast<unsigned>(count), 0);
            first += sent > 0 ? static_cast<std::size_t>(sent) : 1;
        }
    const double used = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - before;
    ::close(socket);
    return used;
}

class Tone final : public ports::LivePackets {
public:
    domain::Result<std::optional<std::vector<std::uint8_t>>> next() override {
        if (made_++ >= packets) return std::optional<std::vector<std::uint8_t>>{};
        return std::optional{std::vector<std::uint8_t>(opus_bytes, static_cast<std::uint8_t>(made_))};
    }

private:
    int made_ = 0;
};

struct FanoutRun {
    double cpu = 0;
    fanout::FanoutCounters counters;
};

FanoutRun our_fanout(const Sink& sink, std::size_t listeners) {
    fanout::FanoutOptions options;
    options.redundancy_class = 0;
    auto open = [](const std::string&, int) { return domain::Result<std::unique_ptr<ports::LivePackets>>{std::make_unique<Tone>()}; };
    auto created = fanout::Fanout::create(options, open, [](std::function<void()>) {});
    if (!created) throw std::runtime_error(created.error().detail);
    auto& ours = **created;
    for (std::size_t i = 0; i < listeners; ++i) ours.node_reachable(node(i), sink.address(i));
    const domain::BroadcastId broadcast{{1}};
    auto set_up = ours.prepare(broadcast);
    if (!set_up) throw std::runtime_error(set_up.error().detail);
    domain::SignedGrant grant;
    grant.grant.broadcast = broadcast;
    grant.grant.stream = set_up->description;
    grant.grant.max_duration = 1min;
    const auto now = std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch());
    grant.grant.starts_at = domain::UtcTime{now} + options.lead + 50ms;
    const double before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto deadline = steady_clock::now() + 60s;
    auto started = ours.start_file(grant, "tone", all_nodes(listeners), [](domain::Status) {});
    if (!started) throw std::runtime_error(started.error().detail);
    const auto wanted = static_cast<std::uint64_t>(packets) * listeners;
    while (ours.counters().datagrams_sent + ours.counters().datagrams_failed < wanted && steady_clock::now() < deadline)
        std::this_thread::sleep_for(20ms);
    return {cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - before, ours.counters()};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure_fanout(const Sink& sink, std::size_t listeners, std::vector<Row>& rows) {
    std::vector<double> bare, ours, ratios;
    std::uint64_t sent = 0, late = 0;
    const double listener_seconds = static_cast<double>(listeners) * packets / 25;
    for (int round = 0; round < rounds; ++round) {
        const auto run = our_fanout(sink, listeners);
        bare.push_back(bare_loop(sink, listeners) * 1e6 / listener_seconds);
        ours.push_back(run.cpu * 1e6 / listener_seconds);
        ratios.push_back(ours.back() / bare.back());
        sent += run.counters.datagrams_sent;
        late += run.counters.datagrams_late;
    }
    const double ratio = median(ratios);
    rows.push_back({fmt::format("fan-out CPU per listener-second, {} listeners", listeners), fmt::format("{:.1f} us", median(ours)),
                    fmt::format("bare sendmmsg {:.1f} us", median(bare)), fmt::format("{:.2f}", ratio), fmt::format("<= {:.2f}", ratio_target),
                    ratio <= ratio_target});
    const auto wanted = static_cast<std::uint64_t>(rounds) * packets * listeners;
    const double on_time = static_cast<double>(sent - late) / static_cast<double>(wanted);
    rows.push_back({fmt::format("packets sent at most 20 ms late, {} listeners", listeners), fmt::format("{:.3f} %", on_time * 100), "-", "-",
                    ">= 99.900 %", on_time >= on_time_target});
}

struct Quiet final : sessions::UdpEvents {
    void heard_by_udp(domain::NodeNumber) override { ++heard; }
    void answered_by_udp(domain::NodeNumber, const wire::Ack&) override {}
    std::size_t heard = 0;
};

domain::SignedGrant emergency_grant(std::size_t listeners) {
    std::array<std::uint8_t, 32> seed{};
    domain::Grant grant;
    grant.id = domain::GrantId{{1}};
    grant.broadcast = domain::BroadcastId{{2}};
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.nodes = all_nodes(listeners);
    grant.not_before = grant.starts_at = domain::utc_from_us(1'795'000'000'000'000);
    grant.start_by = grant.not_after = grant.not_before + 30min;
    grant.max_duration = 30min;
    grant.content = domain::sha256(domain::as_bytes("flood"));
    grant.content_bytes = 100'000;
    grant.content_duration = 40s;
    grant.issuer_sequence = 77;
    return protocol::sign_grant(protocol::Ed25519KeyPair::from_seed(seed), 7, grant);
}

void measure_start(const Sink& sink, std::size_t listeners, std::vector<Row>& rows) {
    boost::asio::io_context context;
    Quiet events;
    const auto folder = std::filesystem::temp_directory_path();
    auto socket = sessions::DatagramSocket::open(context, boost::asio::ip::address_v4::any(), 0);
    if (!socket) throw std::runtime_error(socket.error().detail);
    auto clock = [] { return domain::utc_from_us(1'795'000'000'000'000); };
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    const int shared = *socket->share();
    ::getsockname(shared, reinterpret_cast<sockaddr*>(&bound), &size);
    ::close(shared);
    sessions::UdpPath path(std::move(*socket), folder.string(), clock, events);
    boost::asio::co_spawn(context, path.run(), boost::asio::detached);
    const auto request = protocol::encode_clock_request({});
    for (std::size_t i = 0; i < listeners; ++i) {
        std::array<std::uint8_t, 32> exporter{};
        exporter.fill(static_cast<std::uint8_t>(i));
        protocol::UdpAssociationState state;
        state.connection_id = i + 1;
        state.exporter = protocol::Secret<32>{exporter};
        protocol::UdpAssociation listener{protocol::UdpRole::node, state};
        path.bind(node(i), state.connection_id, exporter);
        sink.send_as(i, *listener.seal(protocol::UdpKind::clock_request, request), ntohs(bound.sin_port));
        context.poll();
    }
    const auto patience = steady_clock::now() + 10s;
    while (events.heard < listeners && steady_clock::now() < patience) context.run_one_for(10ms);
    const auto grant = emergency_grant(listeners);
    const auto nodes = all_nodes(listeners);
    std::vector<double> took, cpu;
    std::size_t sent = listeners, body_bytes = 0;
    for (int round = 0; round < 2 * rounds + 1; ++round) {
        const auto decided = steady_clock::now();
        const double cpu_before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        const auto body = protocol::encode_start_body(grant.envelope, {});
        sent = std::min(sent, path.send(nodes, protocol::UdpKind::start, body));
        took.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - decided).count());
        cpu.push_back((cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_before) * 1e3);
        body_bytes = body.size();
    }
    path.close();
    context.poll();
    const auto bytes = body_bytes + protocol::udp_header_bytes + protocol::udp_tag_bytes + 1;
    rows.push_back({fmt::format("START decided -> last of {} nodes sent", sent), fmt::format("{:.1f} ms ({:.1f} ms of CPU)", median(took), median(cpu)),
                    "-", "-", fmt::format("<= {:.0f} ms", start_target_ms), median(took) <= start_target_ms && sent == listeners});
    rows.push_back({"START datagram, delegation cached", fmt::format("{} bytes", bytes), "-", "-", "<= 400 bytes", bytes <= 400});
}

void print(const std::vector<Row>& rows, const char* json_path) {
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    for (const auto& row : rows)
        fmt::print("{} | {} | {} | {} | {} | {}\n", row.name, row.ours, row.peer, row.ratio, row.target, row.held ? "PASS" : "MISS");
    FILE* file = json_path ? std::fopen(json_path, "w") : nullptr;
    if (!file) return;
    fmt::print(file, "[");
    for (std::size_t i = 0; i < rows.size(); ++i)
        fmt::print(file, R"({}{{"name":"{}","ours":"{}","peer":"{}","ratio":"{}","target":"{}","verdict":"{}"}})", i ? "," : "", rows[i].name, rows[i].ours,
                   rows[i].peer, rows[i].ratio, rows[i].target, rows[i].held ? "PASS" : "MISS");
    fmt::print(file, "]\n");
    std::fclose(file);
}

}  // namespace

int main(int count, char** arguments) {
    const bool json = count == 3 && std::strcmp(arguments[1], "--json") == 0;
    if (count != 1 && !json) {
        fmt::print(stderr, "usage: fanout_bench [--json FILE]\n");
        return 2;
    }
    try {
        if (!protocol::prepare_cryptography()) throw std::runtime_error("libsodium does not start");
        std::vector<Row> rows;
        const Sink sink;
        for (const std::size_t listeners : {1'000UL, 10'000UL}) measure_fanout(sink, listeners, rows);
        measure_start(sink, 10'000, rows);
        print(rows, json ? arguments[2] : nullptr);
        return std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.held; }) ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "fanout_bench: {}\n", error.what());
        return 2;
    }
}
