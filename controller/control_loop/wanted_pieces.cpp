// What a programme wants in a dry run: part of looking_ahead.hpp.
#include "controller/control_loop/looking_ahead.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using calendar::LeftOut;

/// Nobody expects to hear what was switched off, or never put in.
bool is_missed(const calendar::LeftOutItem& item) {
    const bool is_named = item.announcement || item.reason == LeftOut::no_relay;
    return is_named && item.reason != LeftOut::switched_off && item.reason != LeftOut::not_today;
}

/// Under an id of its own: the occurrence has one piece or more.
dispatch::BroadcastOrder silent_piece(const domain::Schedule& schedule, const domain::Announcement& announcement,
                                      const domain::NodeSet& nodes, const domain::Occurrence& occurrence,
                                      const calendar::LeftOutItem& item) {
    auto order = without_sound(schedule, announcement, nodes, occurrence);
    order.broadcast.id = domain::broadcast_of_piece(occurrence, item.key + "/" + announcement.id.text());
    order.broadcast.announcement = item.announcement;
    return order;
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<WantedPiece>>> wanted_pieces(const Office& office, Asked asked,
                                                                         domain::Schedule schedule, domain::Announcement whole,
                                                                         domain::Occurrence occurrence) {
    std::vector<WantedPiece> all;
    const auto nodes = office.commune.resolve(schedule.targets);
    if (!nodes) co_return nodes.error();
    const auto here = nodes->shared_with(asked.nodes);
    if (here.is_empty() || awaits_second_person(office, schedule, whole, *nodes, occurrence)) co_return all;
    auto ordered = co_await ordered_programme(office, schedule, *nodes, occurrence);
    if (!ordered) co_return ordered.error();
    for (auto& piece : ordered->pieces) {
        auto& broadcast = piece.order.broadcast;
        broadcast.targets = broadcast.targets.shared_with(asked.nodes).without(broadcast.stopped_at);
        const bool is_known = office.dispatcher.find(broadcast.id) != nullptr;
        if (is_known || broadcast.targets.is_empty()) continue;
        auto reason = is_forbidden(office, piece.order) ? "quiet_hours" : "";
        all.push_back({{{std::move(piece.order)}, reason, {}}, std::move(piece.announcement)});
    }
    for (const auto& item : ordered->left_out) {
        if (!is_missed(item)) continue;
        domain::Announcement announcement{.title = item.key};
        std::optional<domain::InTheWay> in_the_way;
        if (item.announcement) {
            announcement.id = *item.announcement;
            auto found = co_await office.ports.stores.announcements.find(announcement.id);
            if (found) announcement = std::move(*found);
            in_the_way = {domain::InTheWay::Kind::announcement, announcement.id.bytes, announcement.title};
        }
        WantedSounds withheld{{silent_piece(schedule, announcement, here, occurrence, item)},
                              std::string{calendar::left_out_name(item.reason)},
                              in_the_way};
        all.push_back({std::move(withheld), std::move(announcement)});
    }
    co_return all;
}

}  // namespace village::control_loop
