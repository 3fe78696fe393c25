// The session cookie. The `__Host-` prefix makes the browser itself insist on Secure, on the whole site and on this very host.
#pragma once

#include <string>
#include <string_view>

#include "scheduler/domain/time.hpp"

namespace village::web_api {

inline constexpr std::string_view session_cookie_name = "__Host-village";

/// Secure, HttpOnly, SameSite=Strict, until `expires_at`.
std::string session_cookie(std::string_view token, domain::Duration lasts);
std::string ended_session_cookie();
/// The token in a Cookie header; empty when there is none.
std::string token_from_cookies(std::string_view header);

}  // namespace village::web_api
