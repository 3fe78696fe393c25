#include "tests/simulation/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/passes.hpp"

namespace village::simulation {

const domain::Grant* Facts::find(domain::GrantId grant) const {
    const auto known = issued.find(grant);
    return known == issued.end() ? nullptr : &known->second;
}

bool Facts::is_led_astray(domain::NodeNumber node) const {
    const auto found = clocks.find(node);
    return found != clocks.end() && found->second.error && std::chrono::abs(*found->second.error) > 2 * clock_error_max;
}

domain::UtcTime Facts::time_at(domain::NodeNumber node, domain::UtcTime now) const {
    const auto found = clocks.find(node);
    if (found == clocks.end() || !found->second.known_error) return now;
    const auto error = *found->second.known_error;
    return std::chrono::abs(error) > 2 * clock_error_max ? now + error : now;
}

bool Facts::is_being_set(domain::NodeNumber node, domain::UtcTime now) const {
    const auto found = clocks.find(node);
    return found != clocks.end() && now <= found->second.set_at + ring_out;
}

std::vector<domain::GrantId> Facts::heard_at(domain::NodeNumber node) const {
    std::vector<domain::GrantId> heard;
    for (auto it = sounding.lower_bound({node, {}}); it != sounding.end() && it->first.first == node; ++it)
        heard.push_back(it->first.second);
    return heard;
}

std::optional<domain::GrantId> Facts::loud_at(domain::NodeNumber node) const { return first_at(node, false); }

std::optional<domain::GrantId> Facts::beneath_at(domain::NodeNumber node) const { return first_at(node, true); }

std::optional<domain::GrantId> Facts::first_at(domain::NodeNumber node, bool is_beneath) const {
    for (const auto& grant : heard_at(node))
        if (sounding.at({node, grant}).is_beneath == is_beneath) return grant;
    return std::nullopt;
}

domain::Grant Facts::at_node(domain::Grant grant, domain::NodeNumber node) {
    const auto after = policy::begins_after(grant.passes, node);
    grant.starts_at += after;
    grant.not_before += after;
    grant.start_by += after;
    // Decision 0025: who could begin only in the second half of its pass misses it.
    if (!grant.passes.empty()) grant.start_by = std::min(grant.start_by, grant.starts_at + grant.content_duration / 2);
    return grant;
}

domain::UtcTime Facts::knows_hours_since(domain::NodeNumber node) const {
    if (hours_saved_at == domain::UtcTime{}) return {};
    const auto found = hours_taken.find(node);
    return found == hours_taken.end() ? domain::UtcTime::max() : found->second;
}

bool Facts::had_to_know(domain::NodeNumber node, domain::UtcTime since) const {
    const auto found = last_reachable.find(node);
    return found != last_reachable.end() && found->second >= since + arrives_within;
}

void Facts::fail(const char* invariant, domain::NodeNumber node, const std::string& words, domain::UtcTime now) {
    if (!violation) violation = Violation{invariant, fmt::format("node {}: {}", node.value, words), now};
}

}  // namespace village::simulation
