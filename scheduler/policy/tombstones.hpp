// What has been stopped stays stopped: a STOP is kept so that it also kills the grant that arrives after it.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scheduler/domain/grant.hpp"

namespace village::policy {

/// Is this grant one of those the STOP speaks of, by name or by number? At which nodes is not asked.
bool speaks_of(const domain::StopOrder& stop, const domain::Grant& grant);
/// Everything that `narrow` ends, `wide` ends too. Both are STOPs of an area.
bool contains(const domain::StopOrder& wide, const domain::StopOrder& narrow);

class Tombstones {
public:
    /// No grant is valid longer than its delegation (100 days), so no tombstone of an unknown grant is needed longer.
    static constexpr std::chrono::hours life{100 * 24};
    /// When full, the tombstone that ends soonest goes.
    static constexpr std::size_t grants_max = 4096;

    /// Kept for `life`; `node` empty means whoever asks is no node (signer, controller) and area stops are matched by scope.
    void add(const domain::StopOrder& stop, domain::UtcTime now);
    /// A known grant's tombstone is needed until its not_after only.
    void expect_until(domain::GrantId grant, domain::UtcTime not_after);
    /// Is this grant dead at this node?
    bool covers(const domain::Grant& grant, domain::NodeNumber node) const;
    bool covers(domain::GrantId grant) const { return grants_.contains(grant); }
    void forget_before(domain::UtcTime now);

    /// For the node's disk: everything as stop orders that `add` takes back.
    std::vector<std::pair<domain::GrantId, domain::UtcTime>> grants() const;
    const std::vector<domain::StopOrder>& areas() const { return areas_; }

private:
    void add_grant(domain::GrantId grant, domain::UtcTime until);
    void add_area(const domain::StopOrder& stop);

    std::unordered_map<domain::GrantId, domain::UtcTime> grants_;  ///< Id → until when.
    std::vector<domain::StopOrder> areas_;                         ///< At most 64; those a later one covers are dropped.
};

}  // namespace village::policy
