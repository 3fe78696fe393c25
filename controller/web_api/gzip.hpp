// The gzip form (RFC 1952) of a page, made once at start with Beast's own deflate.
#pragma once

#include <string>
#include <string_view>

namespace village::web_api {

std::string gzip(std::string_view content);

}  // namespace village::web_api
