// What a Timing (scheduler/domain/timing.hpp) gives: `ReadTiming` is one whose rule has been read and checked. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scheduler/calendar/lunar_rule.hpp"
#include "scheduler/calendar/recurrence.hpp"
#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

using domain::Once;
using domain::Repetition;
using domain::Rrule;
using domain::Timing;

inline constexpr std::size_t single_moments_max = 500;  ///< Each of also_on and not_on.
inline constexpr std::size_t times_a_day_max = 24;

/// Why a moment that the rule gives does not sound.
enum class Absence : std::uint8_t { left_out, before_validity, after_validity };
/// "left_out", "before_validity", "after_validity", as in the API.
std::string_view absence_name(Absence absence);

struct Moment {
    LocalTime local;
    domain::UtcTime utc;
    std::optional<Absence> absence;
};

class ReadTiming {
public:
    /// A COUNT counts days when there are several times of the day.
    /// Errors: those of Recurrence::parse and check_lunar_rule; `invalid_argument` for times of the day that do not ascend, that
    /// stand beside BYHOUR or BYMINUTE, or a validity range that ends before it begins; `too_large` for the bounds above.
    static domain::Result<ReadTiming> make(Timing timing, const ZoneRules& zone);

    /// What sounds in [from, to) on the wall clock, ascending in UTC, each moment once; at least `max` when there are so many.
    std::vector<Moment> between(LocalTime from, LocalTime to, std::size_t max) const;
    /// The same with what falls away and why.
    std::vector<Moment> with_absent(LocalTime from, LocalTime to, std::size_t max) const;

    const Timing& timing() const { return timing_; }
    /// Empty unless it repeats by RRULE.
    const Recurrence* recurrence() const { return rule_ ? &*rule_ : nullptr; }

private:
    ReadTiming(Timing timing, const ZoneRules& zone, std::optional<Recurrence> rule);
    std::vector<LocalTime> given(LocalTime from, LocalTime to, std::size_t max) const;
    std::vector<LocalTime> first_times(LocalTime from, LocalTime to, std::size_t max) const;
    std::optional<Absence> absence_of(LocalTime local, domain::UtcTime utc) const;

    Timing timing_;
    ZoneRules zone_;
    std::optional<Recurrence> rule_;
    std::vector<domain::UtcTime> not_on_;  ///< Ascending.
};

}  // namespace village::calendar
