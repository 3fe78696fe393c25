// How many sessions a day a schedule would bring to a loudspeaker, and how long they would be: part of touched_wishes.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "controller/control_loop/touched_days.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {
namespace {

/// Which of these are heard at this loudspeaker, by their places.
std::vector<std::size_t> sounds_at_node(domain::NodeNumber node, const std::vector<PlannedSound>& sounds) {
    std::vector<std::size_t> here;
    for (std::size_t place = 0; place < sounds.size(); ++place)
        if (sounds[place].nodes.contains(node)) here.push_back(place);
    return here;
}

/// The hours rule that gives this limit to a day at this loudspeaker; empty: the commune's own hours.
template <class Limit>
std::string rule_behind(const Office& office, domain::NodeNumber node, domain::UtcTime on, Limit limit) {
    const domain::NodeSet there{node};
    const auto allowed_by = [&](const domain::HoursRules& rules) {
        return limit(hours_at(office, rules, there, on, on).on(policy::local_day(office.hours, on)));
    };
    const auto allowed = allowed_by(office.hours_rules);
    if (allowed_by({}) == allowed) return {};
    for (const auto& rule : office.hours_rules.rules)
        if (allowed_by({{rule}}) == allowed) return rule.name;
    return {};
}

domain::Error too_many(domain::NodeNumber node, std::size_t sessions, std::uint8_t allowed, std::string by) {
    const auto whose = by.empty() ? std::string{} : fmt::format(" by \"{}\"", by);
    return {domain::ErrorCode::confirmation_needed,
            fmt::format("loudspeaker {} would sound in {} sessions on one day, {} are allowed{}; give a reason "
                        "and confirm a second time",
                        node.value, sessions, allowed, whose),
            domain::BrokenRule{"sessions_per_day", fmt::to_string(allowed), fmt::to_string(sessions), std::move(by)}};
}

domain::Status check_length(const Office& office, domain::NodeNumber node, const domain::DayHours& hours,
                            const policy::Session& session) {
    // Whoever saves something else is not asked about what was too long before.
    if (std::ranges::none_of(session, &policy::Sounding::is_asked_for)) return {};
    auto held = policy::check_session_length(hours, policy::sounding_time(session));
    if (held) return held;
    auto error = std::move(held.error());
    error.detail = fmt::format("beside what loudspeaker {} plays in the same session, {}", node.value, error.detail);
    error.rule->by =
        rule_behind(office, node, session.front().from, [](const domain::DayHours& day) { return day.longest_session; });
    return error;
}

domain::Status check_node(const Office& office, domain::NodeNumber node, std::int64_t number, const domain::HoursPolicy& hours,
                          std::vector<policy::Sounding> soundings) {
    const auto on = soundings.front().from;
    const auto sessions = policy::sessions_of(hours, std::move(soundings));
    for (const auto& session : sessions)
        if (auto short_enough = check_length(office, node, hours.on(number), session); !short_enough) return short_enough;
    const auto allowed = hours.on(number).sessions_per_day;
    if (sessions.size() <= allowed) return {};
    const auto per_day = [](const domain::DayHours& day) { return day.sessions_per_day; };
    return too_many(node, sessions.size(), allowed, rule_behind(office, node, on, per_day));
}

domain::Status check_day(const Office& office, std::int64_t number, const TouchedDay& day) {
    for (const auto& place : day.places) {
        std::set<std::vector<std::size_t>> looked_at;
        for (const auto node : place.nodes.numbers()) {
            const auto here = sounds_at_node(node, day.sounds);
            // Most loudspeakers of a place hear the same.
            if (here.empty() || !looked_at.insert(here).second) continue;
            std::vector<policy::Sounding> soundings;
            for (const auto sound : here) soundings.push_back(day.sounds[sound].sounding);
            if (auto fits = check_node(office, node, number, place.hours, std::move(soundings)); !fits) return fits;
        }
    }
    return {};
}

}  // namespace

bool is_one_too_many(const domain::Error& refusal) { return refusal.code == domain::ErrorCode::confirmation_needed; }

domain::Error as_told_to(const Office& office, const domain::Operator& caller, policy::Action action,
                         const std::vector<TouchedWish>& touched, domain::Error refusal) {
    if (!is_one_too_many(refusal)) return refusal;
    for (const auto& one : touched) {
        const auto priority = one.wish.schedule.priority;
        const auto may = office.may_at(caller, action, one.nodes, priority, policy::HoursStanding::outside);
        if (!may) return {may.error().code, fmt::format("{}: {}", may.error().detail, refusal.detail), std::move(refusal.rule)};
    }
    return refusal;
}

ports::Awaitable<domain::Status> check_sessions(const Office& office, const domain::Schedule& schedule,
                                                const std::vector<TouchedWish>& touched) {
    const auto days = co_await touched_days(office, schedule, touched);
    if (!days) co_return days.error();
    for (const auto& [number, day] : *days)
        if (auto fits = check_day(office, number, day); !fits) co_return fits;
    co_return domain::Status{};
}

}  // namespace village::control_loop
