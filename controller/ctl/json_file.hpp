// Files that villagectl reads: JSON of bounded size and depth, and base64 inside it.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::ctl {

/// At most 256 MiB and 32 levels; `not_found` or `malformed` names the file.
domain::Result<boost::json::value> read_json_file(const std::string& path);
/// A member that has to be there; `malformed` names it.
domain::Result<const boost::json::value*> member(const boost::json::value& object, std::string_view name);
domain::Result<std::string> text_member(const boost::json::value& object, std::string_view name);
/// Standard base64 (RFC 4648, section 4).
domain::Result<std::string> base64_decode(std::string_view text);

}  // namespace village::ctl
