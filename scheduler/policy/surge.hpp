// Which hours hold for one sound when surge periods (đợt cao điểm) are counted in. Whoever asks about hours for something that a
// person wants to sound asks with these; a loudspeaker keeps to the commune's own and to what the grant says.
#pragma once

#include <span>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/surge.hpp"

namespace village::policy {

/// One sound, as far as periods ask: at the priority with which it sounds, until its last sample.
struct SurgeWish {
    std::string category;
    domain::Priority priority = domain::Priority::normal;
    domain::NodeSet nodes;
    domain::UtcTime start{};
    domain::Duration duration{};
};

/// What a signer is told of a period that names the quiet hours: its places as loudspeakers.
struct SurgeOpening {
    domain::UtcTime from{};
    domain::UtcTime until{};
    std::vector<domain::HourWindow> windows;
    domain::Priority from_priority = domain::Priority::normal;
    domain::NodeSet nodes;
};
SurgeOpening opening_of(const domain::SurgePeriod& period, const domain::Commune& commune);

/// May it sound in the quiet hours, the commune's or a hamlet's? Only what lies in the windows of one period from its first sample to
/// its last: whoever signs knows no hamlet's hours, and those may become longer once it is signed. Desk and signer both ask here.
bool opens_quiet_hours(const SurgeOpening& opening, const SurgeWish& wish, std::int32_t utc_offset_minutes);

/// Bounds of a new period: `invalid_argument`, `too_long`, `not_found` (a place), with what is wrong.
domain::Status check_surge(const domain::SurgePeriod& period, const domain::Commune& commune, domain::UtcTime now);

/// Is it for this sound, from its first sample to its last?
bool is_for(const domain::SurgePeriod& period, const SurgeWish& wish, const domain::Commune& commune);

/// These hours with what every period for this sound opens; the quiet ones as `opens_quiet_hours` says.
domain::HoursPolicy hours_in_force(const domain::HoursPolicy& own, std::span<const domain::SurgePeriod> periods,
                                   const SurgeWish& wish, const domain::Commune& commune);

/// The first period that would open quiet hours for this sound if its windows held all of it, and not only a part; null: none.
const domain::SurgePeriod* surge_straddled(std::span<const domain::SurgePeriod> periods, const SurgeWish& wish,
                                           const domain::Commune& commune, std::int32_t utc_offset_minutes);

/// The first period without which it would sound outside the allowed hours; null when none is needed, or none helps.
const domain::SurgePeriod* surge_needed(const domain::HoursPolicy& own, std::span<const domain::SurgePeriod> periods,
                                        const SurgeWish& wish, const domain::Commune& commune);

}  // namespace village::policy
