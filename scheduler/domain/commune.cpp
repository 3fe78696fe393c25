#include "scheduler/domain/commune.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/domain/gone.hpp"

namespace village::domain {
namespace {

template <class Items, class Wanted>
auto find_by_id(const Items& items, Wanted id) -> decltype(items.data()) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Area* Commune::find_area(AreaId area) const { return find_by_id(areas, area); }
const Zone* Commune::find_zone(ZoneId zone) const { return find_by_id(zones, zone); }
const Node* Commune::find_node(NodeId node) const { return find_by_id(nodes, node); }

const Node* Commune::find_node(NodeNumber number) const {
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) { return node.number == number; });
    return found == nodes.end() ? nullptr : &*found;
}

bool Commune::area_contains(AreaId outer, AreaId inner) const {
    // The tree has three levels; the bound also ends a loop that bad data could make.
    for (int level = 0; level < 8; ++level) {
        if (inner == outer) return true;
        const Area* area = find_area(inner);
        if (area == nullptr || !area->parent) return false;
        inner = *area->parent;
    }
    return false;
}

NodeSet Commune::nodes_of_area(AreaId area) const {
    NodeSet set;
    for (const auto& node : nodes)
        if (area_contains(area, node.hamlet)) set.insert(node.number);
    return set;
}

namespace {

/// Of places that exist; loudspeakers that do are no empty choice.
std::string names_of(const Commune& commune, const Targets& targets) {
    std::vector<std::string> names;
    for (const auto area : targets.areas) names.push_back(commune.find_area(area)->full_name);
    for (const auto zone : targets.zones) names.push_back(commune.find_zone(zone)->name);
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Result<NodeSet> Commune::resolve(const Targets& targets) const {
    NodeSet all;
    auto add_node = [&](NodeId wanted) -> Status {
        const Node* node = find_node(wanted);
        if (node == nullptr) return no_such_node(wanted);
        all.insert(node->number);
        return {};
    };
    auto add_area = [&](AreaId wanted) -> Status {
        if (find_area(wanted) == nullptr) return no_such_area(wanted);
        all = all.united_with(nodes_of_area(wanted));
        return {};
    };
    for (auto area : targets.areas)
        if (auto added = add_area(area); !added) return added.error();
    for (auto wanted : targets.zones) {
        const Zone* zone = find_zone(wanted);
        if (zone == nullptr) return no_such_zone(wanted);
        for (auto area : zone->areas)
            if (auto added = add_area(area); !added) return added.error();
        for (auto node : zone->nodes)
            if (auto added = add_node(node); !added) return added.error();
    }
    for (auto node : targets.nodes)
        if (auto added = add_node(node); !added) return added.error();
    if (all.is_empty()) return targets.is_empty() ? no_place() : no_loudspeaker(names_of(*this, targets));
    return all;
}

}  // namespace village::domain
