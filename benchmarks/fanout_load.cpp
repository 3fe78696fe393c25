// Live media to up to 10,000 loudspeakers: CPU per listener-second of our signed, encrypted and paced fan-out beside a bare
// sendmmsg loop and GStreamer's multiudpsink, which send packets of the same size to the same addresses 25 times a second, in
// turns; how many packets left late; what one listener costs in memory. The median of the rounds counts, of a ratio the median of
// what each turn gave. The bare loop sends to everybody at once every 40 ms. Beside it stands what it costs without any waiting,
// which no live stream can have: its addresses then stay in the processor's caches. A machine that stands still makes us late;
// the bare loop, which only sleeps, shows it.
#include <malloc.h>

#include <chrono>
#include <thread>

#include "benchmarks/child.hpp"
#include "benchmarks/listeners.hpp"
#include "benchmarks/rounds.hpp"
#include "benchmarks/rows.hpp"
#include "controller/fanout/fanout.hpp"
#include "controller/fanout/target_list.hpp"
#include "controller/ports/socket_address.hpp"
#include "protocol/rtp.hpp"
#include "protocol/srtp_sender.hpp"

namespace {

using namespace village;
using namespace village::benchmarks;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t opus_bytes = 120;  // 24 kbit/s.
constexpr std::size_t packet_bytes = opus_bytes + protocol::rtp_header_bytes + protocol::srtp_tag_bytes;
constexpr int packets = 100;
constexpr int packets_per_second = 25;
constexpr auto packet_time = 1000ms / packets_per_second;
constexpr auto late_after = 20ms;
constexpr int rounds = 5;
constexpr double ratio_target = 1.25;
constexpr double on_time_target = 0.999;
constexpr double memory_target_bytes = 8 * 1024;
constexpr std::size_t command_line_listeners_max = 6'000;  // 128 KiB for one argument (execve(2)).

double per_listener_second(double cpu, std::size_t listeners) {
    return cpu * 1e6 * packets_per_second / (static_cast<double>(listeners) * packets);
}

/// The peer: what sendmmsg alone costs.
class BareLoop {
public:
    BareLoop(const Listeners& ears, std::size_t listeners)
        : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
          bytes_(packet_bytes, 0x90),
          addresses_(listeners),
          messages_(listeners) {
        // The same options as ours has: only the work is compared.
        const int buffer = 4 * 1024 * 1024, unfragmented = IP_PMTUDISC_PROBE;
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
        ::setsockopt(socket_, IPPROTO_IP, IP_MTU_DISCOVER, &unfragmented, sizeof unfragmented);
        part_ = {bytes_.data(), bytes_.size()};
        for (std::size_t i = 0; i < listeners; ++i) {
            auto& header = messages_[i].msg_hdr;
            header.msg_namelen = ports::write_address(ears.address(i), AF_INET, addresses_[i]);
            header.msg_name = &addresses_[i];
            header.msg_iov = &part_;
            header.msg_iovlen = 1;
        }
    }
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;
    ~BareLoop() { ::close(socket_); }

    /// Seconds of CPU; without `every` as fast as the system takes them.
    double run(std::chrono::milliseconds every) {
        const double before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        const auto start = steady_clock::now();
        for (int packet = 0; packet < packets; ++packet) {
            const auto due = start + packet * every;
            std::this_thread::sleep_until(due);
            if (every > 0ms && steady_clock::now() > due + late_after) ++packets_late_;
            send_to_all();
        }
        return cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - before;
    }

    std::uint64_t packets_late() const { return packets_late_; }

private:
    void send_to_all() {
        for (std::size_t first = 0; first < messages_.size();) {
            const auto count = std::min<std::size_t>(128, messages_.size() - first);
            const int sent = ::sendmmsg(socket_, &messages_[first], static_cast<unsigned>(count), 0);
            first += sent > 0 ? static_cast<std::size_t>(sent) : 1;
        }
    }

    int socket_;
    std::vector<std::uint8_t> bytes_;
    iovec part_{};
    std::vector<sockaddr_storage> addresses_;
    std::vector<mmsghdr> messages_;
    std::uint64_t packets_late_ = 0;
};

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
    double awakenings = 0;  ///< Of all threads.
    double bytes_per_listener = 0;
    fanout::FanoutCounters counters;
};

double awakenings() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_nvcsw);
}

std::size_t heap_bytes() {
    const auto heap = ::mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

domain::SignedGrant grant_for(const ports::StreamSetUp& set_up, domain::BroadcastId broadcast, std::chrono::milliseconds lead) {
    domain::SignedGrant grant;
    grant.grant.broadcast = broadcast;
    grant.grant.stream = set_up.description;
    grant.grant.max_duration = 1min;
    const auto now = std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch());
    grant.grant.starts_at = domain::UtcTime{now} + lead + 50ms;
    return grant;
}

FanoutRun our_fanout(const Listeners& ears, std::size_t listeners) {
    fanout::FanoutOptions options;
    options.redundancy_class = 0;
    auto open = [](const std::string&, int) {
        return domain::Result<std::unique_ptr<ports::LivePackets>>{std::make_unique<Tone>()};
    };
    auto created = fanout::Fanout::create(options, open, [](std::function<void()>) {});
    if (!created) throw std::runtime_error(created.error().detail);
    auto& ours = **created;
    const auto heap_before = heap_bytes();
    for (std::size_t i = 0; i < listeners; ++i) ours.node_reachable(node(i), ears.address(i));
    const domain::BroadcastId broadcast{{1}};
    auto set_up = ours.prepare(broadcast);
    if (!set_up) throw std::runtime_error(set_up.error().detail);
    const double before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID), awakenings_before = awakenings();
    const auto deadline = steady_clock::now() + 60s;
    auto started = ours.start(grant_for(*set_up, broadcast, options.lead), {ports::LiveSource::Kind::file, "tone"},
                              all_nodes(listeners), [](domain::Status) {});
    if (!started) throw std::runtime_error(started.error().detail);
    const auto wanted = static_cast<std::uint64_t>(packets) * listeners;
    // Looking whether it has ended costs as much as sending a packet: not before it can have.
    std::this_thread::sleep_for(options.lead + packets * packet_time);
    while (ours.counters().datagrams_sent + ours.counters().datagrams_failed < wanted && steady_clock::now() < deadline)
        std::this_thread::sleep_for(20ms);
    const double cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - before, awoken = awakenings() - awakenings_before;
    const double bytes = static_cast<double>(heap_bytes() - heap_before) / static_cast<double>(listeners);
    return {cpu, awoken, bytes, ours.counters()};
}

std::string multiudpsink_clients(const Listeners& ears, std::size_t listeners) {
    std::string clients = "clients=";
    for (std::size_t i = 0; i < listeners; ++i) {
        const auto address = ears.address(i);
        clients += fmt::format("{}{}.{}.{}.{}:{}", i ? "," : "", address.ip[12], address.ip[13], address.ip[14], address.ip[15],
                               address.port);
    }
    return clients;
}

std::optional<double> multiudpsink_cpu(const std::string& clients, int count) {
    return cpu_seconds_of({"gst-launch-1.0", "-q", "fakesrc", fmt::format("num-buffers={}", count), "sizetype=fixed",
                           fmt::format("sizemax={}", packet_bytes), fmt::format("datarate={}", packet_bytes * packets_per_second),
                           "filltype=zero", "format=time", "!", "multiudpsink", "sync=true", clients});
}

/// What starting costs is not the stream's: the difference to a run of one packet counts.
std::optional<double> multiudpsink_cpu(const std::string& clients) {
    const auto starting = multiudpsink_cpu(clients, 1), whole = multiudpsink_cpu(clients, packets + 1);
    if (!starting || !whole) return std::nullopt;
    return *whole - *starting;
}

struct Turns {
    std::vector<double> ours, bare, bare_without_waiting, awakenings_per_packet;
    std::vector<double> multiudpsink;  ///< Fewer than the others: it could not run.
    double bytes_per_listener = 0;
    std::uint64_t sent = 0, late = 0, packets_late_of_bare = 0;
};

Turns take_turns(const Listeners& ears, std::size_t listeners) {
    Turns turns;
    BareLoop bare(ears, listeners);
    const auto clients = multiudpsink_clients(ears, listeners);
    for (int round = 0; round < rounds; ++round) {
        const auto run = our_fanout(ears, listeners);
        turns.ours.push_back(per_listener_second(run.cpu, listeners));
        turns.awakenings_per_packet.push_back(run.awakenings / packets);
        turns.bare.push_back(per_listener_second(bare.run(packet_time), listeners));
        if (listeners <= command_line_listeners_max)
            if (const auto theirs = multiudpsink_cpu(clients))
                turns.multiudpsink.push_back(per_listener_second(*theirs, listeners));
        turns.bare_without_waiting.push_back(per_listener_second(bare.run(0ms), listeners));
        turns.bytes_per_listener = std::max(turns.bytes_per_listener, run.bytes_per_listener);
        turns.sent += run.counters.datagrams_sent;
        turns.late += run.counters.datagrams_late;
    }
    turns.packets_late_of_bare = bare.packets_late();
    return turns;
}

Row beside_bare_loop(const Turns& turns, std::size_t listeners) {
    const double ratio = median_ratio(turns.ours, turns.bare);
    return {.name = fmt::format("fan-out CPU per listener-second, {} listeners", listeners),
            .ours = fmt::format("{:.1f} us, {:.1f} awakenings a packet", median(turns.ours), median(turns.awakenings_per_packet)),
            .peer = fmt::format("bare sendmmsg {:.1f} us ({:.1f} without waiting)", median(turns.bare),
                                median(turns.bare_without_waiting)),
            .ratio = fmt::format("{:.2f}", ratio),
            .target = fmt::format("<= {:.2f}", ratio_target),
            .verdict = verdict(ratio <= ratio_target)};
}

Row beside_multiudpsink(const Turns& turns, std::size_t listeners) {
    Row row{.name = fmt::format("the same beside multiudpsink, {} listeners", listeners),
            .ours = fmt::format("{:.1f} us", median(turns.ours)),
            .target = "<= 1.00"};
    if (turns.multiudpsink.size() < turns.ours.size()) {
        row.verdict = not_run("gst-launch-1.0 is not there or cannot play to multiudpsink");
        return row;
    }
    const double ratio = median_ratio(turns.ours, turns.multiudpsink);
    row.peer = fmt::format("multiudpsink {:.1f} us", median(turns.multiudpsink));
    row.ratio = fmt::format("{:.2f}", ratio);
    row.verdict = verdict(ratio <= 1);
    return row;
}

void measure_with(const Listeners& ears, std::size_t listeners, std::vector<Row>& rows) {
    const auto turns = take_turns(ears, listeners);
    rows.push_back(beside_bare_loop(turns, listeners));
    if (listeners <= command_line_listeners_max) rows.push_back(beside_multiudpsink(turns, listeners));
    const double wanted = static_cast<double>(listeners) * rounds * packets;
    const double on_time = static_cast<double>(turns.sent - turns.late) / wanted;
    const double bare_on_time = 1 - static_cast<double>(turns.packets_late_of_bare) / (rounds * packets);
    rows.push_back({.name = fmt::format("packets sent at most 20 ms late, {} listeners", listeners),
                    .ours = fmt::format("{:.3f} %", on_time * 100),
                    .peer = fmt::format("bare loop awake in time {:.1f} %", bare_on_time * 100),
                    .target = ">= 99.900 %",
                    .verdict = verdict(on_time >= on_time_target)});
    rows.push_back({.name = fmt::format("fan-out memory per node, {} listeners", listeners),
                    .ours = fmt::format("{:.2f} KiB", turns.bytes_per_listener / 1024),
                    .target = "<= 8 KiB",
                    .verdict = verdict(turns.bytes_per_listener <= memory_target_bytes)});
}

std::vector<Row> measure() {
    std::vector<Row> rows;
    const Listeners ears;
    for (const std::size_t listeners : {1'000UL, 5'000UL, 10'000UL}) measure_with(ears, listeners, rows);
    return rows;
}

}  // namespace

int main(int count, char** arguments) { return run_load(count, arguments, measure); }
