#include "controller/control_loop/rendered_sounds.hpp"

#include <fmt/format.h>

#include "scheduler/domain/template_slots.hpp"

namespace village::control_loop {
namespace {

/// Empty when it is ready.
std::string why_not_ready(const Office& office, const domain::EmergencyTemplate& wanted, const domain::Area& hamlet) {
    const auto words = sentence_of(office, wanted, hamlet);
    if (!words) return words.error().detail;
    const auto* made = find_rendered(office, wanted.id, hamlet.id, false);
    if (made == nullptr || !made->content) return "its sound is not made yet";
    return is_up_to_date(made, *words) ? "" : "its sound is older than its words";
}

}  // namespace

ports::Awaitable<domain::Status> load_emergency_set(Office& office) {
    auto templates = co_await office.ports.stores.emergencies.templates();
    if (!templates) co_return templates.error();
    auto rendered = co_await office.ports.stores.emergencies.rendered();
    if (!rendered) co_return rendered.error();
    office.templates = std::move(*templates);
    office.rendered = std::move(*rendered);
    co_return domain::Status{};
}

domain::Result<std::string> sentence_of(const Office& office, const domain::EmergencyTemplate& wanted,
                                        const domain::Area& hamlet) {
    const domain::SlotValues slots{{"issuer", fmt::format("Trưởng {} {}", hamlet.unit, hamlet.name)},
                                   {"hamlet", fmt::format("{} {}", hamlet.unit, hamlet.name)},
                                   {"assembly_point", hamlet.assembly_point},
                                   {"duty_phone", office.commune.duty_phone},
                                   {"commune", office.commune.name}};
    return domain::fill_slots(wanted.text, slots);
}

bool is_up_to_date(const domain::RenderedTemplate* made, const std::string& words) {
    // What was made with another siren lies there with the time 0, to be heard until it is made again.
    return made != nullptr && made->content && made->sentence == words && made->rendered_at > domain::UtcTime{};
}

std::optional<std::string> what_is_not_ready(const Office& office) {
    if (office.templates.empty()) return "there is no emergency to call";
    std::size_t missing = 0;
    std::string first;
    for (const auto& one : office.templates)
        for (const auto& area : office.commune.areas) {
            if (area.kind != domain::AreaKind::hamlet || office.commune.nodes_of_area(area.id).is_empty()) continue;
            const auto why = why_not_ready(office, one, area);
            if (why.empty()) continue;
            if (++missing == 1) first = fmt::format("{} for {}: {}", one.tile, area.full_name, why);
        }
    if (missing == 0) return std::nullopt;
    return missing == 1 ? first : fmt::format("{}, and {} more", first, missing - 1);
}

}  // namespace village::control_loop
