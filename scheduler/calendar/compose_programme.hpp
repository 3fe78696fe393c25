// What a Programme is on one day: timed pieces, what was left out and why, and how much room is left. Pure; the same programme, day
// and facts give the same pieces, so planning again plans the same.
//
// Every piece begins on a full second, at least half a second after the one before it has ended: a breath, and every loudspeaker
// begins it together with its neighbours.
#pragma once

#include <date/date.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/domain/programme.hpp"

namespace village::calendar {

inline constexpr std::chrono::milliseconds breath{500};
inline constexpr std::chrono::seconds silence_max{10};  ///< Never longer inside a programme, where there is anything to fill it.
inline constexpr std::chrono::seconds fade_length{3};

/// What is known of an announcement.
struct AnnouncementFacts {
    domain::Duration length{};
    bool is_ready = true;    ///< Its sound is made.
    bool is_over = false;    ///< Expired, withdrawn, refused or filed away.
    std::string falls_away;  ///< The special day on which no loudspeaker sounds it; empty: none.
    bool operator==(const AnnouncementFacts&) const = default;
};

struct DayFacts {
    std::map<domain::AnnouncementId, AnnouncementFacts> announcements;  ///< One that is not in here does not exist any more.
    std::vector<domain::DayBulletin> bulletins;                         ///< In the order that the commune gave them.
    std::set<std::string> relays;                                       ///< Keys of the stations the controller can relay.
};

/// Why something is not heard.
enum class LeftOut : std::uint8_t {
    switched_off,
    not_chosen,  ///< No announcement was chosen for it, or no station.
    not_today,   ///< A column without one for this day of the week; no bulletin was put in.
    not_found,
    not_ready,
    not_approved,  ///< Not for where it stands in the programme: the rules of a commune may ask more outside its hours.
    over,
    special_day,  ///< Music in mourning.
    no_relay,     ///< The controller does not know the station.
    no_room
};
/// "no_room", as in the API.
std::string_view left_out_name(LeftOut reason);

/// One thing that sounds.
struct Piece {
    std::string key;  ///< Its own on this day, and the same whenever the day is composed.
    domain::ItemKind kind = domain::ItemKind::music;
    std::string title;  ///< Of its item; of a column that of the day.
    domain::Duration offset{};
    domain::Duration length{};                           ///< Planned: the sound may be longer, and is cut there.
    domain::Duration fade_out{};                         ///< Before it is cut.
    std::optional<domain::AnnouncementId> announcement;  ///< Empty: a relay.
    std::string relay;                                   ///< The station's key; empty: an announcement.
    /// Silent as long as the piece of this key sounds, and again from its beginning while it does not, until its length is over. Its own
    /// key: nothing is there to sound (a gap, a relay without a source), and it is heard all the time.
    std::optional<std::string> stands_in_for;
    bool fills_gap = false;  ///< Music before an item that has its time: whatever is announced meanwhile goes before it.
    std::string item;        ///< The key of the item whose place it is in; of music in a gap that of the one behind it.
    domain::Duration end() const { return offset + length; }
    bool operator==(const Piece&) const = default;
};

struct LeftOutItem {
    std::string key;  ///< Of the item; empty: the music for gaps.
    std::string title;
    std::optional<domain::AnnouncementId> announcement;  ///< The item's own, or its fallback.
    LeftOut reason = LeftOut::no_room;
    domain::Duration length{};                          ///< How much room it would have needed.
    std::optional<domain::AnnouncementId> replaced_by;  ///< Its fallback is heard instead.
    std::string special_day{};                          ///< Because of which it falls away.
    bool operator==(const LeftOutItem&) const = default;
};

/// How full the place of the bulletins is.
struct BulletinRoom {
    std::string key;
    domain::Duration used{};
    domain::Duration left{};
    bool operator==(const BulletinRoom&) const = default;
};

struct Silence {
    domain::Duration from{};
    domain::Duration to{};
    bool operator==(const Silence&) const = default;
};

struct ComposedDay {
    std::vector<Piece> pieces;  ///< By offset; what stands in follows the piece it stands in for.
    std::vector<LeftOutItem> left_out;
    std::vector<BulletinRoom> rooms;
    std::vector<Silence> silences;  ///< Longer than `silence_max`.
    domain::Duration total{};       ///< From the beginning to the end of the last piece.
    bool operator==(const ComposedDay&) const = default;
};

/// `invalid_argument` with the item and what is wrong with it.
domain::Status check_programme(const domain::Programme& programme);

/// *ưu tiên* first; between two of one priority the commune's own order decides.
std::vector<domain::DayBulletin> in_order(std::vector<domain::DayBulletin> bulletins);

/// As the commune's rules ask for it, then and there. An item whose piece may not gives way to its fallback, and what stands behind it
/// moves up.
using MaySound = std::function<bool(const Piece&)>;

/// Of a programme that `check_programme` passed.
ComposedDay compose_programme(const domain::Programme& programme, date::local_days day, const DayFacts& facts,
                              const MaySound& may_sound);

/// Where nothing would be heard for longer than `silence_max` at a loudspeaker that sounds none of `fallen_away`: before a piece, in a
/// relay that nothing stands in for, or, where nothing is left, from the beginning to the hard end.
std::vector<Silence> silences_of(const domain::Programme& programme, const std::vector<Piece>& pieces,
                                 const std::set<domain::AnnouncementId>& fallen_away = {});

}  // namespace village::calendar
