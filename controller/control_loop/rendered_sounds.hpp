// The finished sound of one template for one hamlet: what warns, or what is heard in a drill.
#pragma once

#include <algorithm>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

/// Null while it was never made; one without content is still being made. Lives until the next one is.
inline const domain::RenderedTemplate* find_rendered(const Office& office, domain::TemplateId emergency_template,
                                                     domain::AreaId hamlet, bool drill) {
    const auto found = std::ranges::find_if(office.rendered, [&](const domain::RenderedTemplate& one) {
        return one.emergency_template == emergency_template && one.hamlet == hamlet && one.drill == drill;
    });
    return found == office.rendered.end() ? nullptr : &*found;
}

}  // namespace village::control_loop
