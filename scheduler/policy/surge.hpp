// Which hours hold for one sound when surge periods (đợt cao điểm) are counted in. Whoever asks about hours for something that a
// person wants to sound asks with these; a loudspeaker keeps to the commune's own and to what the grant says.
#pragma once

#include <span>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/surge.hpp"

namespace village::policy {

/// One sound, as far as periods ask.
struct SurgeWish {
    std::string category;
    domain::Priority priority = domain::Priority::normal;
    std::vector<domain::AreaId> hamlets;
    domain::UtcTime start{};
    domain::Duration duration{};
};

/// Bounds of a new period: `invalid_argument`, `too_long`, `not_found` (a place), with what is wrong.
domain::Status check_surge(const domain::SurgePeriod& period, const domain::Commune& commune, domain::UtcTime now);

/// Is it for this sound, from its first sample to its last?
bool is_for(const domain::SurgePeriod& period, const SurgeWish& wish, const domain::Commune& commune);

/// The commune's hours with what every period for this sound opens.
domain::HoursPolicy hours_in_force(const domain::HoursPolicy& own, std::span<const domain::SurgePeriod> periods,
                                   const SurgeWish& wish, const domain::Commune& commune);

/// The first period without which it would sound outside the allowed hours; null when none is needed, or none helps.
const domain::SurgePeriod* surge_needed(const domain::HoursPolicy& own, std::span<const domain::SurgePeriod> periods,
                                        const SurgeWish& wish, const domain::Commune& commune);

}  // namespace village::policy
