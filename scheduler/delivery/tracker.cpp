#include "scheduler/delivery/tracker.hpp"

#include <algorithm>

#include "scheduler/delivery/receipt_state.hpp"
#include "scheduler/domain/refused_by_hours.hpp"

namespace village::delivery {
namespace {

using domain::BroadcastId;
using domain::Delivery;
using domain::DeliveryState;
using domain::Duration;
using domain::NodeNumber;
using domain::NodeSet;
using domain::UtcTime;

constexpr std::uint64_t samples_per_second = 48'000;

Duration duration_of(std::uint64_t samples) {
    return std::chrono::seconds{samples / samples_per_second} +
           Duration{static_cast<std::int64_t>(samples % samples_per_second * 1'000'000 / samples_per_second)};
}

/// Unconfirmed is no step on the way but a question: whoever answers afterwards is listened to.
bool may_step(DeliveryState from, DeliveryState to) {
    if (domain::is_final(from)) return false;
    if (from == DeliveryState::unconfirmed) return to == DeliveryState::playing || domain::is_final(to);
    return from < to;
}

/// Hours may change before its time comes, and a full plan empties: the node is asked again with every plan, and may then sound it.
bool may_yet_agree(domain::ErrorCode why) {
    return domain::is_refused_by_hours(why) || why == domain::ErrorCode::too_many_requests;
}

/// What it has seen before may have its receipt, which is then on its way. Otherwise a signer that was restored from a backup has
/// used a number twice, and it never sounds.
bool may_yet_report(domain::ErrorCode why) { return why == domain::ErrorCode::replayed; }

}  // namespace

std::optional<DeliveryState> Tracker::Track::state_of(NodeNumber node) const {
    for (std::size_t state = 0; state < state_count; ++state)
        if (by_state[state].contains(node)) return static_cast<DeliveryState>(state);
    return std::nullopt;
}

Tracker::Track* Tracker::find_track(BroadcastId id) {
    const auto found = tracks_.find(id);
    return found == tracks_.end() ? nullptr : &found->second;
}

Changes Tracker::plan(const domain::Broadcast& broadcast, UtcTime now) {
    if (auto* known = find_track(broadcast.id)) return known->ended_at ? reopen(broadcast, *known, now) : Changes{};
    auto& track = tracks_[broadcast.id];
    track.expected = broadcast.duration;
    track.content = broadcast.content;
    track.changed_at = now;
    track.in(DeliveryState::planned) = broadcast.targets;
    if (track.content) waiting_for_.emplace(*track.content, broadcast.id);
    return {DeliveriesMarked{broadcast.id, broadcast.targets, DeliveryState::planned, {}, now}};
}

Changes Tracker::reopen(const domain::Broadcast& broadcast, Track& track, UtcTime now) {
    const auto id = broadcast.id;
    std::erase_if(alarms_, [&](const auto& alarm) { return alarm.second == id; });
    track.ended_at.reset();
    track.unconfirmed_marked = false;
    NodeSet open;
    for (const auto node : track.in(DeliveryState::missed).numbers()) {
        const auto known = describe(id, track, node);
        if (!known.receipt_number && known.evidence == domain::EvidenceLevel::none) open.insert(node);
    }
    if (open.is_empty()) return {};
    track.in(DeliveryState::missed) = track.in(DeliveryState::missed).without(open);
    track.in(DeliveryState::planned) = track.in(DeliveryState::planned).united_with(open);
    track.changed_at = now;
    for (const auto node : open.numbers()) track.details.erase(node.value);
    return {DeliveriesMarked{id, std::move(open), DeliveryState::planned, {}, now}};
}

void Tracker::restore(const domain::Broadcast& broadcast, const std::vector<Delivery>& deliveries) {
    plan(broadcast, broadcast.created_at);
    auto& track = tracks_.at(broadcast.id);
    for (const auto& delivery : deliveries) {
        const auto from = delivery.broadcast == broadcast.id ? track.state_of(delivery.node) : std::nullopt;
        if (!from) continue;
        track.in(*from).erase(delivery.node);
        track.in(delivery.state).insert(delivery.node);
        track.details[delivery.node.value] = delivery;
        if (delivery.state == DeliveryState::playing) playing_[delivery.node.value].insert(broadcast.id);
    }
    if (broadcast.ended_at) ended(broadcast.id, *broadcast.ended_at);
}

Changes Tracker::mark(BroadcastId id, const NodeSet& nodes, DeliveryState state, const std::string& reason, UtcTime now) {
    auto* track = find_track(id);
    if (!track) return {};
    NodeSet moved;
    for (std::size_t from = 0;
         from < std::min(static_cast<std::size_t>(state), static_cast<std::size_t>(DeliveryState::acknowledged)); ++from) {
        auto reached = track->by_state[from].shared_with(nodes);
        if (reached.is_empty()) continue;
        track->by_state[from] = track->by_state[from].without(reached);
        moved = moved.united_with(reached);
    }
    if (moved.is_empty()) return {};
    track->in(state) = track->in(state).united_with(moved);
    track->reasons[static_cast<std::size_t>(state)] = reason;
    track->changed_at = now;
    for (auto& [number, detail] : track->details)
        if (moved.contains(NodeNumber{number})) {
            detail.state = state;
            detail.reason = reason;
            detail.changed_at = now;
        }
    return {DeliveriesMarked{id, std::move(moved), state, reason, now}};
}

bool is_taken_back(const std::string& reason) { return reason == "special_day" || reason == "place_left"; }

Changes Tracker::taken_back(BroadcastId id, const NodeSet& nodes, const std::string& reason, UtcTime now) {
    auto* track = find_track(id);
    if (!track) return {};
    Changes all;
    for (const auto node : nodes.numbers()) {
        const auto state = track->state_of(node);
        if (!state || domain::is_final(*state)) continue;
        auto delivery = describe(id, *track, node);
        delivery.reason = reason;
        std::ranges::move(keep(*track, std::move(delivery), now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::step(BroadcastId id, NodeNumber node, DeliveryState state, UtcTime now) {
    auto* track = find_track(id);
    const auto from = track ? track->state_of(node) : std::nullopt;
    if (!from || !may_step(*from, state)) return {};
    auto delivery = describe(id, *track, node);
    delivery.state = state;
    if (!is_taken_back(delivery.reason)) delivery.reason.clear();
    delivery.evidence = std::max(delivery.evidence, domain::EvidenceLevel::e0_acknowledged);
    return keep(*track, std::move(delivery), now);
}

Changes Tracker::keep(Track& track, Delivery delivery, UtcTime now) {
    const auto from = track.state_of(delivery.node);
    track.in(*from).erase(delivery.node);
    track.in(delivery.state).insert(delivery.node);
    delivery.changed_at = now;
    track.details[delivery.node.value] = delivery;
    if (delivery.state == DeliveryState::playing) playing_[delivery.node.value].insert(delivery.broadcast);
    return {std::move(delivery)};
}

Changes Tracker::acknowledged(BroadcastId id, NodeNumber node, UtcTime now) {
    return step(id, node, DeliveryState::acknowledged, now);
}

Changes Tracker::fetched(BroadcastId id, NodeNumber node, UtcTime now) { return step(id, node, DeliveryState::fetched, now); }

Changes Tracker::fetched(const domain::ContentHash& content, NodeNumber node, UtcTime now) {
    Changes all;
    const auto [first, last] = waiting_for_.equal_range(content);
    for (auto it = first; it != last; ++it) {
        const auto* track = find_track(it->second);
        // Having the audio says nothing about a grant that the node has not seen.
        if (!track || track->state_of(node) != DeliveryState::acknowledged) continue;
        std::ranges::move(fetched(it->second, node, now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::lost(const domain::ContentHash& content, NodeNumber node, UtcTime now) {
    Changes all;
    const auto [first, last] = waiting_for_.equal_range(content);
    for (auto it = first; it != last; ++it) {
        auto* track = find_track(it->second);
        if (!track || track->state_of(node) != DeliveryState::fetched) continue;
        auto delivery = describe(it->second, *track, node);
        delivery.state = DeliveryState::acknowledged;
        std::ranges::move(keep(*track, std::move(delivery), now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::started(BroadcastId id, NodeNumber node, UtcTime first_sample, UtcTime now) {
    auto changes = step(id, node, DeliveryState::playing, now);
    if (!changes.empty()) {
        std::get<Delivery>(changes.front()).first_sample_at = first_sample;
        find_track(id)->details[node.value].first_sample_at = first_sample;
    }
    std::ranges::move(give_way(id, node, now), std::back_inserter(changes));
    return changes;
}

Changes Tracker::give_way(BroadcastId to, NodeNumber node, UtcTime now) {
    Changes all;
    const auto here = playing_.find(node.value);
    if (here == playing_.end()) return all;
    std::erase_if(here->second, [&](BroadcastId id) {
        const auto* track = find_track(id);
        return track == nullptr || track->state_of(node) != DeliveryState::playing;
    });
    for (const auto& id : here->second) {
        auto& track = *find_track(id);
        auto delivery = describe(id, track, node);
        const std::string reason = id == to ? "" : gives_way;
        if (delivery.reason == reason || is_taken_back(delivery.reason)) continue;
        delivery.reason = reason;
        std::ranges::move(keep(track, std::move(delivery), now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::refused(BroadcastId id, NodeNumber node, const domain::Error& why, UtcTime now) {
    auto* track = find_track(id);
    const auto from = track ? track->state_of(node) : std::nullopt;
    // A copy may be refused while the true grant is sounding.
    if (!from || *from >= DeliveryState::acknowledged) return {};
    auto delivery = describe(id, *track, node);
    const bool may_agree = may_yet_agree(why.code), may_report = may_yet_report(why.code);
    if ((may_agree || may_report) && !delivery.reason.empty()) return {};
    // Whoever refuses it was given it.
    delivery.state = may_report || (may_agree && !track->ended_at) ? DeliveryState::sent : DeliveryState::missed;
    delivery.reason = std::string{domain::error_name(why.code)};
    return keep(*track, std::move(delivery), now);
}

Changes Tracker::receipt(const domain::PlaybackReceipt& receipt, UtcTime now) {
    auto* track = find_track(receipt.broadcast);
    const auto from = track ? track->state_of(receipt.node) : std::nullopt;
    if (!from || domain::is_final(*from)) return {};
    if (track->ended_at && now > *track->ended_at + late_receipts) return {};
    auto delivery = describe(receipt.broadcast, *track, receipt.node);
    delivery.state = delivery::state_of(receipt);
    delivery.evidence = std::max(delivery.evidence, receipt.evidence);
    delivery.played = duration_of(receipt.samples_played);
    if (receipt.samples_expected > 0) delivery.expected = duration_of(receipt.samples_expected);
    if (delivery.state != DeliveryState::cancelled || !is_taken_back(delivery.reason)) delivery.reason = receipt.reason;
    delivery.preempted_by = receipt.preempted_by;
    delivery.resumed = receipt.resumed;
    if (receipt.first_sample_at) delivery.first_sample_at = receipt.first_sample_at;
    delivery.last_sample_at = receipt.last_sample_at;
    delivery.receipt_number = receipt.number;
    return keep(*track, std::move(delivery), now);
}

Changes Tracker::caught_up(NodeNumber node, UtcTime now) {
    Changes all;
    for (auto& [id, track] : tracks_) {
        if (!track.ended_at || now < *track.ended_at + settled_after) continue;
        const auto is = [&, &track = track](DeliveryState state) { return track.in(state).contains(node); };
        if (!is(DeliveryState::unconfirmed) && !is(DeliveryState::sent) && !is(DeliveryState::planned)) continue;
        auto delivery = describe(id, track, node);
        if (delivery.evidence != domain::EvidenceLevel::none) continue;
        delivery.state = delivery.first_sample_at ? DeliveryState::partial : DeliveryState::missed;
        if (delivery.reason.empty()) delivery.reason = delivery.first_sample_at ? "outage" : "no_contact";
        std::ranges::move(keep(track, std::move(delivery), now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::replaced(NodeNumber node, UtcTime now) {
    Changes all;
    for (auto& [id, track] : tracks_) {
        const auto state = track.state_of(node);
        if (!state || domain::is_final(*state)) continue;
        auto delivery = describe(id, track, node);
        if (delivery.evidence == domain::EvidenceLevel::none || delivery.reason == device_replaced) continue;
        if (track.ended_at) {
            delivery.state = DeliveryState::unconfirmed;
            delivery.reason = device_replaced;
        } else {
            delivery.state = DeliveryState::sent;
            delivery.evidence = domain::EvidenceLevel::none;
        }
        std::ranges::move(keep(track, std::move(delivery), now), std::back_inserter(all));
    }
    return all;
}

Changes Tracker::without_device(const NodeSet& nodes, const std::string& reason, UtcTime now) {
    Changes all;
    for (auto& [id, track] : tracks_) {
        if (!track.ended_at || now < *track.ended_at + unconfirmed_after) continue;
        for (const auto node : nodes.numbers()) {
            const auto state = track.state_of(node);
            if (!state || domain::is_final(*state) || *state == DeliveryState::unconfirmed) continue;
            auto delivery = describe(id, track, node);
            // What it had taken, it may have sounded.
            const bool took_it = delivery.evidence != domain::EvidenceLevel::none;
            delivery.state = took_it ? DeliveryState::unconfirmed : DeliveryState::missed;
            delivery.reason = reason;
            std::ranges::move(keep(track, std::move(delivery), now), std::back_inserter(all));
        }
    }
    return all;
}

domain::NodeSet Tracker::refusing() const {
    domain::NodeSet nodes;
    for (const auto& [id, track] : tracks_) {
        if (track.ended_at) continue;
        for (const auto& [number, detail] : track.details)
            if (detail.state == DeliveryState::sent && !detail.reason.empty()) nodes.insert(NodeNumber{number});
    }
    return nodes;
}

void Tracker::ended(BroadcastId id, UtcTime ended_at) {
    auto* track = find_track(id);
    if (!track || track->ended_at) return;
    track->ended_at = ended_at;
    alarms_.emplace(ended_at + unconfirmed_after, id);
}

Changes Tracker::advance(const NodeSet& connected, UtcTime now) {
    Changes all;
    while (!alarms_.empty() && alarms_.begin()->first <= now) {
        const auto id = alarms_.begin()->second;
        alarms_.erase(alarms_.begin());
        auto* track = find_track(id);
        if (!track) continue;
        if (track->unconfirmed_marked) {
            if (track->content) std::erase_if(waiting_for_, [&](const auto& entry) { return entry.second == id; });
            tracks_.erase(id);
            continue;
        }
        std::ranges::move(mark_unconfirmed(id, *track, connected, now), std::back_inserter(all));
        alarms_.emplace(*track->ended_at + late_receipts, id);
    }
    return all;
}

Changes Tracker::mark_unconfirmed(BroadcastId id, Track& track, const NodeSet& connected, UtcTime now) {
    track.unconfirmed_marked = true;
    Changes changes;
    // Who refused it for its hours, and is still there, was not asked to any purpose. Room it may have found since, and what it has
    // seen before it may have sounded.
    const auto no_room = domain::error_name(domain::ErrorCode::too_many_requests);
    const auto seen_before = domain::error_name(domain::ErrorCode::replayed);
    for (const auto node : track.in(DeliveryState::sent).shared_with(connected).numbers()) {
        auto delivery = describe(id, track, node);
        if (delivery.reason.empty() || delivery.reason == no_room || delivery.reason == seen_before) continue;
        delivery.state = DeliveryState::missed;
        std::ranges::move(keep(track, std::move(delivery), now), std::back_inserter(changes));
    }
    NodeSet silent;
    for (auto state = DeliveryState::planned; state < DeliveryState::unconfirmed;
         state = static_cast<DeliveryState>(static_cast<int>(state) + 1)) {
        auto reached = state == DeliveryState::playing ? track.in(state) : track.in(state).shared_with(connected);
        track.in(state) = track.in(state).without(reached);
        silent = silent.united_with(reached);
    }
    if (silent.is_empty()) return changes;
    track.in(DeliveryState::unconfirmed) = track.in(DeliveryState::unconfirmed).united_with(silent);
    track.changed_at = now;
    for (auto& [number, detail] : track.details)
        if (silent.contains(NodeNumber{number})) {
            detail.state = DeliveryState::unconfirmed;
            detail.changed_at = now;
        }
    changes.push_back(DeliveriesMarked{id, std::move(silent), DeliveryState::unconfirmed, {}, now});
    return changes;
}

std::optional<UtcTime> Tracker::next_alarm() const {
    if (alarms_.empty()) return std::nullopt;
    return alarms_.begin()->first;
}

Delivery Tracker::describe(BroadcastId id, const Track& track, NodeNumber node) const {
    if (const auto known = track.details.find(node.value); known != track.details.end()) return known->second;
    Delivery delivery;
    delivery.broadcast = id;
    delivery.node = node;
    delivery.state = track.state_of(node).value_or(DeliveryState::planned);
    delivery.reason = track.reasons[static_cast<std::size_t>(delivery.state)];
    delivery.expected = track.expected;
    delivery.changed_at = track.changed_at;
    return delivery;
}

std::optional<Delivery> Tracker::find(BroadcastId id, NodeNumber node) const {
    const auto found = tracks_.find(id);
    if (found == tracks_.end() || !found->second.state_of(node)) return std::nullopt;
    return describe(id, found->second, node);
}

std::vector<Delivery> Tracker::deliveries(BroadcastId id) const {
    std::vector<Delivery> all;
    const auto found = tracks_.find(id);
    if (found == tracks_.end()) return all;
    for (const auto& nodes : found->second.by_state)
        for (const auto node : nodes.numbers()) all.push_back(describe(id, found->second, node));
    std::ranges::sort(all, {}, &Delivery::node);
    return all;
}

domain::NodeSet Tracker::unanswered(BroadcastId id) const {
    NodeSet nodes;
    const auto found = tracks_.find(id);
    if (found == tracks_.end()) return nodes;
    for (std::size_t state = 0; state < state_count; ++state)
        if (!domain::is_final(static_cast<DeliveryState>(state))) nodes = nodes.united_with(found->second.by_state[state]);
    return nodes;
}

}  // namespace village::delivery
