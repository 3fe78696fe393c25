// The emergency page's data, the signed Intent, and HỦY.
#include <algorithm>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/sound_answer.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::web_api {

using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> get_emergency_page(Api& api, Request request) {
    co_return answer_json(
        write_emergency_page(api.world.view, *request.caller, api.options.emergency_countdown, api.world.now()));
}

namespace {

domain::Result<domain::AudioContent> rendered_sound(const Api& api, const Request& request) {
    const auto spoken = path_id<domain::TemplateId>(request, 0);
    const auto area = path_id<domain::AreaId>(request, 1);
    if (!spoken) return spoken.error();
    if (!area) return area.error();
    for (const auto& rendered : api.world.view.rendered_templates()) {
        if (rendered.emergency_template != *spoken || rendered.place != *area || rendered.drill) continue;
        if (rendered.content) return *rendered.content;
        const auto* hamlet = api.world.view.commune().find_area(*area);
        return domain::not_rendered(hamlet == nullptr ? std::string{} : hamlet->full_name);
    }
    return domain::no_such_template(*spoken);
}

}  // namespace

Awaitable<Answer> get_emergency_audio(Api& api, Request request) {
    const auto content = rendered_sound(api, request);
    co_return content ? answer_sound(request, sound_of(*content)) : answer_problem(content.error());
}

Awaitable<Answer> get_emergency_listening_copy(Api& api, Request request) {
    const auto content = rendered_sound(api, request);
    if (!content) co_return answer_problem(content.error());
    const auto copy = listening_copy_of(api.world.blobs, *content);
    co_return answer_sound(request, copy ? *copy : sound_of(*content));
}

namespace {

/// Only guessed keys and signatures count against their address: a whole hamlet may sit behind it, and nothing else is guessing.
template <class Outcome>
void count_failure(Api& api, const std::string& client, const Outcome& outcome) {
    if (outcome) return;
    const auto code = outcome.error().code;
    if (code == ErrorCode::key_unknown || code == ErrorCode::signature_invalid)
        api.intent_failures.failed(client, api.world.now());
}

/// A paired device is never put off for what its neighbours do.
bool is_slowed(const Api& api, const std::string& client, domain::DeviceKeyId device) {
    return api.intent_failures.is_over(client, api.world.now()) && !api.world.view.officer_of(device);
}

/// With what an all-clear ends, by name, while its HỦY still keeps that on the air.
boost::json::object write_started(const Api& api, const domain::Broadcast& started) {
    auto body = write(started);
    if (started.kind != domain::BroadcastKind::all_clear) return body;
    boost::json::array ends;
    for (const auto& warning : api.world.view.warnings_ended_by(started))
        ends.push_back(
            {{"id", warning.id.text()}, {"title", warning.title}, {"created_at", domain::utc_text(warning.created_at)}});
    body["ends"] = std::move(ends);
    return body;
}

Answer slowed() {
    return answer_problem(Problem{{ErrorCode::too_many_requests, "too many refused tries from here; wait a minute",
                                   domain::BrokenRule{"wrong_tries", {}, "60 s"}},
                                  {},
                                  0,
                                  60});
}

}  // namespace

Awaitable<Answer> start_emergency(Api& api, Request request) {
    auto body = read_json<IntentBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    if (is_slowed(api, request.client, body->device)) co_return slowed();
    domain::EmergencyIntent intent;
    intent.officer = body->officer;
    intent.device = body->device;
    intent.area = body->area;
    intent.emergency_template = body->template_;
    intent.idempotency_key = body->idempotency_key.bytes;
    intent.made_at = body->made_at;
    intent.signature = std::move(body->signature.bytes);
    auto reason = body->reason ? std::move(body->reason->value) : std::string{};
    auto started = co_await api.world.commands.start_emergency(std::move(intent), std::move(reason));
    count_failure(api, request.client, started);
    co_return started ? answer_json(write_started(api, *started), 201) : answer_problem(started.error());
}

Awaitable<Answer> cancel_emergency(Api& api, Request request) {
    const auto id = path_id<domain::BroadcastId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<EmergencyCancelBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    if (is_slowed(api, request.client, body->device)) co_return slowed();
    auto cancelled = co_await api.world.commands.cancel_emergency(*id, body->device);
    count_failure(api, request.client, cancelled);
    co_return cancelled ? answer_json(write(*cancelled)) : answer_problem(cancelled.error());
}

}  // namespace village::web_api
