#include "scheduler/policy/tombstones.hpp"

#include <algorithm>

namespace village::policy {
namespace {

constexpr std::size_t areas_max = 64;

/// Nothing means: whenever it starts.
using StartBound = std::optional<domain::UtcTime>;
StartBound later(const StartBound& a, const StartBound& b) { return a && b ? std::max(a, b) : std::nullopt; }

}  // namespace

bool speaks_of(const domain::StopOrder& stop, const domain::Grant& grant) {
    if (!stop.nodes) return std::ranges::find(stop.grants, grant.id) != stop.grants.end();
    const bool starts_in_time = !stop.starting_until || grant.starts_at <= *stop.starting_until;
    return starts_in_time && grant.issuer_sequence <= stop.up_to_sequence;
}

bool contains(const domain::StopOrder& wide, const domain::StopOrder& narrow) {
    return wide.up_to_sequence >= narrow.up_to_sequence && narrow.nodes->is_subset_of(*wide.nodes) &&
           later(wide.starting_until, narrow.starting_until) == wide.starting_until;
}

void Tombstones::add(const domain::StopOrder& stop, domain::UtcTime now) {
    // A clock that has not been told the time yet would let it go as soon as it is.
    for (const auto& grant : stop.grants) add_grant(grant, std::max(now, stop.issued_at) + life);
    if (stop.nodes && stop.up_to_sequence > 0) add_area(stop);
}

void Tombstones::add_grant(domain::GrantId grant, domain::UtcTime until) {
    if (grants_.size() >= grants_max && !grants_.contains(grant))
        grants_.erase(std::ranges::min_element(grants_, {}, [](const auto& entry) { return entry.second; }));
    grants_.try_emplace(grant, until);
}

void Tombstones::add_area(const domain::StopOrder& stop) {
    if (std::ranges::any_of(areas_, [&](const auto& known) { return contains(known, stop); })) return;
    std::erase_if(areas_, [&](const auto& known) { return contains(stop, known); });
    // Rather too much silence than a stopped grant that sounds again: the two oldest become one that covers both.
    if (areas_.size() >= areas_max) {
        areas_[1].nodes = areas_[1].nodes->united_with(*areas_[0].nodes);
        areas_[1].up_to_sequence = std::max(areas_[0].up_to_sequence, areas_[1].up_to_sequence);
        areas_[1].starting_until = later(areas_[0].starting_until, areas_[1].starting_until);
        areas_.erase(areas_.begin());
    }
    auto kept = stop;
    kept.grants.clear();
    areas_.push_back(std::move(kept));
}

void Tombstones::expect_until(domain::GrantId grant, domain::UtcTime not_after) {
    if (auto found = grants_.find(grant); found != grants_.end()) found->second = not_after;
}

bool Tombstones::covers(const domain::Grant& grant, domain::NodeNumber node) const {
    if (grants_.contains(grant.id)) return true;
    return std::ranges::any_of(areas_, [&](const auto& stop) { return speaks_of(stop, grant) && stop.nodes->contains(node); });
}

void Tombstones::forget_before(domain::UtcTime now) {
    // Area stops stay: one number per area, and sequences only rise.
    std::erase_if(grants_, [&](const auto& entry) { return entry.second < now; });
}

std::vector<std::pair<domain::GrantId, domain::UtcTime>> Tombstones::grants() const { return {grants_.begin(), grants_.end()}; }

}  // namespace village::policy
