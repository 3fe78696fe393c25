// "Why will it not play?"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {
namespace {

/// The places named in the query; none at all is left to the desk to refuse.
domain::Result<domain::Targets> places_of(const Request& request) {
    const auto area = query_id<domain::AreaId>(request, "area");
    if (!area) return area.error();
    const auto zone = query_id<domain::ZoneId>(request, "zone");
    if (!zone) return zone.error();
    const auto node = query_id<domain::NodeId>(request, "node");
    if (!node) return node.error();
    domain::Targets places;
    if (*area) places.areas = {**area};
    if (*zone) places.zones = {**zone};
    if (*node) places.nodes = {**node};
    return places;
}

}  // namespace

ports::Awaitable<Answer> get_dry_run(Api& api, Request request) {
    auto places = places_of(request);
    if (!places) co_return answer_problem(places.error());
    const auto from = query_time(request, "from");
    if (!from) co_return answer_problem(from.error());
    const auto to = query_time(request, "to");
    if (!to) co_return answer_problem(to.error());
    auto wanted = ports::DryRunRequest{std::move(*places), *from, *to};
    auto run = co_await api.world.commands.dry_run(*request.caller, std::move(wanted));
    co_return run ? answer_json(write(*run)) : answer_problem(run.error());
}

}  // namespace village::web_api
