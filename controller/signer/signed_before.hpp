// Ordinary grants signed lately, by broadcast. A controller that sent one and fell before it was on its disk asks again, and gets
// the same grant: a second one, with an id of its own, would be heard a second time.
#pragma once

#include <map>

#include "scheduler/domain/grant.hpp"

namespace village::signer {

class SignedBefore {
public:
    /// As many as a controller has open at once; beyond it those that have ended go, then the oldest.
    static constexpr std::size_t grants_max = 4096;

    /// The grant that was given for the same sound at the same time and nodes under this policy; null when there is none.
    const domain::SignedGrant* find(const domain::Grant& draft, std::uint64_t policy_epoch) const;
    void remember(domain::SignedGrant grant, domain::UtcTime now);
    /// The keys changed: nothing signed before is believed for certain.
    void clear() { grants_.clear(); }

private:
    void make_room(domain::UtcTime now);

    std::map<domain::BroadcastId, domain::SignedGrant> grants_;
};

}  // namespace village::signer
