#include "controller/web_api/authority.hpp"

#include <algorithm>

#include "controller/web_api/cookies.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

bool is_administrator(const domain::Operator& who) {
    return std::any_of(who.roles.begin(), who.roles.end(),
                       [](domain::Role role) { return role == domain::Role::administrator || role == domain::Role::approver; });
}

namespace {

Awaitable<domain::Result<domain::Operator>> owner_of_device(Api& api, domain::DeviceKeyId id) {
    auto keys = co_await api.world.stores.operators.device_keys(std::nullopt);
    if (!keys) co_return keys.error();
    const auto key = std::find_if(keys->begin(), keys->end(), [&](const auto& one) { return one.id == id; });
    if (key == keys->end()) co_return Error{ErrorCode::key_unknown, "this device is not paired (any more)"};
    if (key->revoked_at) co_return Error{ErrorCode::key_revoked, "this device's pairing was revoked"};
    auto owner = co_await api.world.stores.operators.find(key->owner);
    if (owner && !owner->active) co_return Error{ErrorCode::key_revoked, "the account of this device is closed"};
    co_return owner;
}

}  // namespace

Awaitable<domain::Result<Request>> authorised(Api& api, Right right, Request request) {
    if (right == Right::anyone) co_return request;
    const auto device = query_id<domain::DeviceKeyId>(request, "device");
    if (!device) co_return device.error();
    auto token = token_from_cookies(request.header("cookie"));
    auto caller = co_await api.world.people.authenticate(std::move(token));
    if (!caller && right == Right::officer && *device) {
        caller = co_await owner_of_device(api, **device);
        request.device = *device;
    }
    if (!caller) co_return caller.error();
    if (right == Right::administrator && !is_administrator(*caller))
        co_return Error{ErrorCode::not_permitted, "this needs the role administrator or approver"};
    request.caller = std::move(*caller);
    co_return request;
}

}  // namespace village::web_api
