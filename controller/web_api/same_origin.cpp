#include "controller/web_api/same_origin.hpp"

namespace village::web_api {

bool is_same_origin(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    if (site == "cross-site" || site == "same-site") return false;
    const auto origin = request.header("origin");
    if (origin.empty()) return true;
    const std::string_view scheme = request.over_tls ? "https://" : "http://";
    return origin.starts_with(scheme) && origin.substr(scheme.size()) == request.header("host");
}

bool names_this_machine(std::string_view host) {
    const auto port = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (port != std::string_view::npos && (bracket == std::string_view::npos || port > bracket)) host = host.substr(0, port);
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace village::web_api
