// The finished sound of one template for one hamlet or the commune: what warns, or what is heard in a drill.
#pragma once

#include <algorithm>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// Null while it was never made; one without content is still being made. Lives until the next one is.
inline const domain::RenderedTemplate* find_rendered(const Office& office, domain::TemplateId emergency_template,
                                                     domain::AreaId place, bool drill) {
    const auto found = std::ranges::find_if(office.rendered, [&](const domain::RenderedTemplate& one) {
        return one.emergency_template == emergency_template && one.place == place && one.drill == drill;
    });
    return found == office.rendered.end() ? nullptr : &*found;
}

/// Null when there is none.
inline const domain::EmergencyTemplate* find_template(const Office& office, domain::TemplateId id) {
    const auto found = std::ranges::find(office.templates, id, &domain::EmergencyTemplate::id);
    return found == office.templates.end() ? nullptr : &*found;
}
/// Reads the templates, and what is rendered of them, back from storage.
ports::Awaitable<domain::Status> load_emergency_set(Office& office);

/// What of all that warns is missing or older than its words at a place with loudspeakers; nothing when all of it is ready.
std::optional<std::string> what_is_not_ready(const Office& office);

}  // namespace village::control_loop
