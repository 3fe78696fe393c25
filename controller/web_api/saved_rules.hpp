// The answer to whoever saved other rules: as they are kept, and what falls away by them.
#pragma once

#include "controller/ports/commands.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {

template <class Rules>
Answer answer_saved(const ports::Saved<Rules>& saved) {
    auto body = write(saved.rules);
    if (saved.falls_away) body["falls_away"] = write_all(*saved.falls_away);
    return answer_versioned(std::move(body), saved.rules.version);
}

}  // namespace village::web_api
