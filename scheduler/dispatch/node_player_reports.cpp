// NodePlayer's part about what the device, the cache, the clock and the commune's hours report.
#include <algorithm>
#include <utility>

#include "scheduler/dispatch/node_player.hpp"

namespace village::dispatch {

using domain::Duration;
using domain::UtcTime;

void NodePlayer::on(const ContentReady& event, UtcTime, PlayerCommands&) { content_.insert(event.content); }

void NodePlayer::on(const ContentLost& event, UtcTime, PlayerCommands&) { content_.erase(event.content); }

void NodePlayer::on(const SoundEnded& event, UtcTime now, PlayerCommands& out) {
    auto* item = heard_item(event.grant);
    if (!item) return;
    const auto most = item->grant.stream ? event.played : std::min(event.played, item->remaining());
    const auto played = std::max(most, Duration::zero());
    item->add_played(played);
    item->last_sample_at = now;
    // Whatever gives nothing must not be asked again and again.
    if (item->is_stand_in() && played <= Duration::zero()) item->broke_off = true;
    end_pass(*item, now, out);
}

void NodePlayer::on(const StreamHeard& event, UtcTime now, PlayerCommands&) {
    if (const auto found = items_.find(event.grant); found != items_.end()) found->second.hear(now);
}

void NodePlayer::on(const SoundFailed& event, UtcTime now, PlayerCommands& out) {
    auto* item = heard_item(event.grant);
    if (!item) return;
    const bool unheard = !item->is_emergency() && !was_heard(*item, now);
    silence(*item, now, out);
    item->cause = event.reason.empty() ? "device" : event.reason;
    if (may_begin_again(*item, now)) return begin_again(*item, now, out);
    // A file that was damaged before its first sample is fetched again, and there may still be time for it.
    if (unheard && !has_sound(*item)) return wait_for_sound(*item, out);
    item->broke_off = true;
    end_pass(*item, now, out);
}

void NodePlayer::wait_for_sound(PlayerItem& item, PlayerCommands& out) {
    item.take_back();
    current_.reset();
    out.push_back(Remember{item.record()});
}

void NodePlayer::on(const ClockTrust& event, UtcTime now, PlayerCommands& out) {
    const bool gained = event.trusted && !options_.clock_trusted;
    options_.clock_trusted = event.trusted;
    if (!event.trusted) call_by_the_moment(now);
    for (auto& [id, item] : items_) {
        if (gained && item.without_clock) anchor(item, now);
        // It goes on, but not into hours of which the clock did not know.
        if (gained && item.started) apply_hours(item, now);
    }
    judge_those([&](const PlayerItem& item) { return event.trusted || item.judged_by; }, now, out);
}

template <class Which>
void NodePlayer::judge_those(Which&& which, UtcTime now, PlayerCommands& out) {
    std::vector<PlayerItem> waiting;
    for (const auto& [id, item] : items_)
        if (item.unjudged && which(item)) waiting.push_back(item);
    for (auto& item : waiting) {
        items_.erase(item.grant.id);
        judge(std::move(item), now, out);
    }
}

/// What is called waits for no clock, and no clock that is in doubt ends it. What lies ahead was called when it came; if that was
/// outside a session, it may have been over.
void NodePlayer::call_by_the_moment(UtcTime now) {
    for (auto& [id, item] : items_) {
        if (!domain::is_called(item.grant.kind) || item.unjudged) continue;
        const bool lies_ahead = item.is_far_ahead(now);
        if (lies_ahead && !item.live_session) continue;
        if (lies_ahead) item.begins_at = item.listening_since;
        item.without_clock = true;
    }
}

void NodePlayer::anchor(PlayerItem& item, UtcTime now) {
    // Called by a clock that was ahead: it would be silent until its time comes, at every loudspeaker.
    if (item.starts_at() > now + PlayerItem::emergency_join_max) return;
    // From now on its own times hold: the repetitions fall together with the neighbours', and it ends with them.
    item.without_clock = false;
    item.begins_at = item.starts_at();
    if (item.phase == Phase::pausing && !item.begun_again && item.next_pass_at > now) item.next_pass_at = item.next_on_grid(now);
}

void NodePlayer::on(const ClockStepped& event, UtcTime now, PlayerCommands&) {
    for (auto& [id, item] : items_) {
        if (item.timed_here) item.since += event.by;
        if (item.first_sample_here) *item.first_sample_at += event.by;
        if (item.timed_here && item.last_sample_at) *item.last_sample_at += event.by;
        item.listening_since += event.by;
        item.asked_at += event.by;
        if (item.judged_by) *item.judged_by += event.by;
        if (item.heard_at) *item.heard_at += event.by;
        if (item.heard_since) *item.heard_since += event.by;
        if (item.without_clock) {
            item.begins_at += event.by;
            item.next_pass_at += event.by;
        } else if (item.phase == Phase::pausing) {
            // What waits for its turn already does not lose it, nor what the clock has just jumped over: the neighbours sound it now.
            const bool is_due = item.begun_again || item.next_pass_at <= now - event.by;
            const bool was_jumped_over = item.next_pass_at <= now && now - item.next_pass_at <= PlayerItem::emergency_join_max;
            if (is_due) item.next_pass_at += event.by;
            else if (!was_jumped_over) item.next_pass_at = item.next_on_grid(now);
        }
    }
    wake_.reset();
}

void NodePlayer::on(const PolicyTaken& event, UtcTime now, PlayerCommands&) {
    if (event.hours == options_.hours) return;
    options_.hours = event.hours;
    for (auto& [id, item] : items_) apply_hours(item, now);
}

void NodePlayer::on(const Woken&, UtcTime now, PlayerCommands& out) {
    wake_.reset();
    judge_those([&](const PlayerItem& item) { return item.judged_by && *item.judged_by <= now; }, now, out);
    forget_done(now);
}

}  // namespace village::dispatch
