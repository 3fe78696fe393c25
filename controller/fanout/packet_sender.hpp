// The fan-out thread: takes what the inbox holds and sends each packet to every node of its stream, a slice of nodes at a time,
// spread over the packet interval. Owns the media socket's descriptor, every stream and its targets; nobody else touches them.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>

#include "controller/fanout/inbox.hpp"
#include "controller/fanout/repair_allowance.hpp"
#include "controller/fanout/target_list.hpp"

namespace village::fanout {

/// Written by the fan-out and live threads, read by anybody.
struct SharedCounters {
    std::atomic<std::uint64_t> packets_made{0};
    std::atomic<std::uint64_t> datagrams_sent{0};
    std::atomic<std::uint64_t> datagrams_failed{0};
    std::atomic<std::uint64_t> datagrams_late{0};
    std::atomic<std::uint64_t> packets_dropped{0};
    std::atomic<std::uint64_t> repairs_sent{0};
    std::atomic<std::uint64_t> repairs_refused{0};
};

class PacketSender {
public:
    struct Options {
        std::size_t slice = 1024;
        std::chrono::microseconds slice_every{4000};
        int repairs_per_second_max = 200;
    };
    PacketSender(int socket, Options options, Inbox& inbox, SharedCounters& counters);
    ~PacketSender();
    PacketSender(const PacketSender&) = delete;
    PacketSender& operator=(const PacketSender&) = delete;

    /// Until the inbox says stop.
    void run();

private:
    struct Outgoing {
        StreamPacket packet;
        std::uint64_t ordinal = 0;
        std::size_t next_target = 0;
    };
    struct Stream {
        explicit Stream(int family) : targets(family) {}
        domain::NodeSet nodes;
        TargetList targets;
        SentPackets sent;
        std::deque<Outgoing> outgoing;
        std::uint64_t next_ordinal = 0;
        std::optional<ports::NodeAddress> monitor;  ///< Gets a copy of what is sent from now on; asks for no repairs.
        Moment closes_at = Moment::max();
    };

    void accept(Delivery delivery);
    void open(OpenStream request);
    void move_node(domain::NodeNumber node, const std::optional<ports::NodeAddress>& address);
    void queue(StreamPacket packet);
    void repair(const RepairRequest& request);
    void send_to(const ports::NodeAddress& address, const std::vector<std::uint8_t>& bytes);
    /// Sends what is due and says when to come again.
    Moment send_due(Moment now);
    Moment advance(Stream& stream, Moment now);
    bool send_slice(Stream& stream, Outgoing& outgoing, Moment slot, Moment now);

    int socket_;
    int family_;
    Options options_;
    Inbox& inbox_;
    SharedCounters& counters_;
    std::map<domain::NodeNumber, ports::NodeAddress> addresses_;
    std::map<std::uint32_t, Stream> streams_;
    std::map<domain::NodeNumber, RepairAllowance<Moment>> repairs_;
};

}  // namespace village::fanout
