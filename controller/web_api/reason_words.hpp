// Why something is not heard, not whole or not in time, for who reads it; the reasons are words of receipts, of the dispatcher, of the
// calendar and of programmes (`Foreseen` of openapi.yaml lists them).
#pragma once

#include <optional>

#include "controller/web_api/both_languages.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::web_api {

/// Of one that is not known: that a technician can read it.
BothLanguages reason_in_words(std::string_view reason);

/// The reason with its words, where there is one.
void write_reason(std::string_view reason, boost::json::object& body);
/// Of what is planned. Without an announcement that somebody could approve it is a relay, and its words name the way out.
void write_reason(std::string_view reason, const std::optional<domain::AnnouncementId>& announcement, boost::json::object& body);

}  // namespace village::web_api
