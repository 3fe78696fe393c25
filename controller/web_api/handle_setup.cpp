// The first start: code, first account, name of the commune.
#include <fmt/format.h>

#include "controller/web_api/commune_ids.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/hours_body.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/session_answer.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

Awaitable<Answer> get_setup(Api& api, Request) {
    auto needed = co_await api.world.people.needs_set_up();
    if (!needed) co_return answer_problem(needed.error());
    boost::json::object body{{"needed", *needed}, {"server_time", domain::utc_text(api.world.now())}};
    const auto& commune = api.world.view.commune();
    if (!commune.name.empty()) body["commune_name"] = commune.name;
    if (!commune.station_name.empty()) body["station_name"] = commune.station_name;
    if (!commune.duty_phone.empty()) body["duty_phone"] = commune.duty_phone;
    co_return answer_json(body);
}

Awaitable<Answer> check_setup_code(Api& api, Request request) {
    auto body = read_json<SetupCodeBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto checked = co_await api.world.people.check_set_up_code(std::move(body->code.value));
    co_return checked ? answer_nothing() : answer_problem(checked.error());
}

namespace {

std::string full_name(const std::string& unit, const std::string& name) { return fmt::format("{} {}", unit, name); }

ports::CommuneImport first_commune(const SetupBody& body) {
    const auto& asked = body.commune;
    const auto whole = full_name(asked.unit.value, asked.name.value);
    const auto province = full_name(asked.province.unit.value, asked.province.name.value);
    ports::CommuneImport import;
    domain::Area above;
    above.id = id_from_name<domain::AreaId>("province", province);
    above.kind = domain::AreaKind::province;
    above.unit = asked.province.unit.value;
    above.name = asked.province.name.value;
    above.full_name = province;
    domain::Area own;
    own.id = id_from_name<domain::AreaId>("commune", province + "/" + whole);
    own.parent = above.id;
    own.kind = domain::AreaKind::commune;
    own.unit = asked.unit.value;
    own.name = asked.name.value;
    own.full_name = whole;
    import.commune.id = own.id;
    import.commune.name = whole;
    import.commune.station_name =
        asked.station_name && !asked.station_name->value.empty() ? asked.station_name->value : "Đài truyền thanh " + whole;
    if (asked.duty_phone) import.commune.duty_phone = asked.duty_phone->value;
    import.commune.areas = {std::move(above), std::move(own)};
    if (body.hours) import.hours = hours_from(*body.hours, {});
    return import;
}

/// One officer alone holds several roles; they are given away later, on the page of people.
domain::Operator first_account(const SetupBody& body, domain::AreaId commune) {
    domain::Operator who;
    who.login = body.login.value;
    who.title = body.title ? body.title->value : std::string{};
    who.roles = {domain::Role::administrator, domain::Role::approver, domain::Role::editor};
    who.areas = {commune};
    return who;
}

/// One person at a time; over also when what happened in it failed badly.
class TurnAtSetUp {
public:
    explicit TurnAtSetUp(bool& taken) : taken_(taken) { taken_ = true; }
    TurnAtSetUp(const TurnAtSetUp&) = delete;
    TurnAtSetUp& operator=(const TurnAtSetUp&) = delete;
    ~TurnAtSetUp() { taken_ = false; }

private:
    bool& taken_;
};

Awaitable<Answer> set_up(Api& api, SetupBody body, std::string client) {
    auto checked = co_await api.world.people.check_set_up_code(body.code.value);
    if (!checked) co_return answer_problem(checked.error());
    auto commune = first_commune(body);
    auto first = first_account(body, commune.commune.id);
    auto account = co_await api.world.people.first_account(std::move(first), body.password.value);
    if (!account) co_return answer_problem(account.error());
    auto done = co_await api.world.commands.set_up(std::move(*account), std::move(commune));
    if (!done) co_return answer_problem(done.error());
    auto session = co_await api.world.people.sign_in(body.login.value, body.password.value, std::move(client));
    if (!session) co_return answer_problem(session.error());
    co_return answer_signed_in(api, *session, 201);
}

}  // namespace

Awaitable<Answer> complete_setup(Api& api, Request request) {
    auto body = read_json<SetupBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    if (api.setting_up)
        co_return answer_problem(Error{ErrorCode::too_many_requests, "somebody else is just setting up",
                                       domain::BrokenRule{"set_up_at_once", "1", {}}});
    const TurnAtSetUp turn{api.setting_up};
    auto answer = co_await set_up(api, std::move(*body), std::move(request.client));
    co_return answer;
}

}  // namespace village::web_api
