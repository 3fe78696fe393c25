// "Why will it not play?": looks ahead for loudspeakers.
#pragma once

#include "controller/control_loop/looking_ahead.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class ForecastDesk {
public:
    explicit ForecastDesk(const Office& office) : office_(office) {}

    /// As things are now: a loudspeaker that is away is taken to stay away, what is planned to be signed and fetched in time.
    ports::Awaitable<domain::Result<ports::DryRun>> dry_run(ports::DryRunRequest request) const;
    /// Of the whole commune, from now on.
    ports::Awaitable<domain::Result<ports::DryRun>> coming(date::days days) const;

private:
    ports::Awaitable<domain::Result<dispatch::DryRunMaterial>> material(Asked asked) const;
    ports::Awaitable<domain::Status> add_wanted(Asked asked, calendar::Wish wish, domain::Announcement announcement,
                                                dispatch::DryRunMaterial& material) const;
    ports::Awaitable<domain::Status> add_absent(domain::Schedule schedule, Asked asked, dispatch::DryRunMaterial& material) const;
    ports::Awaitable<domain::Status> add(WantedSounds wanted, domain::Announcement announcement,
                                         dispatch::DryRunMaterial& material) const;

    const Office& office_;
};

}  // namespace village::control_loop
