// A programme of two pieces on one evening, planned as often as a test says, with a dispatcher and a tracker behind it.
#pragma once

#include "scheduler/planning/piece_names.hpp"
#include "scheduler/planning/planned_days.hpp"
#include "tests/scheduler/dispatch/dispatcher_bench.hpp"

namespace village::planning {

using dispatch::noon;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class PlanningBench {
public:
    dispatch::DispatcherBench bench;
    delivery::Tracker tracker;
    std::vector<domain::Broadcast> stored;
    domain::Occurrence evening{.id = {{7}}, .schedule = {{9}}, .original = noon + hours{1}, .planned = noon + hours{1}};
    domain::ScheduleId schedule{{9}};
    domain::Duration second_begins = minutes{5};
    bool first_is_relayed = false;
    std::string station = "vov1";
    bool has_begun = false;  ///< When it was made anew.

    Known known() const { return {bench.dispatcher, tracker, bench.now}; }

    /// The pieces as they are now, named; what is settled is missing.
    std::vector<dispatch::BroadcastOrder> pieces() const {
        PieceNames names{known(), evening, stored};
        std::vector<dispatch::BroadcastOrder> made;
        for (const auto& piece : {first(), stand_in(), second()}) {
            dispatch::BroadcastOrder order;
            order.broadcast.announcement = piece.announcement;
            order.broadcast.occurrence = evening.id;
            order.broadcast.targets = domain::NodeSet{domain::NodeNumber{1}, domain::NodeNumber{2}};
            if (piece.relay.empty()) order.broadcast.content = domain::ContentHash{};
            else order.stream.emplace(), order.broadcast.streamed = true, order.broadcast.relay = piece.relay;
            order.schedule = schedule;
            put_in_place(order, {}, evening, piece, piece.length);
            if (names.name(piece, order)) made.push_back(std::move(order));
        }
        return made;
    }
    /// Made anew and handed to the dispatcher: the keys of what was new.
    std::vector<std::string> plan() { return plan(pieces()); }
    std::vector<std::string> plan(std::vector<dispatch::BroadcastOrder> made) {
        dispatch::ScheduleChanged changed{schedule, "editor", {}};
        dispatch::OccurrencesPlanned planned;
        add_days(known(), {ProgrammeDay{evening, std::move(made), {}, has_begun}}, changed, planned);
        std::vector<std::string> fresh;
        for (const auto& order : planned.orders) fresh.push_back(order.broadcast.place->key);
        bench.handle(std::move(changed));
        bench.handle(std::move(planned));
        return fresh;
    }
    const domain::Broadcast* open(const std::string& key) const {
        for (const auto* piece : known().open_pieces_of(evening.id))
            if (piece->place->key == key) return piece;
        return nullptr;
    }
    /// Another program goes on with what this one planned; every grant was signed.
    void restart() {
        dispatch::Restored kept;
        for (const auto& one : bench.dispatcher.known()) {
            auto order = *one.order;
            auto grant = std::make_shared<domain::SignedGrant>();
            grant->grant.broadcast = order.broadcast.id;
            grant->grant.stream = order.stream;
            kept.items.push_back({std::move(order), std::move(grant)});
        }
        const auto now = bench.now;
        bench = {};
        bench.now = now;
        bench.handle(std::move(kept));
    }
    void stop(const std::string& key, domain::NodeSet nodes = {}) {
        bench.handle(dispatch::StopRequested{{open(key)->id}, std::move(nodes), "officer", seconds{10}});
    }

private:
    static calendar::Piece piece(std::string key, std::uint8_t announcement, domain::Duration offset) {
        calendar::Piece made;
        made.key = std::move(key);
        made.announcement = domain::AnnouncementId{{announcement}};
        made.offset = offset;
        made.length = minutes{4};
        return made;
    }
    calendar::Piece first() const {
        auto made = piece("first", 1, {});
        if (first_is_relayed) made.announcement.reset(), made.relay = station;
        return made;
    }
    static calendar::Piece stand_in() {
        auto made = piece("first/instead", 3, {});
        made.stands_in_for = "first";
        return made;
    }
    calendar::Piece second() const { return piece("second", 2, second_begins); }
};

}  // namespace village::planning
