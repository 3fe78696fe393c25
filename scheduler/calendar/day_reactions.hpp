// What a schedule does on special days, and the verdict for one occurrence in one area: it plays, it plays without music, or it
// falls away, always with the name of the day that decided. Pure; asked when planning and by "why will it not play?".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduler/calendar/day_rules.hpp"
#include "scheduler/calendar/zone_rules.hpp"

namespace village::calendar {

using domain::DayAction;
using domain::DayReaction;

inline constexpr std::size_t day_reactions_max = 50;

/// `too_large` over the bound, `invalid_argument` for two that speak of the same days.
domain::Status check_reactions(std::span<const DayReaction> reactions);

/// What the same schedule does when all of it is music: it falls away where it would play without.
std::vector<DayReaction> reactions_of_music(std::vector<DayReaction> reactions);

/// What holds where a schedule says nothing: no music in mourning, anything else is kept.
DayAction usual_action(DayKind kind);

enum class DayStanding : std::uint8_t { plays, without_music, left_out };

struct DayVerdict {
    DayStanding standing = DayStanding::plays;
    /// The name of the special day that decided. Of a schedule that plays only on some days and falls away because this is none of
    /// them: the names or kinds of these days. Empty when nothing decided.
    std::string because;
    std::optional<DayAction> action;  ///< skip or only_then when it falls away, no_music when the music does.
    bool operator==(const DayVerdict&) const = default;
};

/// skip goes before only_then, and that before no_music; of equals the first rule is named.
DayVerdict verdict_on(std::span<const DayRule* const> today, std::span<const DayReaction> reactions);

struct AreaVerdict {
    domain::AreaId area;
    DayVerdict verdict;
    bool operator==(const AreaVerdict&) const = default;
};

/// One verdict for each area that would hear it (the hamlets of its nodes), in their order. The day is that of the planned start
/// on the wall clock, also for what goes on past midnight.
std::vector<AreaVerdict> verdicts(domain::UtcTime planned, std::span<const domain::AreaId> areas, const SpecialDays& days,
                                  std::span<const DayReaction> reactions, const ZoneRules& zone);
/// Does it fall away in every one of them?
bool falls_away(std::span<const AreaVerdict> verdicts);

/// "falls away: Giỗ Tổ Hùng Vương", "without music: Quốc tang", "plays on Rằm only"; empty when it plays as on any day. English, for
/// the log and the API's detail; the interface makes its own of `action` and `because`.
std::string verdict_text(const DayVerdict& verdict);

}  // namespace village::calendar
