// What can be wrong with a request's JSON, and the parse itself: at most 32 levels deep, valid UTF-8 only.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::web_api {

struct ReadError {
    domain::Error error;
    std::string pointer;  ///< RFC 6901; empty: the whole body.
};

/// Thrown only by `Result::value()` on an error, which is a bug of the caller.
[[noreturn]] inline void throw_exception_from_error(const ReadError& wrong, const boost::source_location&) {
    throw domain::BadResultAccess(wrong.error);
}

template <class Value>
using Read = boost::system::result<Value, ReadError>;

inline constexpr std::size_t json_depth_max = 32;

/// How an id is written, for whoever wrote something else.
inline constexpr std::string_view id_example = "01931c5a-0000-7000-8000-000000000000";

/// What one field (a JSON pointer, a query parameter or a header) breaks: one of the rules `field_...`, with what it has to be.
domain::Error field_error(const char* rule, std::string field, std::string limit, std::string_view what);

/// `malformed` with the place when it is not JSON.
Read<boost::json::value> parse_body(std::string_view body);

}  // namespace village::web_api
