// S17 for live sound, by what is held: no buffer of a loudspeaker or of the station is fuller than its limit says, nobody is sent more
// again than it is given, and where there is no room for a stream, none of lower priority has it.
#pragma once

#include <deque>

#include "node-firmware/player_loop/live_desk.hpp"
#include "tests/simulation/media/facts.hpp"

namespace village::simulation::media {

class MemoryJudge {
public:
    /// As many as `UdpLink` holds: the session of now and the one before.
    static constexpr std::size_t associations_max = 2;

    explicit MemoryJudge(Facts& facts) : facts_(facts) {}

    /// What lies at a loudspeaker now.
    void holds(domain::NodeNumber node, const std::vector<node::player_loop::StreamMemory>& streams, std::size_t associations,
               domain::UtcTime now);
    /// What the station keeps of one stream, to send it again.
    void station_holds(std::size_t packets, domain::UtcTime now);
    /// One packet went to this loudspeaker again.
    void sent_again(domain::NodeNumber node, domain::UtcTime now);

private:
    void judge_stream(domain::NodeNumber node, const node::player_loop::StreamMemory& stream, domain::UtcTime now);
    /// All room is taken, by these.
    void judge_room(domain::NodeNumber node, const std::set<domain::GrantId>& granted, domain::UtcTime now);

    Facts& facts_;
    std::map<domain::NodeNumber, std::deque<domain::UtcTime>> sent_again_;  ///< In the last second.
};

}  // namespace village::simulation::media
