// Somebody on the line who hears everything and may put anything on it: copies what was said, alters it, gives it to others, makes up
// packets, and holds the content key of every stream, which each node has; what only the station has is its signing key.
#pragma once

#include "tests/simulation/media/village.hpp"

namespace village::simulation::media {

class Intruder {
public:
    Intruder(Village& village, Clockwork& clockwork, Random random, Plant plant)
        : village_(village), clockwork_(clockwork), random_(random), plant_(plant) {}

    void act(domain::UtcTime until);

private:
    void next();
    void copy_packet();
    void alter_packet();
    void forge_packets(std::size_t count);
    void send_rubbish();
    void copy_datagram();
    void say_start_bare();
    domain::NodeNumber any_node();
    std::optional<std::pair<domain::NodeNumber, Passing>> any_packet();

    Village& village_;
    Clockwork& clockwork_;
    Random random_;
    Plant plant_;
    domain::UtcTime until_{};
};

}  // namespace village::simulation::media
