// How many sessions a day a schedule would bring to a loudspeaker: part of touched_wishes.hpp.
#include <fmt/format.h>

#include <map>
#include <set>

#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/surges.hpp"
#include "controller/control_loop/touched_wishes.hpp"
#include "scheduler/policy/count_sessions.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

constexpr std::chrono::hours one_day{24};

struct PlannedSound {
    policy::Sounding sounding;
    const domain::NodeSet* nodes = nullptr;
};
struct Day {
    std::vector<HoursThere> places;  ///< By hamlet, with what surge periods add for what is being saved.
    std::vector<PlannedSound> sounds;
};

std::uint8_t sessions_max(const domain::HoursPolicy& hours, std::int64_t day) { return hours.on(day).sessions_per_day; }

domain::NodeSet nodes_of(const std::vector<TouchedWish>& touched) {
    domain::NodeSet all;
    for (const auto& one : touched) all = all.united_with(one.nodes);
    return all;
}

std::map<std::int64_t, Day> days_of(const Office& office, const std::vector<TouchedWish>& touched) {
    std::map<std::int64_t, Day> days;
    const auto nodes = nodes_of(touched);
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            const auto number = policy::local_day(office.hours, occurrence.planned);
            auto& day = days[number];
            const bool is_first = day.sounds.empty();
            if (is_first) day.places = hours_by_place(office, nodes, occurrence.planned, occurrence.planned);
            for (auto& place : day.places) {
                auto hours = hours_for(office, one.sound_at(occurrence.planned), place.nodes);
                if (is_first || sessions_max(hours, number) > sessions_max(place.hours, number)) place.hours = std::move(hours);
            }
            day.sounds.push_back({{occurrence.planned, one.length()}, &one.nodes});
        }
    return days;
}

/// What is planned already; of the schedule itself only what stays and is not among the touched.
void add_planned(const Office& office, const domain::Schedule& schedule, const std::vector<TouchedWish>& touched,
                 std::map<std::int64_t, Day>& days) {
    std::set<domain::BroadcastId> stays;
    std::set<domain::OccurrenceId> stay_in_pieces;
    const auto expander = calendar::Expander::make(schedule, office.zone);
    if (expander)
        for (const auto& occurrence : expander->between(office.now() - one_day, office.now() + planning_horizon)) {
            stays.insert(office.known().broadcast_of(occurrence));
            stay_in_pieces.insert(occurrence.id);
        }
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            stays.erase(office.known().broadcast_of(occurrence));
            stay_in_pieces.erase(occurrence.id);
        }
    for (const auto& known : office.dispatcher.known()) {
        const auto& planned = known.order->broadcast;
        if (planned.kind != domain::BroadcastKind::scheduled || planned.ended_at) continue;
        const bool remains = planned.place ? stay_in_pieces.contains(*planned.occurrence) : stays.contains(planned.id);
        if (known.order->schedule == schedule.id && !remains) continue;
        const auto day = days.find(policy::local_day(office.hours, planned.starts_at));
        if (day != days.end())
            day->second.sounds.push_back({{planned.starts_at, policy::whole_length(planned)}, &planned.targets});
    }
}

std::size_t sessions_at(domain::NodeNumber node, const Day& day, const domain::HoursPolicy& hours) {
    std::vector<policy::Sounding> here;
    for (const auto& sound : day.sounds)
        if (sound.nodes->contains(node)) here.push_back(sound.sounding);
    return policy::count_sessions(hours, std::move(here));
}

/// The hours rule by which a day has so few sessions at this loudspeaker; empty: the commune's own hours.
std::string rule_behind(const Office& office, domain::NodeNumber node, domain::UtcTime on) {
    const domain::NodeSet there{node};
    const auto allowed_by = [&](const domain::HoursRules& rules) {
        return sessions_max(hours_at(office, rules, there, on, on), policy::local_day(office.hours, on));
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

domain::Status check_day(const Office& office, std::int64_t number, const Day& day) {
    for (const auto& place : day.places)
        for (const auto node : place.nodes.numbers()) {
            const auto sessions = sessions_at(node, day, place.hours);
            const auto allowed = sessions_max(place.hours, number);
            if (sessions > allowed)
                return too_many(node, sessions, allowed, rule_behind(office, node, day.sounds.front().sounding.from));
        }
    return {};
}

}  // namespace

domain::Status check_sessions(const Office& office, const domain::Schedule& schedule, const std::vector<TouchedWish>& touched) {
    auto days = days_of(office, touched);
    add_planned(office, schedule, touched, days);
    for (const auto& [number, day] : days)
        if (auto fits = check_day(office, number, day); !fits) return fits;
    return {};
}

}  // namespace village::control_loop
