#include "scheduler/domain/spoken_template.hpp"

#include <fmt/format.h>

#include "scheduler/domain/template_slots.hpp"

namespace village::domain {

Result<std::string> sentence_of(const EmergencyTemplate& wanted, const Area& hamlet, const Commune& commune) {
    const SlotValues slots{{"issuer", fmt::format("Trưởng {} {}", hamlet.unit, hamlet.name)},
                           {"hamlet", fmt::format("{} {}", hamlet.unit, hamlet.name)},
                           {"assembly_point", hamlet.assembly_point},
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
