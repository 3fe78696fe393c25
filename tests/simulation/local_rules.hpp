// What the commune's leaders lay down in a run: the hours, and surge periods that open more of them. On the controller's disk as soon as
// it is said; the signer knows it when a controller has told it. What follows from it says the real policy, here and at the signer.
#pragma once

#include "controller/ports/signer.hpp"
#include "scheduler/dispatch/dispatch_events.hpp"
#include "tests/simulation/checker.hpp"

namespace village::simulation {

class LocalRules {
public:
    LocalRules(Checker& checker, const domain::Commune& commune) : checker_(checker), commune_(commune) {}

    const domain::HoursPolicy& hours() const { return hours_; }
    const std::vector<domain::SurgePeriod>& surge_periods() const { return surge_periods_; }
    void open(const domain::SurgePeriod& period);
    /// Null: it is over.
    const domain::SurgePeriod* end(domain::SurgePeriodId id, domain::UtcTime now);
    static std::string reason_of(const domain::SurgePeriod& period) { return "surge period: " + period.name; }

    /// Why it may sound outside the hours, as the controller's desks write it into an order: the period, else the person's reason.
    void excuse(dispatch::BroadcastOrder& order, const std::string& reason) const;
    /// What a controller tells the signer.
    ports::SignerPolicy for_signer(domain::UtcTime now) const;

private:
    std::vector<domain::AreaId> hamlets_of(const domain::NodeSet& nodes) const;
    std::string surge_reason_for(const domain::Broadcast& broadcast) const;

    Checker& checker_;
    const domain::Commune& commune_;  ///< As it is now.
    domain::HoursPolicy hours_;
    std::vector<domain::SurgePeriod> surge_periods_;
};

}  // namespace village::simulation
