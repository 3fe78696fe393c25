// What every handler works with, and the shape of a handler. Lives on the control thread; owned by the server.
#pragma once

#include <map>
#include <optional>

#include "controller/web_api/answer.hpp"
#include "controller/web_api/failure_limit.hpp"
#include "controller/web_api/request.hpp"
#include "controller/web_api/web_server.hpp"

namespace village::web_api {

/// Counted for /metrics.
struct Figures {
    std::map<unsigned, std::uint64_t> answers_by_class;  ///< 2, 4, 5 for 2xx, 4xx, 5xx.
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::size_t live_clients = 0;
    std::uint64_t live_overflows = 0;
};

/// The parts of GET /health as they were seen last.
struct KeptParts {
    std::vector<ports::LiveView::Part> parts;
    domain::UtcTime until{};
};

/// GET /trust as it was answered last.
struct KeptTrust {
    std::optional<Answer> answer;
    domain::UtcTime until{};
};

struct Api {
    WebWorld world;
    WebOptions options;
    Figures figures{};
    FailureLimit intent_failures{};
    KeptTrust trust{};
    KeptParts parts{};
    bool setting_up = false;  ///< One set-up at a time.
};

using Handler = ports::Awaitable<Answer> (*)(Api&, Request);

}  // namespace village::web_api
