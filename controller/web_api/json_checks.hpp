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

/// `malformed` with the place when it is not JSON.
Read<boost::json::value> parse_body(std::string_view body);

}  // namespace village::web_api
