// What schedules want in a dry run, and what their calendars leave out.
#include <algorithm>

#include "controller/control_loop/empty_places.hpp"
#include "controller/control_loop/looking_ahead.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using domain::InTheWay;
using domain::NodeSet;

/// What is left of a choice of places when what no longer exists is passed over; `gone` is the first such thing.
NodeSet what_is_left(const domain::Commune& commune, const domain::Targets& targets, std::optional<InTheWay>& gone) {
    NodeSet left;
    const auto add = [&](const domain::Targets& one, InTheWay::Kind kind, const domain::UuidBytes& id) {
        if (auto nodes = nodes_at(commune, one)) left = left.united_with(*nodes);
        else if (!gone) gone = InTheWay{kind, id, nodes.error().detail};
    };
    for (const auto id : targets.areas) add({.areas = {id}}, InTheWay::Kind::area, id.bytes);
    for (const auto id : targets.zones) add({.zones = {id}}, InTheWay::Kind::zone, id.bytes);
    for (const auto id : targets.nodes) add({.nodes = {id}}, InTheWay::Kind::node, id.bytes);
    return left;
}

}  // namespace

WantedSounds wanted_by(const Office& office, const Asked& asked, const calendar::Wish& wish,
                       const domain::Announcement& announcement) {
    const auto& schedule = wish.schedule;
    WantedSounds wanted;
    std::optional<InTheWay> gone;
    const auto all = what_is_left(office.commune, schedule.targets, gone);
    if (!all.intersects(asked.nodes)) return wanted;
    if (gone) {
        wanted.reason = "not_found";
        wanted.in_the_way = gone;
    } else if (!announcement.content) {
        wanted.reason = "not_ready";
        wanted.in_the_way = InTheWay{InTheWay::Kind::announcement, announcement.id.bytes, announcement.title};
    }
    for (const auto& occurrence : wish.occurrences) {
        if (office.dispatcher.find(office.known().broadcast_of(occurrence)) != nullptr) continue;
        // Of all loudspeakers: who is in which pass follows from the others, too.
        const auto day = on_special_days(office, schedule, announcement, all, occurrence.planned);
        if (awaits_second_person(office, schedule, announcement, day.sounds, occurrence)) continue;
        auto order = wanted.reason.empty() ? planned_order(office, schedule, announcement, day.sounds, occurrence)
                                           : without_sound(schedule, announcement, day.sounds, occurrence);
        if (wanted.reason.empty() && is_forbidden(office, order)) continue;
        order.broadcast.targets = day.sounds.shared_with(asked.nodes);
        if (!order.broadcast.targets.is_empty()) wanted.orders.push_back(std::move(order));
    }
    return wanted;
}

WantedSounds absent_by(const Office& office, const Asked& asked, const calendar::AbsentWish& absent,
                       const domain::Announcement& announcement) {
    const auto& schedule = absent.wish.schedule;
    WantedSounds wanted;
    std::optional<InTheWay> gone;
    const auto here = what_is_left(office.commune, schedule.targets, gone).shared_with(asked.nodes);
    if (here.is_empty()) return wanted;
    wanted.reason = calendar::absence_name(absent.absence);
    wanted.in_the_way = InTheWay{InTheWay::Kind::schedule, schedule.id.bytes, announcement.title};
    for (const auto& occurrence : absent.wish.occurrences)
        // One that was planned before it was left out is shown as the broadcast that was cancelled.
        if (office.dispatcher.find(office.known().broadcast_of(occurrence)) == nullptr)
            wanted.orders.push_back(without_sound(schedule, announcement, here, occurrence));
    return wanted;
}

std::vector<WantedSounds> held_back(const Office& office, const Asked& asked, const calendar::Wish& wish,
                                    const domain::Announcement& announcement) {
    std::vector<WantedSounds> all;
    std::optional<InTheWay> gone;
    const auto here = what_is_left(office.commune, wish.schedule.targets, gone).shared_with(asked.nodes);
    if (here.is_empty()) return all;
    for (const auto& occurrence : wish.occurrences) {
        auto [sounds, silent, because] = on_special_days(office, wish.schedule, announcement, here, occurrence.planned);
        // What was planned before its day became special is shown as the broadcast that was cancelled or stopped.
        const auto* known = office.dispatcher.find(office.known().broadcast_of(occurrence));
        if (known != nullptr) silent = silent.without(known->targets);
        const bool is_open = known == nullptr && !sounds.is_empty();
        if (is_open && awaits_second_person(office, wish.schedule, announcement, sounds, occurrence))
            all.push_back({{without_sound(wish.schedule, announcement, sounds, occurrence)},
                           "not_agreed",
                           InTheWay{InTheWay::Kind::schedule, wish.schedule.id.bytes, announcement.title}});
        else if (is_open && announcement.content &&
                 is_forbidden(office, planned_order(office, wish.schedule, announcement, sounds, occurrence)))
            all.push_back({{without_sound(wish.schedule, announcement, sounds, occurrence)}, "quiet_hours", std::nullopt});
        if (silent.is_empty()) continue;
        all.push_back({{without_sound(wish.schedule, announcement, silent, occurrence)},
                       "special_day",
                       InTheWay{InTheWay::Kind::special_day, {}, because}});
    }
    return all;
}

void name_special_days(const Office& office, const calendar::Wish& wish, const domain::Announcement& announcement,
                       dispatch::DryRunMaterial& material) {
    for (auto& withheld : material.withheld) {
        if (withheld.reason != "special_day" || withheld.in_the_way) continue;
        const auto& broadcast = withheld.order.broadcast;
        const auto occurrence = std::ranges::find(wish.occurrences, broadcast.occurrence, &domain::Occurrence::id);
        if (occurrence == wish.occurrences.end()) continue;
        auto day = on_special_days(office, wish.schedule, announcement, broadcast.targets, occurrence->planned);
        if (!day.because.empty()) withheld.in_the_way = InTheWay{InTheWay::Kind::special_day, {}, std::move(day.because)};
    }
}

}  // namespace village::control_loop
