// The live streams this node was granted: keys by generation, verification of every packet, and the line to the device's thread.
// Main thread only. Nothing reaches the jitter buffer that the stream key of the grant has not signed.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "node-firmware/player_loop/live_source.hpp"
#include "protocol/rtcp.hpp"
#include "protocol/srtp_receiver.hpp"
#include "scheduler/domain/grant.hpp"

namespace village::node::player_loop {

/// What lies here of one stream now.
struct StreamMemory {
    std::optional<domain::GrantId> grant;  ///< None: keys only.
    std::size_t keys = 0, receivers = 0;
    std::size_t packets = 0, bytes = 0, asked = 0;
    std::size_t packets_in_line = 0, wishes_in_line = 0;
    std::size_t buffered = 0, holes = 0;  ///< In the jitter buffer.
};

class LiveDesk {
public:
    /// Of more the lowest priority goes without, and among equals what begins last.
    static constexpr std::size_t streams_max = 8;
    /// Those of which there are keys only: their grant did not come yet, or there is no room. The longest waiting gives way.
    static constexpr std::size_t waiting_max = 32;
    static constexpr std::size_t keys_per_stream_max = 4;  ///< Two classes, the generation of now and the one before.
    static constexpr std::chrono::seconds old_key_life{3};
    /// As many as a jitter buffer holds.
    static constexpr std::size_t packets_kept_max = playout::JitterOptions{}.packets_max;
    /// Numbers that were asked for; with more all are forgotten, and what is sent again then counts as sent first.
    static constexpr std::size_t asked_max = 512;
    /// A third of a second's packets: with their copies that is most of the sound.
    static constexpr std::uint32_t packets_heard_min = 8;

    LiveDesk(domain::NodeNumber node, std::function<domain::MonotonicTime()> clock) : node_(node), clock_(std::move(clock)) {}

    /// The grant was verified and taken.
    void expect(const domain::Grant& grant);
    void take_key(const protocol::StreamKey& key, domain::MonotonicTime now);
    protocol::RtpVerdict take_packet(domain::Bytes packet, domain::MonotonicTime now);
    /// `not_ready` when no such stream is expected.
    domain::Result<std::unique_ptr<audio::SampleSource>> source(const domain::Grant& grant, domain::UtcTime from);
    void forget(domain::GrantId grant);
    /// Whose packets came since the last call, about a second ago, often enough to be heard.
    std::vector<domain::GrantId> heard();

    /// Requests for missing packets, ready to be sealed; a few at most.
    std::vector<protocol::ByteVector> nacks();
    std::vector<protocol::ByteVector> reports();
    bool is_active() const {
        return std::ranges::any_of(streams_, [](const auto& entry) { return entry.second.grant.has_value(); });
    }
    std::vector<StreamMemory> memory() const;

private:
    struct Receiver {
        protocol::SrtpReceiver receiver;
        std::optional<domain::MonotonicTime> until;  ///< Set when a newer generation came.
    };
    struct Stream {
        std::optional<domain::Grant> grant;  ///< A key may come before its grant.
        domain::MonotonicTime key_came{};    ///< The last one.
        std::vector<protocol::StreamKey> keys;
        std::vector<Receiver> receivers;
        std::map<std::uint64_t, playout::MediaPacket> kept;  ///< The newest, for a source that begins later or anew.
        std::shared_ptr<LiveLine> line;                      ///< To the source that was opened last.
        std::set<std::uint64_t> asked;
        std::uint64_t highest = 0;
        std::uint32_t packets_lately = 0;                  ///< Verified, since `heard` was asked.
        std::uint64_t expected = 0;                        ///< The packet due ...
        std::optional<domain::MonotonicTime> expected_at;  ///< ... at this moment.
        std::uint32_t ssrc = 0;                            ///< Of the class that came last.
    };
    Stream* granted(domain::BroadcastId broadcast);
    /// Keeps to the limits after one more came.
    void shed();
    void make_receivers(Stream& stream, domain::MonotonicTime now);
    static std::uint64_t due_packet(const Stream& stream, domain::MonotonicTime now);
    void hand_on(Stream& stream, const protocol::ReceivedRtp& packet);

    domain::NodeNumber node_;
    std::function<domain::MonotonicTime()> clock_;
    std::map<domain::BroadcastId, Stream> streams_;
};

}  // namespace village::node::player_loop
