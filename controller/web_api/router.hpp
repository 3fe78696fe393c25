// The table of operations and how a path finds its line. A pattern is segments, `{name}` stands for any one segment.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "controller/web_api/api.hpp"

namespace village::web_api {

/// What openapi.yaml calls x-right.
enum class Right : std::uint8_t { anyone, officer, signed_in, administrator };
/// none: a body is refused. json: `application/json`. bytes: `application/octet-stream`. calendar:
/// `text/calendar`.
enum class Body : std::uint8_t { none, json, large_json, bytes, calendar };
std::size_t body_bytes_max(Body body);

struct Route {
    Method method;
    std::string_view pattern;  ///< Below /api/v1.
    Right right;
    Body body;
    Handler handler;  ///< Null for the WebSocket, which the connection serves itself.
};

/// All operations of openapi.yaml, in its order.
std::span<const Route> all_routes();

struct Match {
    const Route* route = nullptr;
    std::vector<std::string> arguments;
    std::string allowed;  ///< With no route: the methods of this path, "GET, PATCH"; empty when the path is unknown.
};
Match find_route(std::span<const Route> routes, Method method, std::string_view path);

}  // namespace village::web_api
