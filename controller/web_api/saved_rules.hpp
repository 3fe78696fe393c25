// The answer to whoever saved something: as it is kept, what falls away by it, and what is to be said of it all the same.
#pragma once

#include "controller/ports/commands.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {

/// Only where there are some.
inline void write_remarks(const std::vector<domain::Error>& remarks, boost::json::object& body) {
    if (!remarks.empty()) body["remarks"] = write_all(remarks);
}

template <class Rules>
Answer answer_saved(const ports::Saved<Rules>& saved) {
    auto body = write(saved.rules);
    if (saved.falls_away) body["falls_away"] = write_all(*saved.falls_away);
    write_remarks(saved.remarks, body);
    return answer_versioned(std::move(body), saved.rules.version);
}

}  // namespace village::web_api
