// Which loudspeakers speak in which pass: kept for all of them at once.
#include <fmt/format.h>

#include <set>

#include "controller/control_loop/control_loop.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

domain::Result<std::vector<domain::Node>> in_groups(const domain::Commune& commune,
                                                    const std::vector<ports::EchoGroupEdit>& groups) {
    std::vector<domain::Node> nodes;
    std::set<domain::NodeId> named;
    for (const auto& edit : groups) {
        const auto* known = commune.find_node(edit.node);
        if (known == nullptr) return domain::no_such_node(edit.node);
        if (!named.insert(edit.node).second)
            return Error{ErrorCode::invalid_argument, fmt::format("loudspeaker {} is named twice", known->number.value),
                         domain::BrokenRule{"node_twice", {}, known->name}};
        if (known->version != edit.version)
            return Error{ErrorCode::version_conflict, "somebody else changed it since it was read; read it again"};
        if (known->echo_group == edit.group) continue;
        nodes.push_back(*known);
        nodes.back().echo_group = edit.group;
    }
    return nodes;
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<domain::Node>>> CommuneDesk::save(domain::Operator caller,
                                                                              std::vector<ports::EchoGroupEdit> groups) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    auto nodes = in_groups(office_.commune, groups);
    if (!nodes) co_return nodes.error();
    if (nodes->empty()) co_return office_.commune.nodes;
    std::string changed;
    for (const auto& node : *nodes)
        changed += fmt::format("{}{}:{}", changed.empty() ? "" : " ", node.number.value, node.echo_group);
    auto row = office_.row(caller, "echo_groups.save", office_.commune.id.text(), std::move(changed));
    auto saved = co_await office_.ports.stores.commune.save(std::move(*nodes), std::move(row));
    if (!saved) co_return saved.error();
    if (auto done = co_await reload_tree(); !done) co_return done.error();
    co_return office_.commune.nodes;
}

ports::Awaitable<domain::Result<std::vector<domain::Node>>> ControlLoop::save_echo_groups(
    domain::Operator caller, std::vector<ports::EchoGroupEdit> groups) {
    return communes_.save(std::move(caller), std::move(groups));
}

}  // namespace village::control_loop
