// Values from a request's path, query and headers, with their errors.
#pragma once

#include "controller/ports/page.hpp"
#include "controller/web_api/answer.hpp"
#include "controller/web_api/json_checks.hpp"
#include "controller/web_api/request.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::web_api {

inline Answer answer_problem(const ReadError& wrong) { return answer_problem(Problem{wrong.error, wrong.pointer, 0, {}}); }

/// The n-th {name} of the path.
template <class Id>
domain::Result<Id> path_id(const Request& request, std::size_t place = 0) {
    auto id = Id::parse(request.arguments.at(place));
    if (!id) return field_error("field_form", "id", std::string{id_example}, "of the address has to be an id");
    return id;
}

/// An id in the query; nothing when it is not there.
template <class Id>
domain::Result<std::optional<Id>> query_id(const Request& request, const std::string& name) {
    if (!request.target.query.contains(name)) return std::optional<Id>{};
    auto id = Id::parse(request.query(name));
    if (!id) return field_error("field_form", name, std::string{id_example}, "has to be an id");
    return std::optional<Id>{*id};
}

/// A day that the address names, `field` of it.
domain::Result<date::local_days> asked_day(std::string_view text, const char* field);
domain::Result<std::optional<domain::UtcTime>> query_time(const Request& request, const std::string& name);
domain::Result<std::optional<std::uint64_t>> query_number(const Request& request, const std::string& name, std::uint64_t max);
/// `limit` over 200 is `invalid_argument`, a `cursor` over 256 characters too.
domain::Result<ports::PageRequest> page_request(const Request& request);
/// Of a request that makes something sound: 8 to 128 visible ASCII characters, so that a second press is the same broadcast.
domain::Result<std::string> idempotency_key(const Request& request);
/// 201 for what will sound, with its place.
Answer answer_made(const boost::json::value& body, domain::BroadcastId id);
/// The version in If-Match; without one the problem has status 428.
Read<std::uint32_t> if_match(const Request& request);
Answer version_missing(const ReadError& wrong);

}  // namespace village::web_api
