// S1 and S7 for what is written down: one final state for each (broadcast, node), the one that its node said, and receipts that are
// neither lost nor counted twice.
#pragma once

#include <vector>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class DeliveryJudge {
public:
    explicit DeliveryJudge(Facts& facts) : facts_(facts) {}

    void finished(domain::NodeNumber node, domain::GrantId grant, domain::DeliveryState said, domain::UtcTime now);
    /// What nodes said before is not asked of it any more, nor what they let go of, nor what they say of that which it has forgotten.
    void database_restored();
    void stored(const domain::Delivery& delivery, domain::UtcTime now);
    void receipt_counted(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now);
    void receipt_released(domain::NodeNumber node, std::uint64_t number, domain::UtcTime now);
    /// After healing: every delivery of what is over has a final state, and the one its node said.
    void end(const std::vector<domain::Broadcast>& over, domain::UtcTime now);

    /// Its node was done with it when the database was put back, or is since, and the database had forgotten it.
    bool is_done_since_restored(domain::NodeNumber node, domain::BroadcastId broadcast) const {
        const bool is_said = facts_.said.contains({node, broadcast});
        return said_once_.contains({node, broadcast}) || (is_said && facts_.forgotten.contains(broadcast));
    }
    std::uint64_t finals() const { return finals_; }

private:
    void end(const domain::Broadcast& broadcast, domain::NodeNumber node, domain::UtcTime now);

    Facts& facts_;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::DeliveryState> stored_;
    std::set<std::pair<domain::NodeNumber, std::uint64_t>> counted_;
    std::set<std::pair<domain::NodeNumber, std::uint64_t>> counted_once_;  ///< By a database that was put back since ...
    std::map<std::pair<domain::NodeNumber, domain::BroadcastId>, domain::DeliveryState> said_once_;  ///< ... and said then.
    std::uint64_t finals_ = 0;
};

}  // namespace village::simulation
