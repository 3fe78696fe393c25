// Whether this controller still owns its commune. The store and the signer say so, each by refusing one that was superseded; the signer
// is asked first at a start, when it and the loudspeakers may have seen a higher epoch than a restored backup knows of.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class OwnerDesk {
public:
    explicit OwnerDesk(Office& office) : office_(office) {}

    std::uint64_t epoch() const { return office_.ports.stores.ownership.owner().epoch; }
    /// A node, or the signer at a start, has seen `epoch`: returns the one that holds now. Errors: `malformed` (too far above), what
    /// the store says.
    ports::Awaitable<domain::Result<std::uint64_t>> rise_above(std::uint64_t epoch);
    /// The signer has answered to this life of the controller: from now on somebody else's epoch there is a successor's.
    void accepted_by_signer() { is_accepted_ = true; }
    bool is_accepted() const { return is_accepted_; }
    /// The signer obeys somebody else.
    void refused_by_signer();
    /// This controller may change and command nothing any more; said once.
    std::function<void()> on_superseded;

private:
    Office& office_;
    bool is_accepted_ = false;
};

}  // namespace village::control_loop
