// Schedules: preview, save, cancel.
#include <fmt/format.h>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/on_worker.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/saved_rules.hpp"
#include "controller/web_api/special_days_body.hpp"
#include "controller/web_api/targets_body.hpp"

namespace village::web_api {

using ports::Awaitable;

namespace {

const domain::BrokenRule wants_one{"wanted_one", {}, {}};

/// What says twice which days it means.
std::optional<domain::Error> contradiction(const TimingBody& body) {
    if (!body.lunar || !body.recurrence || body.recurrence->value.empty()) return std::nullopt;
    return domain::Error{domain::ErrorCode::invalid_argument, "a schedule repeats by `recurrence` or by `lunar`, not by both",
                         domain::BrokenRule{"repeats_twice", {}, {}}};
}

/// Hours are guarded, and special days kept, on the commune's own clock.
domain::Error other_zone(const std::string& of_the_commune, const std::string& asked) {
    return {domain::ErrorCode::invalid_argument, fmt::format("schedules are in {}, the commune's time zone", of_the_commune),
            domain::BrokenRule{"time_zone", of_the_commune, asked}};
}

std::optional<domain::Error> contradiction(const NewScheduleBody& body, const std::string& time_zone) {
    if (body.time_zone && body.time_zone->value != time_zone) return other_zone(time_zone, body.time_zone->value);
    if (body.announcement.has_value() == body.programme.has_value())
        return domain::Error{domain::ErrorCode::invalid_argument,
                             "a schedule wants an `announcement` or a `programme`, one of them", wants_one};
    return contradiction(static_cast<const TimingBody&>(body));
}

std::optional<domain::Error> contradiction(const EditScheduleBody& body) {
    if (body.announcement && body.programme)
        return domain::Error{domain::ErrorCode::invalid_argument, "a schedule wants an `announcement` or a `programme`, not both",
                             wants_one};
    return body.timing ? contradiction(*body.timing) : std::nullopt;
}

/// Which field of the timing a rule speaks of; empty: none.
std::string_view field_of(const domain::Error& error) {
    const auto rule = error.rule ? std::string_view{error.rule->name} : std::string_view{};
    if (rule == "recurrence" || rule == "longest_count" || rule == "times_a_day" || rule == "no_date") return "/recurrence";
    if (rule == "furthest_start") return "/local_start";
    if (rule == "time_zone") return "/time_zone";
    return rule == "valid_until" ? "/valid_until" : std::string_view{};
}

Answer refused(const domain::Error& error) { return answer_problem(ReadError{error, std::string{field_of(error)}}); }

Answer refused_edit(const domain::Error& error) {
    const auto rule = error.rule ? std::string_view{error.rule->name} : std::string_view{};
    if (rule == "occurrence" || rule == "schedule_ended" || rule == "occurrence_begun" || rule == "edited_alone")
        return answer_problem(ReadError{error, "/occurrence"});
    const std::string field{field_of(error)};
    return answer_problem(ReadError{error, field.empty() ? field : "/timing" + field});
}

domain::Schedule schedule_from(const Api& api, const Request& request, NewScheduleBody body) {
    domain::Schedule schedule;
    schedule.id = api.world.ids.make<domain::ScheduleId>(api.world.now());
    if (body.announcement) schedule.announcement = *body.announcement;
    schedule.programme = body.programme;
    schedule.targets = targets_from(std::move(body.targets));
    if (body.priority) schedule.priority = *body.priority;
    if (body.when_interrupted) schedule.when_interrupted = *body.when_interrupted;
    schedule.timing = timing_from(body);
    schedule.time_zone = api.world.view.commune().time_zone;
    if (body.start_grace_s) schedule.start_grace = std::chrono::seconds{body.start_grace_s->value};
    if (body.outside_hours_reason) schedule.outside_hours_reason = std::move(body.outside_hours_reason->value);
    if (body.on_special_days) schedule.on_special_days = reactions_from(std::move(*body.on_special_days));
    schedule.staggered = body.staggered.value_or(false);
    schedule.created_by = request.caller->id;
    schedule.created_at = api.world.now();
    return schedule;
}

ports::ScheduleEdit edit_from(EditScheduleBody body) {
    ports::ScheduleEdit edit;
    edit.scope = body.scope;
    edit.occurrence = body.occurrence;
    edit.left_out = body.left_out.value_or(false);
    edit.moved_to = body.moved_to;
    if (body.timing) edit.timing = timing_from(*body.timing);
    edit.wanted.announcement = body.announcement;
    edit.wanted.programme = body.programme;
    if (body.targets) edit.wanted.targets = targets_from(std::move(*body.targets));
    edit.wanted.priority = body.priority;
    edit.wanted.when_interrupted = body.when_interrupted;
    if (body.start_grace_s) edit.wanted.start_grace = std::chrono::seconds{body.start_grace_s->value};
    if (body.outside_hours_reason) edit.wanted.outside_hours_reason = std::move(body.outside_hours_reason->value);
    if (body.on_special_days) edit.wanted.on_special_days = reactions_from(std::move(*body.on_special_days));
    edit.wanted.staggered = body.staggered;
    return edit;
}

struct AskedEdit {
    ports::ScheduleEdit edit;
    ports::Agreed agreed;
};

/// Which schedule, which version and which edit a request means; empty with a `refusal`.
std::optional<AskedEdit> asked_edit(const Request& request, Answer& refusal) {
    const auto refuse = [&](Answer answer) {
        refusal = std::move(answer);
        return std::nullopt;
    };
    const auto id = path_id<domain::ScheduleId>(request);
    if (!id) return refuse(answer_problem(id.error()));
    const auto version = if_match(request);
    if (!version) return refuse(version_missing(version.error()));
    auto body = read_json<EditScheduleBody>(request.body);
    if (!body) return refuse(answer_problem(body.error()));
    if (auto wrong = contradiction(*body)) return refuse(answer_problem(std::move(*wrong)));
    const auto agreed = ports::Agreed{body->confirmed.value_or(false), body->keep_both.value_or(false)};
    auto edit = edit_from(std::move(*body));
    edit.schedule = *id;
    edit.version = *version;
    return AskedEdit{std::move(edit), agreed};
}

/// What its timing leaves out for nothing; where nothing is left out nobody looks.
Awaitable<std::vector<domain::Error>> remarks_on(Api& api, domain::Timing timing) {
    if (timing.not_on.empty() || !api.world.timing_remarks) co_return std::vector<domain::Error>{};
    auto work = [remarks = api.world.timing_remarks, timing = std::move(timing), zone = api.world.view.commune().time_zone] {
        return remarks(timing, zone);
    };
    co_return co_await on_worker(api, std::move(work));
}

template <class Written>
Awaitable<boost::json::object> with_remarks(Api& api, Written written, std::optional<domain::Timing> timing,
                                            std::vector<domain::Error> remarks = {}) {
    auto body = write(written);
    if (timing) {
        auto of_timing = co_await remarks_on(api, std::move(*timing));
        std::ranges::move(of_timing, std::back_inserter(remarks));
    }
    write_remarks(remarks, body);
    co_return body;
}

}  // namespace

Awaitable<Answer> list_schedules(Api& api, Request request) {
    auto page = page_request(request);
    if (!page) co_return answer_problem(page.error());
    auto found = co_await api.world.lists.schedules(std::move(*page));
    co_return found ? answer_items(write_all(found->rows), found->next_cursor) : answer_problem(found.error());
}

Awaitable<Answer> create_schedule(Api& api, Request request) {
    auto body = read_json<NewScheduleBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    if (const auto wrong = contradiction(*body, api.world.view.commune().time_zone)) co_return refused(*wrong);
    const auto agreed = ports::Agreed{body->confirmed.value_or(false), body->keep_both.value_or(false)};
    auto schedule = schedule_from(api, request, std::move(*body));
    auto saved = co_await api.world.commands.save_schedule(*request.caller, schedule, agreed);
    if (!saved && saved.error().code == domain::ErrorCode::confirmation_needed && !agreed.keep_both) {
        auto shown = co_await api.world.commands.preview(*request.caller, std::move(schedule));
        if (shown && shown->conflicts.count > 0) co_return answer_conflicts(saved.error(), shown->conflicts);
    }
    if (!saved) co_return refused(saved.error());
    const std::optional timing = saved->timing;
    auto said = co_await with_remarks(api, *saved, timing);
    co_return answer_versioned(std::move(said), saved->version, 201);
}

Awaitable<Answer> preview_schedule(Api& api, Request request) {
    auto body = read_json<NewScheduleBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    if (const auto wrong = contradiction(*body, api.world.view.commune().time_zone)) co_return refused(*wrong);
    auto draft = schedule_from(api, request, std::move(*body));
    const std::optional timing = draft.timing;
    auto preview = co_await api.world.commands.preview(*request.caller, std::move(draft));
    if (!preview) co_return refused(preview.error());
    auto remarks = std::move(preview->remarks);
    auto said = co_await with_remarks(api, std::move(*preview), timing, std::move(remarks));
    co_return answer_json(std::move(said));
}

Awaitable<Answer> edit_schedule(Api& api, Request request) {
    Answer refusal;
    auto asked = asked_edit(request, refusal);
    if (!asked) co_return refusal;
    const auto [edit, agreed] = std::move(*asked);
    auto edited = co_await api.world.commands.edit_schedule(*request.caller, edit, agreed);
    if (!edited && edited.error().code == domain::ErrorCode::confirmation_needed && !agreed.keep_both) {
        auto shown = co_await api.world.commands.preview_edit(*request.caller, edit);
        if (shown && shown->conflicts.count > 0) co_return answer_conflicts(edited.error(), shown->conflicts);
    }
    if (!edited) co_return refused_edit(edited.error());
    auto said = co_await with_remarks(api, *edited, edit.timing);
    co_return answer_versioned(std::move(said), edited->schedule.version);
}

Awaitable<Answer> preview_schedule_edit(Api& api, Request request) {
    Answer refusal;
    auto asked = asked_edit(request, refusal);
    if (!asked) co_return refusal;
    const auto timing = asked->edit.timing;
    auto preview = co_await api.world.commands.preview_edit(*request.caller, std::move(asked->edit));
    if (!preview) co_return refused_edit(preview.error());
    auto remarks = std::move(preview->remarks);
    auto said = co_await with_remarks(api, std::move(*preview), timing, std::move(remarks));
    co_return answer_json(std::move(said));
}

Awaitable<Answer> preview_calendar_import(Api& api, Request request) {
    auto work = [read = api.world.read_calendar, file = std::move(request.body), zone = api.world.view.commune().time_zone] {
        return read(file, zone);
    };
    const auto shown = co_await on_worker(api, std::move(work));
    co_return shown ? answer_json(write(*shown)) : answer_problem(shown.error());
}

Awaitable<Answer> agree_to_schedule(Api& api, Request request) {
    const auto id = path_id<domain::ScheduleId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto agreed = co_await api.world.commands.agree_to_schedule(*request.caller, *id, *version);
    co_return agreed ? answer_versioned(write(*agreed), agreed->version) : answer_problem(agreed.error());
}

Awaitable<Answer> cancel_schedule(Api& api, Request request) {
    const auto id = path_id<domain::ScheduleId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto cancelled = co_await api.world.commands.cancel_schedule(*request.caller, *id, *version);
    co_return cancelled ? answer_versioned(write(*cancelled), cancelled->version) : answer_problem(cancelled.error());
}

}  // namespace village::web_api
