// Drills have a route of their own, which cannot reach what warns.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

ports::Awaitable<Answer> start_drill(Api& api, Request request) {
    auto key = idempotency_key(request);
    if (!key) co_return answer_problem(key.error());
    const auto body = read_json<DrillBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::DrillRequest wanted{body->template_, body->area, std::move(*key)};
    auto started = co_await api.world.commands.start_drill(*request.caller, std::move(wanted));
    if (!started) co_return answer_problem(started.error());
    co_return answer_made(write(*started), started->id);
}

}  // namespace village::web_api
