// What crosses to the fan-out thread: streams, packets, addresses, repair requests. Bounded: of packets the oldest give way, of
// repair requests the newest; addresses are one per node. Any thread puts, fan-out takes everything at once. A packet that is not
// due before fan-out wakes anyway wakes it no sooner: waking up costs as much as sending to 50 nodes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "controller/fanout/sent_packets.hpp"
#include "controller/ports/media_path.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::fanout {

using Moment = std::chrono::steady_clock::time_point;

struct OpenStream {
    std::uint32_t ssrc = 0;
    domain::NodeSet nodes;
};
struct StreamPacket {
    std::uint32_t ssrc = 0;
    std::uint16_t sequence = 0;
    Moment due{};
    SharedPacket bytes;
};
struct RepairRequest {
    domain::NodeNumber node;
    std::uint32_t ssrc = 0;
    std::vector<std::uint16_t> sequences;
};

/// Until then repairs are still answered.
struct CloseStream {
    std::uint32_t ssrc = 0;
    Moment at{};
};

/// One listener per stream beside its nodes; a later one takes its place.
struct Monitor {
    std::uint32_t ssrc = 0;
    ports::NodeAddress listener;
};

struct Delivery {
    std::vector<OpenStream> opened;
    std::vector<CloseStream> closed;
    std::vector<Monitor> monitors;
    std::map<domain::NodeNumber, std::optional<ports::NodeAddress>> addresses;  ///< Nothing: unreachable.
    std::deque<StreamPacket> packets;
    std::vector<RepairRequest> repairs;
    bool stop = false;
};

class Inbox {
public:
    static constexpr std::size_t packets_max = 256;
    static constexpr std::size_t repairs_max = 4096;

    void open(OpenStream stream);
    /// At once: what is queued is not sent any more.
    void close(std::uint32_t ssrc);
    void close_later(CloseStream request);
    void put_monitor(Monitor monitor);
    void put_address(domain::NodeNumber node, std::optional<ports::NodeAddress> address);
    /// False when an older one had to give way.
    bool put_packet(StreamPacket packet);
    bool put_repair(RepairRequest request);
    void stop();

    /// Everything that came, as soon as something of it cannot wait until `until`, at the latest then.
    Delivery take(Moment until);

private:
    void wake(std::unique_lock<std::mutex> lock);

    std::mutex mutex_;
    std::condition_variable arrived_;
    Delivery waiting_;
    bool is_urgent_ = false;
    Moment asleep_until_ = Moment::max();  ///< While nobody sleeps, everything is urgent.
};

}  // namespace village::fanout
