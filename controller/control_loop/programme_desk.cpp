#include "controller/control_loop/programme_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/programme_hours.hpp"
#include "controller/control_loop/programme_previews.hpp"
#include "controller/control_loop/silent_minutes.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Programme;
using domain::ProgrammeDay;

domain::Status check_list(const std::vector<domain::DayBulletin>& bulletins) {
    if (bulletins.size() > ProgrammeDay::bulletins_max)
        return Error{ErrorCode::too_large, fmt::format("at most {} bulletins on a day", ProgrammeDay::bulletins_max),
                     domain::BrokenRule{"kept_max", std::to_string(ProgrammeDay::bulletins_max), {}}};
    std::set<domain::AnnouncementId> seen;
    for (const auto& bulletin : bulletins) {
        if (!seen.insert(bulletin.announcement).second)
            return Error{ErrorCode::invalid_argument,
                         "an announcement is put in once; a second item of bulletins reads all of them again",
                         domain::BrokenRule{"bulletin_twice", {}, bulletin.announcement.text()}};
        if (bulletin.priority > domain::Priority::priority)
            return Error{ErrorCode::invalid_argument, "a bulletin is background, normal or priority",
                         domain::BrokenRule{"bulletin_priority", {}, bulletin.announcement.text()}};
    }
    return {};
}

domain::Status check_stations(const Office& office, const Programme& programme) {
    for (const auto& item : programme.items)
        if (!item.relay.empty() && !office.relays.contains(item.relay))
            return Error{
                ErrorCode::not_found,
                fmt::format("item \"{}\": there is no station \"{}\"; GET /relays names those that this controller relays",
                            item.key, item.relay),
                domain::BrokenRule{"station", {}, item.relay}};
    return {};
}

std::string minutes(domain::Duration length) { return fmt::to_string(std::chrono::ceil<std::chrono::minutes>(length).count()); }

bool has_place_for_bulletins(const Programme& programme) {
    return std::ranges::any_of(programme.items,
                               [](const auto& item) { return item.kind == domain::ItemKind::bulletins && item.is_on; });
}

}  // namespace

ports::Awaitable<domain::Status> ProgrammeDesk::check(domain::Operator caller, Programme programme) const {
    if (auto allowed = office_.may(caller, policy::Action::schedule); !allowed) co_return allowed;
    if (auto sound = calendar::check_programme(programme); !sound) co_return sound;
    if (auto known = check_stations(office_, programme); !known) co_return known;
    if (auto fits = policy::check_session_length(office_.hours, programme.length); !fits) co_return fits;
    auto named = named_in(programme, {});
    co_return co_await check_known(office_, std::move(named));
}

ports::Awaitable<domain::Result<Programme>> ProgrammeDesk::add(domain::Operator caller, Programme programme) {
    if (auto sound = co_await check(caller, programme); !sound) co_return sound.error();
    auto row = office_.row(caller, "programme.add", programme.id.text(), programme.name);
    co_return co_await office_.ports.stores.programmes.add(std::move(programme), std::move(row));
}

ports::Awaitable<domain::Result<Programme>> ProgrammeDesk::save(domain::Operator caller, Programme programme, bool confirmed) {
    if (auto sound = co_await check(caller, programme); !sound) co_return sound.error();
    auto stored = co_await office_.ports.stores.programmes.find(programme.id);
    if (!stored) co_return stored.error();
    if (auto fits = co_await check_length(*stored, programme); !fits) co_return fits.error();
    if (!confirmed)
        if (auto heard = co_await check_silence(office_, *stored, programme); !heard) co_return heard.error();
    auto row = office_.row(caller, "programme.save", programme.id.text(), programme.name);
    auto saved = co_await office_.ports.stores.programmes.save(std::move(programme), std::move(row));
    if (saved) on_changed();
    co_return saved;
}

ports::Awaitable<domain::Status> ProgrammeDesk::check_unwanted(domain::ProgrammeId id) const {
    auto schedules = co_await schedules_of(office_, id);
    if (!schedules) co_return schedules.error();
    if (schedules->empty()) co_return domain::Status{};
    co_return Error{
        ErrorCode::invalid_argument,
        fmt::format("schedule {} wants it; cancel that first, or let it want another one", schedules->front().id.text()),
        domain::BrokenRule{"programme_scheduled", {}, {}}};
}

ports::Awaitable<domain::Status> ProgrammeDesk::check_length(Programme now, Programme edited) const {
    if (edited.length <= now.length) co_return domain::Status{};
    auto unwanted = co_await check_unwanted(edited.id);
    if (unwanted) co_return domain::Status{};
    co_return Error{
        ErrorCode::invalid_argument,
        "a programme that is on the calendar does not become longer: make a longer one, and let the schedule want that",
        domain::BrokenRule{"programme_longer", minutes(now.length), minutes(edited.length)}};
}

ports::Awaitable<domain::Status> ProgrammeDesk::remove(domain::Operator caller, domain::ProgrammeId id, std::uint32_t version) {
    if (auto allowed = office_.may(caller, policy::Action::schedule); !allowed) co_return allowed;
    auto programme = co_await office_.ports.stores.programmes.find(id);
    if (!programme) co_return programme.error();
    if (auto unwanted = co_await check_unwanted(id); !unwanted) co_return unwanted;
    auto row = office_.row(caller, "programme.remove", id.text(), programme->name);
    co_return co_await office_.ports.stores.programmes.remove(id, version, std::move(row));
}

ports::Awaitable<domain::Status> ProgrammeDesk::check(ProgrammeDay day) const {
    const auto today = date::floor<date::days>(office_.zone.to_local(office_.now()));
    if (day.day < today)
        co_return Error{ErrorCode::schedule_in_past, "this day is over",
                        domain::BrokenRule{"day_past", domain::local_day_text(today), domain::local_day_text(day.day)}};
    if (auto sound = check_list(day.bulletins); !sound) co_return sound;
    auto programme = co_await office_.ports.stores.programmes.find(day.programme);
    if (!programme) co_return programme.error();
    if (!day.bulletins.empty() && !has_place_for_bulletins(*programme))
        co_return Error{ErrorCode::invalid_argument, "this programme has no item for bulletins, or it is switched off",
                        domain::BrokenRule{"no_place_for_bulletins", {}, {}}};
    auto named = named_in({}, day.bulletins);
    co_return co_await check_known(office_, std::move(named));
}

ports::Awaitable<domain::Result<ProgrammeDay>> ProgrammeDesk::put_in(domain::Operator caller, ProgrammeDay day) {
    if (auto allowed = office_.may(caller, policy::Action::schedule); !allowed) co_return allowed.error();
    if (auto sound = co_await check(day); !sound) co_return sound.error();
    if (auto in_time = co_await check_to_come(office_, day); !in_time) co_return in_time.error();
    if (!day.bulletins.empty())
        if (auto heard = co_await check_heard(office_, day); !heard) co_return heard.error();
    auto what = fmt::format("{}: {} bulletins", domain::local_day_text(day.day), day.bulletins.size());
    auto row = office_.row(caller, "programme.bulletins", day.programme.text(), std::move(what));
    auto saved = co_await office_.ports.stores.programmes.save(std::move(day), std::move(row));
    if (saved) on_changed();
    co_return saved;
}

ports::Awaitable<domain::Result<ports::ProgrammePreview>> ProgrammeDesk::preview(domain::ProgrammeId id,
                                                                                 date::local_days day) const {
    auto programme = co_await office_.ports.stores.programmes.find(id);
    if (!programme) co_return programme.error();
    const auto times = co_await heard_times_on(office_, id, day);
    if (!times) co_return times.error();
    co_return co_await preview_of(office_, std::move(*programme), day, *times);
}

}  // namespace village::control_loop
