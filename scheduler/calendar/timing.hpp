// When a schedule sounds, as a person says it: on the wall clock of the commune, once, by RRULE or by lunar date, at one or several
// times of the day, with days added and left out. `ReadTiming` is one whose rule has been read and checked. Pure.
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

struct Once {
    bool operator==(const Once&) const = default;
};
struct Rrule {
    std::string text;  ///< As Recurrence::parse takes it: "FREQ=MONTHLY;BYDAY=2TU".
    bool operator==(const Rrule&) const = default;
};
using Repetition = std::variant<Once, Rrule, LunarRule>;

struct Timing {
    LocalTime first{};   ///< Nothing sounds before it but `also_on`; its time of day is the earliest of the day.
    Repetition repeats;  ///< Which days.
    std::vector<std::chrono::seconds>
        also_at;                     ///< More times of each such day, since midnight, ascending and after that of `first`.
    std::vector<LocalTime> also_on;  ///< RDATE: single moments more.
    std::vector<LocalTime> not_on;   ///< EXDATE: moments that fall away, whatever gave them.
    std::optional<date::local_days> valid_from;  ///< The validity range, both days included; limits all of the above and does not
    std::optional<date::local_days> valid_until;  ///< move the beginning that INTERVAL and COUNT count from.
    bool operator==(const Timing&) const = default;
};

inline constexpr std::size_t single_moments_max = 500;  ///< Each of also_on and not_on.
inline constexpr std::size_t times_a_day_max = 24;

/// Why a moment that the rule gives does not sound.
enum class Absence : std::uint8_t { left_out, before_validity, after_validity };

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
