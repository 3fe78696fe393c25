// Accounts, paired devices, the audit log.
#include <algorithm>

#include "controller/web_api/authority.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> list_device_keys(Api& api, Request request) {
    auto owner = query_id<domain::OperatorId>(request, "owner");
    if (!owner) co_return answer_problem(owner.error());
    const bool sees_all = is_administrator(*request.caller);
    if (!sees_all && *owner && **owner != request.caller->id)
        co_return answer_problem(Error{ErrorCode::not_permitted, "only an administrator sees other people's devices",
                                       domain::BrokenRule{"role", "administrator, approver", {}}});
    if (!sees_all) *owner = request.caller->id;
    auto keys = co_await api.world.stores.operators.device_keys(*owner);
    co_return keys ? answer_items(write_all(*keys)) : answer_problem(keys.error());
}

Awaitable<Answer> pair_device(Api& api, Request request) {
    auto body = read_json<NewDeviceKeyBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto key =
        co_await api.world.commands.pair_device(*request.caller, std::move(body->name.value), std::move(body->public_key.bytes));
    co_return key ? answer_json(write(*key), 201) : answer_problem(key.error());
}

Awaitable<Answer> revoke_device(Api& api, Request request) {
    const auto id = path_id<domain::DeviceKeyId>(request);
    if (!id) co_return answer_problem(id.error());
    auto revoked = co_await api.world.commands.revoke_device(*request.caller, *id);
    co_return revoked ? answer_nothing() : answer_problem(revoked.error());
}

Awaitable<Answer> list_operators(Api& api, Request) {
    auto people = co_await api.world.stores.operators.all();
    co_return people ? answer_items(write_all(*people)) : answer_problem(people.error());
}

Awaitable<Answer> create_operator(Api& api, Request request) {
    auto body = read_json<NewOperatorBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Operator who;
    who.login = std::move(body->login.value);
    if (body->title) who.title = std::move(body->title->value);
    who.roles = std::move(body->roles.items);
    who.areas = std::move(body->areas.items);
    if (who.roles.empty())
        co_return answer_problem(ReadError{field_error("field_items", "/roles", "1 - 5", "needs at least one role"), "/roles"});
    auto saved = co_await api.world.commands.save_operator(*request.caller, std::move(who), std::move(body->password.value));
    co_return saved ? answer_versioned(write(*saved), saved->version, 201) : answer_problem(saved.error());
}

Awaitable<Answer> edit_operator(Api& api, Request request) {
    const auto id = path_id<domain::OperatorId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<OperatorEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto found = co_await api.world.stores.operators.find(*id);
    if (!found) co_return answer_problem(found.error());
    auto who = std::move(*found);
    who.version = *version;
    if (body->title) who.title = std::move(body->title->value);
    if (body->roles) who.roles = std::move(body->roles->items);
    if (body->areas) who.areas = std::move(body->areas->items);
    if (body->active) who.active = *body->active;
    auto password = body->password ? std::move(body->password->value) : std::string{};
    auto saved = co_await api.world.commands.save_operator(*request.caller, std::move(who), std::move(password));
    co_return saved ? answer_versioned(write(*saved), saved->version) : answer_problem(saved.error());
}

Awaitable<Answer> list_audit(Api& api, Request request) {
    auto page = page_request(request);
    if (!page) co_return answer_problem(page.error());
    auto found = co_await api.world.lists.audit(std::move(*page));
    co_return found ? answer_items(write_all(found->rows), found->next_cursor) : answer_problem(found.error());
}

}  // namespace village::web_api
