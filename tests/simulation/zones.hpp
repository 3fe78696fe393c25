// The hamlets of the commune, and its zones, which administrators change while things are planned and on the air. Who is in one is
// asked of the real Commune, once, when a broadcast is made.
#pragma once

#include <map>

#include "scheduler/domain/commune.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

class Zones {
public:
    Zones(Checker& checker, std::uint16_t nodes, Random random);

    const domain::Commune& commune() const { return commune_; }
    /// Of a zone at this moment.
    domain::NodeSet members(domain::ZoneId zone) const;
    /// For a broadcast that is made now. `silent`: where it falls away, the day being what it is.
    domain::NodeSet members_for(domain::BroadcastId broadcast, domain::ZoneId zone, const domain::NodeSet& silent = {});
    domain::ZoneId some_zone(Random& random) const { return commune_.zones[random.below(commune_.zones.size())].id; }
    /// Some loudspeakers leave a zone, or join it.
    void change(Random& random);
    /// Of what was aimed at a zone: who is in it at this moment. Plant `members_asked_again`.
    std::optional<domain::NodeSet> members_now(domain::BroadcastId broadcast) const;

private:
    static void toggle(domain::Zone& zone, domain::NodeId node);

    Checker& checker_;
    domain::Commune commune_;
    std::map<domain::BroadcastId, domain::ZoneId> aimed_at_;
};

}  // namespace village::simulation
