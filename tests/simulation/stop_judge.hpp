// S6: STOP wins in any order of arrival, at the nodes that heard it and, within 15 s, at every node in contact once it was promised
// to the operator.
#pragma once

#include <vector>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class StopJudge {
public:
    explicit StopJudge(Facts& facts) : facts_(facts) {}

    /// The operator saw "stopped" or "cancelled": it is on the disk.
    void promised(const domain::Broadcast& broadcast, domain::UtcTime now);
    void controller_sends(domain::BroadcastId broadcast, domain::UtcTime now);
    /// A STOP since then lies at the loudspeakers that heard it, and nowhere else.
    void database_restored() { promised_.clear(); }
    void controller_died() { ++controller_life_; }

    /// It lies on the node's disk. What it ends there.
    std::vector<domain::GrantId> received(domain::NodeNumber node, const domain::StopOrder& stop);
    void obeyed(domain::NodeNumber node, const domain::StopOrder& stop, domain::UtcTime now);
    void start_offered(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void sweep(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);

    bool was_stopped(domain::NodeNumber node, domain::GrantId grant) const { return stopped_.contains({node, grant}); }

private:
    struct Promise {
        domain::UtcTime at{};
        std::uint32_t controller_life = 0;
        bool never = false;  ///< It was cancelled before anything was sent.
    };
    /// Of everything ever issued: what this STOP ends at this node.
    std::vector<domain::GrantId> ended_by(const domain::StopOrder& stop, domain::NodeNumber node) const;
    void note(domain::NodeNumber node, const domain::Grant& grant, bool is_first);

    Facts& facts_;
    std::map<OnNode, std::uint32_t> stopped_;  ///< In which life of the node the STOP came.
    std::set<OnNode> offered_;
    std::map<domain::BroadcastId, Promise> promised_;
    std::uint32_t controller_life_ = 0;
};

}  // namespace village::simulation
