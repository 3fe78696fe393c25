// What a programme is on one day, by what is stored of it and of its announcements now.
#pragma once

#include <set>

#include "controller/control_loop/programme_consents.hpp"
#include "controller/control_loop/programme_times.hpp"

namespace village::control_loop {

/// Every announcement that may be heard, and the highest priority that a bulletin of the day asks for with it.
using NamedAnnouncements = std::map<domain::AnnouncementId, domain::Priority>;
NamedAnnouncements named_in(const domain::Programme& programme, const std::vector<domain::DayBulletin>& bulletins);

/// `not_found` names the first that does not exist.
ports::Awaitable<domain::Status> check_known(const Office& office, NamedAnnouncements named);

struct ComposedProgramme {
    calendar::ComposedDay day;
    Announcements announcements;  ///< With the sound that is heard, and as important as the day asks for it.
    std::set<domain::AnnouncementId> earlier_versions;  ///< Heard as they were approved; changed since.
    domain::Announcement announcement_of(const calendar::Piece& piece) const;
};
/// As it is heard then: each piece approved for its loudspeakers, at its moment and at the schedule's priority at least, and holding
/// from the beginning of the programme to its end. Music that falls away in a part of the places leaves silence there.
ports::Awaitable<domain::Result<ComposedProgramme>> composed_day(const Office& office, domain::Programme programme,
                                                                 ProgrammeTime time);
/// Where nobody says when: everywhere in the commune, inside its hours, and over is what holds at no moment of the day.
ports::Awaitable<domain::Result<ComposedProgramme>> composed_day(const Office& office, domain::Programme programme,
                                                                 date::local_days day);

}  // namespace village::control_loop
