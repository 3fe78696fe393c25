// Dispatcher's silence: a STOP is decided at once, signed, sent, kept, and sent again to who joins; if the signer is slow, the
// unsigned QUENCH goes first.
#include <algorithm>
#include <limits>
#include <set>

#include "scheduler/dispatch/dispatcher.hpp"
#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/policy/tombstones.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastId;
using domain::BroadcastState;
using domain::DeliveryState;
using domain::NodeSet;
using domain::UtcTime;

}  // namespace

void Dispatcher::on(const StopRequested& event, UtcTime now, Commands& out) {
    if (event.broadcasts.empty()) return stop_area(event, now, out);
    // Only a person's STOP has a lead. What else takes back what is to come (its announcement was withdrawn) is no wish for silence.
    const bool is_a_persons = event.lead > domain::Duration::zero();
    const auto wanted = with_stand_ins(
        is_a_persons && event.with_the_rest ? with_rest_of_programmes(event.broadcasts, now + event.lead) : event.broadcasts);
    PendingStop order;
    for (const auto& id : wanted)
        if (auto* found = entry(id); found && !is_a_persons && event.nodes.is_empty()) withdraw(*found);
    for (const auto& id : wanted) {
        auto* found = entry(id);
        if (!found) continue;
        note_who_stopped(*found, event.by);
        if (is_a_persons) note_persons_stop(*found, event.nodes, out);
        stop_entry(*found, event.nodes, event.reason, order, now, out);
    }
    request_stop(std::move(order), now, out);
}

/// Who stops a programme that has begun wants silence, and not the next piece.
std::vector<BroadcastId> Dispatcher::with_rest_of_programmes(std::vector<BroadcastId> broadcasts, UtcTime begun_by) const {
    std::set<domain::OccurrenceId> begun;
    for (const auto& id : broadcasts) {
        const auto* broadcast = find(id);
        if (broadcast == nullptr || !broadcast->place || !broadcast->occurrence) continue;
        if (!broadcast->withdrawn && broadcast->starts_at <= begun_by) begun.insert(*broadcast->occurrence);
    }
    if (begun.empty()) return broadcasts;
    for (const auto& [id, entry] : entries_) {
        const auto& broadcast = entry.broadcast();
        if (broadcast.place && broadcast.occurrence && !entry.is_over() && begun.contains(*broadcast.occurrence))
            broadcasts.push_back(id);
    }
    return broadcasts;
}

/// What nobody stopped may come again, as another broadcast.
void Dispatcher::withdraw(Entry& entry) {
    auto& broadcast = entry.broadcast();
    if (broadcast.occurrence && broadcast.state == BroadcastState::planned) broadcast.withdrawn = true;
}

/// Of one that nobody stopped nothing is left to do once its nodes were told: an edit of a programme takes hundreds back. What would
/// come back from the signer is not known here then, and is stopped by name.
void Dispatcher::forget_withdrawn(BroadcastId id) {
    const auto* found = entry(id);
    const bool is_withdrawn = found && found->is_over() && found->broadcast().withdrawn;
    if (is_withdrawn && found->broadcast().stopped_at.is_empty()) forget(id);
}

void Dispatcher::note_who_stopped(Entry& entry, const std::string& by) {
    if (!by.empty() && !entry.is_over()) entry.broadcast().stopped_by = by;
}

/// Kept with it: neither a restart before it is signed, nor a programme made anew, may sound there.
void Dispatcher::note_persons_stop(Entry& entry, const NodeSet& area, Commands& out) {
    auto& broadcast = entry.broadcast();
    auto stopped = broadcast.stopped_at.united_with(area.is_empty() ? broadcast.targets : broadcast.targets.shared_with(area));
    if (entry.is_over() || stopped == broadcast.stopped_at) return;
    broadcast.stopped_at = std::move(stopped);
    // A STOP everywhere is said by the state that follows.
    const bool everywhere = broadcast.targets.is_subset_of(entry.stopped_nodes.united_with(broadcast.stopped_at));
    if (!everywhere) out.push_back(BroadcastChanged{broadcast});
}

/// A node that was never given the named one cannot know that its STOP means what stands in for it, too.
std::vector<BroadcastId> Dispatcher::with_stand_ins(std::vector<BroadcastId> broadcasts) const {
    const auto named = broadcasts;
    for (const auto& [id, entry] : entries_)
        if (const auto& place = entry.broadcast().place; place && place->stands_in_for)
            if (std::ranges::find(named, *place->stands_in_for) != named.end()) broadcasts.push_back(id);
    std::ranges::sort(broadcasts);
    broadcasts.erase(std::unique(broadcasts.begin(), broadcasts.end()), broadcasts.end());
    return broadcasts;
}

void Dispatcher::stop_area(const StopRequested& event, UtcTime now, Commands& out) {
    if (event.nodes.is_empty()) return;
    std::vector<BroadcastId> wanted;
    for (const auto& [id, entry] : entries_) {
        const auto& broadcast = entry.broadcast();
        const bool is_here = broadcast.targets.intersects(event.nodes);
        if (is_here && (broadcast.starts_at <= now + event.lead || broadcast.state == BroadcastState::counting_down))
            wanted.push_back(id);
    }
    wanted = with_rest_of_programmes(std::move(wanted), now + event.lead);
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    PendingStop begun, coming;
    for (const auto& id : wanted) {
        auto& found = entries_.at(id);
        note_who_stopped(found, event.by);
        if (event.lead > domain::Duration::zero()) note_persons_stop(found, event.nodes, out);
        stop_entry(found, event.nodes, event.reason, found.broadcast().starts_at <= now ? begun : coming, now, out);
    }
    // By number, not by name: what sounds may be older than everything this memory reaches back to. What is still to come is
    // named, so that an emergency that is called a moment after the STOP sounds, however late that is signed.
    begun.draft.grants.clear();
    begun.draft.nodes = begun.nodes = event.nodes;
    begun.draft.up_to_sequence = std::numeric_limits<std::uint64_t>::max();  // The signer knows its newest and says that.
    begun.draft.starting_until = now;
    begun.until = std::max(begun.until, now + options_.horizon);
    request_stop(std::move(begun), now, out);
    request_stop(std::move(coming), now, out);
}

void Dispatcher::stop_entry(Entry& entry, const NodeSet& area, const std::string& reason, PendingStop& order, UtcTime now,
                            Commands& out) {
    auto& broadcast = entry.broadcast();
    auto nodes = area.is_empty() ? broadcast.targets : broadcast.targets.shared_with(area);
    if (nodes.is_empty()) return;
    entry.stopped_nodes = entry.stopped_nodes.united_with(nodes);
    if (!entry.is_over() && broadcast.targets.is_subset_of(entry.stopped_nodes))
        end(entry, entry.pushed ? BroadcastState::stopped : BroadcastState::cancelled, now, out);
    // What never left is cancelled here; what did leave, its node will answer for.
    if (!entry.pushed) out.push_back(MarkDeliveries{broadcast.id, nodes, DeliveryState::cancelled, reason});
    if (broadcast.kind == domain::BroadcastKind::scheduled) plans_changed(nodes, now);
    if (!entry.grant) return;
    order.draft.grants.push_back(entry.grant->grant.id);
    order.broadcasts.push_back(broadcast.id);
    order.nodes = order.nodes.united_with(nodes);
    order.until = std::max(order.until, entry.grant->grant.not_after + options_.clock_doubt);
}

std::vector<Dispatcher::PendingStop> Dispatcher::parts_of(PendingStop order) {
    std::vector<PendingStop> parts;
    if (order.draft.nodes) parts.push_back(order);
    for (std::size_t at = 0; at < order.draft.grants.size(); ++at) {
        if (at % domain::StopOrder::grants_max == 0) parts.push_back({{}, order.nodes, {}, order.until});
        parts.back().draft.grants.push_back(order.draft.grants[at]);
        parts.back().broadcasts.push_back(order.broadcasts[at]);
    }
    return parts;
}

void Dispatcher::request_stop(PendingStop order, UtcTime now, Commands& out) {
    for (auto& part : parts_of(std::move(order))) {
        part.draft.issued_at = now;
        const auto ticket = next_ticket_++;
        out.push_back(SignStop{ticket, part.draft, part.nodes});
        set_alarm(now + options_.stop_deadline, AlarmKind::stop_overdue, {}, ticket);
        pending_stops_.emplace(ticket, std::move(part));
    }
}

void Dispatcher::on(const StopSigned& event, UtcTime now, Commands& out) {
    const auto found = pending_stops_.find(event.ticket);
    if (found == pending_stops_.end()) return;
    highest_sequence_ = std::max(highest_sequence_, event.stop.stop.issuer_sequence);
    auto stop = std::make_shared<const domain::SignedStop>(event.stop);
    out.push_back(SendStop{stop, found->second.nodes});
    if (stop->stop.nodes)
        std::erase_if(standing_stops_, [&](const StandingStop& known) {
            return known.stop->stop.nodes && policy::contains(stop->stop, known.stop->stop);
        });
    if (standing_stops_.size() >= options_.stops_max) standing_stops_.erase(standing_stops_.begin());
    const auto until = std::max(found->second.until, now);
    standing_stops_.push_back({event.ticket, std::move(stop), std::move(found->second.nodes), until});
    set_alarm(until, AlarmKind::forget_stop, {}, event.ticket);
    const auto told = std::move(found->second.broadcasts);
    pending_stops_.erase(found);
    for (const auto& id : told) forget_withdrawn(id);
}

void Dispatcher::on(const StopSigningFailed& event, UtcTime now, Commands& out) {
    const auto found = pending_stops_.find(event.ticket);
    if (found == pending_stops_.end()) return;
    if (!found->second.broadcasts.empty()) out.push_back(Trouble{found->second.broadcasts.front(), event.why});
    quench(found->second, out);
    set_alarm(now + options_.stop_retry, AlarmKind::stop_again, {}, event.ticket);
}

void Dispatcher::quench(PendingStop& stop, Commands& out) {
    if (stop.quenched) return;
    stop.quenched = true;
    quench_by_name(stop, stop.nodes, out);
    if (stop.draft.nodes) out.push_back(Quench{std::nullopt, stop.nodes});
}

void Dispatcher::quench_by_name(const PendingStop& stop, const NodeSet& nodes, Commands& out) {
    for (const auto& id : stop.broadcasts) out.push_back(Quench{id, nodes});
}

void Dispatcher::ask_again_for_stop(std::uint64_t ticket, UtcTime now, Commands& out) {
    const auto found = pending_stops_.find(ticket);
    if (found == pending_stops_.end()) return;
    if (found->second.until < now) {
        pending_stops_.erase(found);
        return;
    }
    out.push_back(SignStop{ticket, found->second.draft, found->second.nodes});
}

void Dispatcher::on(const CountdownCancelled& event, UtcTime now, Commands& out) {
    on(StopRequested{{event.broadcast}, {}, event.by}, now, out);
}

void Dispatcher::on(const ScheduleChanged& event, UtcTime now, Commands& out) {
    std::vector<BroadcastId> waiting;
    for (const auto& [id, entry] : entries_) {
        const bool is_of_it =
            event.schedule ? entry.order.schedule == event.schedule : entry.broadcast().occurrence && !entry.order.schedule;
        // What only the clock called over may be still to come.
        const auto& broadcast = entry.broadcast();
        const bool may_sound =
            broadcast.state == BroadcastState::planned || (is_over_by_clock(broadcast) && broadcast.starts_at > now - plan_back);
        if (is_of_it && may_sound) waiting.push_back(id);
    }
    std::erase_if(waiting, [&](BroadcastId id) { return std::ranges::find(event.still_wanted, id) != event.still_wanted.end(); });
    std::ranges::sort(waiting);
    PendingStop order;
    for (const auto& id : waiting) {
        auto& found = entries_.at(id);
        if (!event.for_good) withdraw(found);
        note_who_stopped(found, event.by);
        if (!found.is_over()) end(found, BroadcastState::cancelled, now, out);
        stop_entry(found, {}, event.for_good ? "schedule_cancelled" : "not_in_plan", order, now, out);
        if (!found.grant) forget_withdrawn(id);
    }
    request_stop(std::move(order), now, out);
}

}  // namespace village::dispatch
