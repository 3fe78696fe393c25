// Turns a Schedule or a Series into the Occurrences of a span of time. Pure and bounded; run it on a worker or once per plan, not
// inside an event (2.5 µs per occurrence).
#pragma once

#include <optional>
#include <vector>

#include "scheduler/calendar/series.hpp"

namespace village::calendar {

/// One call never gives more; a longer span is asked for in parts.
inline constexpr std::size_t occurrences_max = 20'000;

/// Why a moment of the rule is not an occurrence, for "why will it not play?"; the exceptions of a day come from day_rules.hpp.
struct AbsentOccurrence {
    domain::Occurrence occurrence;  ///< The id it would have had.
    Absence absence = Absence::left_out;
};

/// A Series whose rules have been read once; keep it as long as the series does not change.
class Expander {
public:
    /// Errors: those of check_series and ReadTiming::make.
    static domain::Result<Expander> make(const Series& series, const ZoneRules& zone);
    /// Errors: `invalid_argument` (rule), `recurrence_too_frequent`, `recurrence_never_fires`.
    static domain::Result<Expander> make(const domain::Schedule& schedule, const ZoneRules& zone);

    /// Occurrences with `planned` in [from, to), ascending; none for a cancelled schedule.
    std::vector<domain::Occurrence> between(domain::UtcTime from, domain::UtcTime to) const;
    /// The first one at or after `from`, if there is one within 12 years.
    std::optional<domain::Occurrence> next(domain::UtcTime from) const;
    /// What was left out, or lies outside the validity, with its moment in [from, to).
    std::vector<AbsentOccurrence> absent(domain::UtcTime from, domain::UtcTime to) const;

    /// What the edit with this edition touched (0: what none did) and is planned at `from` or later, ascending by `planned`: the first
    /// `max` of each part, every single moment that was added to it, and every single change.
    std::vector<domain::Occurrence> of_edition(std::uint32_t edition, domain::UtcTime from, std::size_t max) const;

    /// Does the series give an occurrence with this original moment, moved or not?
    bool gives(domain::UtcTime original) const;
    /// Which part of the series an original moment belongs to.
    std::size_t part_at(domain::UtcTime original) const;
    /// The occurrence with this original moment, which the series gives.
    domain::Occurrence occurrence(domain::UtcTime original) const { return occurrence(original, planned(original)); }
    /// When the occurrence with this original moment is to sound.
    domain::UtcTime planned(domain::UtcTime original) const;
    /// What is wanted of this occurrence.
    const Wanted& wanted(const domain::Occurrence& occurrence) const;
    /// Original moments of part `part` in [from, to), as its timing gives them, at least `max` if there are so many.
    std::vector<Moment> moments_of(std::size_t part, domain::UtcTime from, domain::UtcTime to, std::size_t max) const;

    const Series& series() const { return series_; }
    const ReadTiming& read_timing(std::size_t part) const { return parts_[part]; }

private:
    Expander(Series series, const ZoneRules& zone, std::vector<ReadTiming> parts);
    domain::Occurrence occurrence(domain::UtcTime original, domain::UtcTime planned) const;
    domain::UtcTime end_of(std::size_t part) const;
    const OneChange* change_of(domain::UtcTime original) const;
    std::vector<domain::Occurrence> occurrences(domain::UtcTime from, domain::UtcTime to, std::size_t max) const;

    Series series_;
    ZoneRules zone_;
    std::vector<ReadTiming> parts_;          ///< One for each part of the series.
    std::vector<domain::Occurrence> moved_;  ///< The changes that move one which the series gives.
};

/// Expander::make and between in one step.
domain::Result<std::vector<domain::Occurrence>> expand(const domain::Schedule& schedule, const ZoneRules& zone,
                                                       domain::UtcTime from, domain::UtcTime to);

/// What saving a schedule asks: readable, fires at all, not only in the past (`schedule_in_past`), and within 12 years.
domain::Status check_schedule(const domain::Schedule& schedule, const ZoneRules& zone, domain::UtcTime now);
domain::Status check_schedule(const Series& series, const ZoneRules& zone, domain::UtcTime now);

}  // namespace village::calendar
