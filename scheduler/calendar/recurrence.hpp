// One RFC 5545 RRULE, checked when it is made: SECONDLY, MINUTELY and HOURLY are refused, and so is a rule without a possible
// date, because libical would search for it for half a second or for ever. Works on wall-clock times only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

/// `rule` with the weekday that it leaves out where it names weeks of the year: that of `first` (RFC 5545, 3.3.10). libical finds no
/// date without it, and python3-dateutil takes every day of such a week.
std::string spelled_out(std::string_view rule, LocalTime first);

class Recurrence {
public:
    /// `rule` without "RRULE:", e.g. "FREQ=WEEKLY;BYDAY=MO,TU"; at most 512 characters. `first` is DTSTART: it sets the time of
    /// day and what the rule leaves open, and sounds only if the rule itself gives it.
    /// `zone` is for UNTIL only, which RFC 5545 writes in UTC. At most 24 times a day.
    /// What libical would expand otherwise than RFC 5545 says is refused: WKST; BYSETPOS in daily and weekly rules or with several
    /// times of the day; days from the end of the month in daily and weekly rules; BYMONTHDAY with the nth weekday of a year;
    /// the weeks of the year that can lie in two (1, 52, 53, and those counted from its end).
    /// Errors: `invalid_argument`, `recurrence_too_frequent`, `recurrence_never_fires`.
    static domain::Result<Recurrence> parse(std::string_view rule, LocalTime first, const ZoneRules& zone);

    /// The moments in [from, to), ascending, at most `max`.
    std::vector<LocalTime> between(LocalTime from, LocalTime to, std::size_t max) const;
    std::optional<int> count() const;
    /// UNTIL on the wall clock, itself included; the last second of the day if the rule names a day, and the last moment if it counts.
    std::optional<LocalTime> until() const;

    Recurrence(Recurrence&&) noexcept;
    Recurrence& operator=(Recurrence&&) noexcept;
    ~Recurrence();

private:
    struct Rule;  ///< libical's parsed form; its headers stay in recurrence.cpp.
    explicit Recurrence(std::unique_ptr<Rule> rule);
    std::unique_ptr<Rule> rule_;
};

}  // namespace village::calendar
