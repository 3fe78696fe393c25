#include "scheduler/dispatch/dispatcher.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/domain/passing.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastId;
using domain::BroadcastKind;
using domain::BroadcastState;
using domain::DeliveryState;
using domain::Duration;
using domain::ErrorCode;
using domain::UtcTime;

bool is_over_state(BroadcastState state) {
    return state != BroadcastState::planned && state != BroadcastState::counting_down && state != BroadcastState::on_air;
}

/// Of an Intent its rule: the codes are read as what a loudspeaker says of an order.
std::string reason_of(const domain::Error& why, BroadcastKind kind) {
    if (domain::is_called(kind) && why.rule) return why.rule->name;
    return std::string{domain::error_name(why.code)};
}

}  // namespace

bool Dispatcher::Entry::is_over() const { return is_over_state(order.broadcast.state); }

Dispatcher::Dispatcher(DispatcherOptions options) : options_(options) {}

Commands Dispatcher::handle(const Event& event, UtcTime now) {
    Commands out;
    acted_at_ = now;
    std::visit([&](const auto& what) { on(what, now, out); }, event);
    ask_for_alarm(out);
    return out;
}

const domain::Broadcast* Dispatcher::find(BroadcastId id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second.broadcast();
}

bool Dispatcher::has_lost_its_stream(BroadcastId id) const {
    const auto found = entries_.find(id);
    return found != entries_.end() && found->second.lost_its_stream;
}

std::optional<domain::BroadcastId> Dispatcher::broadcast_of(domain::GrantId grant) const {
    for (const auto& [id, entry] : entries_)
        if (entry.grant != nullptr && entry.grant->grant.id == grant) return id;
    return std::nullopt;
}

SharedGrant Dispatcher::grant_of(BroadcastId id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : found->second.grant;
}

domain::NodeSet Dispatcher::stopped_nodes(BroadcastId id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? domain::NodeSet{} : found->second.stopped_nodes;
}

bool Dispatcher::was_withdrawn(BroadcastId id) const {
    if (const auto* known = find(id)) return known->withdrawn;
    const auto over = over_.find(id);
    return over != over_.end() && over->second == Over::withdrawn;
}

std::vector<BroadcastId> Dispatcher::open_broadcasts() const {
    std::vector<BroadcastId> open;
    for (const auto& [id, entry] : entries_)
        if (!entry.is_over()) open.push_back(id);
    std::ranges::sort(open);
    return open;
}

std::vector<Dispatcher::Known> Dispatcher::known() const {
    std::vector<Known> all;
    for (const auto& [id, entry] : entries_) {
        all.push_back({.order = &entry.order, .signed_as = {}, .stopped_nodes = &entry.stopped_nodes});
        if (entry.grant) all.back().signed_as = entry.grant->grant.id;
    }
    std::ranges::sort(all, {}, [](const Known& one) { return one.order->broadcast.id; });
    return all;
}

Dispatcher::Entry* Dispatcher::entry(BroadcastId id) {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

/// What is over is kept until nothing of it can sound any more, and counts only where there is far too much of it.
bool Dispatcher::has_room(std::size_t open_max) const { return open_ < open_max && entries_.size() / 4 < open_max; }

Dispatcher::Entry* Dispatcher::adopt(const BroadcastOrder& order, BroadcastState state, std::size_t open_max, UtcTime now,
                                     Commands& out) {
    const auto id = order.broadcast.id;
    if (entries_.contains(id)) return nullptr;
    if (const auto over = over_.find(id); over != over_.end()) {
        if (over->second != Over::by_clock || order.broadcast.starts_at <= now) return nullptr;
        over_.erase(over);
    }
    if (!has_room(open_max)) {
        out.push_back(Trouble{id, {ErrorCode::too_many_requests, "too many broadcasts are open"}});
        return nullptr;
    }
    auto& entry = entries_[id];
    ++open_;
    entry.order = order;
    auto& broadcast = entry.broadcast();
    entry.stopped_nodes = broadcast.stopped_at;
    broadcast.state = state;
    if (broadcast.max_duration < broadcast.duration) broadcast.max_duration = broadcast.duration;
    if (broadcast.start_by < broadcast.starts_at) broadcast.start_by = broadcast.starts_at + broadcast.max_duration;
    out.push_back(BroadcastChanged{broadcast});
    out.push_back(MarkDeliveries{id, broadcast.targets, DeliveryState::planned, {}});
    if (!broadcast.stopped_at.is_empty())
        out.push_back(MarkDeliveries{id, broadcast.stopped_at, DeliveryState::cancelled, "stop"});
    if (now > broadcast.start_by) {
        miss(entry, "start_by", now, out);
        return nullptr;
    }
    return &entry;
}

void Dispatcher::on(const OccurrencesPlanned& event, UtcTime now, Commands& out) {
    for (const auto& order : event.orders) {
        if (order.broadcast.starts_at > now + options_.horizon) continue;
        if (auto* known = entry(order.broadcast.id); known && is_over_too_early(known->broadcast(), now)) {
            take_up_again(*known, now, out);
            continue;
        }
        auto* entry = adopt(order, BroadcastState::planned, options_.broadcasts_max, now, out);
        if (!entry) continue;
        set_life_alarms(*entry);
        sign(*entry, now, out);
    }
}

/// Its time came, or passed: nobody stopped it, and no signer refused it before.
bool Dispatcher::is_over_by_clock(const domain::Broadcast& broadcast) {
    const bool by_time = broadcast.state == BroadcastState::missed || broadcast.state == BroadcastState::ended;
    return by_time && broadcast.ended_at && *broadcast.ended_at >= broadcast.starts_at;
}

bool Dispatcher::is_over_too_early(const domain::Broadcast& broadcast, UtcTime now) {
    return is_over_by_clock(broadcast) && broadcast.starts_at > now;
}

void Dispatcher::take_up_again(Entry& entry, UtcTime now, Commands& out) {
    auto& broadcast = entry.broadcast();
    ++open_;
    entry.delayed = false;
    broadcast.state = BroadcastState::planned;
    broadcast.ended_at.reset();
    out.push_back(BroadcastChanged{broadcast});
    out.push_back(MarkDeliveries{broadcast.id, broadcast.targets, DeliveryState::planned, {}});
    set_life_alarms(entry);
    if (entry.grant) plans_changed(broadcast.targets, now);
    else sign(entry, now, out);
}

void Dispatcher::on(const BroadcastRequested& event, UtcTime now, Commands& out) {
    auto order = event.order;
    auto state = BroadcastState::planned;
    auto open_max = options_.asked_for_max;
    if (domain::is_called(order.broadcast.kind)) {
        const auto countdown = std::clamp(event.countdown, Duration::zero(), options_.countdown_max);
        order.broadcast.starts_at = now + countdown;
        order.broadcast.start_by = order.broadcast.starts_at + order.broadcast.max_duration;
        state = BroadcastState::counting_down;
        open_max = std::numeric_limits<std::size_t>::max();
    }
    auto* entry = adopt(order, state, open_max, now, out);
    if (!entry) return;
    if (entry->broadcast().kind == BroadcastKind::all_clear) entry->ends = what_warns_at(entry->broadcast().targets);
    set_life_alarms(*entry);
    // Signed while the countdown runs: afterwards nothing but sending is left to do.
    sign(*entry, now, out);
    if (entry->broadcast().starts_at <= now + options_.push_within) out.push_back(Wake{entry->broadcast().targets});
}

void Dispatcher::sign(const Entry& entry, UtcTime, Commands& out) {
    auto draft = draft_grant(entry.order, options_.resume_room);
    if (entry.order.intent) out.push_back(SignEmergency{*entry.order.intent, std::move(draft)});
    else out.push_back(SignGrant{std::move(draft)});
}

/// Once nothing of it can sound any more, nor any plan speak of its time.
UtcTime Dispatcher::forget_at(const Entry& entry) const {
    const auto out_of_plans = entry.broadcast().starts_at + plan_back;
    return std::max(draft_not_after(entry.order, options_.resume_room), out_of_plans) + std::chrono::minutes{1};
}

void Dispatcher::set_life_alarms(const Entry& entry) {
    const auto& broadcast = entry.broadcast();
    set_alarm(broadcast.starts_at, AlarmKind::start, broadcast.id);
    set_alarm(broadcast.start_by + Duration{1}, AlarmKind::missed, broadcast.id);
    set_alarm(planned_end(entry.order), AlarmKind::end, broadcast.id);
    set_alarm(forget_at(entry), AlarmKind::forget, broadcast.id);
    if (broadcast.streamed) set_alarm(stream_from(broadcast), AlarmKind::stream, broadcast.id);
}

void Dispatcher::keep_grant(Entry& entry, SharedGrant grant) {
    const auto sequence = grant->grant.issuer_sequence;
    highest_sequence_ = std::max(highest_sequence_, sequence);
    const auto place = std::ranges::upper_bound(by_sequence_, sequence, {}, &Signed::sequence);
    by_sequence_.insert(place, Signed{sequence, &entry});
    entry.grant = std::move(grant);
}

void Dispatcher::on(const GrantSigned& event, UtcTime now, Commands& out) {
    highest_sequence_ = std::max(highest_sequence_, event.grant.grant.issuer_sequence);
    auto* found = entry(event.broadcast);
    const bool unwanted = !found || found->is_over();
    if (unwanted || !found->stopped_nodes.is_empty()) {
        // The STOP came while this was being signed. It names the grant now, so that no copy can ever sound.
        PendingStop order;
        order.draft.grants = {event.grant.grant.id};
        order.nodes = unwanted ? event.grant.grant.nodes : found->stopped_nodes;
        order.broadcasts = {event.broadcast};
        order.until = event.grant.grant.not_after + options_.clock_doubt;
        request_stop(std::move(order), now, out);
    }
    if (unwanted || found->grant) return;
    keep_grant(*found, std::make_shared<const domain::SignedGrant>(event.grant));
    const auto& broadcast = found->broadcast();
    if (now > broadcast.start_by) return miss(*found, "not_signed", now, out);
    if (broadcast.kind == BroadcastKind::scheduled) plans_changed(broadcast.targets, now);
    const bool near = broadcast.starts_at <= now + options_.push_within;
    const bool counting = broadcast.state == BroadcastState::counting_down && now < broadcast.starts_at;
    if (near && !counting) push(*found, broadcast.targets, out);
    if (now >= stream_from(broadcast)) start_stream(*found, out);
    if (now >= broadcast.starts_at) go_on_air(*found, now, out);
    if (now < planned_end(found->order)) return;
    // Signed when it should have been over, its end has gone by: it may sound until its grant is over.
    found->delayed = true;
    set_alarm(event.grant.grant.not_after, AlarmKind::end, broadcast.id);
}

void Dispatcher::on(const SigningFailed& event, UtcTime now, Commands& out) {
    auto* found = entry(event.broadcast);
    if (!found || found->is_over() || found->grant) return;
    out.push_back(Trouble{event.broadcast, event.why});
    const auto again = now + options_.sign_retry;
    if (!domain::is_passing(event.why.code) || again > found->broadcast().start_by)
        return miss(*found, reason_of(event.why, found->broadcast().kind), now, out);
    set_alarm(again, AlarmKind::sign_again, event.broadcast);
}

void Dispatcher::push(Entry& entry, const domain::NodeSet& nodes, Commands& out) {
    auto audience = nodes.without(entry.stopped_nodes);
    entry.pushed = true;
    out.push_back(SendStart{entry.grant, audience});
    out.push_back(MarkDeliveries{entry.broadcast().id, std::move(audience), DeliveryState::sent, {}});
}

void Dispatcher::go_on_air(Entry& entry, UtcTime now, Commands& out) {
    auto& broadcast = entry.broadcast();
    if (broadcast.state == BroadcastState::on_air) return;
    broadcast.state = BroadcastState::on_air;
    end_what_is_contradicted(entry, now, out);
    note_shared_air(entry);
    start_stream(entry, out);
    out.push_back(BroadcastChanged{broadcast});
}

UtcTime Dispatcher::stream_from(const domain::Broadcast& broadcast) const {
    const bool is_relay = broadcast.kind == BroadcastKind::scheduled;
    return broadcast.starts_at - (is_relay ? options_.relay_lead : options_.stream_lead);
}

void Dispatcher::start_stream(Entry& entry, Commands& out) {
    if (!entry.broadcast().streamed || entry.streaming || entry.lost_its_stream || !entry.grant) return;
    entry.streaming = true;
    out.push_back(StartStream{entry.grant, entry.broadcast().targets.without(entry.stopped_nodes)});
}

/// At one loudspeaker at least: of what is staggered each has its own time.
bool Dispatcher::share_the_air(const Entry& one, const Entry& other) {
    const auto& a = one.broadcast();
    const auto& b = other.broadcast();
    if (!a.targets.intersects(b.targets)) return false;
    if (one.delayed || other.delayed || (a.passes.empty() && b.passes.empty())) return true;
    return std::ranges::any_of(a.targets.shared_with(b.targets).numbers(), [&](domain::NodeNumber node) {
        const auto from_a = a.starts_at + policy::begins_after(a.passes, node);
        const auto from_b = b.starts_at + policy::begins_after(b.passes, node);
        return from_a < from_b + b.max_duration && from_b < from_a + a.max_duration;
    });
}

void Dispatcher::note_shared_air(Entry& entry) {
    const auto& mine = entry.broadcast();
    for (auto& [id, other] : entries_) {
        const auto& theirs = other.broadcast();
        if (id == mine.id || theirs.state != BroadcastState::on_air || !share_the_air(other, entry)) continue;
        (theirs.priority < mine.priority ? other : entry).delayed = true;
    }
}

void Dispatcher::on(const BroadcastFinished& event, UtcTime now, Commands& out) {
    if (auto* found = entry(event.broadcast); found && !found->is_over()) end(*found, BroadcastState::ended, now, out);
}

void Dispatcher::end(Entry& entry, BroadcastState state, UtcTime now, Commands& out) {
    auto& broadcast = entry.broadcast();
    --open_;
    broadcast.state = state;
    broadcast.ended_at = now;
    if (std::exchange(entry.streaming, false)) out.push_back(StopStream{broadcast.id});
    out.push_back(BroadcastChanged{broadcast});
}

void Dispatcher::miss(Entry& entry, const std::string& reason, UtcTime now, Commands& out) {
    end(entry, BroadcastState::missed, now, out);
    // A grant that was sent may sound: then its node knows better.
    if (!entry.pushed)
        out.push_back(MarkDeliveries{entry.broadcast().id, entry.broadcast().targets, DeliveryState::missed, reason});
    set_alarm(forget_at(entry), AlarmKind::forget, entry.broadcast().id);
}

}  // namespace village::dispatch
