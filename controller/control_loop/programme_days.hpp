// What a programme is on one day, by what is stored of it and of its announcements now.
#pragma once

#include <map>

#include "controller/control_loop/office.hpp"
#include "controller/ports/programme_preview.hpp"
#include "scheduler/calendar/compose_programme.hpp"

namespace village::control_loop {

/// Every announcement that may be heard, and the highest priority that a bulletin of the day asks for with it.
using NamedAnnouncements = std::map<domain::AnnouncementId, domain::Priority>;
NamedAnnouncements named_in(const domain::Programme& programme, const std::vector<domain::DayBulletin>& bulletins);

/// `not_found` names the first that does not exist.
ports::Awaitable<domain::Status> check_known(const Office& office, NamedAnnouncements named);

/// Approved is what may sound everywhere in the commune, inside its hours, at this priority at least: a programme does not say where and
/// when. Over is what does not hold from its beginning to its end; where the beginning is not known, at no moment of the day.
ports::Awaitable<domain::Result<calendar::ComposedDay>> composed_day(const Office& office, domain::Programme programme,
                                                                     date::local_days day,
                                                                     domain::Priority least = domain::Priority::background,
                                                                     std::optional<domain::UtcTime> begins = {});

ports::ProgrammePreview preview_of(date::local_days day, const calendar::ComposedDay& composed);

}  // namespace village::control_loop
