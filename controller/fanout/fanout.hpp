// Live media out: for each broadcast on air a live thread reads packets of sound, signs and encrypts each once per class; one
// fan-out thread sends the same bytes to every node of the broadcast, paced over the packet interval by sendmmsg. The control
// thread calls the public methods; what crosses goes through bounded queues whose overflow rule stands beside them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "controller/ports/live_packets.hpp"
#include "controller/ports/media_path.hpp"
#include "controller/ports/stream_sender.hpp"

namespace village::fanout {

struct FanoutOptions {
    int udp_socket = -1;  ///< Owned from now on; -1 opens one of its own (benchmarks, tests).
    int bitrate_bps = 24'000;
    std::size_t speakers_max = 4;  ///< Live speech on air at once; one more is `too_many_requests` ...
    std::size_t relays_max = 12;   ///< ... and so is one more relay, which takes no speaker's place.
    int redundancy_class = 1;      ///< 1: copies at -3 and -8 packets; 0: none, for a LAN and the benchmark.
    std::chrono::milliseconds lead{
        1300};                 ///< A packet leaves this long before T0 + its media time: room for three repairs on 4G.
    std::size_t slice = 1024;  ///< Datagrams sent in one go: each awakening costs as much as 50 of them.
    std::chrono::microseconds slice_every{4000};
    int repairs_per_second_max = 200;  ///< Packets sent again, per node.
};

struct FanoutCounters {
    std::uint64_t packets_made = 0;
    std::uint64_t datagrams_sent = 0;
    std::uint64_t datagrams_failed = 0;  ///< The system refused them (route gone, buffer full).
    std::uint64_t datagrams_late = 0;    ///< More than 20 ms after their time.
    std::uint64_t packets_dropped = 0;   ///< The ring was full: the oldest gave way.
    std::uint64_t repairs_sent = 0;
    std::uint64_t repairs_refused = 0;  ///< Over the rate, too old, or never sent to that node.
};

/// Runs a function on the control thread (main: `boost::asio::post(context, ...)`). Called from the live threads; the context has
/// to outlive the `Fanout`.
using PostToControl = std::function<void(std::function<void()>)>;

class Fanout final : public ports::StreamSender, public ports::MediaPath {
public:
    /// Starts the fan-out thread. `unavailable` when there is no socket.
    static domain::Result<std::unique_ptr<Fanout>> create(FanoutOptions options, ports::OpenLiveSource open, PostToControl post);
    /// Ends every broadcast and joins the threads.
    ~Fanout() override;

    // StreamSender. `ended` comes once: when the last packet was made, with `cancelled` after `stop`, or with what went wrong.
    domain::Result<ports::StreamSetUp> prepare(domain::BroadcastId broadcast) override;
    domain::Status start(domain::SignedGrant grant, ports::LiveSource source, domain::NodeSet nodes,
                         std::function<void(domain::Status)> ended) override;
    void stop(domain::BroadcastId broadcast) override;
    domain::Result<ports::StreamMonitor> monitor(domain::BroadcastId broadcast, ports::NodeAddress listener) override;

    // MediaPath.
    void node_reachable(domain::NodeNumber node, ports::NodeAddress address) override;
    void node_unreachable(domain::NodeNumber node) override;
    void repair_wanted(domain::NodeNumber node, std::uint32_t ssrc, std::vector<std::uint16_t> sequences) override;

    FanoutCounters counters() const;

private:
    struct Parts;
    explicit Fanout(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::fanout
