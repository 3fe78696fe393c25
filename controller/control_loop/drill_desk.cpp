#include "controller/control_loop/drill_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/hamlet_hours.hpp"
#include "controller/control_loop/no_room.hpp"
#include "controller/control_loop/rendered_sounds.hpp"
#include "controller/control_loop/requests.hpp"
#include "controller/control_loop/stop_wishes.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

/// Who waits for longer has thought of something else.
constexpr std::chrono::seconds start_grace{15};

bool is_called_at(const dispatch::Dispatcher& dispatcher, const domain::NodeSet& nodes) {
    return std::ranges::any_of(dispatcher.open_broadcasts(), [&](domain::BroadcastId id) {
        const auto& broadcast = *dispatcher.find(id);
        return domain::is_called(broadcast.kind) && broadcast.targets.intersects(nodes);
    });
}

/// Neither a reason nor a surge period opens other hours to it.
Error as_of_a_drill(Error broken) {
    if (broken.code != ErrorCode::too_long) broken.rule->name = "drill_hours";
    return broken;
}

/// What the request asks, as one hash: the same key with another wish is refused.
domain::Sha256 fingerprint_of(domain::OperatorId who, const ports::DrillRequest& request) {
    return domain::sha256({domain::as_bytes("drill-v1"), domain::Bytes{who.bytes},
                           domain::Bytes{request.emergency_template.bytes}, domain::Bytes{request.hamlet.bytes}});
}

}  // namespace

ports::Awaitable<domain::Result<domain::Broadcast>> DrillDesk::start(domain::Operator caller, ports::DrillRequest request) {
    const auto fingerprint = fingerprint_of(caller.id, request);
    auto& broadcasts = office_.ports.stores.broadcasts;
    auto known = co_await broadcasts.find_idempotent(request.idempotency_key, fingerprint);
    if (!known) co_return known.error();
    if (*known) {
        auto stored = co_await broadcasts.find(**known);
        co_return answer_again(office_, std::move(stored));
    }
    auto order = draft(caller, request);
    if (!order) co_return order.error();
    auto drill = order->broadcast;
    auto row = office_.row(caller, "drill.start", drill.id.text(), drill.title);
    auto begun = co_await broadcasts.begin(drill, request.idempotency_key, fingerprint, std::move(row));
    if (!begun) co_return begun.error();
    switchboard_.handle(dispatch::Event{dispatch::BroadcastRequested{std::move(*order), {}}});
    if (const auto* started = office_.dispatcher.find(drill.id)) co_return *started;
    co_return refused_for_room(office_, caller, std::move(drill));
}

domain::Result<dispatch::BroadcastOrder> DrillDesk::draft(const domain::Operator& caller,
                                                          const ports::DrillRequest& request) const {
    const auto* hamlet = office_.commune.find_area(request.hamlet);
    if (hamlet == nullptr) return domain::no_such_area(request.hamlet);
    if (hamlet->kind != domain::AreaKind::hamlet)
        return Error{ErrorCode::invalid_argument, "a drill is for one hamlet", domain::BrokenRule{"one_hamlet", {}, {}}};
    const auto* wanted = find_template(office_, request.emergency_template);
    if (wanted == nullptr || wanted->all_clear) return domain::no_such_template(request.emergency_template);
    const auto* rendered = find_rendered(office_, request.emergency_template, request.hamlet, true);
    if (rendered == nullptr || !rendered->content) return domain::not_rendered(hamlet->full_name);
    auto targets = office_.commune.nodes_of_area(hamlet->id);
    if (targets.is_empty()) return domain::no_loudspeaker(hamlet->full_name);
    if (is_called_at(office_.dispatcher, targets))
        return Error{ErrorCode::emergency_on_air, "something is being warned of here, or said to be over: no moment for a drill",
                     domain::BrokenRule{"warned_here", {}, hamlet->full_name}};

    const auto now = office_.now();
    const auto starts_at = now + lead_of_now;
    const auto length = rendered->content->duration;
    const auto hours = hours_at(office_, targets, starts_at, starts_at + length);
    if (auto allowed = office_.may_at(caller, policy::Action::emergency, targets, domain::Priority::normal,
                                      policy::hours_standing(hours, starts_at, length));
        !allowed)
        return allowed.error();
    if (auto inside = policy::check_hours(hours, starts_at, length); !inside) return as_of_a_drill(inside.error());

    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.id = broadcast_id_of(caller.id, request.idempotency_key);
    broadcast.kind = domain::BroadcastKind::drill;
    broadcast.priority = domain::Priority::normal;
    broadcast.when_interrupted = domain::WhenInterrupted::drop;
    broadcast.emergency_template = wanted->id;
    broadcast.area = hamlet->id;
    broadcast.title = fmt::format("DIỄN TẬP: {} - {}", wanted->tile, hamlet->full_name);
    broadcast.targets = std::move(targets);
    broadcast.starts_at = starts_at;
    broadcast.start_by = starts_at + start_grace;
    broadcast.duration = length;
    broadcast.max_duration = length + std::chrono::seconds{2};
    broadcast.content = rendered->content->hash;
    broadcast.created_by = caller.id;
    broadcast.created_at = now;
    order.content_bytes = rendered->content->size_bytes;
    return order;
}

}  // namespace village::control_loop
