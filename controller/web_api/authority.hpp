// Who is asking, by cookie or by paired device; and whether that is enough for the operation's `x-right`. What a person may do
// is decided behind ports::Commands.
#pragma once

#include "controller/web_api/router.hpp"

namespace village::web_api {

bool is_administrator(const domain::Operator& who);

/// Sets `caller` in the request it gives back, or says why not.
ports::Awaitable<domain::Result<Request>> authorised(Api& api, Right right, Request request);

}  // namespace village::web_api
