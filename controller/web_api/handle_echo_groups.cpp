// Who speaks in which pass of a staggered broadcast: the proposal, and keeping it.
#include <cmath>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/on_worker.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using ports::Awaitable;

namespace {

constexpr std::uint32_t nearest_m = 50, usual_m = 600, furthest_m = 5000;

boost::json::object write_place(const domain::Node& node) {
    return {{"node", node.id.text()}, {"number", node.number.value}, {"name", node.name}};
}

boost::json::object write_proposal(const ports::EchoProposal& proposal) {
    boost::json::array nodes, still_echo, without_position;
    for (const auto& [node, group] : proposal.nodes) {
        auto written = write_place(node);
        written["version"] = node.version;
        written["now"] = node.echo_group;
        written["proposed"] = group;
        nodes.push_back(std::move(written));
    }
    for (const auto& pair : proposal.still_echo)
        still_echo.push_back(
            {{"a", write_place(pair.a)}, {"b", write_place(pair.b)}, {"distance_m", std::lround(pair.distance_m)}});
    for (const auto& node : proposal.without_position) without_position.push_back(write_place(node));
    return {{"distance_m", proposal.distance_m},
            {"groups", proposal.groups},
            {"nodes", std::move(nodes)},
            {"still_echo", std::move(still_echo)},
            {"without_position", std::move(without_position)}};
}

}  // namespace

Awaitable<Answer> propose_echo_groups(Api& api, Request request) {
    const auto distance = query_number(request, "distance_m", furthest_m);
    if (!distance) co_return answer_problem(distance.error());
    const auto distance_m = distance->value_or(usual_m);
    if (distance_m < nearest_m)
        co_return answer_problem(field_error("field_number", "distance_m", "50 - 5000", "has to be from 50 to 5000"));
    auto work = [plan = api.world.plan_echo_groups, commune = api.world.view.commune(), distance_m] {
        return plan(commune, static_cast<std::uint32_t>(distance_m));
    };
    const auto proposal = co_await on_worker(api, std::move(work));
    co_return proposal ? answer_json(write_proposal(*proposal)) : answer_problem(proposal.error());
}

Awaitable<Answer> save_echo_groups(Api& api, Request request) {
    auto body = read_json<EchoGroupsBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    std::vector<ports::EchoGroupEdit> groups;
    for (const auto& one : body->nodes.items)
        groups.push_back({one.node, static_cast<std::uint8_t>(one.group.value), static_cast<std::uint32_t>(one.version.value)});
    auto saved = co_await api.world.commands.save_echo_groups(*request.caller, std::move(groups));
    if (!saved) co_return answer_problem(saved.error());
    co_return co_await list_nodes(api, std::move(request));
}

}  // namespace village::web_api
