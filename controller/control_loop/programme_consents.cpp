#include "controller/control_loop/programme_consents.hpp"

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "scheduler/planning/relays_anew.hpp"

namespace village::control_loop {
namespace {

constexpr std::string_view relay_category = "tiếp sóng";

/// The same sound is planned on the same day, for no fewer loudspeakers and no less important: only its place moved.
bool is_planned_elsewhere(const Office& office, const domain::Broadcast& wanted) {
    return std::ranges::any_of(office.known().open_pieces_of(wanted.occurrence), [&](const domain::Broadcast* known) {
        return known->announcement == wanted.announcement && known->content == wanted.content && known->relay == wanted.relay &&
               wanted.targets.is_subset_of(known->targets) && wanted.priority <= known->priority &&
               wanted.outside_hours_reason == known->outside_hours_reason;
    });
}

}  // namespace

domain::Announcement relayed(const calendar::Piece& piece) {
    domain::Announcement station;
    station.title = piece.title;
    station.category = relay_category;
    station.source = domain::AnnouncementSource::relay;
    return station;
}

bool has_consent(const Office& office, const domain::Announcement& announcement, const dispatch::BroadcastOrder& order) {
    return check_approved(office, announcement, order) || is_planned_elsewhere(office, order.broadcast);
}

std::optional<domain::BroadcastId> planned_in_its_place(const Office& office, const domain::Broadcast& wanted) {
    for (const auto* known : office.known().open_pieces_of(wanted.occurrence))
        if (planning::is_same_place(*known, wanted)) return known->id;
    return std::nullopt;
}

}  // namespace village::control_loop
