// Special days (ngày đặc biệt) as data of the commune: public holidays, lunar days, mourning, elections; and what a schedule does on
// such a day. Values only; which days they are and what follows says scheduler/calendar.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::domain {

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
    std::vector<AreaId> areas;  ///< Where, with everything below it; empty: the whole commune.
    bool operator==(const DayRule&) const = default;
};

/// All the special days a commune keeps.
struct DayRules {
    std::vector<DayRule> rules;
    std::uint32_t version = 1;
    bool operator==(const DayRules&) const = default;
};

/// keep: as on any day. skip: not on this day. only_then: on such days and no others. no_music: without music.
enum class DayAction : std::uint8_t { keep, skip, only_then, no_music };
/// "keep", "skip", "only_then", "no_music", as in the API.
std::string_view day_action_name(DayAction action);
std::optional<DayAction> day_action_from_name(std::string_view name);

struct DayReaction {
    DayKind kind = DayKind::other;
    std::string rule;  ///< The name of one rule of this kind ("Tết Nguyên đán"); empty: all of them. The named one goes before.
    DayAction action = DayAction::keep;
    bool operator==(const DayReaction&) const = default;
};

}  // namespace village::domain
