// Clock, health, figures, public keys, live state by polling, jobs.
#include <fmt/format.h>

#include <algorithm>

#include "controller/web_api/cookies.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/live_messages.hpp"
#include "controller/web_api/part_words.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> get_time(Api& api, Request) {
    const boost::json::object body{{"server_time", domain::utc_text(api.world.now())}};
    co_return answer_json(body);
}

namespace {

constexpr std::chrono::seconds parts_kept_for{1};

/// Anybody may ask, as often as they like; the emergency set of every hamlet is looked through for one of them.
const std::vector<ports::LiveView::Part>& parts_of(Api& api) {
    auto& kept = api.parts;
    const auto left = kept.until - api.world.now();
    // More is left than was given where the clock was set back.
    if (left > domain::Duration::zero() && left <= parts_kept_for) return kept.parts;
    kept = {api.world.view.parts(), api.world.now() + parts_kept_for};
    return kept.parts;
}

/// What is inside is for those who work here: on the controller's own machine, or signed in.
Awaitable<domain::Status> may_look_inside(Api& api, Request request) {
    if (request.from_this_machine && !request.over_tls) co_return domain::Status{};
    auto token = token_from_cookies(request.header("cookie"));
    auto who = co_await api.world.people.authenticate(std::move(token));
    if (!who) co_return who.error();
    co_return domain::Status{};
}

boost::json::object write(const ports::LiveView::Part& part) {
    boost::json::object written{{"name", part.name}, {"well", part.well}, {"detail", part.detail}};
    if (!part.well) written["words"] = write(trouble_in_words(part.name));
    return written;
}

}  // namespace

Awaitable<Answer> get_health(Api& api, Request request) {
    const auto inside = co_await may_look_inside(api, std::move(request));
    boost::json::array parts;
    bool well = true;
    for (const auto& part : parts_of(api)) {
        well = well && part.well;
        if (inside) parts.push_back(write(part));
    }
    const boost::json::object body{
        {"well", well}, {"parts", std::move(parts)}, {"server_time", domain::utc_text(api.world.now())}};
    co_return answer_json(body, well ? 200 : 503);
}

namespace {

constexpr std::chrono::seconds trust_kept_for{1};

std::string own_figures(const Figures& figures) {
    std::string text =
        "# HELP village_http_answers_total Answers by class of status.\n# TYPE village_http_answers_total counter\n";
    for (const auto& [status_class, count] : figures.answers_by_class)
        text += fmt::format("village_http_answers_total{{class=\"{}xx\"}} {}\n", status_class, count);
    text += fmt::format(
        "# HELP village_http_connections Open connections.\n# TYPE village_http_connections gauge\n"
        "village_http_connections {}\n"
        "# HELP village_http_connections_refused_total Over the limit.\n# TYPE village_http_connections_refused_total counter\n"
        "village_http_connections_refused_total {}\n"
        "# HELP village_live_clients Open WebSockets.\n# TYPE village_live_clients gauge\nvillage_live_clients {}\n"
        "# HELP village_live_overflows_total Queues thrown away for a snapshot.\n"
        "# TYPE village_live_overflows_total counter\nvillage_live_overflows_total {}\n",
        figures.connections, figures.connections_refused, figures.live_clients, figures.live_overflows);
    return text;
}

}  // namespace

Awaitable<Answer> get_metrics(Api& api, Request request) {
    const auto inside = co_await may_look_inside(api, std::move(request));
    if (!inside) co_return answer_problem(inside.error());
    Answer answer;
    answer.content_type = "text/plain; version=0.0.4";
    answer.body = own_figures(api.figures);
    if (api.options.metrics_text) answer.body += api.options.metrics_text();
    co_return answer;
}

Awaitable<Answer> get_trust(Api& api, Request) {
    // Anybody may ask, as often as they like; the signer and the disk are asked for one of them.
    auto& kept = api.trust;
    if (kept.answer && api.world.now() < kept.until) co_return *kept.answer;
    kept.until = api.world.now() + trust_kept_for;
    auto trust = co_await api.world.signer.trust();
    if (!trust) co_return answer_problem(trust.error());
    auto credentials = co_await api.world.stores.credentials.all();
    if (!credentials) co_return answer_problem(credentials.error());
    kept.answer = answer_json(write_trust(api.options.device_ca_pem, *trust, *credentials));
    co_return *kept.answer;
}

Awaitable<Answer> get_state(Api& api, Request request) {
    const auto since = query_number(request, "since", INT64_MAX);
    if (!since) co_return answer_problem(since.error());
    Answer answer;
    answer.content_type = "application/json";
    answer.body = state_text(api, *since);
    co_return answer;
}

Awaitable<Answer> list_jobs(Api& api, Request) { co_return answer_items(write_all(api.world.jobs.current())); }

namespace {

domain::Result<ports::JobRow> find_job(const Api& api, const Request& request) {
    const auto id = path_id<domain::JobId>(request);
    if (!id) return id.error();
    const auto jobs = api.world.jobs.current();
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const auto& job) { return job.id == *id; });
    if (found == jobs.end()) return Error{ErrorCode::not_found, "no such job, or it ended long ago"};
    return *found;
}

}  // namespace

Awaitable<Answer> get_job(Api& api, Request request) {
    const auto job = find_job(api, request);
    if (!job) co_return answer_problem(job.error());
    co_return answer_json(write(*job));
}

Awaitable<Answer> cancel_job(Api& api, Request request) {
    const auto id = path_id<domain::JobId>(request);
    if (!id) co_return answer_problem(id.error());
    auto cancelled = co_await api.world.commands.cancel_job(*request.caller, *id);
    co_return cancelled ? answer_nothing() : answer_problem(cancelled.error());
}

}  // namespace village::web_api
