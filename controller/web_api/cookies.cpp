#include "controller/web_api/cookies.hpp"

#include <fmt/format.h>

namespace village::web_api {

std::string session_cookie(std::string_view token, domain::Duration lasts) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lasts).count();
    return fmt::format("{}={}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Strict", session_cookie_name, token, seconds);
}

std::string ended_session_cookie() { return session_cookie("", {}); }

std::string token_from_cookies(std::string_view header) {
    while (!header.empty()) {
        auto pair = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), pair.size() + 1));
        pair.remove_prefix(std::min(pair.size(), pair.find_first_not_of(' ')));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == session_cookie_name)
            return std::string{pair.substr(equals + 1)};
    }
    return {};
}

}  // namespace village::web_api
