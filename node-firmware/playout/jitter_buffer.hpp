// Holds the packets of one live stream until their time: fills gaps from copies and resent packets, says which missing ones are
// worth asking for, and at a packet's time gives it or asks to conceal it. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "node-firmware/playout/packet.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node::playout {

struct JitterOptions {
    domain::Duration packet = std::chrono::milliseconds{40};
    std::size_t packets_max = 128;  ///< 5 s ahead; what lies further ahead is dropped.
    /// How long a hole is left to reordering and RED copies before we ask; copies come 3 packets later.
    domain::Duration ask_after = std::chrono::milliseconds{60};
    domain::Duration ask_again = std::chrono::milliseconds{110};
    std::uint32_t asks_max = 10;  ///< Rounds per packet.
    /// So many before the end are asked for though none came after them that would show the hole: the last word.
    std::size_t unseen_max = 16;
    std::uint64_t end = UINT64_MAX;  ///< No packet has this number or a higher one.
    std::size_t wishes_max = 17;     ///< Sequences in one request; one NACK entry holds 17 (RFC 4585, 6.2.1).
    domain::Duration too_late = std::chrono::milliseconds{30};  ///< An answer needs at least this long.
};

enum class PacketVerdict : std::uint8_t { taken, duplicate, late, too_far_ahead };

class JitterBuffer {
public:
    /// What to sound for one packet's time.
    struct Turn {
        std::uint64_t sequence = 0;
        std::optional<MediaPacket> packet;  ///< Empty: conceal.
    };

    explicit JitterBuffer(JitterOptions options = {}) : options_(options) {}

    /// Playback begins, or goes on after an outage, with this packet: what is older, or too far ahead of it, is dropped.
    void join_at(std::uint64_t sequence);
    PacketVerdict insert(MediaPacket packet, domain::MonotonicTime arrived);
    /// The next packet in order; call once per packet's time.
    Turn next();
    /// Missing packets to ask for now; `next_due` is when next() will be called. Each is asked for a bounded number of times.
    std::vector<std::uint64_t> wishes(domain::MonotonicTime now, domain::MonotonicTime next_due);

    bool joined() const { return joined_; }
    std::uint64_t next_sequence() const { return next_; }
    std::optional<std::uint64_t> highest() const { return highest_; }
    std::optional<std::uint64_t> lowest_held() const;
    /// How much sound lies ready ahead, holes included.
    domain::Duration ahead() const;
    bool holds(std::uint64_t sequence) const { return held_.contains(sequence); }
    std::size_t size() const { return held_.size(); }
    /// Never more than `packets_max` and `unseen_max` together.
    std::size_t holes() const { return holes_.size(); }
    /// What became of the 20 ms frames given so far.
    const domain::FrameLedger& ledger() const { return ledger_; }

private:
    struct Hole {
        domain::MonotonicTime seen{};
        domain::MonotonicTime asked{};
        std::uint32_t asks = 0;
    };
    void note_holes(std::uint64_t up_to, domain::MonotonicTime now);
    /// A packet is due from the line every 40 ms: what should have come by now is missing, too.
    void note_unseen(domain::MonotonicTime now);

    JitterOptions options_;
    std::map<std::uint64_t, MediaPacket> held_;
    std::map<std::uint64_t, Hole> holes_;
    std::uint64_t next_ = 0;
    std::optional<std::uint64_t> highest_;
    domain::MonotonicTime highest_came_{};
    bool joined_ = false;
    domain::FrameLedger ledger_;
};

}  // namespace village::node::playout
