// How a programme becomes the orders of broadcasts on the day of one occurrence: for planning it, and for looking ahead.
#pragma once

#include "controller/control_loop/office.hpp"
#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::control_loop {

/// What a schedule wants to be heard. A programme is asked about as one announcement of its name and its length: where it fits, whom
/// it meets, in which hours it is. `not_found` for one that was removed.
ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office,
                                                                           domain::AnnouncementId announcement,
                                                                           std::optional<domain::ProgrammeId> programme);
ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office, domain::Schedule schedule);

struct OrderedPiece {
    domain::Announcement announcement;
    dispatch::BroadcastOrder order;
};
/// Where a piece falls away on a special day, while others hear it.
struct SilencedPiece {
    domain::Announcement announcement;
    calendar::Piece piece;
    domain::NodeSet nodes;
    std::string because;  ///< The special day.
};
struct OrderedProgramme {
    std::vector<OrderedPiece> pieces;
    std::vector<SilencedPiece> silenced;
    std::vector<calendar::LeftOutItem> left_out;
    bool is_empty = false;  ///< Of the programme nothing is left that could be heard.
};
/// Of a schedule that wants a programme, without what was heard or stopped, named as `planning::PieceNames` does.
ports::Awaitable<domain::Result<OrderedProgramme>> ordered_programme(const Office& office, domain::Schedule schedule,
                                                                     domain::NodeSet nodes, domain::Occurrence occurrence);

}  // namespace village::control_loop
