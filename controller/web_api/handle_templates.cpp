// The commune's emergency templates, one at a time.
#include <algorithm>

#include "controller/web_api/commune_ids.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/template_body.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::web_api {

using ports::Awaitable;

namespace {

domain::Result<domain::EmergencyTemplate> named_template(const Api& api, const Request& request) {
    const auto id = path_id<domain::TemplateId>(request);
    if (!id) return id.error();
    const auto all = api.world.view.emergency_templates();
    const auto found = std::ranges::find(all, *id, &domain::EmergencyTemplate::id);
    if (found == all.end()) return domain::no_such_template(*id);
    return *found;
}

}  // namespace

Awaitable<Answer> list_templates(Api& api, Request) { co_return answer_items(write_all(api.world.view.emergency_templates())); }

Awaitable<Answer> get_template(Api& api, Request request) {
    const auto found = named_template(api, request);
    co_return found ? answer_versioned(write(*found), found->version) : answer_problem(found.error());
}

Awaitable<Answer> create_template(Api& api, Request request) {
    const auto body = read_json<NewTemplateBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto item = template_from(*body);
    item.id = template_id(api.world.view.commune().id, item.code);
    auto added = co_await api.world.commands.add_template(*request.caller, std::move(item));
    if (!added) co_return answer_problem(added.error());
    co_return answer_versioned(write(*added), added->version, 201);
}

Awaitable<Answer> edit_template(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    const auto body = read_json<TemplateEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto stored = named_template(api, request);
    if (!stored) co_return answer_problem(stored.error());
    auto item = template_from(*body, std::move(*stored));
    item.version = *version;
    auto saved = co_await api.world.commands.save_template(*request.caller, std::move(item));
    co_return saved ? answer_versioned(write(*saved), saved->version) : answer_problem(saved.error());
}

Awaitable<Answer> remove_template(Api& api, Request request) {
    const auto id = path_id<domain::TemplateId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto removed = co_await api.world.commands.remove_template(*request.caller, *id, *version);
    co_return removed ? answer_nothing() : answer_problem(removed.error());
}

}  // namespace village::web_api
