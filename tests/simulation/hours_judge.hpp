// S23: nothing sounds in the quiet hours but what is called, and what a surge period that names them permits there and then; and outside
// the allowed hours only what has a reason. Counts by itself which period that is, and which hours hold at a loudspeaker: those of its
// hamlet and of the day from when it has been told of them.
#pragma once

#include "scheduler/domain/surge.hpp"
#include "tests/simulation/facts.hpp"

namespace village::simulation {

class HoursJudge {
public:
    explicit HoursJudge(Facts& facts) : facts_(facts) {}

    /// `nodes`: the loudspeakers of its areas.
    void opened(const domain::SurgePeriod& period, domain::NodeSet nodes) { periods_.push_back({period, std::move(nodes)}); }
    void ended(domain::SurgePeriodId id, domain::UtcTime now);

    void issued(const domain::Grant& grant, domain::UtcTime now) const;
    /// It sounds at this moment.
    void check(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;

private:
    struct Period {
        domain::SurgePeriod surge;
        domain::NodeSet nodes;
    };
    static bool is_for(const Period& period, const domain::Grant& grant);
    bool is_open(const Period& period, domain::UtcTime time) const;
    policy::HoursStanding standing(domain::NodeNumber node, domain::UtcTime since, domain::UtcTime now) const;
    void note(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;

    Facts& facts_;
    std::vector<Period> periods_;
};

}  // namespace village::simulation
