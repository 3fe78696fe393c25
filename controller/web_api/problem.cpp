#include "controller/web_api/problem.hpp"

#include <boost/json/serialize.hpp>

#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/refusal_words.hpp"

namespace village::web_api {

using domain::ErrorCode;

unsigned status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
        case ErrorCode::malformed:
        case ErrorCode::unsupported_version: return 400;
        case ErrorCode::not_authenticated:
        case ErrorCode::wrong_credentials: return 401;
        case ErrorCode::not_permitted:
        case ErrorCode::signature_invalid:
        case ErrorCode::key_unknown:
        case ErrorCode::key_revoked:
        case ErrorCode::out_of_scope:
        case ErrorCode::enrolment_code_wrong:
        case ErrorCode::certificate_foreign: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::already_exists:
        case ErrorCode::version_conflict:
        case ErrorCode::confirmation_needed:
        case ErrorCode::setup_already_done:
        case ErrorCode::setup_needed:
        case ErrorCode::not_approved:
        case ErrorCode::not_ready:
        case ErrorCode::emergency_on_air:
        case ErrorCode::replayed:
        case ErrorCode::clock_untrusted:
        case ErrorCode::cancelled: return 409;
        case ErrorCode::too_large: return 413;
        case ErrorCode::too_many_requests: return 429;
        case ErrorCode::idempotency_mismatch:
        case ErrorCode::zone_empty:
        case ErrorCode::node_unknown:
        case ErrorCode::schedule_in_past:
        case ErrorCode::recurrence_never_fires:
        case ErrorCode::recurrence_too_frequent:
        case ErrorCode::outside_allowed_hours:
        case ErrorCode::quiet_hours:
        case ErrorCode::too_long:
        case ErrorCode::expired:
        case ErrorCode::audio_unreadable:
        case ErrorCode::audio_empty:
        case ErrorCode::audio_silent:
        case ErrorCode::audio_truncated:
        case ErrorCode::audio_too_long:
        case ErrorCode::speech_failed: return 422;
        case ErrorCode::superseded:
        case ErrorCode::unavailable: return 503;
        case ErrorCode::timed_out: return 504;
        case ErrorCode::disk_full: return 507;
        case ErrorCode::storage_failed:
        case ErrorCode::database_newer:
        case ErrorCode::already_running:
        case ErrorCode::configuration_invalid:
        case ErrorCode::internal: return 500;
    }
    return 500;
}

namespace {

/// A person's words for the code: "zone empty".
std::string title_of(ErrorCode code) {
    std::string title{domain::error_name(code)};
    for (char& one : title)
        if (one == '_') one = ' ';
    return title;
}

boost::json::object write(const domain::BrokenRule& rule) {
    boost::json::object written{{"name", rule.name}, {"limit", rule.limit}, {"found", rule.found}};
    if (!rule.by.empty()) written["by"] = rule.by;
    return written;
}

/// What a program goes by and what a person reads, the same wherever an error is written.
void add_reasons(boost::json::object& body, const domain::Error& error, std::size_t conflicts = 0) {
    body["code"] = domain::error_name(error.code);
    body["detail"] = error.detail;
    if (error.rule) body["rule"] = write(*error.rule);
    const auto words = refusal_words(error, conflicts);
    body["fix"] = words.fix;
    body["words"] = boost::json::object{{"vi", words.vi}, {"en", words.en}};
}

}  // namespace

boost::json::object write(const domain::Error& error) {
    boost::json::object body;
    add_reasons(body, error);
    return body;
}

std::string problem_text(const Problem& problem, domain::UtcTime now) {
    boost::json::object body{{"type", "about:blank"},
                             {"title", title_of(problem.error.code)},
                             {"status", problem.status != 0 ? problem.status : status_of(problem.error.code)},
                             {"server_time", domain::utc_text(now)}};
    const auto conflicts = problem.conflicts ? problem.conflicts->at("count").to_number<std::size_t>() : 0;
    add_reasons(body, problem.error, conflicts);
    if (!problem.pointer.empty()) body["pointer"] = problem.pointer;
    if (problem.retry_after_s) body["retry_after_s"] = *problem.retry_after_s;
    if (problem.conflicts) body["conflicts"] = *problem.conflicts;
    if (problem.conflicts && !problem.error.rule) body["rule"] = write(conflicts_rule(conflicts));
    return boost::json::serialize(body);
}

}  // namespace village::web_api
