#include "tests/simulation/media/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation::media {

namespace {
/// What a decoder makes up is heard in the packets after it, too.
constexpr std::uint64_t clear_before = 3, clear_after = 1;
/// Before its moment a packet is sent, asked for and sent again; and a cut of the way up loses requests for some time after.
constexpr std::chrono::milliseconds time_for_repair{1500};
/// Of one run, which is too short to count to 0.01 %: a burst on one line that lasts as long as its repair.
constexpr std::uint64_t missed_by_chance = 5;
}  // namespace

void Figures::add(const Figures& other) {
    received += other.received, repaired += other.repaired, concealed += other.concealed, silent += other.silent;
    wanted += other.wanted, missed += other.missed;
    apart_max = std::max(apart_max, other.apart_max);
}

void Facts::fail(std::string_view invariant, domain::NodeNumber node, std::string_view words, domain::UtcTime now) {
    if (!violation) violation = Violation{std::string(invariant), fmt::format("node {}: {}", node.value, words), now};
}

void Facts::power_lost(domain::NodeNumber node) {
    auto& here = nodes[node];
    here.joined.reset();
    here.clock_trusted.reset();
    here.clock_settled.reset();
    for (auto& [id, listening] : here.listening) {
        const Listening kept{listening.start_came, listening.stop_came, listening.over_at, {}, {}, {}, {}, {}, {}};
        listening = kept;
    }
}

bool AtNode::is_in_contact(domain::UtcTime since, domain::UtcTime now) const {
    const auto overlaps = [&](const auto& cut) { return cut.first <= now && cut.second >= since; };
    return joined && *joined <= since && std::ranges::none_of(cuts, overlaps);
}

bool Facts::is_wanted(domain::NodeNumber node, const OnAir& broadcast, const Listening& listening, std::uint64_t packet) const {
    const auto due = broadcast.due_at(packet), since = due - time_for_repair;
    const auto& here = nodes.at(node);
    const auto overlaps = [&](const auto& cut) { return cut.first < due && cut.second + std::chrono::seconds{1} > since; };
    const bool is_sent = due < std::min(broadcast.ends_at(), broadcast.stopped_at.value_or(domain::UtcTime::max()));
    const bool has_key = !listening.keys.empty() && listening.keys.rbegin()->second < since;
    return is_sent && listening.began && *listening.began < since && has_key && std::ranges::none_of(here.cuts, overlaps) &&
           std::ranges::none_of(here.spent, overlaps);
}

void Facts::judge_repair(domain::UtcTime now) {
    const auto bearable = static_cast<double>(figures.wanted) * Figures::missed_share_max + missed_by_chance;
    if (static_cast<double>(figures.missed) <= bearable) return;
    fail("M3", {}, fmt::format("{} of {} packets were neither copied nor repaired", figures.missed, figures.wanted), now);
}

bool Facts::is_clear(const OnAir& broadcast, const Listening& listening, std::uint64_t packet) const {
    for (auto near = packet - std::min(packet, clear_before); near <= packet + clear_after; ++near)
        if (!listening.is_there(near, broadcast.due_at(near) - surely_in_time)) return false;
    return true;
}

}  // namespace village::simulation::media
