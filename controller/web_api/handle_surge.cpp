// Surge periods: more hours for given bulletins and places until a date.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using ports::Awaitable;

Awaitable<Answer> list_surge_periods(Api& api, Request) {
    auto all = co_await api.world.stores.rules.surge_periods();
    co_return all ? answer_items(write_all(*all)) : answer_problem(all.error());
}

namespace {

domain::SurgePeriod period_from(NewSurgePeriodBody body) {
    domain::SurgePeriod period;
    period.name = std::move(body.name.value);
    period.from = body.from;
    period.until = body.until;
    for (const auto& window : body.windows.items) period.windows.push_back({window.from.minute, window.to.minute});
    period.in_quiet_hours = body.in_quiet_hours.value_or(false);
    if (body.sessions_per_day) period.sessions_per_day = static_cast<std::uint8_t>(body.sessions_per_day->value);
    if (body.from_priority) period.from_priority = *body.from_priority;
    if (body.categories)
        for (auto& category : body.categories->items) period.categories.push_back(std::move(category.value));
    period.areas = std::move(body.areas.items);
    return period;
}

}  // namespace

Awaitable<Answer> create_surge_period(Api& api, Request request) {
    auto body = read_json<NewSurgePeriodBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto period = period_from(std::move(*body));
    period.id = api.world.ids.make<domain::SurgePeriodId>(api.world.now());
    auto opened = co_await api.world.commands.open_surge(*request.caller, std::move(period));
    co_return opened ? answer_json(write(*opened), 201) : answer_problem(opened.error());
}

Awaitable<Answer> end_surge_period(Api& api, Request request) {
    const auto id = path_id<domain::SurgePeriodId>(request);
    if (!id) co_return answer_problem(id.error());
    auto ended = co_await api.world.commands.end_surge(*request.caller, *id);
    co_return ended ? answer_json(write(*ended)) : answer_problem(ended.error());
}

}  // namespace village::web_api
