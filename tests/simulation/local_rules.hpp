// What is laid down in a run: the commune's hours, those of hamlets and kinds of days, special days, and surge periods that open more. On
// the controller's disk as soon as it is said; signer and loudspeakers know it when a controller has told them. What follows from it says
// the real policy and the real calendar.
#pragma once

#include "controller/ports/signer.hpp"
#include "scheduler/calendar/day_rules.hpp"
#include "scheduler/dispatch/dispatch_events.hpp"
#include "scheduler/policy/check_hours.hpp"
#include "tests/simulation/checker.hpp"

namespace village::simulation {

class LocalRules {
public:
    LocalRules(Checker& checker, const domain::Commune& commune) : checker_(checker), commune_(commune) {}

    const domain::HoursPolicy& hours() const { return hours_; }
    /// Rises with every change of hours and days.
    std::uint64_t version() const { return version_; }
    const std::vector<domain::DayRule>& day_rules() const { return day_rules_; }
    const std::vector<domain::HoursRule>& hours_rules() const { return hours_rules_.rules; }
    void save(std::vector<domain::DayRule> rules, domain::UtcTime now);
    void save(std::vector<domain::HoursRule> rules, domain::UtcTime now);
    /// Can anything fall away on some day?
    bool has_mourning() const;
    /// Of its nodes, those at which it does not fall away.
    domain::NodeSet where_it_sounds(const DayWish& wish) const;
    /// What the loudspeakers of a hamlet keep to by themselves.
    domain::HoursPolicy hours_of(domain::AreaId hamlet, domain::UtcTime now) const;

    const std::vector<domain::SurgePeriod>& surge_periods() const { return surge_periods_; }
    void open(const domain::SurgePeriod& period);
    /// Null: it is over.
    const domain::SurgePeriod* end(domain::SurgePeriodId id, domain::UtcTime now);
    static std::string reason_of(const domain::SurgePeriod& period) { return "surge period: " + period.name; }

    /// Why it may sound outside the hours, as the controller's desks write it into an order: the period, else the person's reason.
    void excuse(dispatch::BroadcastOrder& order, const std::string& reason) const;
    /// What a restarted controller reads from the reason that stands there.
    void excuse_again(dispatch::BroadcastOrder& order) const;
    /// What a controller tells the signer.
    ports::SignerPolicy for_signer(domain::UtcTime now) const;

private:
    std::vector<domain::AreaId> hamlets_of(const domain::NodeSet& nodes) const;
    std::string surge_reason_for(const domain::Broadcast& broadcast) const;
    policy::HoursStanding own_standing(const domain::Broadcast& broadcast) const;
    /// What holds at all of them.
    domain::HoursPolicy hours_at(const domain::NodeSet& nodes, domain::UtcTime from, domain::UtcTime to) const;
    domain::HoursPolicy laid_out(domain::AreaId hamlet, domain::UtcTime from, domain::UtcTime to) const;

    Checker& checker_;
    const domain::Commune& commune_;  ///< As it is now.
    domain::HoursPolicy hours_;
    std::uint64_t version_ = 0;
    std::vector<domain::DayRule> day_rules_;
    std::optional<calendar::SpecialDays> days_;
    domain::HoursRules hours_rules_;
    std::vector<domain::SurgePeriod> surge_periods_;
};

}  // namespace village::simulation
