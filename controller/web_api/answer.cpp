#include "controller/web_api/answer.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "controller/web_api/json_writers.hpp"

namespace village::web_api {

Answer answer_json(const boost::json::value& body, unsigned status) {
    Answer answer;
    answer.status = status;
    answer.content_type = "application/json";
    answer.body = boost::json::serialize(body);
    return answer;
}

Answer answer_versioned(const boost::json::value& body, std::uint32_t version, unsigned status) {
    auto answer = answer_json(body, status);
    answer.headers.emplace_back("ETag", fmt::format("\"{}\"", version));
    return answer;
}

Answer answer_items(boost::json::array items, const std::string& next_cursor) {
    boost::json::object body{{"items", std::move(items)}};
    if (!next_cursor.empty()) body["next_cursor"] = next_cursor;
    return answer_json(body);
}

Answer answer_nothing() {
    Answer answer;
    answer.status = 204;
    return answer;
}

Answer answer_problem(domain::Error error) { return answer_problem(Problem{std::move(error), {}, 0, {}}); }

Answer answer_problem(Problem problem) {
    Answer answer;
    answer.status = problem.status != 0 ? problem.status : status_of(problem.error.code);
    answer.content_type = "application/problem+json";
    if (problem.retry_after_s) answer.headers.emplace_back("Retry-After", std::to_string(*problem.retry_after_s));
    answer.problem = std::move(problem);
    return answer;
}

Answer answer_conflicts(domain::Error refusal, const domain::Conflicts& conflicts) {
    return answer_problem(Problem{std::move(refusal), {}, 0, {}, write(conflicts)});
}

}  // namespace village::web_api
