// Special days: the rules the commune keeps.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/saved_rules.hpp"
#include "controller/web_api/special_days_body.hpp"

namespace village::web_api {

using ports::Awaitable;

Awaitable<Answer> get_special_days(Api& api, Request) {
    auto kept = co_await api.world.stores.rules.day_rules();
    if (!kept) co_return answer_problem(kept.error());
    const auto rules = kept->value_or(domain::DayRules{{}, 0});
    co_return answer_versioned(write(rules), rules.version);
}

Awaitable<Answer> save_special_days(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<DayRulesBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::DayRules rules;
    rules.version = *version;
    for (auto& one : body->rules.items) {
        auto rule = day_rule_from(std::move(one));
        if (!rule) co_return answer_problem(rule.error());
        rules.rules.push_back(std::move(*rule));
    }
    auto saved = co_await api.world.commands.save_day_rules(*request.caller, std::move(rules));
    co_return saved ? answer_saved(*saved) : answer_problem(saved.error());
}

}  // namespace village::web_api
