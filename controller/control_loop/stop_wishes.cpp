#include "controller/control_loop/stop_wishes.hpp"

#include <set>

namespace village::control_loop {
namespace {

using domain::Broadcast;
using domain::BroadcastId;
using domain::ErrorCode;

/// Where a programme has this piece now.
std::vector<Broadcast> pieces_in_place_of(const Office& office, const Broadcast& withdrawn) {
    std::vector<Broadcast> pieces;
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto* piece = office.dispatcher.find(id);
        const bool is_in_its_place =
            piece->place && piece->occurrence == withdrawn.occurrence && piece->place->key == withdrawn.place->key;
        if (is_in_its_place) pieces.push_back(*piece);
    }
    return pieces;
}

}  // namespace

domain::NodeSet nodes_of_stop(const Office& office, const domain::Operator& caller, const ports::StopRequest& request) {
    if (request.area) return office.commune.nodes_of_area(*request.area);
    domain::NodeSet own;
    for (auto area : caller.areas) own = own.united_with(office.commune.nodes_of_area(area));
    return own;
}

ports::Awaitable<domain::Result<std::vector<Broadcast>>> meant_by(const Office& office, ports::StopRequest request) {
    std::vector<Broadcast> named;
    if (!request.broadcast) co_return named;
    const auto* known = office.dispatcher.find(*request.broadcast);
    if (known != nullptr) {
        named.push_back(*known);
    } else {
        auto stored = co_await office.ports.stores.broadcasts.find(*request.broadcast);
        if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
        if (!stored || !office.dispatcher.is_forgotten(*request.broadcast))
            co_return domain::Error{ErrorCode::not_found,
                                    "this broadcast is not known here, or long over; stop its area instead"};
        named.push_back(std::move(*stored));
    }
    const auto& first = named.front();
    if (first.place && first.place->withdrawn) named = pieces_in_place_of(office, first);
    co_return named;
}

ports::StopAnswer what_stops(const Office& office, const std::vector<Broadcast>& named, const domain::NodeSet& nodes) {
    domain::NodeSet reached;
    std::vector<BroadcastId> ids;
    for (const auto& one : named) {
        reached = reached.united_with(one.targets.shared_with(nodes));
        ids.push_back(one.id);
    }
    const auto rest = office.dispatcher.with_rest_of_programmes(std::move(ids), office.now() + lead_of_now);
    ports::StopAnswer answer;
    for (const auto id : std::set<BroadcastId>{rest.begin(), rest.end()}) {
        const auto* broadcast = office.dispatcher.find(id);
        if (broadcast == nullptr || broadcast->ended_at || !broadcast->targets.intersects(reached)) continue;
        answer.nodes = answer.nodes.united_with(broadcast->targets.shared_with(reached));
        answer.broadcasts.push_back(id);
    }
    answer.in_contact = answer.nodes.shared_with(office.dispatcher.connected());
    return answer;
}

ports::StopAnswer what_stops_in(const Office& office, const domain::NodeSet& nodes) {
    ports::StopAnswer answer;
    // An area's loudspeakers are told whatever is known here: they may sound what this program no longer remembers.
    answer.nodes = nodes;
    answer.in_contact = nodes.shared_with(office.dispatcher.connected());
    const auto soon = office.now() + lead_of_now;
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto* broadcast = office.dispatcher.find(id);
        if (broadcast->starts_at <= soon && broadcast->targets.intersects(nodes)) answer.broadcasts.push_back(id);
    }
    return answer;
}

}  // namespace village::control_loop
