// S8: a receipt says "played" only where at least 95 % of the samples were output, in one pass. A stream's samples are those from T0
// to the last one that was heard. And it names what silenced it: something that this loudspeaker began.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class HeardJudge {
public:
    explicit HeardJudge(Facts& facts) : facts_(facts) {}

    void started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound);
    void stopped(domain::NodeNumber node, const domain::Grant& grant, domain::Duration time, domain::UtcTime now);
    /// So much of what the device was to output was not.
    void faltered(domain::NodeNumber node, domain::GrantId grant, domain::Duration lost);
    void finished(domain::NodeNumber node, const domain::Grant& grant, domain::DeliveryState said, domain::UtcTime now);
    /// "Started" lies on the disk.
    void start_written(OnNode here) { begun_.insert({here.first, facts_.issued.at(here.second).broadcast}); }
    /// What the same receipt says of it.
    void silenced_by(OnNode here, domain::DeliveryState said, std::optional<domain::BroadcastId> by, domain::UtcTime now);
    void sweep();

private:
    /// What silences begins in the same moment, unless the power is cut in between.
    struct Claim {
        OnNode here;
        domain::BroadcastId by;
        std::uint32_t life = 0;
        domain::UtcTime since{};
    };
    struct Heard {
        domain::Duration best{};  ///< Of the passes before.
        domain::Duration pass{};
        domain::Duration reached{};  ///< In the content.
        domain::UtcTime last_sample_at{};
        int starts = 0;
    };
    static domain::Duration wanted(const domain::Grant& grant, const Heard& heard);

    Facts& facts_;
    std::map<OnNode, Heard> heard_;
    std::set<std::pair<domain::NodeNumber, domain::BroadcastId>> begun_;
    std::vector<Claim> claims_;
};

}  // namespace village::simulation
