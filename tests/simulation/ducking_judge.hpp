// S3 for two things at one loudspeaker: one of them goes on quietly beneath the other, as it declared, and never beneath what is heard
// alone; nothing else sounds beside another. And what is beneath nothing any more is as loud as before.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class DuckingJudge {
public:
    explicit DuckingJudge(Facts& facts) : facts_(facts) {}

    // Before `Facts::sounding` knows of it.
    void started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void stopped(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void ducked(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void raised(domain::NodeNumber node, domain::UtcTime now);
    void sweep(domain::UtcTime now);

private:
    void check_raised(domain::NodeNumber node, domain::UtcTime now, domain::Duration most);

    Facts& facts_;
    std::map<domain::NodeNumber, domain::UtcTime> nothing_above_since_;  ///< What is beneath.
    std::map<domain::NodeNumber, domain::UtcTime> silenced_at_;          ///< What was beneath.
};

}  // namespace village::simulation
