// Which days are special, and where: public holidays, lunar days, mourning, elections, as data of the commune. `SpecialDays` is these
// rules laid out over a span of days once, so that asking for a day costs nothing. What a schedule does on such a day says
// day_reactions.hpp. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/calendar/lunar_rule.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/special_days.hpp"

namespace village::calendar {

using domain::DayKind;
using domain::DayRule;
using domain::DaySpan;
using domain::YearlyDay;

inline constexpr std::size_t day_rules_max = 500;
inline constexpr date::days special_days_span_max{12 * 366};

/// The public holidays of Vietnam (Bộ luật Lao động số 45/2019/QH14, Điều 112), rằm and mùng 1. Tết is here the day before mùng 1
/// and four days from it; which five days it is, and the day beside 2 September, the Prime Minister decides every year: a DaySpan.
std::vector<DayRule> usual_day_rules();

class SpecialDays {
public:
    /// `rules` over the days [first, last]; what is asked outside has no rules.
    /// Errors: `invalid_argument` (a date that does not exist, a span that ends before it begins, no name or one that two rules
    /// have), `not_found` (an area that is not of the commune), `too_large` (day_rules_max, special_days_span_max).
    static domain::Result<SpecialDays> make(std::vector<DayRule> rules, const domain::Commune& commune, date::local_days first,
                                            date::local_days last);

    /// The rules that hold on this day in this area, in the order they were given. A rule for one hamlet does not hold for the
    /// commune as a whole.
    std::vector<const DayRule*> on(date::local_days day, domain::AreaId area) const;
    const std::vector<DayRule>& rules() const { return rules_; }

private:
    struct Entry {
        date::local_days day;
        std::size_t rule;
        auto operator<=>(const Entry&) const = default;
    };
    SpecialDays(std::vector<DayRule> rules, const domain::Commune& commune, date::local_days first, date::local_days last);

    std::vector<DayRule> rules_;
    std::vector<std::vector<domain::AreaId>> areas_;  ///< For each rule every area it holds in, ascending; empty: everywhere.
    std::vector<Entry> days_;                         ///< Ascending, each once.
};

}  // namespace village::calendar
