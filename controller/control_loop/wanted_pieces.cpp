// What a programme wants in a dry run: part of looking_ahead.hpp.
#include "controller/control_loop/looking_ahead.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/programme_times.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using calendar::LeftOut;
using domain::InTheWay;

/// Nobody expects to hear what was switched off, or has nothing for this day.
bool is_missed(const calendar::LeftOutItem& item) {
    return item.reason != LeftOut::switched_off && item.reason != LeftOut::not_today;
}

/// What nothing is known of but its place.
std::string title_of(const calendar::LeftOutItem& item, const domain::Announcement& whole) {
    if (!item.title.empty()) return item.title;
    return item.key.empty() ? whole.title : item.key;
}

/// One occurrence, as far as it concerns the loudspeakers that were asked about.
struct Here {
    const domain::Schedule& schedule;
    const domain::Occurrence& occurrence;
    domain::NodeSet nodes;

    /// Under an id of its own: the occurrence has one piece or more.
    dispatch::BroadcastOrder without(const domain::Announcement& announcement, const std::string& key) const {
        auto order = without_sound(schedule, announcement, nodes, occurrence);
        order.broadcast.id = domain::broadcast_of_piece(occurrence, key);
        return order;
    }
};

WantedPiece left_out(const Here& here, const calendar::LeftOutItem& item, domain::Announcement announcement) {
    auto order = here.without(announcement, item.key + "/" + announcement.id.text());
    order.broadcast.announcement = item.announcement;
    std::optional<InTheWay> in_the_way;
    if (item.reason == LeftOut::special_day) in_the_way = {InTheWay::Kind::special_day, {}, item.special_day};
    else if (item.announcement) in_the_way = {InTheWay::Kind::announcement, announcement.id.bytes, announcement.title};
    return {{{std::move(order)}, std::string{calendar::left_out_name(item.reason)}, in_the_way}, std::move(announcement)};
}

/// What only stands in for another piece is not missed as long as that one sounds.
void add_silenced(const Here& here, const std::vector<SilencedPiece>& silenced, std::vector<WantedPiece>& all) {
    for (const auto& one : silenced) {
        const bool stands_in = one.piece.stands_in_for && *one.piece.stands_in_for != one.piece.key;
        auto order = here.without(one.announcement, one.piece.key + "/" + one.because);
        order.broadcast.targets = one.nodes.shared_with(here.nodes);
        order.broadcast.starts_at = here.occurrence.planned + one.piece.offset;
        if (stands_in || order.broadcast.targets.is_empty()) continue;
        all.push_back(
            {{{std::move(order)}, "special_day", InTheWay{InTheWay::Kind::special_day, {}, one.because}}, one.announcement});
    }
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<WantedPiece>>> wanted_pieces(const Office& office, Asked asked,
                                                                         domain::Schedule schedule, domain::Announcement whole,
                                                                         domain::Occurrence occurrence) {
    std::vector<WantedPiece> all;
    const auto nodes = office.commune.resolve(schedule.targets);
    if (!nodes) co_return nodes.error();
    // Where all of it falls away, nobody asks for its pieces.
    const auto time = time_of(office, schedule, *nodes, occurrence);
    if (!time || awaits_second_person(office, schedule, whole, *nodes, occurrence)) co_return all;
    const Here here{schedule, occurrence, time->nodes.shared_with(asked.nodes)};
    if (here.nodes.is_empty()) co_return all;
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
    add_silenced(here, ordered->silenced, all);
    for (const auto& item : ordered->left_out) {
        if (!is_missed(item)) continue;
        domain::Announcement announcement{.title = title_of(item, whole)};
        if (item.announcement) {
            announcement.id = *item.announcement;
            auto found = co_await office.ports.stores.announcements.find(announcement.id);
            if (found) announcement = std::move(*found);
        }
        all.push_back(left_out(here, item, std::move(announcement)));
    }
    if (ordered->is_empty) all.push_back({{{here.without(whole, "empty")}, "empty", {}}, std::move(whole)});
    co_return all;
}

}  // namespace village::control_loop
