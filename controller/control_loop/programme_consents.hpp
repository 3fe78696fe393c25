// Which pieces of a programme may sound where and when they are. Composing a day asks here, so its preview, the dry run and the plan
// say the same; planning asks once more what becomes of those that are on the calendar already.
#pragma once

#include <map>

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// What is asked about a relay: nobody wrote it, and nobody consented to it. Rules name its category.
domain::Announcement relayed(const calendar::Piece& piece);

/// Approved, or on the calendar of its occurrence already: a consent is asked for once, and only its place moved. Not where the signer
/// would ask for it again.
bool has_consent(const Office& office, const domain::Announcement& announcement, const dispatch::BroadcastOrder& order);
/// On the calendar where it is: it stays as it was approved, though what it would become is not.
std::optional<domain::BroadcastId> planned_in_its_place(const Office& office, const domain::Broadcast& wanted);

using Announcements = std::map<domain::AnnouncementId, domain::Announcement>;
/// Where an announcement was edited since its sound came on the calendar of this occurrence, and what it became may not sound there
/// yet: with the sound that was approved, as a plain schedule goes on with it.
Announcements as_approved(const Office& office, const domain::Occurrence& occurrence, Announcements announcements);

}  // namespace village::control_loop
