// Đính chính: a correction goes to the loudspeakers that sounded what was wrong and to no other, to all of which the controller's disk knows that,
// and to none that has heard one out. Knows what really sounded where.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class CorrectionJudge {
public:
    explicit CorrectionJudge(Facts& facts) : facts_(facts) {}

    /// A person asks for it; `targets`: whom the controller finds that it goes to.
    void asked_for(domain::BroadcastId correction, domain::BroadcastId wrong, const domain::NodeSet& targets,
                   domain::UtcTime now);
    void stored(const domain::Delivery& delivery);
    void database_restored();
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);

private:
    using There = std::pair<domain::BroadcastId, domain::NodeNumber>;
    bool heard_out_a_correction(domain::BroadcastId wrong, domain::NodeNumber node) const;
    bool may_be_on_its_way(domain::BroadcastId wrong, domain::NodeNumber node) const;

    Facts& facts_;
    std::set<There> sounded_;
    std::set<There> known_to_have_sounded_;  ///< By the controller's disk ...
    std::set<There> known_to_be_heard_out_;  ///< ... and from its first sample to its last.
    std::map<domain::BroadcastId, domain::BroadcastId> wrong_of_;
    std::multimap<domain::BroadcastId, std::pair<domain::BroadcastId, domain::NodeSet>> corrections_of_;
};

}  // namespace village::simulation
