#include "controller/control_loop/replays.hpp"

#include <fmt/format.h>

#include "controller/control_loop/corrections.hpp"

namespace village::control_loop {
namespace {

using domain::BroadcastKind;
using domain::BrokenRule;
using domain::DeliveryState;
using domain::Error;
using domain::ErrorCode;
using domain::NodeSet;

domain::Status check_replayable(const domain::Broadcast& missed) {
    const bool is_said = missed.kind == BroadcastKind::scheduled || missed.kind == BroadcastKind::live;
    if (!is_said || !missed.announcement)
        return Error{ErrorCode::invalid_argument, "only an announcement is replayed; an emergency is called again",
                     BrokenRule{"replayed_kind", {}, std::string{domain::kind_name(missed.kind)}}};
    if (!missed.ended_at)
        return Error{ErrorCode::invalid_argument, "it is not over yet; some of them may still sound it",
                     BrokenRule{"not_over", {}, {}}};
    return {};
}

/// What was corrected is not said again, nor are other words that stand in its place by now.
ports::Awaitable<domain::Status> check_still_right(const Office& office, domain::Broadcast missed) {
    auto corrections = co_await office.ports.stores.broadcasts.corrections_of(missed.id);
    if (!corrections) co_return corrections.error();
    if (!corrections->empty())
        co_return Error{ErrorCode::invalid_argument, "it was corrected; what is wrong is not said again",
                        BrokenRule{"corrected", {}, {}}};
    auto announcement = co_await office.ports.stores.announcements.find(*missed.announcement);
    if (!announcement) co_return announcement.error();
    if (!announcement->content || announcement->content->hash != missed.content)
        co_return Error{ErrorCode::version_conflict, "the announcement has another sound by now; broadcast it anew",
                        BrokenRule{"other_sound", {}, {}}};
    co_return domain::Status{};
}

bool was_missed(const domain::Delivery& delivery) {
    return delivery.state == DeliveryState::partial || delivery.state == DeliveryState::preempted ||
           delivery.state == DeliveryState::missed;
}

/// The loudspeakers that the sentence names; of more it gives the number.
constexpr std::size_t named_at_most = 5;

std::string names_of(const domain::Commune& commune, const NodeSet& nodes) {
    std::string names;
    std::size_t named = 0;
    for (const auto number : nodes.numbers()) {
        if (++named > named_at_most) return fmt::format("{}, +{}", names, nodes.size() - named_at_most);
        const auto* node = commune.find_node(number);
        names += fmt::format("{}{}", names.empty() ? "" : ", ", node == nullptr ? fmt::to_string(number.value) : node->name);
    }
    return names;
}

/// Why there is nobody to replay it to.
Error nobody_to_tell(const Office& office, bool is_stopped, const NodeSet& unanswered) {
    if (is_stopped)
        return {ErrorCode::zone_empty, "it was stopped, and what was stopped is not said again by itself",
                BrokenRule{"was_stopped", {}, {}}};
    if (unanswered.is_empty())
        return {ErrorCode::zone_empty, "no loudspeaker is known to have missed it, or each has been given it since",
                BrokenRule{"nobody_missed_it", {}, {}}};
    auto names = names_of(office.commune, unanswered);
    return {ErrorCode::zone_empty, fmt::format("whether they sounded it is not known yet at {}", names),
            BrokenRule{"not_known_yet", {}, std::move(names)}};
}

/// What begins so soon is not waited for by saying it once more. Tomorrow's occurrence is no reason to be silent today.
constexpr std::chrono::minutes at_hand{10};

/// What became of this announcement at the loudspeakers since.
struct Since {
    NodeSet given;  ///< They have sounded it, or are about to.
    NodeSet not_known;
    NodeSet stopped;
};
ports::Awaitable<domain::Result<Since>> given_since(const Office& office, domain::Broadcast missed) {
    auto later = co_await office.ports.stores.broadcasts.later_of(*missed.announcement, missed.starts_at);
    if (!later) co_return later.error();
    Since since;
    for (const auto& stored : *later) {
        const auto* known = office.dispatcher.find(stored.id);
        const auto again = known != nullptr ? *known : stored;
        auto heard = co_await who_heard(office, again);
        if (!heard) co_return heard.error();
        const bool is_at_hand = !again.ended_at && again.starts_at <= office.now() + at_hand;
        since.given = since.given.united_with(is_at_hand ? again.targets : heard->heard_out);
        since.not_known = since.not_known.united_with(heard->not_known);
        since.stopped = since.stopped.united_with(again.stopped_at);
    }
    co_return since;
}

}  // namespace

ports::Awaitable<domain::Result<ports::BroadcastRequest>> with_who_missed(const Office& office, ports::BroadcastRequest request) {
    auto missed = co_await newest_of(office, *request.replays);
    if (!missed) co_return missed.error();
    if (auto good = check_replayable(*missed); !good) co_return good.error();
    if (auto same = co_await check_still_right(office, *missed); !same) co_return same.error();
    auto deliveries = co_await deliveries_of(office, missed->id);
    if (!deliveries) co_return deliveries.error();
    auto since = co_await given_since(office, *missed);
    if (!since) co_return since.error();
    NodeSet to_tell, unanswered;
    bool is_stopped = missed->state == domain::BroadcastState::stopped;
    for (const auto& delivery : *deliveries) {
        const auto node = delivery.node;
        if (since->given.contains(node) || missed->stopped_at.contains(node)) continue;
        const bool is_missed = was_missed(delivery), is_stopped_since = is_missed && since->stopped.contains(node);
        is_stopped = is_stopped || is_stopped_since;
        if (is_stopped_since) continue;
        if (!domain::is_final(delivery.state) || (is_missed && since->not_known.contains(node))) unanswered.insert(node);
        else if (is_missed) to_tell.insert(node);
    }
    request.announcement = *missed->announcement;
    request.corrects = missed->corrects;
    request.staggered = !missed->passes.empty();
    request.targets = {};
    for (const auto& node : office.commune.nodes)
        if (to_tell.contains(node.number)) request.targets.nodes.push_back(node.id);
    if (request.targets.nodes.empty()) co_return nobody_to_tell(office, is_stopped, unanswered);
    co_return request;
}

}  // namespace village::control_loop
