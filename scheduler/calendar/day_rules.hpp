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

namespace village::calendar {

enum class DayKind : std::uint8_t {
    public_holiday,  ///< Ngày nghỉ lễ, tết.
    lunar_day,       ///< Rằm, mùng 1 and other days of the lunar calendar.
    state_mourning,  ///< Quốc tang: no music.
    local_mourning,  ///< A funeral, usually in one hamlet: no music there.
    election_day,    ///< Ngày bầu cử.
    other,           ///< Whatever else the commune keeps.
};
/// "public_holiday", ... as in the API.
std::string_view day_kind_name(DayKind kind);
std::optional<DayKind> day_kind_from_name(std::string_view name);

/// Every year; 29 February in leap years only.
struct YearlyDay {
    unsigned month = 0;
    unsigned day = 0;
    bool operator==(const YearlyDay&) const = default;
};
/// Both days included.
struct DaySpan {
    date::local_days first;
    date::local_days last;
    bool operator==(const DaySpan&) const = default;
};

struct DayRule {
    std::string name;  ///< "Giỗ Tổ Hùng Vương": what a person is told when something falls away because of it. Unique, not empty.
    DayKind kind = DayKind::other;
    std::variant<YearlyDay, LunarRule, DaySpan> when;
    std::uint8_t days_before = 0;  ///< The rule holds on so many days before and after, too: Tết begins the day before mùng 1.
    std::uint8_t days_after = 0;
    std::vector<domain::AreaId> areas;  ///< Where, with everything below it; empty: the whole commune.
    bool operator==(const DayRule&) const = default;
};

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
