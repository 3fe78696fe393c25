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
    domain::HoursPolicy hours;  ///< With what surge periods add for what is being saved.
    std::vector<PlannedSound> sounds;
};

std::map<std::int64_t, Day> days_of(const Office& office, const std::vector<TouchedWish>& touched) {
    std::map<std::int64_t, Day> days;
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            auto& day = days[policy::local_day(office.hours, occurrence.planned)];
            auto hours = one.hours_at(office, occurrence.planned);
            if (day.sounds.empty() || hours.sessions_per_day > day.hours.sessions_per_day) day.hours = std::move(hours);
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
            stays.insert(domain::broadcast_of(occurrence));
            stay_in_pieces.insert(occurrence.id);
        }
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            stays.erase(domain::broadcast_of(occurrence));
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

std::size_t sessions_at(domain::NodeNumber node, const Day& day) {
    std::vector<policy::Sounding> here;
    for (const auto& sound : day.sounds)
        if (sound.nodes->contains(node)) here.push_back(sound.sounding);
    return policy::count_sessions(day.hours, std::move(here));
}

domain::NodeSet nodes_of(const std::vector<TouchedWish>& touched) {
    domain::NodeSet all;
    for (const auto& one : touched) all = all.united_with(one.nodes);
    return all;
}

}  // namespace

domain::Status check_sessions(const Office& office, const domain::Schedule& schedule, const std::vector<TouchedWish>& touched) {
    auto days = days_of(office, touched);
    add_planned(office, schedule, touched, days);
    const auto nodes = nodes_of(touched).numbers();
    for (const auto& [number, day] : days) {
        for (const auto node : nodes) {
            const auto sessions = sessions_at(node, day);
            if (sessions <= day.hours.sessions_per_day) continue;
            return domain::Error{
                domain::ErrorCode::confirmation_needed,
                fmt::format("loudspeaker {} would sound in {} sessions on one day, {} are allowed; give a reason "
                            "and confirm a second time",
                            node.value, sessions, day.hours.sessions_per_day),
                domain::BrokenRule{"sessions_per_day", fmt::to_string(day.hours.sessions_per_day), fmt::to_string(sessions)}};
        }
    }
    return {};
}

}  // namespace village::control_loop
