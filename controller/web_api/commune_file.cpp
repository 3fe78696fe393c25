#include "controller/web_api/commune_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "controller/web_api/commune_file_body.hpp"
#include "controller/web_api/commune_ids.hpp"
#include "controller/web_api/json_reader.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;

namespace {

std::string text_or(const file::Optional& given, const std::string& otherwise) {
    return given && !given->value.empty() ? given->value : otherwise;
}

std::string or_else(const std::string& kept, const std::string& otherwise) { return kept.empty() ? otherwise : kept; }

/// Hours are guarded at UTC+7, everywhere alike: the calendar goes by the same clock.
bool is_vietnams(const std::string& time_zone) { return time_zone == "Asia/Ho_Chi_Minh" || time_zone == "Asia/Saigon"; }

domain::GeoPoint point_of(const std::optional<file::Position>& position) {
    return position ? domain::GeoPoint{position->first.value, position->second.value} : domain::GeoPoint{};
}

std::vector<domain::HourWindow> windows_of(const List<file::Window, 16>& given) {
    std::vector<domain::HourWindow> windows;
    for (const auto& window : given.items) windows.push_back({window.first.minute, window.second.minute});
    return windows;
}

/// Turns the parts of one file; the first thing wrong is kept with its pointer.
class Conversion {
public:
    Conversion(const file::File& given, const domain::Commune& existing, const domain::HoursPolicy& hours)
        : file_(given), existing_(existing), hours_(hours) {}

    Read<ports::CommuneImport> run() {
        convert_head();
        convert_hamlets();
        convert_nodes();
        convert_zones();
        convert_templates();
        if (error_) return *error_;
        return std::move(import_);
    }

private:
    void fail(std::string pointer, ErrorCode code, std::string what, std::optional<domain::BrokenRule> rule = {}) {
        if (!error_) error_ = ReadError{Error{code, fmt::format("{} {}", pointer, what), std::move(rule)}, std::move(pointer)};
    }

    /// Files about the same commune share ids, files about another do not.
    std::string scope(const std::string& name) const { return import_.commune.id.text() + "/" + name; }
    domain::AreaId hamlet_id(const std::string& name) const { return id_from_name<domain::AreaId>("hamlet", scope(name)); }
    domain::NodeId node_id(const std::string& name) const { return id_from_name<domain::NodeId>("node", scope(name)); }

    void convert_head() {
        const auto& given = file_.commune;
        auto& commune = import_.commune;
        domain::Area own;
        own.kind = domain::AreaKind::commune;
        own.unit = given.unit.value;
        own.name = given.name.value;
        own.full_name = given.unit.value + " " + given.name.value;
        std::string province;
        const auto* known = existing_.find_area(existing_.id);
        if (given.province) {
            domain::Area above;
            above.kind = domain::AreaKind::province;
            above.unit = given.province->unit.value;
            above.name = given.province->name.value;
            above.full_name = province = above.unit + " " + above.name;
            above.id = known != nullptr && known->parent ? *known->parent : id_from_name<domain::AreaId>("province", province);
            own.parent = above.id;
            commune.areas.push_back(std::move(above));
        } else if (known != nullptr && known->parent) {
            own.parent = known->parent;
            if (const auto* above = existing_.find_area(*known->parent)) commune.areas.push_back(*above);
        }
        own.id = existing_.id.is_nil() ? id_from_name<domain::AreaId>("commune", province + "/" + own.full_name) : existing_.id;
        commune.id = own.id;
        commune.name = own.full_name;
        commune.station_name = text_or(given.station_name, or_else(existing_.station_name, "Đài truyền thanh " + own.full_name));
        commune.time_zone = text_or(given.time_zone, or_else(existing_.time_zone, "Asia/Ho_Chi_Minh"));
        if (!is_vietnams(commune.time_zone))
            fail("/commune/time_zone", ErrorCode::invalid_argument,
                 "is not Vietnam's: hours are guarded at UTC+7; Asia/Ho_Chi_Minh",
                 domain::BrokenRule{"time_zone", "Asia/Ho_Chi_Minh", commune.time_zone});
        commune.areas.push_back(std::move(own));
        commune.duty_phone = given.phones ? text_or(given.phones->duty_officer, {}) : existing_.duty_phone;
        if (given.policy) convert_hours(*given.policy);
    }

    void convert_hours(const file::Policy& policy) {
        auto& hours = import_.hours.emplace(hours_);
        if (policy.allowed_windows) hours.allowed = windows_of(*policy.allowed_windows);
        if (policy.test_windows) hours.tests = windows_of(*policy.test_windows);
        if (policy.quiet) hours.quiet = {policy.quiet->first.minute, policy.quiet->second.minute};
        if (policy.max_session_minutes) hours.longest_session = std::chrono::minutes{policy.max_session_minutes->value};
        if (policy.max_sessions_per_day) hours.sessions_per_day = static_cast<std::uint8_t>(policy.max_sessions_per_day->value);
    }

    void convert_hamlets() {
        std::set<std::string> full_names;
        for (std::size_t at = 0; at < file_.hamlets.items.size(); ++at) {
            const auto& given = file_.hamlets.items[at];
            const auto pointer = fmt::format("/hamlets/{}", at);
            domain::Area area;
            area.id = hamlet_id(given.id.value);
            area.parent = import_.commune.id;
            area.unit = given.unit.value;
            area.name = given.name.value;
            area.full_name = text_or(given.full_name, given.unit.value + " " + given.name.value);
            area.assembly_point = text_or(given.assembly_point, {});
            area.center = point_of(given.center);
            if (!hamlets_.insert(given.id.value).second) fail(pointer + "/id", ErrorCode::already_exists, "stands twice");
            if (!full_names.insert(area.full_name).second)
                fail(pointer + "/full_name", ErrorCode::already_exists,
                     fmt::format("is the name of another hamlet too: {}", area.full_name));
            import_.commune.areas.push_back(std::move(area));
        }
    }

    void convert_nodes() {
        std::set<std::uint16_t> numbers;
        for (std::size_t at = 0; at < file_.nodes.items.size(); ++at) {
            const auto& given = file_.nodes.items[at];
            const auto pointer = fmt::format("/nodes/{}", at);
            if (!hamlets_.contains(given.hamlet.value))
                fail(pointer + "/hamlet", ErrorCode::not_found,
                     fmt::format("names no hamlet of the file: {}", given.hamlet.value));
            if (!numbers.insert(given.number.value).second)
                fail(pointer + "/number", ErrorCode::already_exists, fmt::format("{} stands twice", given.number.value));
            if (!nodes_.insert(given.id.value).second) fail(pointer + "/id", ErrorCode::already_exists, "stands twice");
            import_.commune.nodes.push_back(node_of(given));
        }
    }

    domain::Node node_of(const file::Node& given) const {
        domain::Node node;
        node.id = node_id(given.id.value);
        node.number = given.number;
        node.hamlet = hamlet_id(given.hamlet.value);
        node.name = given.name.value;
        node.device_code = text_or(given.device_code, {});
        node.link = text_or(given.link, "4g");
        node.position = point_of(given.position);
        if (given.volume)
            node.volume = {static_cast<std::uint8_t>(given.volume->day.value),
                           static_cast<std::uint8_t>(given.volume->evening.value),
                           static_cast<std::uint8_t>(given.volume->emergency.value)};
        if (given.start_delay_ms) node.start_delay_ms = static_cast<std::uint16_t>(given.start_delay_ms->value);
        // A device that is enrolled stays so when the list is read in again, and neighbours stay apart.
        if (const auto* known = existing_.find_node(node.id)) {
            node.stage = known->stage;
            node.echo_group = known->echo_group;
        }
        if (given.echo_pass) node.echo_group = static_cast<std::uint8_t>(given.echo_pass->value);
        return node;
    }

    void convert_zones() {
        if (!file_.zones) return;
        std::set<std::string> seen;
        for (std::size_t at = 0; at < file_.zones->items.size(); ++at) {
            const auto& given = file_.zones->items[at];
            const auto pointer = fmt::format("/zones/{}", at);
            if (!seen.insert(given.id.value).second) fail(pointer + "/id", ErrorCode::already_exists, "stands twice");
            domain::Zone zone;
            zone.id = id_from_name<domain::ZoneId>("zone", scope(given.id.value));
            zone.name = given.name.value;
            if (given.hamlets)
                for (const auto& hamlet : given.hamlets->items) {
                    if (!hamlets_.contains(hamlet.value))
                        fail(pointer + "/hamlets", ErrorCode::not_found,
                             fmt::format("names no hamlet of the file: {}", hamlet.value));
                    zone.areas.push_back(hamlet_id(hamlet.value));
                }
            if (given.nodes)
                for (const auto& node : given.nodes->items) {
                    if (!nodes_.contains(node.value))
                        fail(pointer + "/nodes", ErrorCode::not_found, fmt::format("names no node of the file: {}", node.value));
                    zone.nodes.push_back(node_id(node.value));
                }
            import_.commune.zones.push_back(std::move(zone));
        }
    }

    std::vector<domain::SirenStep> steps_of(const file::Optional& siren, const std::string& pointer) {
        if (!siren || siren->value.empty()) return {};
        if (file_.sirens)
            for (const auto& one : file_.sirens->items) {
                if (one.id.value != siren->value) continue;
                std::vector<domain::SirenStep> steps;
                for (const auto& step : one.pattern.items) steps.push_back({step.first.value, step.second.value});
                return steps;
            }
        fail(pointer, ErrorCode::not_found, fmt::format("names no siren of the file: {}", siren->value));
        return {};
    }

    std::uint16_t order_of(const std::string& id, std::size_t otherwise) const {
        if (file_.emergency_tile_order) {
            const auto& order = file_.emergency_tile_order->items;
            for (std::size_t at = 0; at < order.size(); ++at)
                if (order[at].value == id) return static_cast<std::uint16_t>(at);
        }
        return static_cast<std::uint16_t>(100 + otherwise);
    }

    void convert_templates() {
        if (!file_.emergency_templates) return;
        std::set<std::string> seen;
        for (std::size_t at = 0; at < file_.emergency_templates->items.size(); ++at) {
            const auto& given = file_.emergency_templates->items[at];
            const auto pointer = fmt::format("/emergency_templates/{}", at);
            if (!seen.insert(given.id.value).second) fail(pointer + "/id", ErrorCode::already_exists, "stands twice");
            domain::EmergencyTemplate one;
            one.id = template_id(import_.commune.id, given.id.value);
            one.code = given.id.value;
            one.tile = given.tile.value;
            one.icon = text_or(given.icon, {});
            one.text = given.text.value;
            one.attention = steps_of(given.attention, pointer + "/attention");
            one.siren = steps_of(given.siren, pointer + "/siren");
            if (given.repeat_every_seconds) one.repeat_every = std::chrono::seconds{given.repeat_every_seconds->value};
            if (given.max_minutes) one.max_duration = std::chrono::minutes{given.max_minutes->value};
            one.tile_order = order_of(given.id.value, at);
            one.all_clear = given.all_clear.value_or(false);
            if (one.all_clear && given.max_minutes && one.max_duration > domain::all_clear_max)
                fail(pointer + "/max_minutes", ErrorCode::invalid_argument, "an all-clear lasts 10 minutes at most",
                     domain::BrokenRule{"all_clear_longest", fmt::to_string(domain::all_clear_max.count()),
                                        fmt::to_string(given.max_minutes->value)});
            if (one.all_clear) one.max_duration = std::min<domain::Duration>(one.max_duration, domain::all_clear_max);
            import_.templates.push_back(std::move(one));
        }
    }

    const file::File& file_;
    const domain::Commune& existing_;
    const domain::HoursPolicy& hours_;  ///< Those that hold now.
    ports::CommuneImport import_;
    std::set<std::string> hamlets_;
    std::set<std::string> nodes_;
    std::optional<ReadError> error_;
};

}  // namespace

Read<ports::CommuneImport> read_commune_file(std::string_view text, const domain::Commune& existing,
                                             const domain::HoursPolicy& hours) {
    auto read = read_json<file::File>(text);
    if (!read) return read.error();
    return Conversion{*read, existing, hours}.run();
}

}  // namespace village::web_api
