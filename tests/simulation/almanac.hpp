// What people of a run have laid down of special days and of the hours of hamlets, and what holds of it at a loudspeaker by plain counting:
// judges ask here, and never the calendar or the policy that they judge.
#pragma once

#include <map>
#include <set>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours_rules.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::simulation {

class Almanac {
public:
    explicit Almanac(domain::HoursPolicy own) : own_(std::move(own)) {}

    void commune_is(const domain::Commune& commune);
    void days_saved(std::vector<domain::DayRule> rules) { days_ = std::move(rules); }
    void hours_saved(std::vector<domain::HoursRule> rules) { hours_ = std::move(rules); }

    /// On the wall clock of the commune.
    std::uint16_t minute_of_day(domain::UtcTime time) const;
    std::set<domain::DayKind> kinds_on(date::local_days day, domain::NodeNumber node) const;
    /// Of the commune, or of this loudspeaker, at one moment.
    policy::HoursStanding standing(domain::UtcTime time) const;
    policy::HoursStanding standing(domain::NodeNumber node, domain::UtcTime time) const;
    /// Do the hours there leave all of [from, to] to it?
    bool leaves(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime from, domain::UtcTime to) const;
    /// Does its hamlet, or the day, take something of [from, to] from it that the commune's own hours leave to it?
    bool narrows(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime from, domain::UtcTime to) const;

private:
    bool is_there(const std::vector<domain::AreaId>& areas, domain::NodeNumber node) const;
    bool holds(const domain::HoursRule& rule, domain::NodeNumber node, date::local_days day) const;

    domain::HoursPolicy own_;
    domain::AreaId commune_;
    std::map<domain::NodeNumber, domain::AreaId> hamlets_;
    std::vector<domain::DayRule> days_;
    std::vector<domain::HoursRule> hours_;
};

}  // namespace village::simulation
