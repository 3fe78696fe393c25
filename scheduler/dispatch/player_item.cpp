#include "scheduler/dispatch/player_item.hpp"

#include <algorithm>
#include <tuple>

#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

using domain::Duration;
using domain::UtcTime;

constexpr std::chrono::seconds device_patience{2};

Duration late_join(const PlayerItem& item, UtcTime at) {
    const auto late = at - item.begins_at;
    // Of an all-clear every word counts, and what it ends may hold the loudspeaker for a moment.
    if (item.waited || item.is_all_clear() || late <= Duration::zero()) return Duration::zero();
    if (item.is_emergency() && late > PlayerItem::emergency_join_max) return Duration::zero();
    return late;
}

}  // namespace

bool PlayerItem::keeps_its_place() const {
    // Of what is staggered each pass has its own time: who goes on later would speak into the next one.
    const bool has_its_time = !grant.passes.empty() || grant.not_after == grant.starts_at + grant.max_duration;
    return grant.content && !domain::is_called(grant.kind) && has_its_time;
}

Duration PlayerItem::start_position(UtcTime at) const {
    if (grant.stream || is_stand_in()) return Duration::zero();
    if (keeps_its_place() && phase != Phase::sounding) return std::max(Duration::zero(), at - begins_at);
    switch (phase) {
        case Phase::waiting: return late_join(*this, at);
        case Phase::rejoining: return is_emergency() ? Duration::zero() : std::max(position, position + (at - since));
        default: return position;
    }
}

Duration PlayerItem::elapsed(UtcTime now) const {
    if (!is_heard() || now <= since) return Duration::zero();
    const auto gone = now - since;
    return grant.stream ? gone : std::min(gone, remaining());
}

Duration PlayerItem::remaining() const { return std::max(Duration::zero(), planned_length() - position); }

std::optional<Duration> PlayerItem::cut_position(UtcTime at) const {
    if (grant.stream) {
        if (grant.fade_out == Duration::zero()) return std::nullopt;
        return hard_end() - grant.starts_at;
    }
    auto end = planned_length();
    if (is_stand_in()) end = std::min(end, hard_end() - at);
    if (end == grant.content_duration && grant.fade_out == Duration::zero()) return std::nullopt;
    return end;
}

UtcTime PlayerItem::dead_at() const {
    auto last = std::max({begins_at, listening_since, heard_at.value_or(begins_at)});
    if (is_heard()) last = std::max(last, since);
    return last + stream_patience;
}

bool PlayerItem::is_steady(UtcTime now) const { return !is_dead(now) && heard_since && now - *heard_since >= steady_after; }

void PlayerItem::hear(UtcTime now) {
    if (!heard_at || now - *heard_at > steady_pause) heard_since = now;
    heard_at = now;
}

Duration PlayerItem::heard_for() const { return heard_at && *heard_at > since ? *heard_at - since : Duration::zero(); }

void PlayerItem::take_back() {
    phase = Phase::waiting;
    started = false;
    played = position = Duration::zero();
    first_sample_at.reset();
}

void PlayerItem::give_way(const PlayerItem& by) {
    gave_way = true;
    preempted_by = by.grant.broadcast;
    resumed = false;
    cause = domain::priority_name(by.grant.priority);
}

void PlayerItem::add_played(Duration time) {
    played += time;
    position += time;
    resumed = resumed || (gave_way && time > Duration::zero());
}

void PlayerItem::rewind() {
    best_pass = played_total();
    played = Duration::zero();
    position = Duration::zero();
}

std::optional<UtcTime> PlayerItem::overdue_at() const {
    if (!is_heard() || grant.stream) return std::nullopt;
    return since + remaining() + device_patience;
}

UtcTime PlayerItem::own_end() const {
    // Its own window, moved to the time it came: who waited behind another one ends no later for it, clock or no clock.
    if (without_clock) return begins_at + std::min(grant.max_duration, grant.not_after - grant.starts_at);
    const auto begun = first_sample_at.value_or(begins_at);
    auto end = grant.not_after;
    if (is_emergency()) end = std::min(end, begins_at + grant.max_duration);
    if (grant.stream && started) end = std::min(end, begun + grant.max_duration);
    if (is_stand_in()) end = std::min(end, begins_at + grant.max_duration);
    return end;
}

UtcTime PlayerItem::hard_end() const {
    const bool keeps_hours = hours_end && !is_emergency() && !without_clock;
    return keeps_hours ? std::min(own_end(), *hours_end) : own_end();
}

UtcTime PlayerItem::last_start() const {
    return without_clock ? begins_at + (grant.start_by - grant.starts_at) : policy::last_start(grant, after);
}

const char* PlayerItem::hard_end_reason() const {
    if (hours_end && hard_end() == *hours_end) return "hours";
    return hard_end() == grant.not_after && !without_clock ? "not_after" : "max_duration";
}

UtcTime PlayerItem::next_on_grid(UtcTime time) const {
    if (!grant.repeat_every || time <= begins_at) return begins_at;
    const auto step = *grant.repeat_every;
    const auto passed = (time - begins_at + step - Duration{1}) / step;
    return begins_at + passed * step;
}

Duration PlayerItem::expected(UtcTime ended_at) const {
    if (is_stand_in()) return wanted_until(ended_at);
    if (!grant.stream) return planned_length();
    // What the hours cut is missing; what came to its end before them was wanted no longer.
    const bool is_cut_by_hours = hard_end() < own_end() && ended_at >= hard_end();
    return std::max(Duration::zero(), (is_cut_by_hours ? own_end() : std::min(ended_at, own_end())) - begins_at);
}

Duration PlayerItem::wanted_until(UtcTime until) const {
    if (!is_asked_for) return asked_for;
    return asked_for + std::max(Duration::zero(), std::min(until, hard_end()) - std::max(asked_at, begins_at));
}

void PlayerItem::count_wanted(UtcTime now, bool is_wanted) {
    asked_for = wanted_until(now);
    asked_at = now;
    is_asked_for = is_wanted;
}

PlayerRecord PlayerItem::record() const {
    return PlayerRecord{.grant = grant.id,
                        .broadcast = grant.broadcast,
                        .started = started,
                        .sounding = is_heard(),
                        .position = position,
                        .position_at = since,
                        .played = played_total(),
                        .first_sample_at = first_sample_at.value_or(UtcTime{}),
                        .gave_way = gave_way,
                        .preempted_by = preempted_by,
                        .resumed = resumed || (gave_way && is_heard()),
                        .keep_until = grant.not_after};
}

bool goes_before(const PlayerItem& a, const PlayerItem& b) {
    return std::tuple(b.grant.priority, b.is_all_clear(), a.begins_at, a.grant.id) <
           std::tuple(a.grant.priority, a.is_all_clear(), b.begins_at, b.grant.id);
}

}  // namespace village::dispatch
