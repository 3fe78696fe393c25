#include "controller/control_loop/stop_wishes.hpp"

#include <set>

#include "scheduler/domain/gone.hpp"

namespace village::control_loop {
namespace {

using domain::Broadcast;
using domain::BroadcastId;
using domain::ErrorCode;

bool has_begun(const Office& office, const Broadcast& broadcast) { return broadcast.starts_at <= office.now() + lead_of_now; }

bool was_withdrawn(const Office& office, const Broadcast& broadcast) {
    // One that is over before it has begun was taken back, though the disk may not say so yet.
    const bool is_over_unheard = office.dispatcher.is_forgotten(broadcast.id) && !has_begun(office, broadcast);
    return broadcast.occurrence && (broadcast.withdrawn || is_over_unheard);
}

/// Which of a programme's pieces it is; one that is no piece is like every other that stands for its occurrence.
std::string key_of(const Broadcast& broadcast) { return broadcast.place ? broadcast.place->key : std::string{}; }

/// What came in the place of one that was taken back.
std::vector<Broadcast> successors_of(const Office& office, const Broadcast& first) {
    std::vector<Broadcast> all;
    for (const auto id : office.dispatcher.open_broadcasts())
        if (const auto& one = *office.dispatcher.find(id); one.occurrence == first.occurrence && key_of(one) == key_of(first))
            all.push_back(one);
    return all;
}

/// Who stops a programme that has begun wants silence, and not the next piece.
void add_with_rest(const Office& office, const Broadcast& one, std::set<BroadcastId>& ids) {
    ids.insert(one.id);
    if (!one.place || !has_begun(office, one)) return;
    for (const auto* piece : office.known().open_pieces_of(one.occurrence)) ids.insert(piece->id);
}

/// Of these the ones that are not over, at these nodes.
ports::StopAnswer answer_for(const Office& office, const std::set<BroadcastId>& ids, const domain::NodeSet& nodes) {
    ports::StopAnswer answer;
    for (const auto id : ids) {
        const auto* broadcast = office.dispatcher.find(id);
        if (broadcast == nullptr || broadcast->ended_at || !broadcast->targets.intersects(nodes)) continue;
        answer.nodes = answer.nodes.united_with(broadcast->targets.shared_with(nodes));
        answer.broadcasts.push_back(id);
    }
    answer.in_contact = answer.nodes.shared_with(office.dispatcher.connected());
    return answer;
}

}  // namespace

domain::NodeSet nodes_of_stop(const Office& office, const domain::Operator& caller, const ports::StopRequest& request) {
    if (request.area) return office.commune.nodes_of_area(*request.area);
    domain::NodeSet own;
    for (auto area : caller.areas) own = own.united_with(office.commune.nodes_of_area(area));
    return own;
}

domain::Error nothing_to_stop(const Office& office, const ports::StopRequest& request) {
    if (!request.area) return domain::no_loudspeaker({});
    const auto* area = office.commune.find_area(*request.area);
    return area == nullptr ? domain::no_such_area(*request.area) : domain::no_loudspeaker(area->full_name);
}

ports::Awaitable<domain::Result<std::vector<Broadcast>>> meant_by(const Office& office, ports::StopRequest request) {
    std::vector<Broadcast> named;
    if (!request.broadcast) co_return named;
    const auto* known = office.dispatcher.find(*request.broadcast);
    // A programme's occurrence, as a conflict names it: all of its pieces.
    const auto pieces_of_it = office.known().open_pieces_of(domain::OccurrenceId{request.broadcast->bytes});
    if (known != nullptr) {
        named.push_back(*known);
    } else if (!pieces_of_it.empty()) {
        for (const auto* piece : pieces_of_it) named.push_back(*piece);
        co_return named;
    } else {
        auto stored = co_await office.ports.stores.broadcasts.find(*request.broadcast);
        if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
        // What came in its place, or the rest of its programme, may still sound.
        const bool may_go_on = stored && stored->occurrence && office.dispatcher.is_forgotten(stored->id);
        if (!may_go_on)
            co_return domain::Error{ErrorCode::not_found,
                                    "this broadcast is not known here, or long over; stop its area instead"};
        named.push_back(std::move(*stored));
    }
    const auto first = named.front();
    if (!was_withdrawn(office, first)) co_return named;
    co_return successors_of(office, first);
}

ports::StopAnswer what_stops(const Office& office, const std::vector<Broadcast>& named, const domain::NodeSet& nodes) {
    domain::NodeSet reached;
    std::set<BroadcastId> ids;
    for (const auto& one : named) {
        reached = reached.united_with(one.targets.shared_with(nodes));
        add_with_rest(office, one, ids);
    }
    return answer_for(office, ids, reached);
}

ports::StopAnswer what_stops_in(const Office& office, const domain::NodeSet& nodes) {
    std::set<BroadcastId> ids;
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto& broadcast = *office.dispatcher.find(id);
        if (has_begun(office, broadcast) && broadcast.targets.intersects(nodes)) add_with_rest(office, broadcast, ids);
    }
    auto answer = answer_for(office, ids, nodes);
    // An area's loudspeakers are told whatever is known here: they may sound what this program no longer remembers.
    answer.nodes = nodes;
    answer.in_contact = nodes.shared_with(office.dispatcher.connected());
    return answer;
}

}  // namespace village::control_loop
