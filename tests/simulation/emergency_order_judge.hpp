// S5 between neighbours: whoever has the choice between the same two emergencies chooses the same one, whatever the rule is. An
// emergency waits for its first pass, or for the repetition that its grid says; where only the node knows (after a power cut, a failure of the
// device, a break-in, or without the time) it is not asked. Knows what was received and begun, and no order of its own.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class EmergencyOrderJudge {
public:
    explicit EmergencyOrderJudge(Facts& facts) : facts_(facts) {}

    void booted(domain::NodeNumber node, bool clock_trusted);
    void clock_attested(domain::NodeNumber node) { nodes_[node].knows_the_time = true; }
    /// What has begun goes on by the moment when it came, and so does what comes in the doubt.
    void clock_lost(domain::NodeNumber node);
    /// Its clock was set right while it ran: what is due at this moment may be passed over.
    void clock_set(domain::NodeNumber node, domain::UtcTime now);
    void received(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// Its node has chosen it.
    void start_written(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// By itself, at the end of its content.
    void came_to_end(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// By STOP or QUENCH, or it is over.
    void ended(domain::NodeNumber node, domain::GrantId grant) { nodes_[node].waiting.erase(grant); }

private:
    /// Which pass of which emergency: `due` by its grid, nothing for the first one.
    struct Turn {
        domain::GrantId grant;
        domain::UtcTime due{};
        auto operator<=>(const Turn&) const = default;
    };
    struct Waiting {
        Turn turn;
        domain::UtcTime since{};
    };
    struct Node {
        bool knows_the_time = false;
        std::map<domain::GrantId, Waiting> waiting;
        bool had_doubt = false;  ///< In this life.
        std::set<domain::GrantId> off_the_grid;
    };
    void choose(domain::NodeNumber node, const Turn& chosen, const Turn& left, domain::UtcTime now);

    Facts& facts_;
    std::map<domain::NodeNumber, Node> nodes_;
    std::set<OnNode> begun_;                                               ///< Ever: a power cut makes no first pass of it again.
    std::map<std::pair<Turn, Turn>, std::set<domain::NodeNumber>> chose_;  ///< The first before the second.
};

}  // namespace village::simulation
