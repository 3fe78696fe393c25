// A Programme (chương trình) is an order of items that repeats: signature tune, greeting, bulletins, column of the weekday, relay.
// What it is on one day, piece by piece, says scheduler/calendar (`compose_programme.hpp`).
#pragma once

#include <date/date.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

/// bulletins: those put in for the day, one after the other; a second such item reads them again. column: another announcement on
/// each day of the week. relay: another station, heard live through the controller.
enum class ItemKind : std::uint8_t { signature, greeting, bulletins, column, music, relay };

/// What becomes of an item that is longer than its place. finish: it is heard to its end, or it is left out; what stands behind it in no
/// fixed place makes room.
enum class Overrun : std::uint8_t { cut, finish, fade };

/// "signature", "finish", as in the API.
std::string_view item_kind_name(ItemKind kind);
std::optional<ItemKind> item_kind_from_name(std::string_view name);
std::string_view overrun_name(Overrun rule);
std::optional<Overrun> overrun_from_name(std::string_view name);

struct WeekdayColumn {
    std::string title;
    std::optional<AnnouncementId> announcement;
    bool operator==(const WeekdayColumn&) const = default;
};

struct ProgrammeItem {
    std::string key;  ///< Its own in the programme and for good: what it becomes each day is known by it.
    ItemKind kind = ItemKind::music;
    std::string title;
    bool is_on = true;           ///< Anthem, exercise and marches are delivered switched off.
    std::optional<Duration> at;  ///< Begins exactly so long after the programme; empty: after the item before.
    std::optional<Duration>
        length;  ///< No longer than this, unless it is to finish; empty: as long as it is, or as there is room.
    Overrun overrun = Overrun::cut;
    std::optional<AnnouncementId> announcement;  ///< Empty: not chosen yet.
    std::optional<AnnouncementId> fallback;      ///< Heard instead when it is missing, too long, or its stream is dead.
    std::string relay;                           ///< A relay's: the key of the station among those the controller knows.
    std::array<WeekdayColumn, 7> on_weekday{};   ///< A column's, Monday first; where one is empty: `announcement`.
    bool operator==(const ProgrammeItem&) const = default;
};

struct Programme {
    static constexpr std::size_t items_max = 40;
    static constexpr std::chrono::hours length_max{2};  ///< What a grant may last.

    ProgrammeId id;
    std::string name;
    Duration length = std::chrono::minutes{60};  ///< The hard end: nothing sounds after it.
    std::vector<ProgrammeItem> items;
    std::optional<AnnouncementId> filler;  ///< Music for every gap.
    std::uint32_t version = 1;
    bool operator==(const Programme&) const = default;
};

/// One that a commune can begin with; the announcements are its own to choose.
struct ProgrammePreset {
    std::string name;                     ///< Of the preset: "Nông thôn chuẩn".
    std::chrono::minutes time_of_day{0};  ///< When it usually begins.
    Programme programme;                  ///< Without an id.
    bool operator==(const ProgrammePreset&) const = default;
};

/// A bulletin somebody put into the programme of one day. Those of one priority keep the order the commune gave them.
struct DayBulletin {
    AnnouncementId announcement;
    Priority priority = Priority::normal;
    bool operator==(const DayBulletin&) const = default;
};

/// What was put into a programme on one day of the commune's calendar.
struct ProgrammeDay {
    static constexpr std::size_t bulletins_max = 40;

    ProgrammeId programme;
    date::local_days day{};
    std::vector<DayBulletin> bulletins;  ///< Each announcement once, in the order that the commune gave them.
    std::uint32_t version = 0;           ///< 0: nobody has put in anything yet.
    bool operator==(const ProgrammeDay&) const = default;
};

}  // namespace village::domain
