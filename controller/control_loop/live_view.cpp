// What is true now, answered from memory.
#include <fmt/format.h>

#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/ended_warnings.hpp"
#include "controller/control_loop/rendered_sounds.hpp"

namespace village::control_loop {
namespace {

constexpr std::size_t named_at_most = 5;
/// Whoever comes into contact without the time is told it by then, and says so.
constexpr std::chrono::seconds told_the_time_within{30};

/// The loudspeakers in a session that do not know what time it is, or doubt it: their plan waits.
std::optional<std::string> clocks_in_doubt(const domain::Commune& commune, const std::vector<ports::NodeCondition>& conditions,
                                           domain::UtcTime now) {
    std::string names;
    std::size_t doubting = 0;
    for (const auto& condition : conditions) {
        const bool asks_still = now < condition.since + told_the_time_within;
        if (!condition.connected || asks_still || condition.clock_trusted || ++doubting > named_at_most) continue;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", commune.find_node(condition.node)->name);
    }
    if (doubting == 0) return std::nullopt;
    const auto more = doubting > named_at_most ? fmt::format(" and {} more", doubting - named_at_most) : std::string{};
    return fmt::format("no plan sounds while the clock is in doubt at {}{}; is this machine's clock right?", names, more);
}

}  // namespace

const domain::Commune& ControlLoop::commune() const { return office_.commune; }

const domain::HoursPolicy& ControlLoop::hours() const { return office_.hours; }

std::vector<ports::NodeCondition> ControlLoop::nodes() const { return nodes_.conditions(); }

std::vector<domain::Broadcast> ControlLoop::current_broadcasts() const {
    std::vector<domain::Broadcast> current;
    const auto tomorrow = office_.now() + std::chrono::hours{24};
    for (auto id : office_.dispatcher.open_broadcasts()) {
        const auto* broadcast = office_.dispatcher.find(id);
        if (broadcast != nullptr && broadcast->starts_at < tomorrow) current.push_back(*broadcast);
    }
    return current;
}

std::vector<domain::Broadcast> ControlLoop::warnings_ended_by(const domain::Broadcast& all_clear) const {
    return control_loop::warnings_ended_by(all_clear, office_.dispatcher);
}

std::vector<domain::Delivery> ControlLoop::deliveries(domain::BroadcastId broadcast) const {
    return office_.tracker.deliveries(broadcast);
}

std::vector<domain::EmergencyTemplate> ControlLoop::emergency_templates() const { return office_.templates; }

std::vector<domain::RenderedTemplate> ControlLoop::rendered_templates() const { return office_.rendered; }

bool ControlLoop::has_failed(const std::string& sentence) const { return emergencies_.has_failed(sentence); }

domain::Result<domain::Operator> ControlLoop::officer_of(domain::DeviceKeyId device) const {
    auto paired = office_.paired(device);
    if (!paired) return paired.error();
    return std::move(paired->owner);
}

std::vector<ports::LiveView::Part> ControlLoop::parts() const {
    const auto part = [](const char* name, bool well, const std::optional<std::string>& trouble) {
        return Part{name, well, well ? "" : trouble.value_or("")};
    };
    const auto connected = office_.dispatcher.connected().size(), all = office_.commune.nodes.size();
    const auto missing = std::to_string(all - connected) + " of " + std::to_string(all) + " are not connected";
    const auto disk = ledger_.trouble() ? ledger_.trouble() : receipts_.trouble();
    const auto doubt = clocks_in_doubt(office_.commune, nodes_.conditions(), office_.now());
    const auto unready = what_is_not_ready(office_);
    const auto unheard = schedules_.heard_nowhere();
    std::vector<Part> parts{part("commune", !office_.commune.id.is_nil(), "not set up yet"),
                            part("nodes", connected == all, missing),
                            part("clocks", !doubt, doubt),
                            part("emergencies", !unready, unready),
                            part("places", !unheard, unheard),
                            part("disk", !disk, disk),
                            part("signer", !signer_.trouble(), signer_.trouble()),
                            part("owner", !owner_.trouble(), owner_.trouble()),
                            part("signer_numbers", !owner_.numbers_trouble(), owner_.numbers_trouble())};
    for (const auto& other : other_parts_) parts.push_back(other());
    return parts;
}

std::optional<ports::NodeProfile> ControlLoop::profile(domain::NodeNumber node) const { return nodes_.profile(node); }

}  // namespace village::control_loop
