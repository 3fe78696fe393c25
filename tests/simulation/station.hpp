// The station that the programmes of a run relay: now and then it gives nothing, or only what nobody can hear.
#pragma once

#include "scheduler/domain/time.hpp"

namespace village::simulation {

class Station {
public:
    void gives_nothing(domain::UtcTime now, domain::Duration time);
    void gives_dead_air(domain::UtcTime now, domain::Duration time);
    void heal() { silent_until_ = nothing_until_ = {}; }

    /// It is heard by whoever receives it.
    bool is_heard(domain::UtcTime now) const { return now >= silent_until_; }
    /// The controller sends packets of it: as the real one, of dead air only for a while.
    bool is_sent(domain::UtcTime now) const;

private:
    void be_silent(domain::UtcTime now, domain::Duration time);

    domain::UtcTime silent_since_{};
    domain::UtcTime silent_until_{};
    domain::UtcTime nothing_until_{};
};

}  // namespace village::simulation
