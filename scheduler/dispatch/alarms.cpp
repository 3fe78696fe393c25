// Dispatcher's own calendar: what is to be looked at again, and when.
#include <algorithm>

#include "scheduler/dispatch/dispatcher.hpp"
#include "scheduler/dispatch/draft_grant.hpp"

namespace village::dispatch {
namespace {

using domain::BroadcastId;
using domain::BroadcastState;
using domain::UtcTime;

/// More wait for the next turn, so that one event stays short.
constexpr int alarms_per_event = 8;
/// A plan speaks of seven days; what ended is not new before it has left every plan.
constexpr std::chrono::hours over_kept{8 * 24};

}  // namespace

void Dispatcher::set_alarm(UtcTime when, AlarmKind kind, BroadcastId broadcast, std::uint64_t ticket) {
    alarms_.insert(Alarm{when, kind, broadcast, ticket});
}

void Dispatcher::ask_for_alarm(Commands& out) {
    if (alarms_.empty() || alarm_set_ == alarms_.begin()->when) return;
    alarm_set_ = alarms_.begin()->when;
    out.push_back(SetAlarm{*alarm_set_});
}

void Dispatcher::on(const AlarmFired&, UtcTime now, Commands& out) {
    alarm_set_.reset();
    for (int turn = 0; turn < alarms_per_event && !alarms_.empty() && alarms_.begin()->when <= now; ++turn) {
        const auto alarm = *alarms_.begin();
        alarms_.erase(alarms_.begin());
        fire(alarm, now, out);
        if (alarm.kind == AlarmKind::plan) break;
    }
}

void Dispatcher::fire(const Alarm& alarm, UtcTime now, Commands& out) {
    switch (alarm.kind) {
        case AlarmKind::plan: return send_due_plans(now, out);
        case AlarmKind::stop_overdue:
            if (auto found = pending_stops_.find(alarm.ticket); found != pending_stops_.end()) quench(found->second, out);
            return;
        case AlarmKind::stop_again: return ask_again_for_stop(alarm.ticket, now, out);
        case AlarmKind::forget_stop:
            std::erase_if(standing_stops_, [&](const StandingStop& stop) { return stop.ticket == alarm.ticket; });
            return;
        case AlarmKind::forget: return forget(alarm.broadcast);
        case AlarmKind::forget_over: over_.erase(alarm.broadcast); return;
        default:
            if (auto* found = entry(alarm.broadcast); found && !found->is_over()) fire_for(*found, alarm.kind, now, out);
    }
}

void Dispatcher::fire_for(Entry& entry, AlarmKind kind, UtcTime now, Commands& out) {
    const auto& broadcast = entry.broadcast();
    switch (kind) {
        case AlarmKind::sign_again:
            if (!entry.grant) sign(entry, now, out);
            return;
        case AlarmKind::stream:
            if (entry.grant) push(entry, broadcast.targets, out);
            // Ahead of its time, so that the nodes' buffers are full when the first packet is due.
            return start_stream(entry, out);
        case AlarmKind::start:
            if (!entry.grant) return;
            if (broadcast.state == BroadcastState::counting_down) push(entry, broadcast.targets, out);
            return go_on_air(entry, now, out);
        case AlarmKind::missed:
            if (broadcast.state != BroadcastState::on_air) miss(entry, "not_signed", now, out);
            return;
        case AlarmKind::end:
            if (broadcast.state != BroadcastState::on_air) return;
            if (!entry.delayed || !entry.grant || now >= entry.grant->grant.not_after)
                return end(entry, BroadcastState::ended, now, out);
            return set_alarm(entry.grant->grant.not_after, AlarmKind::end, broadcast.id);
        default: return;
    }
}

void Dispatcher::forget(BroadcastId id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    const auto until = found->second.broadcast().starts_at + over_kept;
    const auto how = found->second.broadcast().withdrawn           ? Over::withdrawn
                     : is_over_by_clock(found->second.broadcast()) ? Over::by_clock
                                                                   : Over::truly;
    if (const auto& grant = found->second.grant) {
        auto place = std::ranges::lower_bound(by_sequence_, grant->grant.issuer_sequence, {}, &Signed::sequence);
        place = std::find_if(place, by_sequence_.end(), [&](const Signed& known) { return known.entry == &found->second; });
        by_sequence_.erase(place);
    }
    if (!found->second.is_over()) --open_;
    entries_.erase(found);
    over_.emplace(id, how);
    set_alarm(until, AlarmKind::forget_over, id);
}

}  // namespace village::dispatch
