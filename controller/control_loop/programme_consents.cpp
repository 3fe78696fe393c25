#include "controller/control_loop/programme_consents.hpp"

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "scheduler/planning/relays_anew.hpp"
#include "scheduler/policy/approval.hpp"

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

/// What moved is signed anew, and where everything is to be approved the signer asks who agreed to it as it is now.
bool can_be_signed_anew(const Office& office, const domain::Announcement& item) {
    std::vector<domain::OperatorId> approvers;
    for (const auto& consent : item.consents) approvers.push_back(consent.approver);
    return policy::count_approvers(approvers, item.created_by) >= policy::approvals_of_everything(office.approval);
}

/// What was returned, or is a draft again, is taken back instead.
bool is_at_its_authors(const domain::Announcement& item) {
    return item.state != domain::AnnouncementState::waiting && item.state != domain::AnnouncementState::approved;
}

bool is_earlier_version(const Office& office, const domain::Broadcast& planned, const domain::Announcement& item) {
    const bool is_the_same = item.content && item.content->hash == planned.content;
    if (is_the_same || is_at_its_authors(item)) return false;
    return !item.content || !check_approved(office, item, {.broadcast = planned});
}

domain::AudioContent sound_of(const dispatch::BroadcastOrder& planned) {
    return {.hash = *planned.broadcast.content,
            .size_bytes = planned.content_bytes,
            .duration = planned.broadcast.place->content_length};
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
    if (check_approved(office, announcement, order)) return true;
    return can_be_signed_anew(office, announcement) && is_planned_elsewhere(office, order.broadcast);
}

std::optional<domain::BroadcastId> planned_in_its_place(const Office& office, const domain::Broadcast& wanted) {
    for (const auto* known : office.known().open_pieces_of(wanted.occurrence))
        if (planning::is_same_place(*known, wanted)) return known->id;
    return std::nullopt;
}

Announcements as_approved(const Office& office, const domain::Occurrence& occurrence, Announcements announcements) {
    Announcements approved = announcements;
    for (const auto& known : office.dispatcher.known()) {
        const auto& planned = known.order->broadcast;
        if (planned.occurrence != occurrence.id || !planned.place || planned.ended_at) continue;
        const auto item = planned.announcement ? announcements.find(*planned.announcement) : announcements.end();
        if (item != announcements.end() && planned.content && is_earlier_version(office, planned, item->second))
            approved.at(item->first).content = sound_of(*known.order);
    }
    return approved;
}

}  // namespace village::control_loop
