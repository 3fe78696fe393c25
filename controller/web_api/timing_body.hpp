// When a schedule sounds, from a request.
#pragma once

#include "controller/web_api/requests.hpp"

namespace village::web_api {

/// A yearly lunar date is kept once and a monthly one in a leap month, too, unless the request says otherwise.
inline domain::LunarRule lunar_rule_from(const LunarRuleBody& body) {
    domain::LunarRule rule;
    for (const auto day : body.days.items) rule.days.push_back(static_cast<unsigned>(day.value));
    if (body.months)
        for (const auto month : body.months->items) rule.months.push_back(static_cast<unsigned>(month.value));
    const auto usual = rule.months.empty() ? domain::LeapMonth::counted : domain::LeapMonth::left_out;
    rule.leap_month = body.leap_month.value_or(usual);
    rule.short_month = body.short_month.value_or(domain::ShortMonth::last_day);
    return rule;
}

inline domain::Timing timing_from(const TimingBody& body) {
    domain::Timing timing;
    timing.first = body.local_start;
    if (body.recurrence && !body.recurrence->value.empty()) timing.repeats = domain::Rrule{body.recurrence->value};
    if (body.lunar) timing.repeats = lunar_rule_from(*body.lunar);
    if (body.also_at)
        for (const auto time : body.also_at->items) timing.also_at.push_back(std::chrono::minutes{time.minute});
    if (body.also_on) timing.also_on = body.also_on->items;
    if (body.not_on) timing.not_on = body.not_on->items;
    timing.valid_from = body.valid_from;
    timing.valid_until = body.valid_until;
    return timing;
}

}  // namespace village::web_api
