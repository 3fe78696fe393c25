#include <fmt/format.h>

#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {
namespace {

std::string clock_text(std::uint16_t minute) { return fmt::format("{:02}:{:02}", minute / 60 % 24, minute % 60); }

boost::json::object write(const domain::HourWindow& window) {
    return {{"from", clock_text(window.from_minute)}, {"to", clock_text(window.to_minute)}};
}

}  // namespace

boost::json::object write(const domain::GeoPoint& point) {
    return {{"latitude", point.latitude}, {"longitude", point.longitude}};
}

boost::json::object write(const domain::Area& area) {
    boost::json::object body{{"id", area.id.text()},
                             {"kind", domain::area_kind_name(area.kind)},
                             {"unit", area.unit},
                             {"name", area.name},
                             {"full_name", area.full_name},
                             {"assembly_point", area.assembly_point},
                             {"center", write(area.center)},
                             {"version", area.version}};
    if (area.parent) body["parent"] = area.parent->text();
    return body;
}

boost::json::object write(const domain::Zone& zone) {
    return {{"id", zone.id.text()},
            {"name", zone.name},
            {"areas", write_ids(zone.areas)},
            {"nodes", write_ids(zone.nodes)},
            {"version", zone.version}};
}

boost::json::object write(const domain::HoursPolicy& hours) {
    boost::json::array allowed;
    for (const auto& window : hours.allowed) allowed.emplace_back(write(window));
    return {{"allowed", std::move(allowed)},
            {"quiet", write(hours.quiet)},
            {"longest_session_minutes", std::chrono::duration_cast<std::chrono::minutes>(hours.longest_session).count()},
            {"sessions_per_day", hours.sessions_per_day}};
}

boost::json::object write(const domain::SurgePeriod& period) {
    boost::json::array windows;
    for (const auto& window : period.windows) windows.emplace_back(write(window));
    boost::json::object body{{"id", period.id.text()},
                             {"name", period.name},
                             {"from", domain::utc_text(period.from)},
                             {"until", domain::utc_text(period.until)},
                             {"windows", std::move(windows)},
                             {"in_quiet_hours", period.in_quiet_hours},
                             {"sessions_per_day", period.sessions_per_day},
                             {"from_priority", domain::priority_name(period.from_priority)},
                             {"categories", boost::json::array(period.categories.begin(), period.categories.end())},
                             {"areas", write_ids(period.areas)},
                             {"approved_by", period.approved_by.text()},
                             {"approved_at", domain::utc_text(period.approved_at)}};
    if (period.ended_at) body["ended_at"] = domain::utc_text(*period.ended_at);
    return body;
}

boost::json::object write_commune(const domain::Commune& commune, const domain::HoursPolicy& hours) {
    boost::json::object body{{"id", commune.id.text()},
                             {"name", commune.name},
                             {"station_name", commune.station_name},
                             {"time_zone", commune.time_zone},
                             {"hours", write(hours)}};
    if (!commune.duty_phone.empty()) body["duty_phone"] = commune.duty_phone;
    return body;
}

}  // namespace village::web_api
