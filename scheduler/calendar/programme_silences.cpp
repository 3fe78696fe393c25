// Where a composed programme is silent: part of compose_programme.hpp.
#include <algorithm>

#include "scheduler/calendar/compose_programme.hpp"

namespace village::calendar {
namespace {

using domain::Duration;

struct Hearing {
    const std::vector<Piece>& pieces;
    const std::set<domain::AnnouncementId>& fallen_away;

    bool falls_away(const Piece& piece) const { return piece.announcement && fallen_away.contains(*piece.announcement); }
    /// Nobody here knows whether another station will be heard.
    bool is_doubtful(const Piece& piece) const {
        if (piece.relay.empty() || piece.length <= silence_max) return false;
        return std::ranges::none_of(pieces, [&](const Piece& other) {
            return other.announcement && other.stands_in_for == piece.key && !falls_away(other);
        });
    }
};

}  // namespace

std::vector<Silence> silences_of(const domain::Programme& programme, const std::vector<Piece>& pieces,
                                 const std::set<domain::AnnouncementId>& fallen_away) {
    const Hearing hearing{pieces, fallen_away};
    std::vector<Silence> silences;
    Duration end{};
    const auto begins_again = [&](Duration at) {
        if (at - end > silence_max) silences.push_back({end, at});
    };
    bool is_empty = true;
    for (const auto& piece : pieces) {
        if (hearing.falls_away(piece)) continue;
        is_empty = false;
        begins_again(piece.offset);
        if (hearing.is_doubtful(piece)) silences.push_back({piece.offset, piece.end()});
        end = std::max(end, piece.end());
    }
    if (is_empty) begins_again(programme.length);
    return silences;
}

}  // namespace village::calendar
