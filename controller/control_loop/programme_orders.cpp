#include "controller/control_loop/programme_orders.hpp"

#include <map>

#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/special_days.hpp"
#include "scheduler/planning/piece_names.hpp"

namespace village::control_loop {
namespace {

/// What the rules of the commune may name.
constexpr std::string_view relay_category = "tiếp sóng";

/// What is asked about a relay: nobody wrote it, and nobody consented to it.
domain::Announcement relayed(const calendar::Piece& piece) {
    domain::Announcement station;
    station.title = piece.title;
    station.category = relay_category;
    station.source = domain::AnnouncementSource::relay;
    return station;
}

}  // namespace

ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office,
                                                                           domain::AnnouncementId announcement,
                                                                           std::optional<domain::ProgrammeId> programme) {
    if (!programme) co_return co_await office.ports.stores.announcements.find(announcement);
    auto found = co_await office.ports.stores.programmes.find(*programme);
    if (!found) co_return found.error();
    domain::Announcement whole;
    whole.title = found->name;
    whole.state = domain::AnnouncementState::approved;
    whole.content.emplace().duration = found->length;
    co_return whole;
}

ports::Awaitable<domain::Result<domain::Announcement>> wanted_announcement(const Office& office, domain::Schedule schedule) {
    return wanted_announcement(office, schedule.announcement, schedule.programme);
}

ports::Awaitable<domain::Result<OrderedProgramme>> ordered_programme(const Office& office, domain::Schedule schedule,
                                                                     domain::NodeSet nodes, domain::Occurrence occurrence) {
    auto programme = co_await office.ports.stores.programmes.find(*schedule.programme);
    if (!programme) co_return programme.error();
    ProgrammeTime time{schedule, nodes, occurrence.planned};
    auto composed = co_await composed_day(office, std::move(*programme), std::move(time));
    if (!composed) co_return composed.error();
    auto stored = co_await office.ports.stores.broadcasts.pieces_of(occurrence.id);
    if (!stored) co_return stored.error();
    std::map<domain::AnnouncementId, domain::Announcement> announcements;
    for (const auto& piece : composed->pieces) {
        if (!piece.announcement || announcements.contains(*piece.announcement)) continue;
        auto announcement = co_await office.ports.stores.announcements.find(*piece.announcement);
        if (!announcement) co_return announcement.error();
        announcements.emplace(*piece.announcement, std::move(*announcement));
    }
    OrderedProgramme ordered{{}, {}, std::move(composed->left_out), composed->pieces.empty()};
    planning::PieceNames names{office.known(), occurrence, *stored};
    for (const auto& piece : composed->pieces) {
        const auto announcement = piece.announcement ? announcements.at(*piece.announcement) : relayed(piece);
        // Made anew meanwhile; the next planning knows it.
        if (piece.announcement && !announcement.content) continue;
        const auto on_the_day = on_special_days(office, schedule, announcement, nodes, occurrence.planned);
        if (!on_the_day.silent.is_empty())
            ordered.silenced.push_back({announcement, piece, on_the_day.silent, on_the_day.because});
        if (on_the_day.sounds.is_empty()) continue;
        auto order = piece_order(office, schedule, announcement, on_the_day.sounds, occurrence, piece);
        if (names.name(piece, order)) ordered.pieces.push_back({announcement, std::move(order)});
    }
    co_return ordered;
}

}  // namespace village::control_loop
