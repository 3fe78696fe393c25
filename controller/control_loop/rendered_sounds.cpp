#include "controller/control_loop/rendered_sounds.hpp"

#include <fmt/format.h>

#include "scheduler/domain/spoken_template.hpp"

namespace village::control_loop {
namespace {

/// Empty when it is ready.
std::string why_not_ready(const Office& office, const domain::EmergencyTemplate& wanted, const domain::Area& place) {
    const auto words = domain::sentence_of(wanted, place, office.commune);
    // Which could not be made, the log says, with the reason.
    const auto flaw = domain::flaw_of(find_rendered(office, wanted.id, place.id, false), words, false);
    if (!flaw) return "";
    if (*flaw == domain::TemplateFlaw::incomplete) return words.error().detail;
    return *flaw == domain::TemplateFlaw::older ? "its sound is older than its words" : "its sound is not made yet";
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

std::optional<std::string> what_is_not_ready(const Office& office) {
    if (office.templates.empty()) return "there is no emergency to call";
    std::size_t missing = 0;
    std::string first;
    for (const auto& one : office.templates)
        for (const auto* place : domain::warned_places(office.commune)) {
            if (office.commune.nodes_of_area(place->id).is_empty()) continue;
            const auto why = why_not_ready(office, one, *place);
            if (why.empty()) continue;
            if (++missing == 1) first = fmt::format("{} for {}: {}", one.tile, place->full_name, why);
        }
    if (missing == 0) return std::nullopt;
    return missing == 1 ? first : fmt::format("{}, and {} more", first, missing - 1);
}

}  // namespace village::control_loop
