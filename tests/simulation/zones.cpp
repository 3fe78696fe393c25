#include "tests/simulation/zones.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

constexpr std::uint8_t zones = 4;
constexpr std::size_t members_min = 2;
constexpr std::uint8_t hamlets = 4;
constexpr std::uint16_t echo_groups = 3;

/// After the commune's own.
domain::AreaId hamlet_id(std::uint8_t number) { return domain::AreaId{{static_cast<std::uint8_t>(number + 2)}}; }

void add_areas(domain::Commune& commune) {
    commune.id = domain::AreaId{{1}};
    commune.areas.push_back({.id = commune.id, .parent = {}, .kind = domain::AreaKind::commune});
    for (std::uint8_t number = 0; number < hamlets; ++number)
        commune.areas.push_back({.id = hamlet_id(number), .parent = commune.id, .kind = domain::AreaKind::hamlet});
}

domain::NodeId id_of(std::uint16_t number) {
    return domain::NodeId{{static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8), 1}};
}

domain::NodeSet numbers_of(const domain::Zone& zone) {
    domain::NodeSet numbers;
    for (const auto& node : zone.nodes)
        numbers.insert(domain::NodeNumber{static_cast<std::uint16_t>(node.bytes[0] | node.bytes[1] << 8)});
    return numbers;
}

}  // namespace

Zones::Zones(Checker& checker, std::uint16_t nodes, Random random) : checker_(checker) {
    add_areas(commune_);
    for (std::uint16_t number = 1; number <= nodes; ++number) {
        auto& node = commune_.nodes.emplace_back();
        node.id = id_of(number);
        node.number = domain::NodeNumber{number};
        node.hamlet = hamlet_id(static_cast<std::uint8_t>(number % hamlets));
        node.echo_group = static_cast<std::uint8_t>(number % echo_groups);
    }
    checker_.commune_is(commune_);
    for (std::uint8_t number = 1; number <= zones; ++number) {
        auto& zone = commune_.zones.emplace_back();
        zone.id.bytes[0] = number;
        for (const auto& node : commune_.nodes)
            if (zone.nodes.size() < members_min || random.chance(0.5)) zone.nodes.push_back(node.id);
        checker_.zone_changed(zone.id, numbers_of(zone));
    }
}

domain::NodeSet Zones::members(domain::ZoneId zone) const {
    return commune_.resolve({.areas = {}, .zones = {zone}, .nodes = {}}).value();
}

domain::NodeSet Zones::members_for(domain::BroadcastId broadcast, domain::ZoneId zone, const domain::NodeSet& silent) {
    aimed_at_.emplace(broadcast, zone);
    checker_.aimed_at_zone(broadcast, zone, silent);
    return members(zone).without(silent);
}

std::optional<domain::NodeSet> Zones::members_now(domain::BroadcastId broadcast) const {
    const auto found = aimed_at_.find(broadcast);
    if (found == aimed_at_.end()) return std::nullopt;
    return members(found->second);
}

void Zones::toggle(domain::Zone& zone, domain::NodeId node) {
    const auto found = std::ranges::find(zone.nodes, node);
    if (found == zone.nodes.end()) zone.nodes.push_back(node);
    else if (zone.nodes.size() > members_min) zone.nodes.erase(found);
}

void Zones::change(Random& random) {
    auto& zone = commune_.zones[random.below(commune_.zones.size())];
    for (auto count = 1 + random.below(4); count > 0; --count)
        toggle(zone, commune_.nodes[random.below(commune_.nodes.size())].id);
    checker_.zone_changed(zone.id, numbers_of(zone));
}

}  // namespace village::simulation
