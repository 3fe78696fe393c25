#include "controller/web_api/dispatch.hpp"

#include "controller/observability/log.hpp"
#include "controller/web_api/authority.hpp"
#include "controller/web_api/same_origin.hpp"

namespace village::web_api {

using domain::BrokenRule;
using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

constexpr std::string_view api_prefix = "/api/v1";

Answer answer_page(const Pages* pages, const Request& request) {
    if (request.method != Method::get && request.method != Method::head) {
        auto answer = answer_problem(Problem{{ErrorCode::invalid_argument, "a page can only be read",
                                              BrokenRule{"method", "GET, HEAD", std::string{method_name(request.method)}}},
                                             {},
                                             405,
                                             {}});
        answer.headers.emplace_back("Allow", "GET, HEAD");
        return answer;
    }
    if (pages == nullptr)
        return answer_problem(
            Error{ErrorCode::not_found, "this controller was started without its pages", BrokenRule{"no_pages", {}, {}}});
    return pages->answer(request);
}

/// The address itself is not repeated: it may hold bytes that are no text.
Answer answer_nowhere(const char* detail) {
    return answer_problem(Error{ErrorCode::not_found, detail, BrokenRule{"address", {}, {}}});
}

Answer answer_unrouted(const Match& match, Method method) {
    if (match.allowed.empty()) return answer_nowhere("the API has no such resource");
    auto answer = answer_problem(Problem{{ErrorCode::invalid_argument, "this resource is asked by " + match.allowed,
                                          BrokenRule{"method", match.allowed, std::string{method_name(method)}}},
                                         {},
                                         405,
                                         {}});
    answer.headers.emplace_back("Allow", match.allowed);
    return answer;
}

std::string_view content_type_of(Body body) {
    if (body == Body::bytes) return "application/octet-stream";
    return body == Body::calendar ? "text/calendar" : "application/json";
}

/// Is the body of the kind the operation reads? An empty one always is.
std::optional<Answer> wrong_kind(const Route& route, const Request& request) {
    if (request.header("content-length").empty() || request.header("content-length") == "0") return std::nullopt;
    const auto wanted = content_type_of(route.body);
    const auto given = request.header("content-type");
    if (given.substr(0, given.find(';')) == wanted) return std::nullopt;
    return answer_problem(Problem{{ErrorCode::invalid_argument, "the body has to be " + std::string{wanted},
                                   BrokenRule{"content_type", std::string{wanted}, {}}},
                                  {},
                                  415,
                                  {}});
}

/// What is taken even where another controller owns the commune: whoever wants silence, is in danger, or signs in for that.
bool is_always_taken(const Route& route) {
    return route.pattern == "/session" || route.pattern == "/stop" || route.pattern == "/emergencies" ||
           route.pattern == "/emergencies/{id}/cancel";
}

bool is_api(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

}  // namespace

Awaitable<Admission> admit(Api& api, const Pages* pages, Request request) {
    Admission admission{std::move(request), nullptr, std::nullopt, 0};
    const auto& asked = admission.request;
    if (!asked.over_tls && !names_this_machine(asked.header("host"))) {
        admission.answer = answer_problem(
            Error{ErrorCode::not_permitted, "plain HTTP is served to this machine only; use https", BrokenRule{"https", {}, {}}});
        co_return admission;
    }
    if (!is_api(asked.target.path)) {
        admission.answer = answer_page(pages, asked);
        co_return admission;
    }
    const std::string_view path = asked.target.path;
    if (!path.starts_with(api_prefix)) {
        admission.answer = answer_nowhere("the API is below /api/v1");
        co_return admission;
    }
    auto match = find_route(all_routes(), asked.method, path.substr(api_prefix.size()));
    if (match.route == nullptr) {
        admission.answer = answer_unrouted(match, asked.method);
        co_return admission;
    }
    if (is_write(asked.method) && !is_same_origin(asked)) {
        admission.answer = answer_problem(
            Error{ErrorCode::not_permitted, "this request comes from another site's page", BrokenRule{"own_site", {}, {}}});
        co_return admission;
    }
    if (is_write(asked.method) && !is_always_taken(*match.route)) {
        if (auto superseded = api.world.view.superseded()) {
            admission.answer = answer_problem(std::move(*superseded));
            co_return admission;
        }
    }
    if (match.route->body != Body::none) {
        admission.answer = wrong_kind(*match.route, asked);
        if (admission.answer) co_return admission;
    }
    admission.request.arguments = std::move(match.arguments);
    auto authorised_request = co_await authorised(api, match.route->right, admission.request);
    if (!authorised_request) {
        admission.answer = answer_problem(authorised_request.error());
        co_return admission;
    }
    admission.request = std::move(*authorised_request);
    admission.route = match.route;
    admission.body_bytes_max = body_bytes_max(match.route->body);
    co_return admission;
}

Awaitable<Answer> run(Api& api, const Route& route, Request request) {
    const auto method = request.method;
    std::string wrong;
    try {
        co_return co_await route.handler(api, std::move(request));
    } catch (const std::exception& thrown) {
        wrong = thrown.what();
    }
    log::error("{} {} failed: {} [internal]", method_name(method), route.pattern, wrong);
    co_return answer_problem(Error{ErrorCode::internal, "the controller made a mistake; it is in its log"});
}

}  // namespace village::web_api
