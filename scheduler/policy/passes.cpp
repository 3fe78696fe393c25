#include "scheduler/policy/passes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace village::policy {

using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::Pass;

Duration begins_after(const std::vector<Pass>& passes, domain::NodeNumber node) {
    const auto own = std::ranges::find_if(passes, [node](const Pass& pass) { return pass.nodes.contains(node); });
    return own == passes.end() ? Duration::zero() : own->after;
}

Duration last_begins_after(const std::vector<Pass>& passes) {
    Duration last{};
    for (const auto& pass : passes) last = std::max(last, pass.after);
    return last;
}

domain::UtcTime last_start(const domain::Grant& grant, Duration after) {
    const auto latest = grant.start_by + after;
    return grant.passes.empty() ? latest : std::min(latest, grant.starts_at + after + grant.content_duration / 2);
}

Duration whole_length(const domain::Broadcast& broadcast) { return broadcast.duration + last_begins_after(broadcast.passes); }

std::vector<Pass> passes_of(const domain::Commune& commune, const domain::NodeSet& nodes, Duration length) {
    std::map<std::uint8_t, domain::NodeSet> groups;
    for (const auto& node : commune.nodes)
        if (nodes.contains(node.number)) groups[node.echo_group].insert(node.number);
    if (groups.size() < 2 || groups.size() > passes_max || length > staggered_longest) return {};
    std::vector<Pass> passes;
    for (auto& [group, members] : groups) {
        const auto after = passes.empty() ? Duration::zero() : passes.back().after + length + pause_between_passes;
        passes.push_back({std::move(members), after});
    }
    return passes;
}

domain::Status check_staggered_length(Duration length) {
    if (length <= staggered_longest) return {};
    const auto limit = fmt::format("{} s", std::chrono::seconds{staggered_longest}.count());
    const auto found = fmt::format("{} s", std::chrono::ceil<std::chrono::seconds>(length).count());
    return Error{ErrorCode::too_long, fmt::format("{} is too long to be staggered, {} at most", found, limit),
                 domain::BrokenRule{"staggered_longest", limit, found}};
}

domain::Status check_passes(const domain::Grant& grant) {
    if (grant.passes.empty()) return {};
    const auto wrong = [](const char* why) { return Error{ErrorCode::malformed, why}; };
    const bool is_plain =
        grant.kind == domain::BroadcastKind::scheduled && grant.content && !grant.repeat_every && !grant.stands_in_for;
    if (!is_plain) return wrong("only planned, finished audio is staggered");
    if (grant.passes.size() > passes_max) return wrong("there are too many passes");
    const auto length = std::min(grant.content_duration, grant.max_duration);
    domain::NodeSet before;
    auto free_from = Duration::zero();
    for (const auto& pass : grant.passes) {
        if (pass.nodes.is_empty() || pass.nodes.intersects(before)) return wrong("a pass is empty, or a node is in two of them");
        if (pass.after < free_from) return wrong("the passes are not one after the other");
        before = before.united_with(pass.nodes);
        free_from = pass.after + length;
    }
    if (grant.start_by + last_begins_after(grant.passes) > grant.not_after)
        return wrong("the last pass of a grant begins after its end");
    return check_staggered_length(length);
}

}  // namespace village::policy
