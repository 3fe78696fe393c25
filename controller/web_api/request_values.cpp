#include "controller/web_api/request_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;

namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

domain::Result<date::local_days> asked_day(std::string_view text, const char* field) {
    const auto day = domain::parse_local_day(text);
    if (day) return *day;
    return field_error(text.empty() ? "field_missing" : "field_form", field, "2026-11-23", "has to be a day, 2026-11-23");
}

domain::Result<std::optional<domain::UtcTime>> query_time(const Request& request, const std::string& name) {
    if (!request.target.query.contains(name)) return std::optional<domain::UtcTime>{};
    const auto time = domain::parse_utc(request.query(name));
    if (!time) return field_error("field_form", name, "2026-11-22T22:30:00.000Z", "has to be a time, 2026-11-22T22:30:00.000Z");
    return std::optional<domain::UtcTime>{*time};
}

domain::Result<std::optional<std::uint64_t>> query_number(const Request& request, const std::string& name, std::uint64_t max) {
    if (!request.target.query.contains(name)) return std::optional<std::uint64_t>{};
    const auto number = number_of<std::uint64_t>(request.query(name));
    if (!number || *number > max)
        return field_error("field_number", name, fmt::format("0 - {}", max),
                           fmt::format("has to be a whole number of at most {}", max));
    return number;
}

domain::Result<ports::PageRequest> page_request(const Request& request) {
    ports::PageRequest page;
    auto limit = query_number(request, "limit", 200);
    if (!limit) return limit.error();
    if (*limit == 0u) return field_error("field_number", "limit", "1 - 200", "has to be from 1 to 200");
    if (*limit) page.limit = static_cast<std::uint16_t>(**limit);
    page.cursor = std::string{request.query("cursor")};
    if (page.cursor.size() > 256) return field_error("field_length", "cursor", "0 - 256", "is longer than 256 characters");
    return page;
}

domain::Result<std::string> idempotency_key(const Request& request) {
    const std::string key{request.header("idempotency-key")};
    const bool is_visible = std::ranges::all_of(key, [](char one) { return one > 0x20 && one < 0x7f; });
    if (key.size() >= 8 && key.size() <= 128 && is_visible) return key;
    return field_error(key.empty() ? "field_missing" : "field_length", "Idempotency-Key", "8 - 128",
                       "of a broadcast has 8 to 128 visible characters");
}

Answer answer_made(const boost::json::value& body, domain::BroadcastId id) {
    auto answer = answer_json(body, 201);
    answer.headers.emplace_back("Location", "/api/v1/broadcasts/" + id.text());
    return answer;
}

Read<std::uint32_t> if_match(const Request& request) {
    auto text = request.header("if-match");
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto version = number_of<std::uint32_t>(text);
    if (version) return *version;
    return ReadError{field_error("field_missing", "If-Match", {}, "with the ETag of what was read belongs to an edit"), {}};
}

Answer version_missing(const ReadError& wrong) { return answer_problem(Problem{wrong.error, {}, 428, {}}); }

}  // namespace village::web_api
