#include "scheduler/domain/spoken_template.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "scheduler/domain/template_slots.hpp"

namespace village::domain {

namespace {

std::string issuer_of(const Area& place) {
    const auto* who = place.kind == AreaKind::hamlet ? "Trưởng" : "Ủy ban nhân dân";
    return fmt::format("{} {} {}", who, place.unit, place.name);
}

/// Where people of the whole commune meet, they know: "nơi đã định của thôn, bản", by the units that there are.
std::string own_assembly_points(const Commune& commune) {
    std::vector<std::string> units;
    for (const auto& area : commune.areas)
        if (area.kind == AreaKind::hamlet && std::ranges::find(units, area.unit) == units.end()) units.push_back(area.unit);
    return fmt::format("nơi đã định của {}", fmt::join(units, ", "));
}

std::string assembly_point_of(const Area& place, const Commune& commune) {
    const bool is_known_there = place.kind != AreaKind::hamlet && place.assembly_point.empty();
    return is_known_there ? own_assembly_points(commune) : place.assembly_point;
}

}  // namespace

bool is_warned(const Area& place) { return place.kind == AreaKind::hamlet || place.kind == AreaKind::commune; }

bool may_call_for(const Operator& who, const Area& place) {
    const auto speaks_for_commune = [](Role role) { return role == Role::approver || role == Role::editor; };
    return place.kind == AreaKind::hamlet || std::ranges::any_of(who.roles, speaks_for_commune);
}

bool must_give_reason(const Operator& who, const Area& place) {
    return place.kind != AreaKind::hamlet && std::ranges::find(who.roles, Role::approver) == who.roles.end();
}

std::vector<const Area*> warned_places(const Commune& commune) {
    std::vector<const Area*> places;
    for (const auto kind : {AreaKind::hamlet, AreaKind::commune})
        for (const auto& area : commune.areas)
            if (area.kind == kind) places.push_back(&area);
    return places;
}

Result<std::string> sentence_of(const EmergencyTemplate& wanted, const Area& place, const Commune& commune) {
    const SlotValues slots{{"issuer", issuer_of(place)},
                           {"hamlet", fmt::format("{} {}", place.unit, place.name)},
                           {"assembly_point", assembly_point_of(place, commune)},
                           {"duty_phone", commune.duty_phone},
                           {"commune", commune.name}};
    return fill_slots(wanted.text, slots);
}

bool is_up_to_date(const RenderedTemplate* made, const std::string& words) {
    // What was made with another siren lies there with the time 0, to be heard until it is made again.
    return made != nullptr && made->content && made->sentence == words && made->rendered_at > UtcTime{};
}

std::string_view template_flaw_name(TemplateFlaw flaw) {
    switch (flaw) {
        case TemplateFlaw::incomplete: return "incomplete";
        case TemplateFlaw::not_made: return "not_made";
        case TemplateFlaw::failed: return "failed";
        case TemplateFlaw::older: return "older";
    }
    return "";
}

std::optional<TemplateFlaw> flaw_of(const RenderedTemplate* made, const Result<std::string>& words, bool has_failed) {
    if (!words) return TemplateFlaw::incomplete;
    if (is_up_to_date(made, *words)) return std::nullopt;
    if (has_failed) return TemplateFlaw::failed;
    return made != nullptr && made->content ? TemplateFlaw::older : TemplateFlaw::not_made;
}

}  // namespace village::domain
