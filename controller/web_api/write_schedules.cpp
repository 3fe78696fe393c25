#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {

boost::json::object write(const domain::Targets& targets) {
    return {{"areas", write_ids(targets.areas)}, {"zones", write_ids(targets.zones)}, {"nodes", write_ids(targets.nodes)}};
}

boost::json::object write(const domain::Schedule& schedule) {
    return {{"id", schedule.id.text()},
            {"announcement", schedule.announcement.text()},
            {"targets", write(schedule.targets)},
            {"priority", domain::priority_name(schedule.priority)},
            {"when_interrupted", domain::when_interrupted_name(schedule.when_interrupted)},
            {"local_start", schedule.local_start},
            {"time_zone", schedule.time_zone},
            {"recurrence", schedule.recurrence},
            {"start_grace_s", std::chrono::duration_cast<std::chrono::seconds>(schedule.start_grace).count()},
            {"outside_hours_reason", schedule.outside_hours_reason},
            {"state", domain::schedule_state_name(schedule.state)},
            {"created_by", schedule.created_by.text()},
            {"created_at", domain::utc_text(schedule.created_at)},
            {"version", schedule.version}};
}

boost::json::object write(const ports::SchedulePreview& preview) {
    boost::json::array next;
    for (const auto& occurrence : preview.next)
        next.push_back({{"id", occurrence.id.text()}, {"planned", domain::utc_text(occurrence.planned)}});
    return {{"next", std::move(next)},
            {"nodes", write(preview.nodes)},
            {"problems", write_all(preview.problems)},
            {"conflicts", write(preview.conflicts)}};
}

}  // namespace village::web_api
