// Programmes, what is put into their days, and what a day of one will be.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/programme_body.hpp"
#include "controller/web_api/programme_places.hpp"
#include "controller/web_api/request_values.hpp"

namespace village::web_api {

using ports::Awaitable;

namespace {

/// `bad` is what is wrong with the body, with its place where it has one.
template <class Body>
struct Asked {
    Body body;
    domain::Programme programme;
    std::optional<Answer> bad;
};
template <class Body>
Asked<Body> asked_programme(const Request& request) {
    auto body = read_json<Body>(request.body);
    if (!body) return {{}, {}, answer_problem(body.error())};
    auto programme = programme_from(*body);
    if (!programme) return {{}, {}, answer_problem(programme.error())};
    return {std::move(*body), std::move(*programme), std::nullopt};
}

/// With its place in what was asked for.
Answer refused(const domain::Error& error, const auto& asked) { return answer_problem(ReadError{error, place_in(asked, error)}); }

struct AskedDay {
    domain::ProgrammeId programme;
    date::local_days day{};
};
domain::Result<AskedDay> day_of_programme(const Request& request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) return id.error();
    const auto day = asked_day(request.arguments.at(1), "date");
    if (!day) return day.error();
    return AskedDay{*id, *day};
}

}  // namespace

Awaitable<Answer> list_programme_presets(Api& api, Request) {
    co_return answer_items(write_all(api.world.commands.programme_presets()));
}

Awaitable<Answer> list_relays(Api& api, Request) {
    boost::json::array items;
    for (const auto& key : api.world.commands.relays()) items.push_back(boost::json::object{{"key", key}});
    co_return answer_items(std::move(items));
}

Awaitable<Answer> list_programmes(Api& api, Request) {
    auto all = co_await api.world.stores.programmes.all();
    co_return all ? answer_items(write_all(*all)) : answer_problem(all.error());
}

Awaitable<Answer> create_programme(Api& api, Request request) {
    auto asked = asked_programme<ProgrammeBody>(request);
    if (asked.bad) co_return std::move(*asked.bad);
    asked.programme.id = api.world.ids.make<domain::ProgrammeId>(api.world.now());
    auto added = co_await api.world.commands.add_programme(*request.caller, asked.programme);
    co_return added ? answer_versioned(write(*added), added->version, 201) : refused(added.error(), asked.programme);
}

Awaitable<Answer> get_programme(Api& api, Request request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) co_return answer_problem(id.error());
    auto found = co_await api.world.stores.programmes.find(*id);
    co_return found ? answer_versioned(write(*found), found->version) : answer_problem(found.error());
}

Awaitable<Answer> edit_programme(Api& api, Request request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto asked = asked_programme<EditedProgrammeBody>(request);
    if (asked.bad) co_return std::move(*asked.bad);
    asked.programme.id = *id;
    asked.programme.version = *version;
    auto saved =
        co_await api.world.commands.save_programme(*request.caller, asked.programme, asked.body.confirmed.value_or(false));
    co_return saved ? answer_versioned(write(*saved), saved->version) : refused(saved.error(), asked.programme);
}

Awaitable<Answer> remove_programme(Api& api, Request request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto removed = co_await api.world.commands.remove_programme(*request.caller, *id, *version);
    co_return removed ? answer_nothing() : answer_problem(removed.error());
}

Awaitable<Answer> preview_programme_day(Api& api, Request request) {
    const auto asked = day_of_programme(request);
    if (!asked) co_return answer_problem(asked.error());
    auto shown = co_await api.world.commands.preview_programme(asked->programme, asked->day);
    co_return shown ? answer_json(write(*shown)) : answer_problem(shown.error());
}

Awaitable<Answer> get_day_bulletins(Api& api, Request request) {
    const auto asked = day_of_programme(request);
    if (!asked) co_return answer_problem(asked.error());
    auto day = co_await api.world.stores.programmes.day(asked->programme, asked->day);
    co_return day ? answer_versioned(write(*day), day->version) : answer_problem(day.error());
}

Awaitable<Answer> save_day_bulletins(Api& api, Request request) {
    const auto asked = day_of_programme(request);
    if (!asked) co_return answer_problem(asked.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<DayBulletinsBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::ProgrammeDay day{asked->programme, asked->day, {}, *version};
    for (const auto& bulletin : body->bulletins.items)
        day.bulletins.push_back({bulletin.announcement, bulletin.priority.value_or(domain::Priority::normal)});
    auto saved = co_await api.world.commands.put_into_programme(*request.caller, day);
    co_return saved ? answer_versioned(write(*saved), saved->version) : refused(saved.error(), day);
}

}  // namespace village::web_api
