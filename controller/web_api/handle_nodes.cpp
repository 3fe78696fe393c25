// Loudspeaker clusters: list, edit, enrolment.
#include <algorithm>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

ports::NodeCondition condition_of(const std::vector<ports::NodeCondition>& conditions, domain::NodeNumber number) {
    const auto found =
        std::find_if(conditions.begin(), conditions.end(), [&](const auto& condition) { return condition.node == number; });
    if (found != conditions.end()) return *found;
    ports::NodeCondition silent;
    silent.node = number;
    return silent;
}

boost::json::object write_with_condition(const Api& api, const domain::Node& node) {
    return write_node(node, condition_of(api.world.view.nodes(), node.number));
}

domain::Result<domain::Node> find_node(const Api& api, const Request& request) {
    const auto id = path_id<domain::NodeId>(request);
    if (!id) return id.error();
    const auto* node = api.world.view.commune().find_node(*id);
    if (node == nullptr) return Error{ErrorCode::not_found, "no such node"};
    return *node;
}

/// The members that a new node and an edit have in common.
template <class Body>
void apply(domain::Node& node, const Body& body) {
    if (body.device_code) node.device_code = body.device_code->value;
    if (body.link) node.link = body.link->value;
    if (body.position) node.position = {body.position->latitude.value, body.position->longitude.value};
    if (body.volume)
        node.volume = {static_cast<std::uint8_t>(body.volume->day.value), static_cast<std::uint8_t>(body.volume->evening.value),
                       static_cast<std::uint8_t>(body.volume->emergency.value)};
    if (body.start_delay_ms) node.start_delay_ms = static_cast<std::uint16_t>(body.start_delay_ms->value);
    if (body.echo_group) node.echo_group = static_cast<std::uint8_t>(body.echo_group->value);
}

}  // namespace

Awaitable<Answer> list_nodes(Api& api, Request) {
    const auto conditions = api.world.view.nodes();
    boost::json::array items;
    for (const auto& node : api.world.view.commune().nodes)
        items.emplace_back(write_node(node, condition_of(conditions, node.number)));
    co_return answer_items(std::move(items));
}

Awaitable<Answer> create_node(Api& api, Request request) {
    auto body = read_json<NewNodeBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Node node;
    node.id = api.world.ids.make<domain::NodeId>(api.world.now());
    node.number = body->number;
    node.hamlet = body->hamlet;
    node.name = body->name.value;
    node.link = "4g";
    apply(node, *body);
    auto saved = co_await api.world.commands.save_node(*request.caller, std::move(node));
    if (!saved) co_return answer_problem(saved.error());
    co_return answer_versioned(write_with_condition(api, *saved), saved->version, 201);
}

Awaitable<Answer> get_node(Api& api, Request request) {
    const auto node = find_node(api, request);
    if (!node) co_return answer_problem(node.error());
    co_return answer_versioned(write_with_condition(api, *node), node->version);
}

Awaitable<Answer> edit_node(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<NodeEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto node = find_node(api, request);
    if (!node) co_return answer_problem(node.error());
    node->version = *version;
    if (body->hamlet) node->hamlet = *body->hamlet;
    if (body->name) node->name = body->name->value;
    apply(*node, *body);
    auto saved = co_await api.world.commands.save_node(*request.caller, std::move(*node));
    if (!saved) co_return answer_problem(saved.error());
    co_return answer_versioned(write_with_condition(api, *saved), saved->version);
}

Awaitable<Answer> begin_enrolment(Api& api, Request request) {
    const auto node = find_node(api, request);
    if (!node) co_return answer_problem(node.error());
    auto code = co_await api.world.commands.begin_enrolment(*request.caller, node->id);
    co_return code ? answer_json(write(*code), 201) : answer_problem(code.error());
}

Awaitable<Answer> confirm_enrolment(Api& api, Request request) {
    const auto node = find_node(api, request);
    if (!node) co_return answer_problem(node.error());
    auto confirmed = co_await api.world.commands.confirm_enrolment(*request.caller, node->id);
    co_return confirmed ? answer_nothing() : answer_problem(confirmed.error());
}

Awaitable<Answer> revoke_node(Api& api, Request request) {
    const auto node = find_node(api, request);
    if (!node) co_return answer_problem(node.error());
    auto revoked = co_await api.world.commands.revoke_node(*request.caller, node->id);
    co_return revoked ? answer_nothing() : answer_problem(revoked.error());
}

}  // namespace village::web_api
