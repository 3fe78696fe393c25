// S19: a broadcast for a zone sounds at those loudspeakers that were in the zone when it was made, whoever joins or leaves it later.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class MembershipJudge {
public:
    explicit MembershipJudge(Facts& facts) : facts_(facts) {}

    void zone_changed(domain::ZoneId zone, const domain::NodeSet& members) { zones_[zone] = members; }
    /// Made again, while it is known, it keeps its loudspeakers.
    /// `silent`: where it falls away, the day being what it is.
    void aimed(domain::BroadcastId broadcast, domain::ZoneId zone, const domain::NodeSet& silent) {
        aimed_.try_emplace(broadcast, Aimed{zone, zones_.at(zone).without(silent), silent, false, {}});
    }
    /// It is on the controller's disk.
    void kept(domain::BroadcastId broadcast);
    /// What was not on its disk is made anew.
    void controller_died();
    void database_restored(const std::vector<domain::Broadcast>& known);
    void issued(const domain::Grant& grant, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;

private:
    struct Aimed {
        domain::ZoneId zone;
        domain::NodeSet members;
        domain::NodeSet silent;
        bool is_kept = false;
        std::set<domain::GrantId> grants;  ///< Signed for it; one for what was forgotten is as old as that.
    };

    Facts& facts_;
    std::map<domain::ZoneId, domain::NodeSet> zones_;  ///< At this moment.
    std::map<domain::BroadcastId, Aimed> aimed_;
};

}  // namespace village::simulation
