// From a request's head to its answer, without sockets: which operation, whether this sender may, what the body may be, and the
// handler's answer. Pages are what is not below /api/.
#pragma once

#include "controller/web_api/pages.hpp"
#include "controller/web_api/router.hpp"

namespace village::web_api {

/// What the head of a request leads to.
struct Admission {
    Request request;
    const Route* route = nullptr;  ///< The operation to run once the body is there ...
    std::optional<Answer> answer;  ///< ... or the answer already: refused, or a page.
    std::size_t body_bytes_max = 0;
};

ports::Awaitable<Admission> admit(Api& api, const Pages* pages, Request request);
/// Runs the handler; what it throws is logged and answered as `internal`.
ports::Awaitable<Answer> run(Api& api, const Route& route, Request request);

}  // namespace village::web_api
