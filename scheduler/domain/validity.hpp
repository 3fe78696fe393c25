// Validity (hiệu lực): from when until when an announcement holds, by the document it is based on.
#pragma once

#include "scheduler/domain/announcement.hpp"

namespace village::domain {

/// Does it hold all the while?
inline bool is_valid(const Announcement& item, UtcTime from, Duration length) {
    return (!item.valid_from || *item.valid_from <= from) && (!item.valid_until || from + length <= *item.valid_until);
}

inline bool is_out_of_date(const Announcement& item, UtcTime now) { return item.valid_until && *item.valid_until <= now; }

/// Its state as it is now: what could still sound and is out of date is expired, whether or not that is written down yet.
inline AnnouncementState state_at(const Announcement& item, UtcTime now) {
    const bool may_expire = item.state == AnnouncementState::draft || item.state == AnnouncementState::waiting ||
                            item.state == AnnouncementState::approved || item.state == AnnouncementState::returned;
    return may_expire && is_out_of_date(item, now) ? AnnouncementState::expired : item.state;
}

/// Does it hold at a moment at which the other one does not?
inline bool holds_longer(const Announcement& item, const Announcement& other) {
    const bool begins_earlier = other.valid_from && (!item.valid_from || *item.valid_from < *other.valid_from);
    const bool ends_later = other.valid_until && (!item.valid_until || *item.valid_until > *other.valid_until);
    return begins_earlier || ends_later;
}

}  // namespace village::domain
