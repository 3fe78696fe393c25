#include "controller/control_loop/programme_orders.hpp"

#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/special_days.hpp"
#include "scheduler/planning/piece_names.hpp"

namespace village::control_loop {

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
    ProgrammeTime time{schedule, nodes, occurrence};
    auto composed = co_await composed_day(office, std::move(*programme), std::move(time));
    if (!composed) co_return composed.error();
    auto stored = co_await office.ports.stores.broadcasts.pieces_of(occurrence.id);
    if (!stored) co_return stored.error();
    OrderedProgramme ordered{{}, {}, std::move(composed->day.left_out), composed->day.pieces.empty()};
    planning::PieceNames names{office.known(), occurrence, *stored};
    for (const auto& piece : composed->day.pieces) {
        const auto announcement = composed->announcement_of(piece);
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
