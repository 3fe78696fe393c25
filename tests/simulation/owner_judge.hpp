// S9 and S10: the epochs of the store, the signer and every loudspeaker only rise, and what a controller decides whose place was taken
// is neither written nor heard, unless it is an emergency. Its place is taken when the store knows of another one, for what is written, and when the signer does,
// for what sounds.
#pragma once

#include "tests/simulation/facts.hpp"
#include "tests/simulation/owner.hpp"

namespace village::simulation {

class OwnerJudge {
public:
    explicit OwnerJudge(Facts& facts) : facts_(facts) {}

    /// It is on the controller's disk.
    void written(const Owner& owner, domain::UtcTime now);
    void database_restored() { on_disk_ = {}; }
    void obeyed_by_signer(const Owner& owner) { signer_epoch_ = std::max(signer_epoch_, owner.epoch); }
    /// The signer signed it for this one.
    void issued(const domain::Grant& grant, const Owner& owner);
    void joined(domain::NodeNumber node, std::uint64_t epoch, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);

private:
    Facts& facts_;
    Owner on_disk_;
    std::uint64_t signer_epoch_ = 0;
    std::map<domain::NodeNumber, std::uint64_t> obeyed_;  ///< The highest.
    std::set<domain::GrantId> decided_too_late_;
};

}  // namespace village::simulation
