#include <fmt/format.h>

#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {
namespace {

std::string clock_text(std::uint16_t minute) { return fmt::format("{:02}:{:02}", minute / 60 % 24, minute % 60); }

std::int64_t minutes_of(domain::Duration duration) { return duration / std::chrono::minutes{1}; }

}  // namespace

boost::json::object write(const domain::HourWindow& window) {
    return {{"from", clock_text(window.from_minute)}, {"to", clock_text(window.to_minute)}};
}

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
    return {{"allowed", write_all(hours.allowed)},
            {"quiet", write(hours.quiet)},
            {"longest_session_minutes", minutes_of(hours.longest_session)},
            {"sessions_per_day", hours.sessions_per_day},
            {"tests", write_all(hours.tests)}};
}

boost::json::object write(const ports::KeptHours& kept) {
    auto body = write(kept.hours);
    body["version"] = kept.version;
    return body;
}

boost::json::object write(const domain::HoursRule& rule) {
    boost::json::array weekdays, kinds;
    for (int day = 1; day <= 7; ++day)
        if ((rule.weekdays & 1U << (day - 1)) != 0) weekdays.emplace_back(day);
    for (const auto kind : rule.kinds) kinds.emplace_back(domain::day_kind_name(kind));
    boost::json::object body{{"name", rule.name},
                             {"areas", write_ids(rule.areas)},
                             {"weekdays", std::move(weekdays)},
                             {"kinds", std::move(kinds)},
                             {"quiet", write_all(rule.quiet)}};
    if (rule.allowed) body["allowed"] = write_all(*rule.allowed);
    if (rule.longest_session) body["longest_session_minutes"] = minutes_of(*rule.longest_session);
    if (rule.sessions_per_day) body["sessions_per_day"] = *rule.sessions_per_day;
    return body;
}

boost::json::object write(const domain::HoursRules& rules) {
    return {{"rules", write_all(rules.rules)}, {"version", rules.version}};
}

boost::json::object write(const domain::SurgePeriod& period) {
    boost::json::object body{{"id", period.id.text()},
                             {"name", period.name},
                             {"from", domain::utc_text(period.from)},
                             {"until", domain::utc_text(period.until)},
                             {"windows", write_all(period.windows)},
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
