// Somebody on the line who hears everything and may put anything on it: copies what was said, alters it, gives it to others, makes up
// packets, and holds the content key of every stream, which each node has; what only the station has is its signing key.
#pragma once

#include "tests/simulation/media/village.hpp"

namespace village::simulation::media {

class Intruder {
public:
    Intruder(Village& village, Clockwork& clockwork, Happenings& happenings, Plant plant)
        : village_(village), clockwork_(clockwork), happenings_(happenings), plant_(plant) {}

    void act();

private:
    void copy_packet(Random& random);
    void alter_packet(Random& random);
    void forge_packets(Random& random, std::size_t count);
    void send_rubbish(Random& random);
    void copy_datagram(Random& random);
    void say_start_bare(Random& random);
    domain::NodeNumber any_node(Random& random);
    std::optional<std::pair<domain::NodeNumber, Passing>> any_packet(Random& random);

    Village& village_;
    Clockwork& clockwork_;
    Happenings& happenings_;
    Plant plant_;
};

}  // namespace village::simulation::media
