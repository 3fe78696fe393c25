// Special days, and what a schedule does on them, from a request.
#pragma once

#include "controller/web_api/requests.hpp"
#include "controller/web_api/timing_body.hpp"

namespace village::web_api {

inline std::vector<domain::DayReaction> reactions_from(List<DayReactionBody, 50> body) {
    std::vector<domain::DayReaction> reactions;
    for (auto& one : body.items)
        reactions.push_back({one.kind, one.rule ? std::move(one.rule->value) : std::string{}, one.action});
    return reactions;
}

/// `invalid_argument` unless it says its days in exactly one way.
inline domain::Result<domain::DayRule> day_rule_from(DayRuleBody body) {
    domain::DayRule rule;
    const bool is_span = body.first || body.last;
    if (body.yearly.has_value() + body.lunar.has_value() + is_span != 1)
        return domain::Error{domain::ErrorCode::invalid_argument,
                             "a special day says its days by `yearly`, by `lunar`, or by `first` and `last`",
                             domain::BrokenRule{"special_day_date", {}, body.name.value}};
    if (body.yearly)
        rule.when =
            domain::YearlyDay{static_cast<unsigned>(body.yearly->month.value), static_cast<unsigned>(body.yearly->day.value)};
    if (body.lunar) rule.when = lunar_rule_from(*body.lunar);
    if (is_span) {
        const auto first = body.first ? *body.first : *body.last;
        rule.when = domain::DaySpan{first, body.last.value_or(first)};
    }
    rule.name = std::move(body.name.value);
    rule.kind = body.kind;
    if (body.days_before) rule.days_before = static_cast<std::uint8_t>(body.days_before->value);
    if (body.days_after) rule.days_after = static_cast<std::uint8_t>(body.days_after->value);
    if (body.areas) rule.areas = std::move(body.areas->items);
    return rule;
}

}  // namespace village::web_api
