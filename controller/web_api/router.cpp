#include "controller/web_api/router.hpp"

namespace village::web_api {
namespace {

/// Takes the first segment off: "/nodes/17" gives "nodes" and leaves "/17".
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& arguments) {
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = take_segment(pattern);
        const auto given = take_segment(path);
        if (wanted.starts_with('{')) {
            if (given.empty()) return false;
            arguments.emplace_back(given);
        } else if (wanted != given) {
            return false;
        }
    }
    return pattern.empty() && path.empty();
}

}  // namespace

std::size_t body_bytes_max(Body body) {
    switch (body) {
        case Body::none: return 0;
        case Body::json: return 64 * 1024;
        case Body::large_json: return 4 * 1024 * 1024;
        case Body::bytes:
        case Body::calendar: return 1024 * 1024;
    }
    return 0;
}

Match find_route(std::span<const Route> routes, Method method, std::string_view path) {
    Match match;
    for (const auto& route : routes) {
        std::vector<std::string> arguments;
        if (!fits(route.pattern, path, arguments)) continue;
        if (route.method == method) return Match{&route, std::move(arguments), {}};
        if (!match.allowed.empty()) match.allowed += ", ";
        match.allowed += method_name(route.method);
    }
    return match;
}

}  // namespace village::web_api
