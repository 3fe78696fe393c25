// Who does what in a run: an officer who speaks, stops and raises the alarm; lines that are cut, loudspeakers that are switched off
// and on.
#pragma once

#include "tests/simulation/media/village.hpp"

namespace village::simulation::media {

class People {
public:
    People(Village& village, Clockwork& clockwork, Facts& facts, Random random)
        : village_(village), clockwork_(clockwork), facts_(facts), random_(random) {}

    /// From now on, until `until`.
    void act(domain::UtcTime until);

private:
    void speak();
    void one_stream(domain::Duration length);
    void two_streams(domain::Duration length);
    void meddle_with(const domain::NodeSet& nodes, domain::Duration length);
    void cut_lines(domain::NodeNumber node);
    domain::NodeSet some_of(const std::vector<domain::NodeNumber>& numbers, double share);
    void on_a_stream(domain::Duration from, domain::Duration to, std::function<void(domain::GrantId)> what);

    Village& village_;
    Clockwork& clockwork_;
    Facts& facts_;
    Random random_;
    domain::UtcTime until_{};
};

}  // namespace village::simulation::media
