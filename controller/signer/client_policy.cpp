#include "controller/signer/client_policy.hpp"

#include "protocol/grant_codec.hpp"
#include "protocol/hours_codec.hpp"
#include "scheduler/policy/surge.hpp"

namespace village::signer {
namespace {

/// Of an id or a hash.
template <class Value>
std::string bytes_of(const Value& value) {
    return {value.bytes.begin(), value.bytes.end()};
}

void write_areas(const domain::Commune& commune, wire::PolicyBundle& bundle) {
    for (const auto& area : commune.areas) {
        auto& message = *bundle.add_areas();
        message.set_id(bytes_of(area.id));
        if (area.parent && commune.find_area(*area.parent)) message.set_parent(bytes_of(*area.parent));
        message.set_name(area.full_name);
        const auto nodes = commune.nodes_of_area(area.id);
        if (!nodes.is_empty()) protocol::write_nodes(nodes, *message.mutable_nodes());
    }
}

void write_sounds(const ports::SignerPolicy& policy, wire::PolicyBundle& bundle) {
    for (const auto& rendered : policy.rendered) {
        if (!rendered.content) continue;
        for (const auto& one : policy.templates) {
            if (one.id != rendered.emergency_template) continue;
            auto& message = *bundle.add_templates();
            message.set_emergency_template(bytes_of(one.id));
            message.set_area(bytes_of(rendered.place));
            message.set_content(bytes_of(rendered.content->hash));
            message.set_content_bytes(rendered.content->size_bytes);
            message.set_content_duration(static_cast<std::uint64_t>(rendered.content->duration.count()));
            message.set_repeat_every(static_cast<std::uint64_t>(one.repeat_every.count()));
            message.set_max_duration(static_cast<std::uint64_t>(one.max_duration.count()));
            message.set_all_clear(one.all_clear);
            message.set_drill(rendered.drill);
        }
    }
}

/// Only those that open quiet hours: the rest is a reason like another.
void write_surges(const ports::SignerPolicy& known, wire::PolicyBundle& bundle) {
    for (const auto& period : known.surge_periods) {
        // Ended before it began it opens nothing; by a clock that was set back it is still to end.
        if (!period.in_quiet_hours || period.ends_at() <= period.from) continue;
        const auto opening = policy::opening_of(period, known.commune);
        auto& message = *bundle.add_surge_periods();
        message.set_from(domain::to_us(opening.from));
        message.set_until(domain::to_us(opening.until));
        for (const auto& window : opening.windows) {
            auto& written = *message.add_windows();
            written.set_from_minute(window.from_minute);
            written.set_to_minute(window.to_minute);
        }
        message.set_from_priority(static_cast<wire::Priority>(1 + static_cast<int>(opening.from_priority)));
        protocol::write_nodes(opening.nodes, *message.mutable_nodes());
    }
}

}  // namespace

wire::PolicyBundle bundle_of(const ports::SignerPolicy& policy) {
    wire::PolicyBundle bundle;
    bundle.set_commune(bytes_of(policy.commune.id));
    bundle.set_volume_cap_percent(100);
    bundle.set_approvals_needed(policy.approvals_needed);
    protocol::write_hours(policy.hours, *bundle.mutable_hours());
    write_areas(policy.commune, bundle);
    write_sounds(policy, bundle);
    write_surges(policy, bundle);
    return bundle;
}

}  // namespace village::signer
