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

domain::Result<std::optional<domain::UtcTime>> query_time(const Request& request, const std::string& name) {
    if (!request.target.query.contains(name)) return std::optional<domain::UtcTime>{};
    const auto time = domain::parse_utc(request.query(name));
    if (!time) return Error{ErrorCode::invalid_argument, fmt::format("{} has to be a time, 2026-11-22T22:30:00.000Z", name)};
    return std::optional<domain::UtcTime>{*time};
}

domain::Result<std::optional<std::uint64_t>> query_number(const Request& request, const std::string& name, std::uint64_t max) {
    if (!request.target.query.contains(name)) return std::optional<std::uint64_t>{};
    const auto number = number_of<std::uint64_t>(request.query(name));
    if (!number || *number > max)
        return Error{ErrorCode::invalid_argument, fmt::format("{} has to be a whole number of at most {}", name, max)};
    return number;
}

domain::Result<ports::PageRequest> page_request(const Request& request) {
    ports::PageRequest page;
    auto limit = query_number(request, "limit", 200);
    if (!limit) return limit.error();
    if (*limit == 0u) return Error{ErrorCode::invalid_argument, "limit has to be from 1 to 200"};
    if (*limit) page.limit = static_cast<std::uint16_t>(**limit);
    page.cursor = std::string{request.query("cursor")};
    if (page.cursor.size() > 256) return Error{ErrorCode::invalid_argument, "cursor is longer than 256 characters"};
    return page;
}

domain::Result<std::string> idempotency_key(const Request& request) {
    const std::string key{request.header("idempotency-key")};
    const bool is_visible = std::ranges::all_of(key, [](char one) { return one > 0x20 && one < 0x7f; });
    if (key.size() >= 8 && key.size() <= 128 && is_visible) return key;
    return domain::Error{domain::ErrorCode::invalid_argument,
                         "a broadcast needs an Idempotency-Key of 8 to 128 visible characters"};
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
    return ReadError{Error{ErrorCode::invalid_argument, "an edit needs If-Match with the ETag of what was read"}, {}};
}

Answer version_missing(const ReadError& wrong) { return answer_problem(Problem{wrong.error, {}, 428, {}}); }

}  // namespace village::web_api
