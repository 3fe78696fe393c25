// "Why will it not play?": looks ahead for loudspeakers, and finds what a schedule would meet before it is saved.
#pragma once

#include "controller/control_loop/looking_ahead.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class ForecastDesk {
public:
    explicit ForecastDesk(const Office& office) : office_(office) {}

    /// As things are now: a loudspeaker that is away is taken to stay away, what is planned to be signed and fetched in time.
    ports::Awaitable<domain::Result<ports::DryRun>> dry_run(ports::DryRunRequest request) const;
    /// Of what the edit with this edition touches (0: a new schedule), in the year from the first such occurrence on.
    ports::Awaitable<domain::Result<domain::Conflicts>> conflicts(domain::Schedule draft, std::uint32_t edition) const;

private:
    ports::Awaitable<domain::Result<dispatch::DryRunMaterial>> material(Asked asked) const;
    ports::Awaitable<domain::Status> add_wanted(Asked asked, calendar::Wish wish, domain::Announcement announcement,
                                                dispatch::DryRunMaterial& material) const;
    ports::Awaitable<domain::Status> add_absent(domain::Schedule schedule, Asked asked, dispatch::DryRunMaterial& material) const;
    ports::Awaitable<domain::Status> add(WantedSounds wanted, domain::Announcement announcement,
                                         dispatch::DryRunMaterial& material) const;
    ports::Awaitable<domain::Result<domain::Conflicts>> conflicts_of(calendar::Wish wish, std::vector<calendar::Wish> own) const;
    /// Adds what a schedule's wishes come to.
    ports::Awaitable<domain::Status> add_series(std::vector<calendar::Wish> wishes,
                                                std::vector<dispatch::PlannedSeries>& all) const;
    ports::Awaitable<domain::Result<std::vector<dispatch::PlannedSeries>>> others(domain::Schedule draft, Asked asked) const;

    const Office& office_;
};

/// The refusal that names what is met and how to go on.
domain::Error refusal_of(const domain::Conflicts& conflicts);

}  // namespace village::control_loop
