#include "controller/control_loop/broadcast_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/corrections.hpp"
#include "controller/control_loop/no_room.hpp"
#include "controller/control_loop/replays.hpp"
#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/single_wish.hpp"
#include "controller/control_loop/staggering.hpp"
#include "controller/control_loop/stop_wishes.hpp"
#include "controller/control_loop/streams.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/calendar/past.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

/// 127.0.0.1: a copy never leaves this machine, wherever the person who asks for it sits.
constexpr std::array<std::uint8_t, 16> loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1};

}  // namespace

ports::Awaitable<domain::Result<domain::Broadcast>> BroadcastDesk::start(domain::Operator caller,
                                                                         ports::BroadcastRequest request) {
    const auto fingerprint = request_fingerprint(caller.id, request);
    auto& broadcasts = office_.ports.stores.broadcasts;
    auto known = co_await broadcasts.find_idempotent(request.idempotency_key, fingerprint);
    if (!known) co_return known.error();
    if (*known) {
        auto stored = co_await broadcasts.find(**known);
        co_return answer_again(office_, std::move(stored));
    }

    if (request.corrects) {
        auto to_whom = co_await with_its_hearers(office_, request);
        if (!to_whom) co_return to_whom.error();
        request = std::move(*to_whom);
    }
    if (request.replays) {
        auto to_whom = co_await with_who_missed(office_, request);
        if (!to_whom) co_return to_whom.error();
        request = std::move(*to_whom);
    }
    auto announcement = co_await office_.ports.stores.announcements.find(request.announcement);
    if (!announcement) co_return announcement.error();
    auto order = draft(caller, *announcement, request);
    if (!order) co_return order.error();
    if (auto may = co_await check_beside_others(office_, caller, request); !may) {
        // The same press was taken while this one waited: it is what would be met.
        if (const auto* taken = office_.dispatcher.find(order->broadcast.id)) co_return *taken;
        co_return may.error();
    }
    if (request.streamed)
        if (auto opened = open_stream(office_, *order); !opened) co_return opened.error();

    auto refused = order->broadcast;
    auto row = office_.row(caller, "broadcast.start", refused.id.text(), refused.title);
    if (refused.corrects) row.action = "broadcast.correct", row.detail = refused.corrects->text();
    if (request.replays) row.action = "broadcast.replay", row.detail = request.replays->text();
    auto begun = co_await broadcasts.begin(refused, request.idempotency_key, fingerprint, std::move(row));
    if (!begun) co_return begun.error();
    end_what_is_wrong(caller, refused);
    const auto event = dispatch::BroadcastRequested{std::move(*order), {}};
    switchboard_.handle(event);
    // Taken back between the look at it and the disk.
    if (office_.silenced.contains(announcement->id))
        switchboard_.handle(dispatch::Event{dispatch::StopRequested{{refused.id}, {}, caller.login}});
    if (const auto* started = office_.dispatcher.find(refused.id)) co_return *started;
    co_return refused_for_room(office_, caller, std::move(refused));
}

domain::Result<dispatch::BroadcastOrder> BroadcastDesk::draft(const domain::Operator& caller,
                                                              const domain::Announcement& announcement,
                                                              const ports::BroadcastRequest& request) const {
    const bool is_for_those_who_speak = !request.streamed && request.priority > domain::Priority::priority;
    if (is_for_those_who_speak && !request.corrects)
        return Error{ErrorCode::invalid_argument, "a recording is background, normal or priority",
                     domain::BrokenRule{"bulletin_priority", "priority", std::string{domain::priority_name(request.priority)}}};
    if (!announcement.content) return domain::no_sound_yet(announcement);
    auto targets = office_.commune.resolve(request.targets);
    if (!targets) return targets.error();
    const auto now = office_.now();
    const auto starts_at = request.starts_at.value_or(now + lead_of_now);
    if (starts_at < now) return calendar::moment_past(starts_at, now, office_.zone);
    auto passes = asked_passes(office_, request, announcement, *targets);
    if (!passes) return passes.error();
    const auto once = announcement.content->duration, length = once + policy::last_begins_after(*passes);
    const auto priority = request.streamed ? domain::Priority::live : request.priority;
    const WantedSound wanted{announcement, priority, *targets, starts_at, length};
    const auto hours_now = hours_for(office_, wanted);
    const auto standing = policy::hours_standing(hours_now, starts_at, length);
    const auto held = check_confirmed(hours_now, starts_at, length, request.outside_hours_reason, request.confirmed);
    // Who may not sound anything there at any hour is not told of the hours.
    if (auto may = may_sound(office_, caller, policy::Action::broadcast_now, wanted); !may) return may.error();
    if (!held) return with_its_rule(office_, wanted, held.error());
    if (standing != policy::HoursStanding::allowed)
        if (auto alone = check_one_person_may(office_); !alone) return alone.error();

    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.id = broadcast_id_of(caller.id, request.idempotency_key);
    broadcast.kind = request.streamed ? domain::BroadcastKind::live : domain::BroadcastKind::scheduled;
    broadcast.priority = priority;
    broadcast.when_interrupted = request.when_interrupted;
    broadcast.announcement = announcement.id;
    broadcast.title = announcement.title;
    broadcast.targets = std::move(*targets);
    broadcast.starts_at = starts_at;
    broadcast.start_by = starts_at + domain::usual_start_grace;
    broadcast.duration = once;
    broadcast.max_duration = request.streamed ? once : once + std::chrono::seconds{2};
    broadcast.content = announcement.content->hash;
    broadcast.streamed = request.streamed;
    broadcast.passes = std::move(*passes);
    broadcast.created_by = caller.id;
    broadcast.created_at = now;
    broadcast.corrects = request.corrects;
    order.content_bytes = announcement.content->size_bytes;
    order.holds_until = announcement.valid_until;
    excuse(office_, announcement, request.outside_hours_reason, order);
    if (auto approved = check_approved(office_, announcement, order); !approved) return approved.error();
    return order;
}

ports::Awaitable<domain::Result<ports::StopAnswer>> BroadcastDesk::stop(domain::Operator caller, ports::StopRequest request) {
    const auto nodes = nodes_of_stop(office_, caller, request);
    // To the dispatcher no nodes means all of them: it must never be asked that on behalf of somebody who reaches none.
    if (nodes.is_empty()) co_return nothing_to_stop(office_, request);
    auto named = co_await meant_by(office_, request);
    if (!named) co_return named.error();
    auto answer = request.broadcast ? what_stops(office_, *named, nodes) : what_stops_in(office_, nodes);
    // It is over already: silence is what was asked for.
    if (answer.nodes.is_empty()) co_return answer;
    if (auto allowed = office_.may_at(caller, policy::Action::stop, answer.nodes, domain::Priority::emergency,
                                      policy::HoursStanding::allowed);
        !allowed)
        co_return allowed.error();

    const auto known = fmt::format("{} broadcasts, {} nodes, {} in contact", answer.broadcasts.size(), answer.nodes.size(),
                                   answer.in_contact.size());
    office_.ledger.write(office_.row(caller, "broadcast.stop", request.broadcast ? request.broadcast->text() : "area", known));
    dispatch::StopRequested wish{.nodes = nodes, .by = caller.login, .lead = lead_of_now, .reason = "stop"};
    if (request.broadcast) {
        wish.broadcasts = answer.broadcasts;
        wish.nodes = answer.nodes;
    }
    answer.signed_stop = co_await switchboard_.silence(std::move(wish));
    co_return answer;
}

ports::Awaitable<domain::Result<ports::StreamMonitor>> BroadcastDesk::monitor(domain::Operator caller, domain::BroadcastId id,
                                                                              std::uint16_t port) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    auto monitor = office_.ports.streams->monitor(id, {loopback, port});
    if (!monitor) co_return monitor.error();
    // The copy is worth nothing without the key, and the key is not given before its row is on disk.
    auto row = office_.row(caller, "broadcast.monitor", id.text(), fmt::format("UDP port {}", port));
    if (auto noted = co_await office_.ports.stores.audit.append(std::move(row)); !noted) co_return noted.error();
    co_return monitor;
}

}  // namespace village::control_loop
