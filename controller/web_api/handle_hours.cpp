// The commune's own hours, and the rules it keeps by hamlet and by kind of day.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/hours_body.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/saved_rules.hpp"

namespace village::web_api {

using ports::Awaitable;

Awaitable<Answer> get_hours(Api& api, Request) {
    auto kept = co_await api.world.stores.commune.hours();
    co_return kept ? answer_versioned(write(*kept), kept->version) : answer_problem(kept.error());
}

Awaitable<Answer> edit_hours(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    const auto body = read_json<HoursEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto kept = co_await api.world.stores.commune.hours();
    if (!kept) co_return answer_problem(kept.error());
    ports::KeptHours wanted{hours_from(*body, std::move(kept->hours)), *version};
    auto saved = co_await api.world.commands.save_hours(*request.caller, std::move(wanted));
    co_return saved ? answer_saved(*saved) : answer_problem(saved.error());
}

Awaitable<Answer> get_hours_rules(Api& api, Request) {
    auto kept = co_await api.world.stores.rules.hours_rules();
    co_return kept ? answer_versioned(write(*kept), kept->version) : answer_problem(kept.error());
}

Awaitable<Answer> save_hours_rules(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<HoursRulesBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::HoursRules rules;
    rules.version = *version;
    for (auto& one : body->rules.items) rules.rules.push_back(hours_rule_from(std::move(one)));
    auto saved = co_await api.world.commands.save_hours_rules(*request.caller, std::move(rules));
    co_return saved ? answer_saved(*saved) : answer_problem(saved.error());
}

}  // namespace village::web_api
