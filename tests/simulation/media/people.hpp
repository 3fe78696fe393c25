// What befalls the village: an officer who speaks, stops and raises the alarm, and plans more relays than a loudspeaker has room for;
// lines that are cut or held up, loudspeakers that are switched off and on, or ask for far too much.
#pragma once

#include "tests/simulation/media/village.hpp"

namespace village::simulation::media {

class People {
public:
    People(Village& village, Clockwork& clockwork, Facts& facts, Happenings& happenings)
        : village_(village), clockwork_(clockwork), facts_(facts), happenings_(happenings) {}

    /// From now on, until `until`.
    void act(domain::UtcTime until);

private:
    void speak(std::uint32_t number);
    void start_streams(Random& random, domain::Duration length);
    void two_streams(Random& random, domain::Duration length);
    /// With the speech of this number.
    void meddle(std::uint32_t number, domain::Duration length);
    void plan_relays(Random& random);
    void trouble(domain::NodeNumber node);
    void cut(domain::NodeNumber node, Random& random);
    void ask_for_everything(domain::NodeNumber node);
    void on_a_stream(Random& random, const std::function<void(domain::GrantId)>& what);
    domain::NodeSet some_of_all(Random& random, double share) const;

    Village& village_;
    Clockwork& clockwork_;
    Facts& facts_;
    Happenings& happenings_;
    domain::UtcTime until_{};
};

}  // namespace village::simulation::media
