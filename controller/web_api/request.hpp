// One HTTP request as the handlers see it: decoded, bounded, without Beast. Reading a target is pure and fuzzed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/operator.hpp"

namespace village::web_api {

enum class Method : std::uint8_t { get, head, post, patch, del, other };
std::string_view method_name(Method method);
constexpr bool is_write(Method method) { return method == Method::post || method == Method::patch || method == Method::del; }

inline constexpr std::size_t target_bytes_max = 2048;

/// The part of a request line that names a resource, percent-decoded.
struct Target {
    std::string path;  ///< Begins with '/', holds no "." or ".." segment, no backslash, no control character.
    std::map<std::string, std::string> query;  ///< At most 16; the last of several equal names counts.
};
/// `invalid_argument` for what is not an absolute path of at most 2,048 bytes.
domain::Result<Target> parse_target(std::string_view target);

struct Request {
    Method method = Method::get;
    Target target;
    std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
    std::string body;
    std::string client;  ///< Address of the other side.
    bool from_this_machine = false;
    bool over_tls = false;
    std::vector<std::string> arguments;      ///< What stood where the pattern has {names}, in order.
    std::optional<domain::Operator> caller;  ///< Set where the route needs one.

    /// Empty when it was not sent.
    std::string_view header(std::string_view name) const;
    std::string_view query(const std::string& name) const;
};

}  // namespace village::web_api
