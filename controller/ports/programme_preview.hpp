// What one day of a programme will be, as far as it is known now: shown to people before it is planned.
#pragma once

#include <string>
#include <vector>

#include "scheduler/domain/programme.hpp"

namespace village::ports {

/// One thing that will be heard; its times count from the beginning of the programme.
struct HeardPiece {
    std::string key;  ///< Its own on this day.
    domain::ItemKind kind = domain::ItemKind::music;
    std::string title;  ///< Of its item, of a column that of the day; empty for music that fills a gap.
    domain::Duration offset{};
    domain::Duration length{};
    domain::Duration fade_out{};                         ///< Before it is cut; 0: it is heard to its end, or simply cut.
    std::optional<domain::AnnouncementId> announcement;  ///< Empty: a relay's stream.
    std::optional<domain::AnnouncementId> fallback;      ///< Heard instead where it is missing, or its stream is dead.
    bool earlier_version = false;                        ///< Heard as it was approved; its announcement was changed since.
    bool operator==(const HeardPiece&) const = default;
};

struct LeftOutItem {
    std::string key;  ///< Of the item; empty: the music for gaps.
    std::optional<domain::AnnouncementId> announcement;
    std::string reason;         ///< "no_room", as in the API.
    domain::Duration length{};  ///< How much room it would have needed; 0: nobody knows.
    std::optional<domain::AnnouncementId> replaced_by;
    std::string special_day{};  ///< Because of which it falls away.
    bool operator==(const LeftOutItem&) const = default;
};

/// How full the place of the bulletins is.
struct BulletinRoom {
    std::string key;  ///< Of the item.
    domain::Duration used{};
    domain::Duration left{};
    bool operator==(const BulletinRoom&) const = default;
};

struct Silence {
    domain::Duration from{};
    domain::Duration to{};
    bool operator==(const Silence&) const = default;
};

struct ProgrammePreview {
    date::local_days day{};
    std::vector<domain::UtcTime> starts;  ///< When it begins and is this; empty: its schedules do not want it on this day.
    std::vector<HeardPiece> heard;        ///< In order.
    std::vector<LeftOutItem> left_out;
    std::vector<BulletinRoom> rooms;
    std::vector<Silence> silences;                 ///< Longer than 10 s, there or in some of the places.
    domain::Duration total{};                      ///< Until the end of the last piece.
    std::vector<ProgrammePreview> at_other_times;  ///< Of the day, when something else of it is heard or left out.
    bool operator==(const ProgrammePreview&) const = default;
};

}  // namespace village::ports
