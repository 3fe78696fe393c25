// SimNode: what arrives from the controller, and what it makes the node watch and fetch.
#include "tests/simulation/sim_node.hpp"

#include <algorithm>
#include <utility>

#include "tests/simulation/contents.hpp"

namespace village::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::Duration;
using domain::Grant;
using domain::GrantId;

namespace {

constexpr std::chrono::minutes slow_fetch_max{25};
constexpr std::size_t recorded_plans_max = 32;

}  // namespace

void SimNode::take_start(const Grant& grant, bool in_session) {
    if (!player_ || (!world_.signer.has_signed(grant) && world_.plant != Plant::skip_signature)) return;
    take(grant, in_session);
}

void SimNode::take(const Grant& signed_grant, bool in_session) {
    auto grant = signed_grant;
    if (world_.plant == Plant::skip_start_by) grant.start_by = grant.not_after;
    if (world_.plant == Plant::stand_in_for_nobody) grant.stands_in_for.reset();
    if (world_.plant == Plant::ignore_scope) grant.nodes.insert(number_);
    if (world_.plant == Plant::pass_forgotten) grant.passes.clear();
    if (world_.plant == Plant::level_ignored) grant.issuer_level = domain::IssuerLevel::none;
    const auto id = grant.id;
    const auto now = world_.clockwork.now();
    const bool by_arrival = world_.plant == Plant::emergency_counts_from_arrival && grant.repeat_every;
    if (by_arrival) grant.starts_at = std::clamp(now, grant.starts_at, grant.start_by);
    world_.checker.start_offered(number_, id, now);
    const bool emergency = grant.kind == domain::BroadcastKind::emergency;
    if (world_.plant == Plant::older_emergency_finishes && emergency && device_.plays_emergency() && !player_->knows(id)) {
        watch_emergency(signed_grant);
        return later(milliseconds{30}, [this, grant, in_session] { take(grant, in_session); });
    }
    if (domain::is_called(grant.kind) && in_session && !clock_.trusted()) world_.checker.taken_without_clock(number_, id, now);
    load_when_it_came_ = load();
    const bool is_full = player_->item_count() >= plan_room;
    if (is_full && world_.plant == Plant::full_plan_knows_no_priority) return turned_away(id, Situation::full_plan_turns_away);
    // Written before it is acknowledged: who said "taken" owes a receipt, whatever happens next.
    const bool is_new = disk_.grants.emplace(id, grant).second;
    handle(dispatch::GrantTaken{grant, in_session, !in_session});
    if (!player_) return;
    world_.checker.loudspeaker_holds(number_, load(), now);
    if (!player_->knows(id)) return void(is_new && disk_.grants.erase(id));
    if (in_session) came_in_session_.try_emplace(id, now);
    world_.checker.grant_kept(number_, id, now);
    if (is_new) listen_for(grant);
    if (grant.content && !disk_.content.contains(*grant.content)) fetch(*grant.content);
    const bool is_of_another = clock_.trusted() && domain::is_called(grant.kind) && goes_by_another_clock(grant);
    if (is_of_another && in_session) wait_for_answer(id);
    if (is_of_another && in_session && is_new) look_whether_it_asked(signed_grant);
    const bool is_of_now = clock_.trusted() ? !is_of_another && !by_another_clock_.contains(id) : in_session;
    if (emergency && is_of_now && !begun_here_.contains(id)) watch_emergency(signed_grant);
}

/// One of the two is wrong, and it is judged when the time was asked.
bool SimNode::goes_by_another_clock(const Grant& grant) const { return node_now() > grant.start_by || lies_ahead(grant); }

/// Called by a clock that was ahead of this one; what asks nobody waits for its time.
bool SimNode::lies_ahead(const Grant& grant) const {
    return grant.starts_at > node_now() + dispatch::PlayerItem::called_ahead_max;
}

void SimNode::wait_for_answer(GrantId called) {
    by_another_clock_.insert(called);
    later(dispatch::PlayerItem::time_patience, [this, called] { by_another_clock_.erase(called); });
}

/// Whoever asks has been told by then, if anybody is there to tell.
void SimNode::look_whether_it_asked(const Grant& called) {
    later(2 * asks_after, [this, called] {
        const bool is_left_to_clock = player_ && player_->knows(called.id) && clock_.trusted() && goes_by_another_clock(called);
        if (is_left_to_clock && is_of_now_by_the_server(called))
            world_.checker.call_asks_nobody(number_, called.id, world_.clockwork.now());
    });
}

bool SimNode::is_of_now_by_the_server(const Grant& called) {
    const auto said = attested_time();
    return said && *said <= called.start_by && called.starts_at <= *said + dispatch::PlayerItem::called_ahead_max;
}

/// What is of this moment by the time that was told is heard at once.
void SimNode::watch_answered() {
    for (const auto& id : std::exchange(by_another_clock_, {})) {
        const auto found = disk_.grants.find(id);
        const bool is_kept = player_ && player_->knows(id) && found != disk_.grants.end();
        if (is_kept && found->second.kind == domain::BroadcastKind::emergency && !goes_by_another_clock(found->second))
            watch_emergency(found->second);
    }
}

/// By the moment when it came.
bool SimNode::is_in_force(const Grant& grant) const {
    const auto came = came_in_session_.find(grant.id);
    return came != came_in_session_.end() && world_.clockwork.now() + grant.content_duration < came->second + grant.max_duration;
}

/// They are of this moment now, whatever their times say.
void SimNode::watch_calls_in_doubt() {
    for (const auto& [id, grant] : disk_.grants) {
        const bool is_waiting = player_ && player_->knows(id) && !disk_.began.contains(id);
        const bool is_ahead = lies_ahead(grant);
        if (!domain::is_called(grant.kind) || !is_waiting || (is_ahead && !is_in_force(grant))) continue;
        world_.checker.taken_without_clock(number_, id, world_.clockwork.now());
        const bool begins_now = is_ahead || by_another_clock_.contains(id);
        if (grant.kind == domain::BroadcastKind::emergency && begins_now) watch_emergency(grant);
    }
}

void SimNode::watch_emergency(const Grant& grant) {
    const auto now = world_.clockwork.now();
    if (!world_.signer.has_signed(grant)) return;
    world_.checker.emergency_received(number_, grant.id, now);
    look_at_emergency(grant.id, std::max(now, grant.starts_at) - now + EmergencyJudge::heard_within);
}

void SimNode::look_at_emergency(GrantId id, Duration after) {
    later(after, [this, id] {
        const auto now = world_.clockwork.now();
        if (const auto again = world_.checker.emergency_due(number_, id, now)) look_at_emergency(id, *again - now);
    });
}

void SimNode::watch_emergencies_on_disk() {
    for (const auto& [id, grant] : disk_.grants) {
        const bool fits = world_.clockwork.now() + grant.content_duration + seconds{1} <= grant.not_after;
        // A power cut between writing a grant for others and refusing it leaves it on the disk.
        const bool for_us = grant.nodes.contains(number_);
        const bool is_for_now = for_us && fits && !lies_ahead(grant);
        if (grant.kind == domain::BroadcastKind::emergency && !disk_.is_done(id) && is_for_now) watch_emergency(grant);
    }
}

void SimNode::take_stop(const domain::StopOrder& stop) {
    if (!player_) return;
    if (world_.plant == Plant::resume_ignores_stop && !device_.current()) return;
    for (const auto& id : stop.grants)
        if (!player_->knows(id) && !player_->is_done(id)) world_.held_back.emplace_back(number_, id);
    if (disk_.stops.emplace(stop.id, stop).second) world_.checker.stop_received(number_, stop);
    else world_.situations.saw(Situation::stop_arrives_again);
    handle(dispatch::StopTaken{stop});
    world_.checker.stop_obeyed(number_, stop, world_.clockwork.now());
}

void SimNode::take_profile(const domain::HoursPolicy& hours, std::uint64_t version) {
    if (!player_ || world_.plant == Plant::hamlet_hours_forgotten) return;
    if (version == world_.rules.version()) world_.checker.hours_taken(number_, world_.clockwork.now());
    if (disk_.hours == hours) return;
    disk_.hours = hours;
    handle(dispatch::PolicyTaken{hours_kept()});
}

void SimNode::take_plan(const std::vector<Grant>& grants, const dispatch::PlanTaken& plan) {
    for (const auto& grant : grants) {
        if (!player_ || !world_.signer.has_signed(grant)) continue;
        const bool is_waiting = player_->knows(grant.id);
        if (!is_waiting && !player_->is_done(grant.id)) {
            take(grant, true);
            continue;
        }
        if (!is_waiting) world_.checker.offered_when_done(number_, grant.id);
        perform(dispatch::Accepted{grant.id});
        if (is_waiting) world_.checker.grant_kept(number_, grant.id, world_.clockwork.now());
        if (is_waiting && grant.content && !disk_.content.contains(*grant.content)) fetch(*grant.content);
    }
    if (!player_) return;
    recorded_plans_.push_back(plan);
    if (recorded_plans_.size() > recorded_plans_max) recorded_plans_.pop_front();
    disk_.plan = std::max(disk_.plan, std::pair(plan.policy_epoch, plan.issuer_sequence));
    handle(plan);
}

void SimNode::without_effect(Situation what, const std::function<void()>& take) {
    // What is due at this very moment is no effect of it.
    if (player_) handle(dispatch::Woken{});
    if (!player_) return;
    world_.situations.saw(what);
    takes_copy_ = true;
    take();
    takes_copy_ = false;
}

void SimNode::take_copy(const Grant& grant) {
    const bool had_it = player_ && (player_->knows(grant.id) || player_->is_done(grant.id));
    if (!had_it && grant.nodes.contains(number_)) return take_start(grant, false);
    without_effect(Situation::copied_start, [&] { take_start(grant, false); });
}

void SimNode::take_copy(const domain::StopOrder& stop) {
    if (!player_ || !disk_.stops.contains(stop.id)) return;
    without_effect(Situation::copied_stop, [&] {
        handle(dispatch::StopTaken{stop});
        if (world_.plant == Plant::known_stop_silences && player_) handle(dispatch::Quenched{});
    });
}

/// One that is older than what this node was told since.
void SimNode::take_copy_of_plan(Random& random) {
    if (!player_ || recorded_plans_.empty()) return;
    auto plan = recorded_plans_[random.below(recorded_plans_.size())];
    if (std::pair(plan.policy_epoch, plan.issuer_sequence) >= disk_.plan) return;
    if (world_.plant == Plant::old_plan_obeyed) plan.issuer_sequence = disk_.plan.second;
    without_effect(Situation::copied_plan, [&] { handle(plan); });
}

void SimNode::quench(std::optional<domain::BroadcastId> broadcast) {
    if (!player_) return;
    world_.checker.quench_received(number_, broadcast);
    handle(dispatch::Quenched{broadcast});
}

void SimNode::receipt_committed(std::uint64_t number) {
    if (world_.plant == Plant::outbox_never_empty && life_ > 1) return;
    // Of this one only: what follows from the ones before it may not be on the controller's disk yet.
    if (std::erase_if(disk_.outbox, [&](const auto& receipt) { return receipt.number == number; }) > 0)
        world_.checker.receipt_released(number_, number, world_.clockwork.now());
}

void SimNode::stream_ended(domain::BroadcastId broadcast) {
    if (!player_) return;
    for (const auto& id : device_.all()) {
        const auto* grant = player_ ? player_->find(id) : nullptr;
        if (grant && grant->broadcast == broadcast && device_.plays_stream(id)) device_.end_now(id);
    }
}

void SimNode::listen_for(const Grant& grant) {
    // Of what people speak every packet comes.
    if (!player_ || !grant.stream || grant.kind != domain::BroadcastKind::scheduled) return;
    const auto wait = std::max(Duration::zero(), grant.starts_at - world_.clockwork.now());
    later(wait + random_.between(Duration::zero(), seconds{1}), [this, id = grant.id] { listen(id); });
}

/// Its packets come whatever sounds.
void SimNode::listen(GrantId id) {
    const auto now = world_.clockwork.now();
    const auto* grant = player_->find(id);
    if (!grant) return world_.checker.relay_reaches(number_, id, false, now);
    const bool is_heard = is_sent(*grant);
    world_.checker.relay_reaches(number_, id, is_heard && world_.station.is_heard(now), now);
    later(seconds{1}, [this, id] { listen(id); });
    const bool is_deaf = world_.plant == Plant::heard_only_while_it_sounds && !device_.plays_stream(id);
    if ((is_heard && !is_deaf) || world_.plant == Plant::dead_relay_counts_as_heard) handle(dispatch::StreamHeard{id});
}

bool SimNode::is_sent(const Grant& grant) const {
    const bool is_joined = line_.session() != 0 && line_.session() == line_.controllers_session();
    return is_joined && !line_.is_cut_to_node() && controller_->sends(grant.broadcast) &&
           world_.station.is_sent(world_.clockwork.now());
}

void SimNode::fetch(const domain::ContentHash& content) {
    if (!fetching_.insert(content).second) return;
    const auto most = is_slow_to_fetch(content) ? Duration{slow_fetch_max} : Duration{seconds{8}};
    later(random_.between(milliseconds{300}, most), [this, content] {
        fetching_.erase(content);
        if (line_.session() == 0 || line_.is_cut()) {
            return later(seconds{30}, [this, content] { fetch(content); });
        }
        keep_content(content);
        last_fetched_ = content;
        tell([this, content] { controller_->fetched(number_, content); });
        handle(dispatch::ContentReady{content});
    });
}

}  // namespace village::simulation
