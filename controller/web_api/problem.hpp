// How an error looks over HTTP (RFC 9457): the one place where an ErrorCode gets a status and a body.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::web_api {

struct Problem {
    domain::Error error;
    std::string pointer;  ///< JSON pointer into the request's body; empty: none.
    unsigned status = 0;  ///< 0: as `status_of` says.
    std::optional<unsigned> retry_after_s;
    std::optional<boost::json::object> conflicts{};  ///< What a schedule would meet.
};

unsigned status_of(domain::ErrorCode code);
std::string problem_text(const Problem& problem, domain::UtcTime now);

}  // namespace village::web_api
