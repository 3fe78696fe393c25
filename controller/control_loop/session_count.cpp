#include "controller/control_loop/session_count.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "controller/control_loop/surges.hpp"
#include "scheduler/policy/count_sessions.hpp"

namespace village::control_loop {
namespace {

struct PlannedSound {
    policy::Sounding sounding;
    const domain::NodeSet* nodes = nullptr;
};
struct Day {
    domain::HoursPolicy hours;  ///< With what surge periods add for what is being saved.
    std::vector<PlannedSound> sounds;
};

std::map<std::int64_t, Day> days_of(const Office& office, const std::vector<domain::Occurrence>& added,
                                    const domain::Announcement& announcement, domain::Priority priority,
                                    const domain::NodeSet& nodes) {
    std::map<std::int64_t, Day> days;
    std::set<domain::BroadcastId> own;
    for (const auto& occurrence : added) {
        own.insert(domain::broadcast_of(occurrence));
        auto& day = days[policy::local_day(office.hours, occurrence.planned)];
        auto hours = hours_for(office, {announcement, priority, nodes, occurrence.planned});
        if (day.sounds.empty() || hours.sessions_per_day > day.hours.sessions_per_day) day.hours = std::move(hours);
        day.sounds.push_back({{occurrence.planned, announcement.content->duration}, &nodes});
    }
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto* planned = office.dispatcher.find(id);
        if (planned == nullptr || planned->kind != domain::BroadcastKind::scheduled || own.contains(id)) continue;
        const auto day = days.find(policy::local_day(office.hours, planned->starts_at));
        if (day != days.end()) day->second.sounds.push_back({{planned->starts_at, planned->duration}, &planned->targets});
    }
    return days;
}

std::size_t sessions_at(domain::NodeNumber node, const Day& day) {
    std::vector<policy::Sounding> here;
    for (const auto& sound : day.sounds)
        if (sound.nodes->contains(node)) here.push_back(sound.sounding);
    return policy::count_sessions(day.hours, std::move(here));
}

}  // namespace

domain::Status check_sessions(const Office& office, const std::vector<domain::Occurrence>& added,
                              const domain::Announcement& announcement, domain::Priority priority, const domain::NodeSet& nodes) {
    for (const auto& [number, day] : days_of(office, added, announcement, priority, nodes)) {
        for (const auto node : nodes.numbers()) {
            const auto sessions = sessions_at(node, day);
            if (sessions <= day.hours.sessions_per_day) continue;
            return domain::Error{
                domain::ErrorCode::confirmation_needed,
                fmt::format("loudspeaker {} would sound in {} sessions on one day, {} are allowed; give a reason "
                            "and confirm a second time",
                            node.value, sessions, day.hours.sessions_per_day)};
        }
    }
    return {};
}

}  // namespace village::control_loop
