#include "tests/simulation/checker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/passes.hpp"
#include "tests/simulation/contents.hpp"

namespace village::simulation {

using domain::DeliveryState;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;

void Checker::complain(const char* invariant, NodeNumber node, const std::optional<std::string>& complaint, UtcTime now) {
    if (complaint) facts_.fail(invariant, node, *complaint, now);
}

void Checker::complain(NodeNumber node, const EmergencyJudge::Complaint& complaint, UtcTime now) {
    if (complaint) facts_.fail(complaint->invariant, node, complaint->words, now);
}

void Checker::issued(const domain::Grant& grant, const Owner& owner, UtcTime now) {
    owners_.issued(grant, owner);
    programmes_.issued(grant, now);
    approvals_.issued(grant, now);
    memberships_.issued(grant, now);
    drills_.issued(grant, now);
    hours_.issued(grant, now);
    days_.issued(grant, now);
    validities_.issued(grant, now);
    facts_.issued.emplace(grant.id, grant);
    const bool is_first = facts_.grant_of.insert_or_assign(grant.broadcast, grant.id).second;
    if (!is_first) facts_.situations.saw(Situation::signed_again_as_another);
}

void Checker::planned_wrongly(domain::ScheduleId schedule, UtcTime now) {
    facts_.fail("S2", NodeNumber{}, fmt::format("schedule {} is planned at a wrong hour", schedule.bytes[0]), now);
}

void Checker::days_saved(std::vector<domain::DayRule> rules, UtcTime now) {
    facts_.almanac.days_saved(std::move(rules));
    facts_.hours_saved_at = now;
    facts_.hours_taken.clear();
    days_.saved();
}

void Checker::hours_saved(std::vector<domain::HoursRule> rules, UtcTime now) {
    facts_.almanac.hours_saved(std::move(rules));
    facts_.hours_saved_at = now;
    facts_.hours_taken.clear();
}

void Checker::start_offered(NodeNumber node, GrantId id, UtcTime now) {
    if (const auto* grant = facts_.find(id)) stops_.start_offered(node, *grant, now);
}

void Checker::database_restored(const std::vector<domain::Broadcast>& known, UtcTime now) {
    facts_.database_was_restored = true;
    for (const auto& broadcast : known)
        if (broadcast.ended_at) facts_.restored_as_over.insert(broadcast.id);
    for (const auto& [broadcast, grant] : facts_.grant_of)
        if (std::ranges::find(known, broadcast, &domain::Broadcast::id) == known.end()) facts_.forgotten.insert(broadcast);
    owners_.database_restored();
    stops_.database_restored();
    deliveries_.database_restored();
    corrections_.database_restored();
    programmes_.database_restored(known, now);
    memberships_.database_restored(known);
}

void Checker::offered_when_done(NodeNumber node, GrantId id) {
    if (!facts_.database_was_restored) return;
    facts_.situations.saw(stops_.was_stopped(node, id) ? Situation::restored_offers_what_was_stopped
                                                       : Situation::restored_offers_what_was_done);
}

void Checker::turned_away(NodeNumber node, GrantId id, const QueueJudge::Load& load, UtcTime now) {
    const auto* grant = facts_.find(id);
    if (!grant) return;
    queues_.turned_away(node, *grant, load, now);
    programmes_.without_room(node, *grant);
}

void Checker::grant_kept(NodeNumber node, GrantId id, UtcTime now) {
    if (const auto* grant = facts_.find(id)) programmes_.taken(node, *grant, now);
}

bool Checker::device_failed(NodeNumber node, GrantId id, UtcTime now) {
    if (const auto* grant = facts_.find(id)) programmes_.device_failed(node, *grant);
    return emergencies_.broke_off(node, id, now);
}

void Checker::taken_without_clock(NodeNumber node, GrantId id, UtcTime now) {
    sounds_.taken_without_clock(node, facts_.issued.at(id), now);
}

/// Of a loudspeaker that does not know the time, or was told a wrong one, nothing is asked that depends on it.
void Checker::clock_is(NodeNumber node, std::optional<domain::Duration> error, UtcTime now) {
    const auto knows_it = [&] { return facts_.clocks[node].error && !facts_.is_led_astray(node); };
    const bool knew_it = knows_it();
    const bool was_led_astray = facts_.is_led_astray(node);
    clocks_.clock_is(node, error, now);
    if (facts_.is_led_astray(node) && !was_led_astray) emergencies_.forget(node);
    if (knows_it() == knew_it) return;
    if (knew_it) {
        programmes_.clock_lost(node, now);
        orders_.clock_lost(node);
        return emergencies_.forget(node);
    }
    programmes_.clock_attested(node, now);
    orders_.clock_attested(node);
}

void Checker::call_asks_nobody(NodeNumber node, GrantId id, UtcTime now) {
    if (stops_.was_stopped(node, id) || facts_.finished.contains({node, id})) return;
    facts_.fail("S4", node, "a call that contradicts its clock asks nobody what time it is", now);
}

void Checker::emergency_received(NodeNumber node, GrantId id, UtcTime now) {
    if (stops_.was_stopped(node, id) || facts_.finished.contains({node, id}) || facts_.is_led_astray(node)) return;
    emergencies_.received(node, facts_.issued.at(id), now);
    orders_.received(node, facts_.issued.at(id), now);
}

std::optional<UtcTime> Checker::emergency_due(NodeNumber node, GrantId id, UtcTime now) {
    complain(node, emergencies_.look(node, id, now), now);
    return violation() ? std::nullopt : emergencies_.look_again_at(node, id, now);
}

void Checker::came_to_end(NodeNumber node, GrantId id, UtcTime now) {
    const auto* grant = facts_.find(id);
    if (!grant) return;
    orders_.came_to_end(node, *grant, now);
    if (grant->priority == domain::Priority::emergency) emergencies_.came_to_end(node);
}

void Checker::silenced(NodeNumber node, GrantId emergency) {
    emergencies_.silenced(node, emergency);
    orders_.ended(node, emergency);
}

void Checker::stop_received(NodeNumber node, const domain::StopOrder& stop) {
    for (const auto& id : stops_.received(node, stop)) silenced(node, id);
}

void Checker::quench_received(NodeNumber node, std::optional<domain::BroadcastId> broadcast) {
    for (const auto& [id, grant] : facts_.issued)
        if (!broadcast || grant.broadcast == *broadcast) silenced(node, id);
}

void Checker::power_lost(NodeNumber node, UtcTime now) {
    for (const auto& grant : facts_.heard_at(node)) sound_stopped(node, grant, now);
    ++facts_.lives[node];
    std::erase_if(facts_.reached_since, [&](const auto& reached) { return reached.first.first == node; });
    programmes_.power_lost(node, now);
    sounds_.clock_attested(node, now);
    emergencies_.lost_power(node);
}

void Checker::check_hours(NodeNumber node, const domain::Grant& grant, UtcTime now) const {
    // For how long the quiet hours are open its node was not told.
    const bool was_led_into_them = grant.quiet_hours && sounds_.was_set_since_it_began(node, grant);
    if (!facts_.is_being_set(node, now) && !was_led_into_them) hours_.check(node, grant, facts_.time_at(node, now));
}

void Checker::sound_started(NodeNumber node, const Sound& sound, UtcTime now) {
    ++sounded_;
    const auto* grant = facts_.find(sound.grant);
    if (!grant) return facts_.fail("S3", node, "sounds without a grant of the signer", now);
    if (edited_.contains(grant->broadcast)) facts_.situations.saw(Situation::sounds_as_edited);
    if (grant->kind == domain::BroadcastKind::all_clear) facts_.situations.saw(Situation::all_clear_sounds);
    owners_.sound_started(node, grant->id, now);
    memberships_.sound_started(node, *grant, now);
    drills_.sound_started(node, *grant, sound, now);
    corrections_.sound_started(node, *grant, now);
    if (sound.is_beneath) ducking_.ducked(node, *grant, now);
    else ducking_.started(node, *grant, now);
    sounds_.started(node, *grant, sound, now);
    clocks_.sound_started(node, *grant, now);
    check_hours(node, *grant, now);
    days_.sound_started(node, *grant, now);
    validities_.sound_started(node, *grant, facts_.time_at(node, now));
    stops_.sound_started(node, *grant, now);
    complain(node, emergencies_.sound_started(node, *grant, now), now);
    liveness_.sound_started(node, *grant, now);
    heard_.started(node, *grant, sound);
    programmes_.sound_started(node, *grant, sound, now);
    facts_.sounding[{node, grant->id}] = {now, sound.is_beneath};
}

void Checker::relay_reaches(NodeNumber node, GrantId id, bool is_heard, UtcTime now) {
    const bool was_heard = facts_.reached_since.contains({node, id});
    if (is_heard == was_heard || !facts_.find(id)) return;
    programmes_.look(node, now);
    if (is_heard) facts_.reached_since[{node, id}] = now;
    else facts_.reached_since.erase({node, id});
    programmes_.note_what_is_heard(node, std::nullopt, now);
}

void Checker::sound_ducked(NodeNumber node, GrantId id, UtcTime now) {
    const auto found = facts_.sounding.find({node, id});
    if (found == facts_.sounding.end()) return;
    ducking_.ducked(node, facts_.issued.at(id), now);
    found->second.is_beneath = true;
}

void Checker::sound_raised(NodeNumber node, GrantId id, UtcTime now) {
    const auto found = facts_.sounding.find({node, id});
    if (found == facts_.sounding.end()) return;
    ducking_.raised(node, now);
    found->second.is_beneath = false;
}

void Checker::sound_stopped(NodeNumber node, GrantId id, UtcTime now) {
    const auto found = facts_.sounding.find({node, id});
    if (found == facts_.sounding.end()) return;
    const auto& grant = facts_.issued.at(id);
    sounds_.stopped(node, grant, now - found->second.since, now);
    if (!facts_.is_being_set(node, now)) validities_.check(node, grant, facts_.time_at(node, now));
    check_hours(node, grant, now);
    heard_.stopped(node, grant, now - found->second.since, facts_.time_at(node, now));
    emergencies_.sound_stopped(node, grant, now);
    liveness_.sound_stopped(node, grant, now);
    programmes_.sound_stopped(node, grant, now);
    ducking_.stopped(node, grant, now);
    facts_.sounding.erase(found);
}

void Checker::finished(NodeNumber node, GrantId id, DeliveryState said, UtcTime now) {
    if (facts_.is_led_astray(node)) facts_.ended_astray.insert({node, id});
    deliveries_.finished(node, id, said, now);
    if (const auto* grant = facts_.find(id)) {
        heard_.finished(node, *grant, said, now);
        programmes_.finished(node, *grant, said, now);
    }
    liveness_.finished(node, id, now);
    complain(node, emergencies_.finished(node, id, now), now);
    orders_.ended(node, id);
}

void Checker::sweep(const std::set<NodeNumber>& reachable, UtcTime now) {
    for (const auto node : reachable) facts_.last_reachable[node] = now;
    sounds_.sweep(now);
    heard_.sweep();
    ducking_.sweep(now);
    for (const auto& [here, segment] : facts_.sounding) check_hours(here.first, facts_.issued.at(here.second), now);
    stops_.sweep(reachable, now);
    programmes_.sweep(reachable, now);
}

void Checker::look_whether_over(const domain::Broadcast& broadcast, UtcTime now) {
    const auto id = facts_.grant_of.find(broadcast.id);
    if (broadcast.ended_at || id == facts_.grant_of.end()) return;
    if (now > facts_.issued.at(id->second).not_after + std::chrono::minutes{1})
        facts_.fail("S1", NodeNumber{}, fmt::format("broadcast {} is open, though its grant is over", broadcast.id.text()), now);
}

void Checker::unconnected(NodeNumber node, UtcTime now) { facts_.fail("L1", node, "not connected 90 s after healing", now); }

void Checker::outbox_not_empty(NodeNumber node, UtcTime now) {
    facts_.fail("L1", node, "5 min after healing a receipt of before waits in its outbox", now);
}

void Checker::end_of_healing(const std::vector<domain::Broadcast>& due, UtcTime now) {
    for (const auto& broadcast : due) {
        const auto id = facts_.grant_of.find(broadcast.id);
        const bool was_over =
            facts_.ended_by_wrong_clock.contains(broadcast.id) || facts_.restored_as_over.contains(broadcast.id);
        if (id == facts_.grant_of.end() || was_over) continue;
        judge_due(broadcast, facts_.issued.at(id->second), now);
    }
}

/// All of it, however late in its window it begins.
bool Checker::hours_leave(NodeNumber node, const domain::Grant& grant, UtcTime now) const {
    const auto late_end = grant.start_by + policy::last_begins_after(grant.passes) + grant.content_duration;
    return facts_.knows_hours_since(node) <= now && facts_.almanac.leaves(node, grant, grant.starts_at, late_end);
}

void Checker::judge_due(const domain::Broadcast& broadcast, const domain::Grant& grant, UtcTime now) {
    auto nodes = grant.nodes.numbers();
    std::erase_if(nodes, [&](NodeNumber node) { return !hours_leave(node, grant, now); });
    if (!nodes.empty())
        if (const auto late = liveness_.judge(broadcast))
            facts_.fail("L3", NodeNumber{}, fmt::format("{} (broadcast {})", *late, broadcast.id.text()), now);
    for (const auto node : nodes) {
        const OnNode here{node, grant.id};
        if (days_.falls_away(node, broadcast.id) || facts_.without_room.contains(here) || facts_.ended_astray.contains(here))
            continue;
        if (stops_.was_stopped(node, grant.id) || deliveries_.is_done_since_restored(node, broadcast.id)) continue;
        // On a bad line, or after many deaths of the controller, a long piece is not there in time.
        const bool is_slow = grant.content && is_slow_to_fetch(*grant.content);
        if (is_slow && !programmes_.had_content(node, *grant.content, grant.starts_at)) continue;
        const auto said = facts_.said.find({node, broadcast.id});
        const auto state = said == facts_.said.end() ? DeliveryState::planned : said->second;
        if (const auto silent = liveness_.judge(node, broadcast, Facts::at_node(grant, node), state))
            facts_.fail("L2", node, fmt::format("{} (broadcast {})", *silent, broadcast.id.text()), now);
    }
}

}  // namespace village::simulation
