#include "scheduler/dispatch/node_player.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

using domain::Duration;
using domain::ErrorCode;
using domain::GrantId;
using domain::ReceiptOutcome;
using domain::UtcTime;

/// 95 % of the samples is "played" (product.md, section 5).
bool is_whole(Duration played, Duration expected) { return expected > Duration::zero() && played * 100 >= expected * 95; }

/// It sounded when the power went; for how long, nobody counted.
bool was_cut_off(const PlayerItem& item) { return item.started && item.first_sample_at && !item.first_sample_here; }

ReceiptOutcome outcome_of(const PlayerItem& item, UtcTime now) {
    const bool gave_all = !item.is_stand_in() || !item.broke_off;
    if (gave_all && is_whole(item.played_total(), item.expected(now))) return ReceiptOutcome::played;
    if (item.gave_way) return ReceiptOutcome::preempted;
    return item.played_total() > Duration::zero() || was_cut_off(item) ? ReceiptOutcome::partial : ReceiptOutcome::missed;
}

/// What was not as planned of what was heard whole: it went on later, or was quiet for a while.
std::string remark_of(const PlayerItem& item) {
    if (item.gave_way) return item.cause;
    return item.beneath ? std::string{domain::priority_name(*item.beneath)} : std::string{};
}

}  // namespace

NodePlayer::NodePlayer(PlayerOptions options) : options_(std::move(options)) {}

NodePlayer::NodePlayer(PlayerOptions options, const PlayerMemory& memory) : options_(std::move(options)) {
    if (auto window = policy::SequenceWindow::restore(memory.sequences)) sequences_ = *window;
    for (const auto& stop : memory.stops) tombstones_.add(stop, stop.issued_at);
    for (const auto& record : memory.records) {
        if (record.done) done_.emplace(record.grant, Done{record.keep_until, record.broadcast, record.settled});
        else remembered_.emplace(record.grant, record);
    }
    keep_done_within_room();
    content_.insert(memory.content.begin(), memory.content.end());
    plan_epoch_ = memory.plan_policy_epoch;
    plan_sequence_ = memory.plan_issuer_sequence;
}

PlayerCommands NodePlayer::handle(const PlayerEvent& event, UtcTime now) {
    PlayerCommands out;
    std::visit([&](const auto& what) { on(what, now, out); }, event);
    arbitrate(now, out);
    return out;
}

bool NodePlayer::is_sounding() const { return current_ && items_.at(*current_).phase == Phase::sounding; }

const domain::Grant* NodePlayer::find(GrantId grant) const {
    const auto found = items_.find(grant);
    return found == items_.end() ? nullptr : &found->second.grant;
}

void NodePlayer::on(const GrantTaken& event, UtcTime now, PlayerCommands& out) {
    const auto id = event.grant.id;
    const auto known = items_.find(id);
    const bool comes_alive = known != items_.end() && event.in_live_session && waits_for_its_time(known->second, now);
    if (done_.contains(id) || (known != items_.end() && !comes_alive)) return out.push_back(Accepted{id});
    PlayerItem item;
    if (comes_alive) {
        item = known->second;
        item.unjudged = true;
    }
    item.grant = event.grant;
    item.after = policy::begins_after(event.grant.passes, options_.node);
    item.begins_at = item.starts_at();
    item.live_session = event.in_live_session;
    item.bare = event.bare;
    judge(std::move(item), now, out);
}

/// An emergency from the disk or from outside a session waits for a clock, or for what ours takes for its time; the same one in a
/// session does not.
bool NodePlayer::waits_for_its_time(const PlayerItem& item, UtcTime now) {
    return !item.live_session && (item.unjudged || (domain::is_called(item.grant.kind) && item.is_far_ahead(now)));
}

bool NodePlayer::is_fresh(const PlayerItem& item) const {
    return (item.live_session || item.bare) && !item.unjudged && !remembered_.contains(item.grant.id);
}

policy::GrantContext NodePlayer::context(const PlayerItem& item, UtcTime now) const {
    policy::GrantContext context;
    context.now = now;
    context.node = options_.node;
    context.hours = &options_.hours;
    context.caps = options_.caps;
    // What was taken before (from the disk, or while the clock was not trusted) has its sequence in the window.
    context.seen = is_fresh(item) ? &sequences_ : nullptr;
    context.tombstones = &tombstones_;
    context.already_started = item.started || remembered_.contains(item.grant.id);
    context.clock_trusted = options_.clock_trusted;
    context.in_live_session = item.live_session;
    return context;
}

bool NodePlayer::only_the_hours_forbid(const PlayerItem& item, UtcTime now) const {
    auto at_any_hour = context(item, now);
    at_any_hour.hours = nullptr;
    return policy::check_grant(item.grant, at_any_hour).has_value();
}

/// One of the two clocks is wrong. A call that is refused by a wrong clock of ours is an emergency that nobody hears; one that is
/// obeyed against a right one was held back by somebody.
bool NodePlayer::goes_by_another_clock(const PlayerItem& item, const domain::Status& verdict, UtcTime now) const {
    const bool is_called_now = domain::is_called(item.grant.kind) && item.live_session && !item.judged_by;
    if (!options_.clock_trusted || !is_called_now) return false;
    return verdict ? item.is_far_ahead(now) : verdict.error().code == ErrorCode::expired;
}

void NodePlayer::ask_before_judging(PlayerItem item, UtcTime now, PlayerCommands& out) {
    const bool is_asked = std::ranges::any_of(items_, [](const auto& entry) { return entry.second.judged_by.has_value(); });
    if (!is_asked) out.push_back(AskTime{});
    item.unjudged = true;
    item.judged_by = now + PlayerItem::time_patience;
    keep(std::move(item), now, out);
}

void NodePlayer::judge(PlayerItem item, UtcTime now, PlayerCommands& out) {
    const auto verdict = policy::check_grant(item.grant, context(item, now));
    if (goes_by_another_clock(item, verdict, now)) return ask_before_judging(std::move(item), now, out);
    item.judged_by.reset();
    // What was taken before owes a receipt, and the hours that forbid it now may change again before its time.
    if (verdict || (!is_fresh(item) && only_the_hours_forbid(item, now))) {
        item.unjudged = false;
        return keep(std::move(item), now, out);
    }
    const auto code = verdict.error().code;
    // Its copy in a session asks what time it is.
    const bool is_new = item.bare && is_fresh(item) && domain::is_called(item.grant.kind);
    const bool may_come_alive = is_new && code == ErrorCode::expired;
    if (may_come_alive) return out.push_back(Refused{item.grant.id, verdict.error()});
    if (code == ErrorCode::cancelled || code == ErrorCode::expired) {
        // It has its receipt now, and a copy that comes when it is forgotten gets no second one.
        sequences_.take(item.grant.issuer_sequence);
        recall(item);
    }
    switch (code) {
        case ErrorCode::clock_untrusted: item.unjudged = true; return keep(std::move(item), now, out);
        case ErrorCode::cancelled: {
            item.stopped = true;
            end_stand_ins(item, "stop", now, out);
            return finish(item, ReceiptOutcome::cancelled, "stop", now, out);
        }
        case ErrorCode::expired: return conclude(item, item.started ? "outage" : "late_arrival", now, out);
        default: items_.erase(item.grant.id); return out.push_back(Refused{item.grant.id, verdict.error()});
    }
}

void NodePlayer::keep(PlayerItem item, UtcTime now, PlayerCommands& out) {
    const auto id = item.grant.id;
    const bool is_needless = item.is_stand_in() && is_settled(*item.grant.stands_in_for);
    if (!is_needless && !has_room_for(item, now, out))
        return out.push_back(Refused{id, {ErrorCode::too_many_requests, "the plan is full"}});
    sequences_.take(item.grant.issuer_sequence);
    tombstones_.expect_until(id, item.grant.not_after);
    recall(item);
    if (is_needless) return finish(item, ReceiptOutcome::cancelled, "not_needed", now, out);
    item.listening_since = now;
    apply_hours(item, now);
    if (!options_.clock_trusted && !item.unjudged) {
        item.without_clock = true;
        item.begins_at = now;
    }
    items_.insert_or_assign(id, std::move(item));
    out.push_back(Accepted{id});
}

bool NodePlayer::has_room_for(const PlayerItem& item, UtcTime now, PlayerCommands& out) {
    if (items_.size() < options_.plan_max || items_.contains(item.grant.id)) return true;
    const PlayerItem* least = nullptr;
    for (const auto& [id, other] : items_)
        if (!other.started && !domain::is_called(other.grant.kind) && (!least || goes_before(*least, other))) least = &other;
    // Nobody loses next week's item to one more of the same worth: that one is named again when a plan is sent.
    const bool gives_way = least && least->grant.priority < item.grant.priority;
    if (gives_way) finish(*least, ReceiptOutcome::missed, "plan_full", now, out);
    return gives_way || domain::is_called(item.grant.kind);
}

void NodePlayer::recall(PlayerItem& item) {
    const auto found = remembered_.find(item.grant.id);
    if (found == remembered_.end()) return;
    const auto& record = found->second;
    item.started = record.started;
    (item.begins_anew() ? item.best_pass : item.played) = record.played;
    item.gave_way = record.gave_way;
    item.preempted_by = record.preempted_by;
    item.resumed = record.resumed;
    item.position = record.position;
    item.since = record.position_at;
    if (record.first_sample_at != UtcTime{}) item.first_sample_at = record.first_sample_at;
    item.phase = record.sounding || item.is_emergency() ? Phase::rejoining : Phase::interrupted;
    item.cause = "outage";
    if (!record.started) item.phase = Phase::waiting;
    item.asked_for = record.played;
    item.asked_at = record.position_at;
    item.is_asked_for = record.sounding;
    remembered_.erase(found);
}

void NodePlayer::apply_hours(PlayerItem& item, UtcTime now) const {
    const bool holds = policy::check_grant_hours(item.grant, options_.hours).has_value();
    item.barred = !holds && !item.started;
    // What has begun under other hours, or by another clock, goes on as long as those of now allow it.
    // Set back by a little, it has begun a little early.
    const bool is_just_before = now < item.starts_at() && item.starts_at() <= now + PlayerItem::early_at_most;
    const bool goes_on = item.started && options_.clock_trusted && !is_just_before;
    item.hours_end = hours_end_of(item.grant, goes_on ? now : item.starts_at());
}

std::optional<UtcTime> NodePlayer::hours_end_of(const domain::Grant& grant, UtcTime from) const {
    if (grant.kind == domain::BroadcastKind::emergency || grant.quiet_hours) return std::nullopt;
    if (!grant.outside_hours) {
        const bool outside = policy::hours_standing(options_.hours, from, Duration::zero()) != policy::HoursStanding::allowed;
        return outside ? from : policy::standing_until(options_.hours, from);
    }
    const auto quiet = policy::next_quiet_start(options_.hours, from);
    if (!quiet || *quiet == from) return quiet;
    return *quiet + PlayerItem::ring_out;
}

void NodePlayer::on(const StopTaken& event, UtcTime now, PlayerCommands& out) {
    if (!policy::check_stop(event.stop)) return;
    tombstones_.add(event.stop, now);
    std::vector<GrantId> dead;
    for (const auto& [id, item] : items_)
        if (tombstones_.covers(item.grant, options_.node)) dead.push_back(id);
    for (const auto& id : dead) stop(id, "stop", now, out);
}

void NodePlayer::on(const PlanTaken& event, UtcTime now, PlayerCommands& out) {
    const auto version = std::pair(event.policy_epoch, event.issuer_sequence);
    if (version < std::pair(plan_epoch_, plan_sequence_)) return;
    std::tie(plan_epoch_, plan_sequence_) = version;
    const std::set<GrantId> named(event.named.begin(), event.named.end());
    std::vector<GrantId> dropped;
    for (const auto& [id, item] : items_) {
        // A START may overtake a plan that was written before it.
        const bool spoken_of = item.grant.kind == domain::BroadcastKind::scheduled &&
                               item.grant.issuer_sequence <= event.issuer_sequence && item.grant.starts_at >= event.covers_from &&
                               item.grant.starts_at < event.covers_to;
        if (spoken_of && !item.started && !named.contains(id)) dropped.push_back(id);
    }
    for (const auto& id : dropped) finish(items_.at(id), ReceiptOutcome::cancelled, "not_in_plan", now, out);
}

void NodePlayer::on(const Quenched& event, UtcTime now, PlayerCommands& out) {
    std::vector<GrantId> silenced;
    for (const auto& [id, item] : items_)
        if (event.broadcast ? item.grant.broadcast == *event.broadcast : item.started) silenced.push_back(id);
    for (const auto& id : silenced) stop(id, "quench", now, out);
}

void NodePlayer::on(const Dismissed&, UtcTime now, PlayerCommands& out) {
    std::vector<GrantId> held;
    for (const auto& [id, item] : items_) held.push_back(id);
    for (const auto& id : held) stop(id, "revoked", now, out);
}

void NodePlayer::stop(GrantId id, const char* reason, UtcTime now, PlayerCommands& out) {
    const auto found = items_.find(id);
    if (found == items_.end()) return;  // Ended with the one it stood in for.
    auto& item = found->second;
    if (item.is_heard()) silence(item, now, out);
    item.stopped = true;
    end_stand_ins(item, reason, now, out);
    // Who ends an emergency that was heard in full has not cancelled it.
    const bool heard = item.is_emergency() && is_whole(item.played_total(), item.expected(now));
    finish(item, heard ? ReceiptOutcome::played : ReceiptOutcome::cancelled, reason, now, out);
}

void NodePlayer::conclude(PlayerItem& item, const char* reason, UtcTime now, PlayerCommands& out) {
    if (was_not_needed(item, now)) return finish(item, ReceiptOutcome::cancelled, "not_needed", now, out);
    const auto outcome = outcome_of(item, now);
    if (outcome == ReceiptOutcome::played) end_stand_ins(item, "not_needed", now, out);
    auto why = outcome == ReceiptOutcome::played ? remark_of(item) : item.cause;
    if (why.empty() && outcome != ReceiptOutcome::played) why = reason;
    finish(item, outcome, std::move(why), now, out);
}

void NodePlayer::finish(const PlayerItem& item, ReceiptOutcome outcome, std::string reason, UtcTime now, PlayerCommands& out) {
    const auto id = item.grant.id;
    auto record = item.record();
    record.done = true;
    record.sounding = false;
    record.settled = item.stopped || outcome == ReceiptOutcome::played;
    out.push_back(Remember{record});
    out.push_back(OutcomeRecord{.grant = id,
                                .broadcast = item.grant.broadcast,
                                .outcome = outcome,
                                .reason = std::move(reason),
                                .played = item.played_total(),
                                .expected = item.expected(now),
                                .first_sample_at = item.first_sample_at,
                                .last_sample_at = item.last_sample_at,
                                .gave_way = item.gave_way,
                                .preempted_by = item.preempted_by,
                                .resumed = item.resumed});
    done_.insert_or_assign(id, Done{item.grant.not_after, item.grant.broadcast, record.settled});
    keep_done_within_room();
    if (current_ == id) current_.reset();
    items_.erase(id);
}

void NodePlayer::keep_done_within_room() {
    while (done_.size() > options_.done_max)
        done_.erase(std::ranges::min_element(done_, {}, [](const auto& entry) { return entry.second.known_until; }));
}

void NodePlayer::forget_done(UtcTime now) {
    // Whoever does not know the time cannot know what is over.
    if (!options_.clock_trusted) return;
    // Two days more than needed: a clock that is stepped back must not make an old grant new.
    const auto long_ago = now - std::chrono::hours{48};
    std::erase_if(done_, [&](const auto& entry) { return entry.second.known_until < long_ago; });
    tombstones_.forget_before(long_ago);
}

}  // namespace village::dispatch
