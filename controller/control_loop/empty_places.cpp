#include "controller/control_loop/empty_places.hpp"

#include <algorithm>

#include "controller/control_loop/programme_orders.hpp"

namespace village::control_loop {
namespace {

using domain::AreaId;
using domain::Commune;
using domain::ErrorCode;
using domain::Foreseen;
using domain::InTheWay;
using domain::Targets;

std::vector<AreaId> areas_of(const Commune& commune, const Targets& places) {
    auto areas = places.areas;
    for (const auto id : places.zones)
        if (const auto* zone = commune.find_zone(id)) areas.insert(areas.end(), zone->areas.begin(), zone->areas.end());
    return areas;
}

bool is_asked_about(const Commune& commune, const Targets& asked, const Targets& wanted) {
    const auto asked_areas = areas_of(commune, asked), wanted_areas = areas_of(commune, wanted);
    const auto is_asked = [&](AreaId inner) {
        return std::ranges::any_of(asked_areas, [&](AreaId outer) { return commune.area_contains(outer, inner); });
    };
    // A zone with nothing in it lies nowhere but in the commune.
    return is_asked(commune.id) || std::ranges::any_of(wanted_areas, is_asked) ||
           std::ranges::find_first_of(wanted.zones, asked.zones) != wanted.zones.end();
}

std::optional<InTheWay> first_of(const Commune& commune, const Targets& places) {
    if (!places.zones.empty())
        if (const auto* zone = commune.find_zone(places.zones.front()))
            return InTheWay{InTheWay::Kind::zone, zone->id.bytes, zone->name};
    if (!places.areas.empty())
        if (const auto* area = commune.find_area(places.areas.front()))
            return InTheWay{InTheWay::Kind::area, area->id.bytes, area->name};
    return std::nullopt;
}

void add_lines(const Office& office, const calendar::Wish& wish, const domain::Announcement& announcement,
               std::vector<Foreseen>& lines) {
    const auto& schedule = wish.schedule;
    Foreseen line{.schedule = schedule.id, .title = announcement.title, .priority = schedule.priority};
    if (!announcement.id.is_nil()) line.announcement = announcement.id;
    line.reason = domain::error_name(ErrorCode::zone_empty);
    line.in_the_way = first_of(office.commune, schedule.targets);
    for (const auto& occurrence : wish.occurrences) {
        line.broadcast = office.known().broadcast_of(occurrence);
        line.planned = occurrence.planned;
        // What planning has not taken back yet, or a person stopped, has its line.
        if (office.dispatcher.find(line.broadcast) == nullptr) lines.push_back(line);
    }
}

}  // namespace

domain::Result<domain::NodeSet> nodes_at(const Commune& commune, const Targets& places) {
    auto nodes = commune.resolve(places);
    if (!nodes && nodes.error().code == ErrorCode::zone_empty) return domain::NodeSet{};
    return nodes;
}

bool has_no_loudspeaker(const Commune& commune, const Targets& places) {
    const auto nodes = nodes_at(commune, places);
    return nodes && nodes->is_empty();
}

std::string name_of(const Commune& commune, const Targets& places) {
    const auto first = first_of(commune, places);
    return first ? first->name : std::string{};
}

ports::Awaitable<domain::Result<std::vector<Foreseen>>> heard_by_nobody(const Office& office, Targets places, Asked asked) {
    std::vector<Foreseen> lines;
    auto schedules = co_await office.ports.stores.schedules.active();
    if (!schedules) co_return schedules.error();
    for (const auto& schedule : *schedules) {
        const auto wishes = calendar::wishes(schedule, office.zone, asked.from, asked.to);
        if (!wishes) continue;
        for (const auto& wish : *wishes) {
            const auto& wanted = wish.schedule.targets;
            if (!has_no_loudspeaker(office.commune, wanted) || !is_asked_about(office.commune, places, wanted)) continue;
            auto announcement = co_await wanted_announcement(office, wish.schedule);
            if (!announcement) co_return announcement.error();
            add_lines(office, wish, *announcement, lines);
        }
    }
    co_return lines;
}

}  // namespace village::control_loop
