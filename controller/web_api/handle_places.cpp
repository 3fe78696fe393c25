// The commune, its hamlets and its zones.
#include <algorithm>

#include "controller/web_api/commune_file.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> get_commune(Api& api, Request) {
    const auto& commune = api.world.view.commune();
    if (commune.id.is_nil()) co_return answer_problem(Error{ErrorCode::setup_needed, "the commune has no name yet"});
    co_return answer_json(write_commune(commune, api.world.view.hours()));
}

Awaitable<Answer> import_commune(Api& api, Request request) {
    auto import = read_commune_file(request.body, api.world.view.commune(), api.world.view.hours());
    if (!import) co_return answer_problem(import.error());
    const boost::json::object result{
        {"commune", import->commune.id.text()},
        {"hamlets", std::count_if(import->commune.areas.begin(), import->commune.areas.end(),
                                  [](const auto& area) { return area.kind == domain::AreaKind::hamlet; })},
        {"nodes", import->commune.nodes.size()},
        {"zones", import->commune.zones.size()},
        {"templates", import->templates.size()}};
    auto imported = co_await api.world.commands.import_commune(*request.caller, std::move(*import));
    co_return imported ? answer_json(result) : answer_problem(imported.error());
}

Awaitable<Answer> list_areas(Api& api, Request) { co_return answer_items(write_all(api.world.view.commune().areas)); }

namespace {

void set_center(domain::Area& area, const std::optional<GeoPointBody>& center) {
    if (center) area.center = {center->latitude.value, center->longitude.value};
}

template <class Saved>
Answer answer_saved(const domain::Result<Saved>& saved, unsigned status) {
    return saved ? answer_versioned(write(*saved), saved->version, status) : answer_problem(saved.error());
}

}  // namespace

Awaitable<Answer> create_area(Api& api, Request request) {
    auto body = read_json<NewAreaBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Area area;
    area.id = api.world.ids.make<domain::AreaId>(api.world.now());
    area.parent = api.world.view.commune().id;
    area.unit = body->unit.value;
    area.name = body->name.value;
    area.full_name = body->full_name && !body->full_name->value.empty() ? body->full_name->value : area.unit + " " + area.name;
    if (body->assembly_point) area.assembly_point = body->assembly_point->value;
    set_center(area, body->center);
    co_return answer_saved(co_await api.world.commands.save_area(*request.caller, std::move(area)), 201);
}

Awaitable<Answer> edit_area(Api& api, Request request) {
    const auto id = path_id<domain::AreaId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<AreaEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    const auto* stored = api.world.view.commune().find_area(*id);
    if (stored == nullptr) co_return answer_problem(Error{ErrorCode::not_found, "no such area"});
    auto area = *stored;
    area.version = *version;
    if (body->unit) area.unit = body->unit->value;
    if (body->name) area.name = body->name->value;
    if (body->full_name) area.full_name = body->full_name->value;
    if (body->assembly_point) area.assembly_point = body->assembly_point->value;
    set_center(area, body->center);
    co_return answer_saved(co_await api.world.commands.save_area(*request.caller, std::move(area)), 200);
}

Awaitable<Answer> list_zones(Api& api, Request) { co_return answer_items(write_all(api.world.view.commune().zones)); }

Awaitable<Answer> create_zone(Api& api, Request request) {
    auto body = read_json<NewZoneBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Zone zone;
    zone.id = api.world.ids.make<domain::ZoneId>(api.world.now());
    zone.name = body->name.value;
    if (body->areas) zone.areas = std::move(body->areas->items);
    if (body->nodes) zone.nodes = std::move(body->nodes->items);
    co_return answer_saved(co_await api.world.commands.save_zone(*request.caller, std::move(zone)), 201);
}

Awaitable<Answer> edit_zone(Api& api, Request request) {
    const auto id = path_id<domain::ZoneId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<ZoneEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    const auto* stored = api.world.view.commune().find_zone(*id);
    if (stored == nullptr) co_return answer_problem(Error{ErrorCode::not_found, "no such zone"});
    auto zone = *stored;
    zone.version = *version;
    if (body->name) zone.name = body->name->value;
    if (body->areas) zone.areas = std::move(body->areas->items);
    if (body->nodes) zone.nodes = std::move(body->nodes->items);
    co_return answer_saved(co_await api.world.commands.save_zone(*request.caller, std::move(zone)), 200);
}

Awaitable<Answer> get_zone_calendar(Api& api, Request request) {
    const auto id = path_id<domain::ZoneId>(request);
    if (!id) co_return answer_problem(id.error());
    auto file = co_await api.world.commands.zone_calendar(*request.caller, *id);
    if (!file) co_return answer_problem(file.error());
    Answer answer;
    answer.content_type = "text/calendar; charset=utf-8";
    answer.body = std::move(*file);
    co_return answer;
}

}  // namespace village::web_api
