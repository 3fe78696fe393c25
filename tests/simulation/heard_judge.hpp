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
    void start_written(OnNode here) {
        begun_in_.try_emplace({here.first, facts_.issued.at(here.second).broadcast}, facts_.lives[here.first]);
    }
    /// What the same receipt says of it.
    void silenced_by(OnNode here, domain::DeliveryState said, std::optional<domain::BroadcastId> by, domain::UtcTime now);
    void sweep();

private:
    struct Claim {
        OnNode here;
        domain::BroadcastId by;
        domain::UtcTime since{};
    };
    bool is_borne_out(const Claim& claim) const;
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
    std::map<std::pair<domain::NodeNumber, domain::BroadcastId>, std::uint32_t> begun_in_;  ///< Which life of the node, first.
    std::vector<Claim> claims_;
};

}  // namespace village::simulation
