#include "controller/control_loop/corrections.hpp"

#include <fmt/format.h>

namespace village::control_loop {
namespace {

using domain::BroadcastKind;
using domain::Error;
using domain::ErrorCode;
using domain::NodeSet;

/// By any earlier correction.
ports::Awaitable<domain::Result<NodeSet>> corrected_already(const Office& office, domain::BroadcastId wrong) {
    auto corrections = co_await office.ports.stores.broadcasts.corrections_of(wrong);
    if (!corrections) co_return corrections.error();
    NodeSet nodes;
    for (const auto& stored : *corrections) {
        auto correction = co_await newest_of(office, stored.id);
        if (!correction) co_return correction.error();
        auto heard = co_await who_heard(office, *correction);
        if (!heard) co_return heard.error();
        nodes = nodes.united_with(delivery::corrected_by(*correction, *heard));
    }
    co_return nodes;
}

domain::Status check_correctable(const domain::Broadcast& wrong, const ports::BroadcastRequest& request) {
    if (wrong.kind == BroadcastKind::drill || wrong.kind == BroadcastKind::self_test)
        return Error{ErrorCode::invalid_argument, "a drill or a test is corrected by nothing live; its own page ends it",
                     domain::BrokenRule{"corrected_kind", {}, std::string{domain::kind_name(wrong.kind)}}};
    if (wrong.announcement == request.announcement)
        return Error{ErrorCode::invalid_argument, "that is the announcement that was wrong; choose what says it right",
                     domain::BrokenRule{"corrects_itself", {}, {}}};
    return {};
}

Error nobody_to_tell(const delivery::Hearers& heard) {
    const domain::BrokenRule rule{"nobody_sounded_it", {}, {}};
    if (!heard.sounded.is_empty())
        return {ErrorCode::zone_empty, "every loudspeaker that is known to have sounded it has been corrected, or is being",
                rule};
    if (!heard.not_known.is_empty())
        return {ErrorCode::zone_empty,
                fmt::format("no loudspeaker is known to have sounded it; of {} nobody knows yet", heard.not_known.size()), rule};
    return {ErrorCode::zone_empty, "no loudspeaker sounded it; there is nothing to correct", rule};
}

}  // namespace

ports::Awaitable<domain::Result<domain::Broadcast>> newest_of(const Office& office, domain::BroadcastId id) {
    if (const auto* known = office.dispatcher.find(id)) co_return *known;
    co_return co_await office.ports.stores.broadcasts.find(id);
}

ports::Awaitable<domain::Result<std::vector<domain::Delivery>>> deliveries_of(const Office& office, domain::BroadcastId id) {
    auto followed = office.tracker.deliveries(id);
    if (!followed.empty()) co_return followed;
    co_return co_await office.ports.stores.broadcasts.deliveries_of(id);
}

ports::Awaitable<domain::Result<delivery::Hearers>> who_heard(const Office& office, domain::Broadcast broadcast) {
    auto deliveries = co_await deliveries_of(office, broadcast.id);
    if (!deliveries) co_return deliveries.error();
    co_return delivery::hearers_of(broadcast, *deliveries, office.now());
}

ports::Awaitable<domain::Result<ports::BroadcastRequest>> with_its_hearers(const Office& office,
                                                                           ports::BroadcastRequest request) {
    auto wrong = co_await newest_of(office, *request.corrects);
    if (!wrong) co_return wrong.error();
    if (auto good = check_correctable(*wrong, request); !good) co_return good.error();
    auto heard = co_await who_heard(office, *wrong);
    if (!heard) co_return heard.error();
    auto corrected = co_await corrected_already(office, wrong->id);
    if (!corrected) co_return corrected.error();
    const auto to_tell = heard->sounded.without(*corrected);
    request.targets = {};
    for (const auto& node : office.commune.nodes)
        if (to_tell.contains(node.number)) request.targets.nodes.push_back(node.id);
    if (request.targets.nodes.empty()) co_return nobody_to_tell(*heard);
    co_return request;
}

ports::Awaitable<domain::Result<NodeSet>> not_known_to_have_heard(const Office& office, domain::Broadcast correction) {
    if (!correction.corrects) co_return NodeSet{};
    auto wrong = co_await newest_of(office, *correction.corrects);
    if (!wrong) co_return wrong.error();
    auto heard = co_await who_heard(office, *wrong);
    if (!heard) co_return heard.error();
    auto corrected = co_await corrected_already(office, wrong->id);
    if (!corrected) co_return corrected.error();
    // Some report while it is made: known or not, they are not among those who are told.
    co_return heard->not_known.united_with(heard->sounded).without(*corrected);
}

}  // namespace village::control_loop
