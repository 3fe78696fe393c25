// Broadcasts: play now, what became of it, and STOP.
#include <algorithm>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/targets_body.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> list_broadcasts(Api& api, Request request) {
    auto page = page_request(request);
    const auto from = query_time(request, "from");
    const auto to = query_time(request, "to");
    const auto announcement = query_id<domain::AnnouncementId>(request, "announcement");
    if (!page) co_return answer_problem(page.error());
    if (!from) co_return answer_problem(from.error());
    if (!to) co_return answer_problem(to.error());
    if (!announcement) co_return answer_problem(announcement.error());
    ports::BroadcastFilter filter{*from, *to, *announcement};
    auto found = co_await api.world.lists.broadcasts(filter, std::move(*page));
    co_return found ? answer_items(write_all(found->rows), found->next_cursor) : answer_problem(found.error());
}

Awaitable<Answer> create_broadcast(Api& api, Request request) {
    const auto key = idempotency_key(request);
    if (!key) co_return answer_problem(key.error());
    auto body = read_json<NewBroadcastBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::BroadcastRequest wanted;
    wanted.announcement = body->announcement;
    wanted.targets = targets_from(std::move(body->targets));
    wanted.starts_at = body->starts_at;
    if (body->priority) wanted.priority = *body->priority;
    if (body->when_interrupted) wanted.when_interrupted = *body->when_interrupted;
    wanted.streamed = body->streamed.value_or(false);
    wanted.staggered = body->staggered.value_or(false);
    wanted.idempotency_key = *key;
    if (body->outside_hours_reason) wanted.outside_hours_reason = std::move(body->outside_hours_reason->value);
    wanted.confirmed = body->confirmed.value_or(false);
    wanted.keep_both = body->keep_both.value_or(false);
    auto started = co_await api.world.commands.start_broadcast(*request.caller, wanted);
    if (started) co_return answer_made(write(*started), started->id);
    const bool is_about_others = started.error().code == ErrorCode::confirmation_needed && !started.error().rule;
    if (is_about_others && !wanted.keep_both && !wanted.streamed) {
        const auto met = co_await api.world.commands.preview_broadcast(*request.caller, std::move(wanted));
        if (met && met->count > 0) co_return answer_conflicts(started.error(), *met);
    }
    co_return answer_problem(started.error());
}

Awaitable<Answer> replay_broadcast(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    auto key = idempotency_key(request);
    if (!key) co_return answer_problem(key.error());
    auto body = read_json<ReplayBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::BroadcastRequest wanted;
    wanted.replays = *id;
    wanted.priority = body->priority.value_or(domain::Priority::normal);
    wanted.idempotency_key = std::move(*key);
    if (body->outside_hours_reason) wanted.outside_hours_reason = std::move(body->outside_hours_reason->value);
    wanted.confirmed = body->confirmed.value_or(false);
    auto started = co_await api.world.commands.start_broadcast(*request.caller, std::move(wanted));
    if (!started) co_return answer_problem(started.error());
    co_return answer_made(write(*started), started->id);
}

Awaitable<Answer> correct_broadcast(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto key = idempotency_key(request);
    if (!key) co_return answer_problem(key.error());
    auto body = read_json<CorrectionBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::BroadcastRequest wanted;
    wanted.corrects = *id;
    wanted.announcement = body->announcement;
    wanted.priority = body->priority.value_or(domain::Priority::priority);
    if (body->when_interrupted) wanted.when_interrupted = *body->when_interrupted;
    wanted.idempotency_key = *key;
    if (body->outside_hours_reason) wanted.outside_hours_reason = std::move(body->outside_hours_reason->value);
    wanted.confirmed = body->confirmed.value_or(false);
    auto corrected = co_await api.world.commands.correct_broadcast(*request.caller, std::move(wanted));
    if (!corrected) co_return answer_problem(corrected.error());
    co_return answer_made(write(*corrected), corrected->broadcast.id);
}

Awaitable<Answer> get_broadcast(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto report = co_await api.world.commands.report(*request.caller, *id);
    co_return report ? answer_json(write(*report)) : answer_problem(report.error());
}

Awaitable<Answer> list_deliveries(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    // What is on the air is in memory and newer than the database.
    const auto current = api.world.view.current_broadcasts();
    if (std::ranges::find(current, *id, &domain::Broadcast::id) != current.end())
        co_return answer_items(write_all(api.world.view.deliveries(*id)));
    auto found = co_await api.world.lists.deliveries(*id);
    co_return found ? answer_items(write_all(*found)) : answer_problem(found.error());
}

Awaitable<Answer> monitor_broadcast(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<MonitorBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    // The key of a stream never crosses a network: whoever has only a session and a line does not get it.
    if (!request.from_this_machine || request.over_tls)
        co_return answer_problem(Error{ErrorCode::not_permitted, "only on the controller's own machine, by its local port",
                                       domain::BrokenRule{"own_machine", {}, {}}});
    const auto port = static_cast<std::uint16_t>(body->port.value);
    auto monitor = co_await api.world.commands.monitor(*request.caller, *id, port);
    co_return monitor ? answer_json(write(*monitor)) : answer_problem(monitor.error());
}

Awaitable<Answer> list_receipts(Api& api, Request request) {
    auto page = page_request(request);
    const auto broadcast = query_id<domain::BroadcastId>(request, "broadcast");
    const auto number = query_number(request, "node", 65535);
    if (!page) co_return answer_problem(page.error());
    if (!broadcast) co_return answer_problem(broadcast.error());
    if (!number) co_return answer_problem(number.error());
    std::optional<domain::NodeNumber> node;
    if (*number) node = domain::NodeNumber{static_cast<std::uint16_t>(**number)};
    auto found = co_await api.world.lists.receipts(*broadcast, node, std::move(*page));
    co_return found ? answer_items(write_all(found->rows), found->next_cursor) : answer_problem(found.error());
}

Awaitable<Answer> stop_sound(Api& api, Request request) {
    auto body = read_json<StopBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::StopRequest wanted{body->broadcast, body->area};
    auto stopped = co_await api.world.commands.stop(*request.caller, wanted);
    co_return stopped ? answer_json(write(*stopped)) : answer_problem(stopped.error());
}

}  // namespace village::web_api
