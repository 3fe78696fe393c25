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

Awaitable<domain::Result<domain::Operator>> who_asks(Api& api, Right right, std::optional<domain::DeviceKeyId> device,
                                                     std::string token) {
    // A paired device is known by heart: its STOP waits for no disk, whatever cookie comes with it.
    domain::Result<domain::Operator> holder = Error{ErrorCode::not_authenticated, "no device asks"};
    if (right == Right::officer && device) holder = api.world.view.officer_of(*device);
    if (holder) co_return holder;
    auto signed_in = co_await api.world.people.authenticate(std::move(token));
    if (!signed_in && device && right == Right::officer) co_return holder;
    co_return signed_in;
}

}  // namespace

Awaitable<domain::Result<Request>> authorised(Api& api, Right right, Request request) {
    if (right == Right::anyone) co_return request;
    const auto device = query_id<domain::DeviceKeyId>(request, "device");
    if (!device) co_return device.error();
    auto token = token_from_cookies(request.header("cookie"));
    auto caller = co_await who_asks(api, right, *device, std::move(token));
    if (!caller) co_return caller.error();
    if (right == Right::administrator && !is_administrator(*caller))
        co_return Error{ErrorCode::not_permitted, "this needs the role administrator or approver",
                        domain::BrokenRule{"role", "administrator, approver", {}}};
    request.caller = std::move(*caller);
    co_return request;
}

}  // namespace village::web_api
