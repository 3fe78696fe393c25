#include "controller/control_loop/node_desk.hpp"

#include <algorithm>

#include "controller/control_loop/hamlet_hours.hpp"
#include "controller/control_loop/offers.hpp"
#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

/// What began before midnight still sounds by the hours of its day.
constexpr std::chrono::hours hours_laid_out_before{24};
/// So long a loudspeaker without a connection knows which day has other hours.
constexpr std::chrono::hours hours_laid_out_after{45 * 24};

}  // namespace

ports::NodeCondition& NodeDesk::condition(domain::NodeNumber node) {
    return conditions_.try_emplace(node, never_seen(node)).first->second;
}

std::optional<domain::BroadcastId> NodeDesk::broadcast_of(domain::GrantId grant) const {
    return office_.dispatcher.broadcast_of(grant);
}

void NodeDesk::connected(domain::NodeNumber node) {
    auto& now_connected = condition(node);
    now_connected.connected = true;
    now_connected.since = office_.now();
    now_connected.last_seen_at = office_.now();
    // It names everything it holds again; another card may be in the box.
    fetched_[node].clear();
    count_emergency_set(now_connected);
    office_.ports.feed.publish(now_connected);
    offer_emergency_set(node);
    switchboard_.handle(dispatch::NodeConnected{node});
}

void NodeDesk::lost(domain::NodeNumber node) {
    auto& gone = condition(node);
    gone.connected = false;
    gone.since = office_.now();
    gone.playing.reset();
    office_.ports.feed.publish(gone);
    switchboard_.handle(dispatch::NodeLost{node});
}

void NodeDesk::status(const ports::NodeStatus& status) {
    auto& changed = condition(status.node);
    changed.last_seen_at = office_.now();
    changed.playing = status.playing;
    changed.clock_trusted = status.clock_trusted;
    changed.round_trip_ms = status.round_trip_ms;
    changed.software = status.software;
    for (const auto& content : status.contents_lost) {
        fetched_[status.node].erase(content);
        switchboard_.follow(office_.tracker.lost(content, status.node, office_.now()));
    }
    if (!status.contents_lost.empty()) count_emergency_set(changed);
    office_.ports.feed.publish(changed);
    // Without a trusted clock it may owe receipts that it has not written yet.
    if (status.clock_trusted && status.receipts_waiting == 0) settle(status.node);
}

void NodeDesk::settle(domain::NodeNumber node) {
    const auto now = office_.now();
    auto& last = settled_at_[node];
    if (last <= now && now < last + settling_period) return;
    last = now;
    switchboard_.follow(office_.tracker.caught_up(node, now));
}

void NodeDesk::acknowledged(domain::NodeNumber node, domain::GrantId grant) {
    if (const auto broadcast = broadcast_of(grant))
        switchboard_.follow(office_.tracker.acknowledged(*broadcast, node, office_.now()));
}

void NodeDesk::refused(domain::NodeNumber node, domain::GrantId grant, const domain::Error& why) {
    log::warn("node {} refuses grant {}: {} [{}]", node.value, grant.text(), why.detail, domain::error_name(why.code));
    if (const auto broadcast = broadcast_of(grant))
        switchboard_.follow(office_.tracker.refused(*broadcast, node, why, office_.now()));
}

void NodeDesk::fetched(domain::NodeNumber node, const domain::ContentHash& content) {
    fetched_[node].insert(content);
    auto& changed = condition(node);
    count_emergency_set(changed);
    office_.ports.feed.publish(changed);
    switchboard_.follow(office_.tracker.fetched(content, node, office_.now()));
}

void NodeDesk::count_emergency_set(ports::NodeCondition& changed) {
    const auto wanted = emergency_contents(changed.node);
    const auto& held = fetched_[changed.node];
    changed.content_wanted = static_cast<std::uint16_t>(wanted.size());
    changed.content_ready = static_cast<std::uint16_t>(
        std::count_if(wanted.begin(), wanted.end(), [&](const auto& hash) { return held.contains(hash); }));
}

void NodeDesk::started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime first_sample) {
    const auto broadcast = broadcast_of(grant);
    if (!broadcast) return;
    auto& sounding = condition(node);
    sounding.playing = *broadcast;
    office_.ports.feed.publish(sounding);
    switchboard_.follow(office_.tracker.started(*broadcast, node, first_sample, office_.now()));
}

void NodeDesk::enrolment_requested(ports::EnrolmentRequest request) {
    const auto* node = office_.commune.find_node(request.node);
    if (node == nullptr) return;
    log::info("a device asks to become node {}: compare the words \"{}\" [enrolment]", node->number.value, request.six_words);
    auto& asking = condition(node->number);
    asking.enrolment = std::move(request);
    office_.ports.feed.publish(asking);
}

void NodeDesk::enrolment_finished(domain::NodeId id, const domain::Status& outcome) {
    auto& nodes = office_.commune.nodes;
    const auto node = std::find_if(nodes.begin(), nodes.end(), [&](const auto& one) { return one.id == id; });
    if (node == nodes.end()) return;
    auto& finished = condition(node->number);
    finished.enrolment.reset();
    office_.ports.feed.publish(finished);
    if (!outcome) {
        log::warn("node {} was not enrolled: {} [{}]", node->number.value, outcome.error().detail,
                  domain::error_name(outcome.error().code));
        return;
    }
    node->stage = domain::NodeStage::enrolled;
    log::info("node {} is enrolled [enrolment]", node->number.value);
    switchboard_.follow(office_.tracker.replaced(node->number, office_.now()));
    office_.spawn("save an enrolled node", save_stage(*node));
}

ports::Awaitable<domain::Status> NodeDesk::save_stage(domain::Node node) {
    auto saved = co_await office_.ports.stores.commune.save(std::move(node), ports::by_itself);
    if (!saved) co_return saved.error();
    for (auto& one : office_.commune.nodes)
        if (one.id == saved->id) one = *saved;
    co_return domain::Status{};
}

std::set<domain::ContentHash> NodeDesk::emergency_contents(domain::NodeNumber number) const {
    std::set<domain::ContentHash> contents;
    const auto* node = office_.commune.find_node(number);
    if (node == nullptr) return contents;
    for (const auto& one : office_.rendered)
        if (one.content && office_.commune.area_contains(one.place, node->hamlet)) contents.insert(one.content->hash);
    return contents;
}

void NodeDesk::offer_emergency_set(domain::NodeNumber node) {
    std::vector<ports::ContentOffer> offers;
    for (const auto& hash : emergency_contents(node))
        if (auto offer = content_offer(office_.ports.blobs, hash, true)) offers.push_back(std::move(*offer));
    if (!offers.empty()) office_.ports.gateway->offer_content(node, std::move(offers));
}

std::vector<ports::NodeCondition> NodeDesk::conditions() const {
    std::vector<ports::NodeCondition> all;
    for (const auto& node : office_.commune.nodes) {
        const auto found = conditions_.find(node.number);
        all.push_back(found == conditions_.end() ? never_seen(node.number) : found->second);
    }
    return all;
}

ports::NodeProfile NodeDesk::profile_of(const domain::Node& node, domain::HoursPolicy hours) const {
    return {.id = node.id,
            .name = node.name,
            .commune_name = office_.commune.name,
            .volume = node.volume,
            .start_delay_ms = node.start_delay_ms,
            .hours = std::move(hours)};
}

domain::HoursPolicy NodeDesk::hours_of(domain::AreaId hamlet) const {
    const auto now = office_.now();
    return control_loop::hours_of(office_, hamlet, now - hours_laid_out_before, now + hours_laid_out_after);
}

std::optional<ports::NodeProfile> NodeDesk::profile(domain::NodeNumber number) const {
    const auto* node = office_.commune.find_node(number);
    if (node == nullptr || node->stage == domain::NodeStage::revoked) return std::nullopt;
    return profile_of(*node, hours_of(node->hamlet));
}

void NodeDesk::tell_profiles() {
    std::map<domain::AreaId, domain::HoursPolicy> hours;
    for (const auto& node : office_.commune.nodes) {
        if (node.stage == domain::NodeStage::revoked) continue;
        if (!hours.contains(node.hamlet)) hours.emplace(node.hamlet, hours_of(node.hamlet));
        office_.ports.gateway->send_profile(node.number, profile_of(node, hours.at(node.hamlet)));
    }
    switchboard_.handle(dispatch::PlansWanted{office_.tracker.refusing()});
}

}  // namespace village::control_loop
