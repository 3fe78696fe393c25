// S22: what somebody asked for as a drill is signed and heard as a drill and nothing else, once, and never with a sound that warns.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class DrillJudge {
public:
    explicit DrillJudge(Facts& facts) : facts_(facts) {}

    void asked_for(domain::BroadcastId drill) { asked_for_.insert(drill); }
    void issued(const domain::Grant& grant, domain::UtcTime now) const;
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound, domain::UtcTime now) const;

private:
    Facts& facts_;
    std::set<domain::BroadcastId> asked_for_;
};

}  // namespace village::simulation
