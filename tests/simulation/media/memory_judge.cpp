#include "tests/simulation/media/memory_judge.hpp"

#include <fmt/format.h>

#include "controller/fanout/fanout.hpp"
#include "controller/fanout/sent_packets.hpp"
#include "protocol/rtp.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;
using node::player_loop::LiveDesk;
using node::player_loop::LiveLine;
using node::player_loop::StreamMemory;

namespace {

constexpr node::playout::JitterOptions buffer_limits;
constexpr std::size_t repairs_per_second_max = fanout::FanoutOptions{}.repairs_per_second_max;
/// Between the START that was obeyed and this look.
constexpr domain::Duration obeyed_within = 1s;

struct Bound {
    std::string_view what;
    std::size_t held;
    std::size_t most;
};

bool is_over(const Bound& bound) { return bound.held > bound.most; }
std::string words_of(const Bound& bound) { return fmt::format("holds {} {}, {} at most", bound.held, bound.what, bound.most); }

}  // namespace

void MemoryJudge::holds(NodeNumber node, const std::vector<StreamMemory>& streams, std::size_t associations, UtcTime now) {
    std::set<GrantId> granted;
    for (const auto& stream : streams) {
        judge_stream(node, stream, now);
        if (stream.grant) granted.insert(*stream.grant);
    }
    const auto waiting = streams.size() - granted.size();
    for (const auto& bound : {Bound{"streams", granted.size(), LiveDesk::streams_max},
                              Bound{"streams of which there are keys only", waiting, LiveDesk::waiting_max},
                              Bound{"associations", associations, associations_max}})
        if (is_over(bound)) facts_.fail("S17", node, words_of(bound), now);
    if (waiting == LiveDesk::waiting_max) facts_.situations.saw(Situation::keys_fill_the_room);
    if (granted.size() == LiveDesk::streams_max) judge_room(node, granted, now);
}

void MemoryJudge::judge_stream(NodeNumber node, const StreamMemory& stream, UtcTime now) {
    for (const auto& bound :
         {Bound{"keys of a stream", stream.keys, LiveDesk::keys_per_stream_max},
          Bound{"receivers of a stream", stream.receivers, LiveDesk::keys_per_stream_max},
          Bound{"packets of a stream", stream.packets, LiveDesk::packets_kept_max},
          Bound{"bytes of a stream", stream.bytes, LiveDesk::packets_kept_max * protocol::rtp_payload_bytes_max},
          Bound{"numbers that were asked for", stream.asked, LiveDesk::asked_max},
          Bound{"packets for the device", stream.packets_in_line, LiveLine::packets_max},
          Bound{"wishes of the device", stream.wishes_in_line, LiveLine::wishes_max},
          Bound{"packets in the jitter buffer", stream.buffered, buffer_limits.packets_max},
          Bound{"holes in the jitter buffer", stream.holes, buffer_limits.packets_max + buffer_limits.unseen_max}})
        if (is_over(bound)) facts_.fail("S17", node, words_of(bound), now);
    if (stream.packets == LiveDesk::packets_kept_max) facts_.situations.saw(Situation::packets_fill_the_room);
}

void MemoryJudge::judge_room(NodeNumber node, const std::set<GrantId>& granted, UtcTime now) {
    auto least = domain::Priority::emergency;
    for (const auto& id : granted) least = std::min(least, facts_.on_air.at(id).grant.priority);
    for (const auto& [id, listening] : facts_.nodes[node].listening) {
        const auto& broadcast = facts_.on_air.at(id);
        const bool is_told = listening.start_came && *listening.start_came + obeyed_within < now;
        const bool is_over = broadcast.stopped_at || listening.stop_came || listening.over_at || now > broadcast.ends_at();
        if (!broadcast.grant.stream || !is_told || is_over || granted.contains(id)) continue;
        facts_.situations.saw(Situation::stream_without_room);
        if (broadcast.grant.priority > least)
            facts_.fail("S17", node, "has no room for a stream, and some for one of lower priority", now);
    }
}

void MemoryJudge::station_holds(std::size_t packets, UtcTime now) {
    const Bound bound{"packets of a stream at the station", packets, fanout::SentPackets::kept};
    if (is_over(bound)) facts_.fail("S17", {}, words_of(bound), now);
}

void MemoryJudge::sent_again(NodeNumber node, UtcTime now) {
    auto& lately = sent_again_[node];
    lately.push_back(now);
    while (now - lately.front() >= 1s) lately.pop_front();
    if (lately.size() == repairs_per_second_max) facts_.situations.saw(Situation::repairs_at_limit);
    // The station counts by seconds of its own, and two of them may meet.
    if (lately.size() > 2 * repairs_per_second_max)
        facts_.fail("S17", node, fmt::format("is sent {} packets again within a second", lately.size()), now);
}

}  // namespace village::simulation::media
