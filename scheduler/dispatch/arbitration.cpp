// NodePlayer's second half: who holds the loudspeaker now, who gives way, who goes on.
#include <algorithm>
#include <string>
#include <tuple>

#include "scheduler/dispatch/node_player.hpp"

namespace village::dispatch {
namespace {

using domain::Duration;
using domain::UtcTime;
using domain::WhenInterrupted;

/// Of two emergencies the one that takes the loudspeaker from the other: that of the higher level, of one level the later one.
bool goes_over(const PlayerItem& a, const PlayerItem& b) {
    return std::tie(a.grant.issuer_level, a.grant.issuer_sequence) > std::tie(b.grant.issuer_level, b.grant.issuer_sequence);
}

/// Of two repetitions the one that is due first, then the higher level's, then the older emergency's.
bool is_due_before(const PlayerItem& a, const PlayerItem& b) {
    return std::tie(a.next_pass_at, b.grant.issuer_level, a.grant.issuer_sequence) <
           std::tie(b.next_pass_at, a.grant.issuer_level, b.grant.issuer_sequence);
}

constexpr std::size_t turns_max = 2048;

bool fits(const PlayerItem& item, UtcTime at) {
    return item.grant.stream || at + item.grant.content_duration <= item.hard_end() + PlayerItem::ring_out;
}

}  // namespace

PlayerItem* NodePlayer::current_item() { return current_ ? &items_.at(*current_) : nullptr; }

PlayerItem* NodePlayer::heard_item(domain::GrantId grant) {
    const auto found = items_.find(grant);
    return found != items_.end() && found->second.is_heard() ? &found->second : nullptr;
}

void NodePlayer::arbitrate(UtcTime now, PlayerCommands& out) {
    end_what_is_over(now, out);
    // Each turn starts or ends an item; the bound only guards against a mistake in the order.
    for (std::size_t turn = 0; turn < turns_max; ++turn) {
        auto* next = choose(now);
        if (!next) break;
        if (is_over_unheard(*next, now, out)) continue;
        if (auto* holder = current_item(); holder && holder != next && holder->phase == Phase::sounding) {
            const bool fills_in = next->stands_in_for(*holder) || holder->stands_in_for(*next);
            fills_in ? change_over(*holder, now, out) : interrupt(*holder, *next, now, out);
        }
        start(*next, now, out);
    }
    mark_waiting(now);
    count_wanted(now);
    set_wake(now, out);
}

void NodePlayer::end_what_is_over(UtcTime now, PlayerCommands& out) {
    std::vector<domain::GrantId> over;
    for (const auto& [id, item] : items_) {
        if (item.unjudged) continue;
        const bool too_late = item.phase == Phase::waiting && is_too_late(item, now);
        const auto overdue = item.overdue_at();
        if (too_late || now >= item.hard_end() || (overdue && now >= *overdue)) over.push_back(id);
    }
    for (const auto& id : over) {
        const auto found = items_.find(id);
        if (found != items_.end()) end_if_over(found->second, now, out);
    }
}

bool NodePlayer::is_too_late(const PlayerItem& item, UtcTime now) const {
    return std::max(now + options_.device_latency, item.begins_at) > item.last_start();
}

void NodePlayer::end_if_over(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    // Without a trusted clock the calendar cannot say that something is over.
    if (!options_.clock_trusted && !item.without_clock && !item.started) return;
    if (item.phase == Phase::waiting) {
        return conclude(item, item.barred ? "hours" : has_sound(item) ? "start_by" : "no_content", now, out);
    }
    if (now >= item.hard_end()) {
        const auto* reason = item.hard_end_reason();
        if (item.is_heard()) silence(item, now, out);
        return conclude(item, reason, now, out);
    }
    // The device never said that it had finished; what it was given before is all that is known.
    item.cause = "device";
    item.broke_off = true;
    out.push_back(StopSounding{item.grant.id});
    end_pass(item, now, out);
}

bool NodePlayer::is_ready(const PlayerItem& item, UtcTime by) const {
    if (item.phase == Phase::ducked) return true;
    if (item.unjudged || item.barred || item.phase == Phase::sounding) return false;
    if (!options_.clock_trusted && !item.without_clock && item.phase != Phase::interrupted && item.phase != Phase::pausing)
        return false;
    if (!has_sound(item)) return false;
    return !item.begins_by_the_clock() || item.begins_at <= by;
}

bool NodePlayer::emergency_holds() const {
    return std::ranges::any_of(items_, [](const auto& entry) { return entry.second.is_emergency() && entry.second.started; });
}

PlayerItem* NodePlayer::choose(UtcTime now) {
    if (auto* emergency = choose_emergency(now)) return emergency;
    if (emergency_holds()) return nullptr;
    const auto* holder = current_item();
    PlayerItem* best = nullptr;
    for (auto& [id, item] : items_) {
        if (item.is_emergency() || !is_ready(item, holder ? now : now + options_.lead)) continue;
        if (!has_its_turn(item, now) || (holder && !may_take_from(*holder, item, now))) continue;
        if (!best || goes_before(item, *best)) best = &item;
    }
    return best;
}

PlayerItem* NodePlayer::choose_emergency(UtcTime now) {
    const auto* holder = current_item();
    const bool mid_pass = holder && holder->is_emergency() && holder->phase == Phase::sounding;
    PlayerItem* first_pass = nullptr;
    PlayerItem* repetition = nullptr;
    for (auto& [id, item] : items_) {
        if (!item.is_emergency() || !is_ready(item, now)) continue;
        if (item.phase == Phase::waiting) {
            if (!first_pass || goes_over(item, *first_pass)) first_pass = &item;
        } else if (item.next_pass_at <= now && (!repetition || is_due_before(item, *repetition))) {
            repetition = &item;
        }
    }
    if (mid_pass) return first_pass && goes_over(*first_pass, *holder) ? first_pass : nullptr;
    return first_pass ? first_pass : repetition;
}

/// It has its turn, but nothing is left of it: whom it would interrupt is not silenced for that.
bool NodePlayer::is_over_unheard(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    if (item.phase == Phase::ducked) return false;
    const auto at = item.first_sample_if_started(now);
    const auto position = item.start_position(at);
    if (item.phase == Phase::waiting && position > Duration::zero() && item.cause.empty()) item.cause = "late_arrival";
    const bool past_the_end = !item.grant.stream && position >= item.planned_length();
    if (!past_the_end && !(item.is_emergency() && item.started && !fits(item, at))) return false;
    conclude(item, item.cause.c_str(), now, out);
    return true;
}

void NodePlayer::start(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    if (item.phase == Phase::ducked) return raise(item, out);
    if (!bears_company(item)) silence_ducked(item, now, out);
    const auto at = item.first_sample_if_started(now);
    const auto position = item.start_position(at);
    if (item.is_emergency()) {
        item.best_pass = item.played_total();
        item.played = Duration::zero();
    }
    const bool first = !item.started;
    item.started = true;
    item.phase = Phase::sounding;
    item.position = position;
    item.since = at;
    item.timed_here = true;
    if (!item.first_sample_at) {
        item.first_sample_at = at;
        item.first_sample_here = true;
    }
    current_ = item.grant.id;
    out.push_back(Remember{item.record()});
    out.push_back(StartSounding{.grant = item.grant.id,
                                .content = item.grant.content,
                                .chime = first ? item.grant.chime : std::nullopt,
                                .from_position = position,
                                .at = at,
                                .volume_cap_percent = item.grant.volume_cap_percent,
                                .priority = item.grant.priority,
                                .until_position = item.cut_position(at),
                                .fade_out = item.grant.fade_out});
}

void NodePlayer::silence(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    const auto gone = item.elapsed(now);
    item.add_played(gone);
    if (gone > Duration::zero()) item.last_sample_at = now;
    item.phase = Phase::interrupted;
    out.push_back(StopSounding{item.grant.id});
}

/// Where nobody can say yet that a sample was heard, it still has its start before it, and must keep its start_by. An emergency is
/// on its way to being heard and is not missed for that.
bool NodePlayer::was_heard(const PlayerItem& item, UtcTime now) const {
    const auto in_doubt = item.is_emergency() ? Duration::zero() : options_.device_latency;
    return now > item.since + in_doubt || item.since != item.first_sample_at;
}

void NodePlayer::interrupt(PlayerItem& item, const PlayerItem& by, UtcTime now, PlayerCommands& out) {
    const bool had_begun = was_heard(item, now);
    current_.reset();
    if (had_begun && goes_beneath(item, by)) return duck(item, by, now, out);
    silence(item, now, out);
    if (had_begun) item.give_way(by);
    item.next_pass_at = now;
    if (!had_begun) item.take_back();
    if (item.begins_anew()) item.rewind();
    // What stands in is asked for until its end: dropped, it would leave the silence it is there to fill.
    const bool may_drop = had_begun && !item.is_emergency() && !item.is_stand_in();
    const bool drops = may_drop && item.grant.when_interrupted == WhenInterrupted::drop;
    if (drops) return conclude(item, item.cause.c_str(), now, out);
    out.push_back(Remember{item.record()});
}

/// A received emergency is heard whatever happens: what the device breaks off begins again at once. Once, for a device or a
/// file that fails each time must not keep the node busy; then it waits for its repetition.
bool NodePlayer::may_begin_again(const PlayerItem& item, UtcTime now) {
    return item.is_emergency() && !item.begun_again && fits(item, now);
}

void NodePlayer::begin_again(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    item.rewind();
    item.begun_again = true;
    item.phase = Phase::pausing;
    item.next_pass_at = now;
    out.push_back(Remember{item.record()});
}

void NodePlayer::end_pass(PlayerItem& item, UtcTime now, PlayerCommands& out) {
    item.begun_again = false;
    if (begin_stand_in_again(item, now, out)) return;
    if (item.repeats()) {
        const auto next = item.next_on_grid(now);
        item.rewind();
        item.next_pass_at = next;
        if (fits(item, next)) {
            item.phase = Phase::pausing;
            return out.push_back(Remember{item.record()});
        }
    }
    conclude(item, item.cause.empty() ? "device" : item.cause.c_str(), now, out);
}

void NodePlayer::mark_waiting(UtcTime now) {
    const auto* holder = current_item();
    if (!holder) return;
    for (auto& [id, item] : items_) {
        const bool had_to_wait = item.phase == Phase::waiting && item.grant.id != holder->grant.id && is_ready(item, now);
        const bool fills_in = holder->stands_in_for(item) || item.stands_in_for(*holder);
        if (!had_to_wait || item.waited || fills_in || !has_its_turn(item, now)) continue;
        item.waited = true;
        item.cause = domain::priority_name(holder->grant.priority);
    }
}

void NodePlayer::set_wake(UtcTime now, PlayerCommands& out) {
    auto next = UtcTime::max();
    const auto consider = [&](UtcTime when) {
        if (when > now && when < next) next = when;
    };
    for (const auto& [id, item] : items_) {
        if (item.judged_by) consider(*item.judged_by);
        if (item.unjudged) continue;
        consider(item.hard_end());
        if (item.begins_by_the_clock()) {
            consider(item.begins_at - options_.lead);
            consider(item.begins_at);
        }
        if (item.phase == Phase::waiting) consider(item.last_start() - options_.device_latency + Duration{1});
        if (item.is_emergency() && item.phase != Phase::sounding) consider(item.next_pass_at);
        if (const auto overdue = item.overdue_at()) consider(*overdue);
    }
    if (const auto* holder = current_item(); holder && holder->grant.stream && has_stand_in(*holder)) consider(holder->dead_at());
    if (next == UtcTime::max() || wake_ == next) return;
    wake_ = next;
    out.push_back(WakeMeAt{next});
}

}  // namespace village::dispatch
