// Signing in and out.
#include "controller/web_api/cookies.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/session_answer.hpp"

namespace village::web_api {

using ports::Awaitable;

Answer answer_signed_in(const Api& api, const ports::SignedIn& session, unsigned status) {
    const auto now = api.world.now();
    const boost::json::object body{{"operator", write(session.who)},
                                   {"expires_at", domain::utc_text(session.expires_at)},
                                   {"server_time", domain::utc_text(now)}};
    auto answer = answer_json(body, status);
    answer.headers.emplace_back("Set-Cookie", session_cookie(session.token, session.expires_at - now));
    return answer;
}

Awaitable<Answer> get_session(Api& api, Request request) {
    const boost::json::object body{{"operator", write(*request.caller)}, {"server_time", domain::utc_text(api.world.now())}};
    co_return answer_json(body);
}

Awaitable<Answer> sign_in(Api& api, Request request) {
    auto body = read_json<CredentialsBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto session = co_await api.world.people.sign_in(std::move(body->login.value), std::move(body->password.value),
                                                     std::move(request.client));
    if (!session) co_return answer_problem(session.error());
    co_return answer_signed_in(api, *session, 200);
}

Awaitable<Answer> sign_out(Api& api, Request request) {
    auto token = token_from_cookies(request.header("cookie"));
    auto ended = co_await api.world.people.sign_out(std::move(token));
    if (!ended) co_return answer_problem(ended.error());
    auto answer = answer_nothing();
    answer.headers.emplace_back("Set-Cookie", ended_session_cookie());
    co_return answer;
}

}  // namespace village::web_api
