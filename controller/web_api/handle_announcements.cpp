// Announcements: what can be said, its sound and its waveform.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/sound_answer.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/validity.hpp"

namespace village::web_api {

using ports::Awaitable;

namespace {

/// As it is now: what went out of date a moment ago is not written down as expired yet.
boost::json::object shown(const Api& api, domain::Announcement item) {
    item.state = domain::state_at(item, api.world.now());
    return write(item);
}

void set_validity(domain::Announcement& item, const ValidityBody& validity) {
    item.valid_from = validity.from;
    item.valid_until = validity.until;
}

}  // namespace

Awaitable<Answer> list_announcements(Api& api, Request request) {
    auto page = page_request(request);
    if (!page) co_return answer_problem(page.error());
    ports::AnnouncementFilter filter;
    filter.text = std::string{request.query("text")};
    if (filter.text.size() > 800)
        co_return answer_problem(field_error("field_length", "text", "0 - 200", "is longer than 200 characters"));
    if (const auto state = request.query("state"); !state.empty()) {
        filter.state = domain::announcement_state_from_name(state);
        if (!filter.state) co_return answer_problem(field_error("field_word", "state", {}, "is not one of the known words"));
    }
    filter.now = api.world.now();
    auto found = co_await api.world.lists.announcements(std::move(filter), std::move(*page));
    if (!found) co_return answer_problem(found.error());
    boost::json::array items;
    for (auto& row : found->rows) items.emplace_back(shown(api, std::move(row)));
    co_return answer_items(std::move(items), found->next_cursor);
}

Awaitable<Answer> create_announcement(Api& api, Request request) {
    auto body = read_json<NewAnnouncementBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Announcement draft;
    draft.id = api.world.ids.make<domain::AnnouncementId>(api.world.now());
    draft.title = std::move(body->title.value);
    draft.source = body->source;
    if (body->category) draft.category = std::move(body->category->value);
    if (body->priority) draft.priority = *body->priority;
    if (body->text) draft.text = std::move(body->text->value);
    if (body->basis) draft.basis = std::move(body->basis->value);
    if (body->validity) set_validity(draft, *body->validity);
    if (body->music) draft.music = *body->music;
    draft.created_by = request.caller->id;
    draft.created_at = api.world.now();
    auto saved = co_await api.world.commands.save_announcement(*request.caller, std::move(draft));
    if (!saved) co_return answer_problem(saved.error());
    auto answer = answer_versioned(write(*saved), saved->version, 201);
    answer.headers.emplace_back("Location", "/api/v1/announcements/" + saved->id.text());
    co_return answer;
}

namespace {

Awaitable<domain::Result<domain::Announcement>> find_announcement(Api& api, Request request) {
    const auto id = path_id<domain::AnnouncementId>(request);
    if (!id) co_return id.error();
    co_return co_await api.world.stores.announcements.find(*id);
}

}  // namespace

Awaitable<Answer> get_announcement(Api& api, Request request) {
    auto found = co_await find_announcement(api, std::move(request));
    co_return found ? answer_versioned(shown(api, *found), found->version) : answer_problem(found.error());
}

Awaitable<Answer> edit_announcement(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<AnnouncementEditBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto found = co_await find_announcement(api, request);
    if (!found) co_return answer_problem(found.error());
    auto draft = std::move(*found);
    draft.version = *version;
    if (body->title) draft.title = std::move(body->title->value);
    if (body->category) draft.category = std::move(body->category->value);
    if (body->priority) draft.priority = *body->priority;
    if (body->text) draft.text = std::move(body->text->value);
    if (body->basis) draft.basis = std::move(body->basis->value);
    if (body->validity) set_validity(draft, *body->validity);
    if (body->music) draft.music = *body->music;
    if (body->state) draft.state = *body->state;
    auto saved = co_await api.world.commands.save_announcement(*request.caller, std::move(draft));
    co_return saved ? answer_versioned(write(*saved), saved->version) : answer_problem(saved.error());
}

Awaitable<Answer> prepare_announcement(Api& api, Request request) {
    const auto id = path_id<domain::AnnouncementId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<PrepareBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto job = co_await api.world.commands.prepare_announcement(*request.caller, *id, body->upload);
    if (!job) co_return answer_problem(job.error());
    const boost::json::object reference{{"job", job->text()}};
    co_return answer_json(reference, 202);
}

Awaitable<Answer> get_announcement_audio(Api& api, Request request) {
    auto found = co_await find_announcement(api, request);
    if (!found) co_return answer_problem(found.error());
    if (!found->content) co_return answer_problem(domain::no_sound_yet(*found));
    co_return answer_sound(request, sound_of(*found->content));
}

Awaitable<Answer> get_announcement_listening_copy(Api& api, Request request) {
    auto found = co_await find_announcement(api, request);
    if (!found) co_return answer_problem(found.error());
    if (!found->content) co_return answer_problem(domain::no_sound_yet(*found));
    const auto copy = listening_copy_of(api.world.blobs, *found->content);
    co_return copy ? answer_sound(request, *copy) : answer_problem(copy.error());
}

Awaitable<Answer> get_announcement_peaks(Api& api, Request request) {
    auto found = co_await find_announcement(api, std::move(request));
    if (!found) co_return answer_problem(found.error());
    if (!found->content) co_return answer_problem(domain::no_sound_yet(*found));
    const auto peaks = api.world.blobs.peaks(found->content->hash);
    if (!peaks) co_return answer_problem(peaks.error());
    boost::json::array values;
    for (const auto peak : *peaks) values.emplace_back(peak);
    const boost::json::object body{{"duration_ms", whole_ms(found->content->duration)}, {"peaks", std::move(values)}};
    co_return answer_json(body);
}

}  // namespace village::web_api
