#include "controller/control_loop/surge_desk.hpp"

#include <algorithm>

#include "controller/control_loop/surges.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::SurgePeriod;

constexpr std::size_t open_at_once_max = 16;

}  // namespace

domain::Status SurgeDesk::check_new(const domain::Operator& caller, const SurgePeriod& period) const {
    // It names a place at least, so the right is always asked.
    if (auto sound = policy::check_surge(period, office_.commune, office_.now()); !sound) return sound;
    for (const auto area : period.areas)
        if (auto allowed = policy::may(caller, policy::Action::set_hours, {area, period.from_priority}, office_.commune);
            !allowed)
            return allowed;
    const auto now = office_.now();
    const auto goes_on = [&](const SurgePeriod& other) { return other.ends_at() > now; };
    if (std::ranges::count_if(office_.surge_periods, goes_on) >= static_cast<std::ptrdiff_t>(open_at_once_max))
        return Error{ErrorCode::too_large, "at most 16 surge periods at once", domain::BrokenRule{"kept_max", "16", {}}};
    const auto is_namesake = [&](const SurgePeriod& other) { return goes_on(other) && other.name == period.name; };
    if (std::ranges::any_of(office_.surge_periods, is_namesake))
        return Error{ErrorCode::already_exists, "a surge period of this name goes on; end it first",
                     domain::BrokenRule{"name_taken", {}, period.name}};
    return {};
}

ports::Awaitable<domain::Result<SurgePeriod>> SurgeDesk::open(domain::Operator caller, SurgePeriod period) {
    if (auto sound = check_new(caller, period); !sound) co_return sound.error();
    period.approved_by = caller.id;
    period.approved_at = office_.now();
    auto detail = domain::utc_text(period.from) + " - " + domain::utc_text(period.until);
    auto row = office_.row(caller, "surge.open", period.name, std::move(detail));
    if (auto saved = co_await office_.ports.stores.rules.save(period, std::move(row)); !saved) co_return saved.error();
    office_.surge_periods.push_back(period);
    co_return period;
}

ports::Awaitable<domain::Result<SurgePeriod>> SurgeDesk::end(domain::Operator caller, domain::SurgePeriodId id) {
    const auto known = std::ranges::find(office_.surge_periods, id, &SurgePeriod::id);
    if (known == office_.surge_periods.end()) co_return Error{ErrorCode::not_found, "no such surge period"};
    auto ended = *known;
    for (const auto area : ended.areas)
        if (auto allowed = policy::may(caller, policy::Action::set_hours, {.area = area}, office_.commune); !allowed)
            co_return allowed.error();
    if (ended.ends_at() <= office_.now()) co_return ended;
    ended.ended_at = office_.now();
    auto row = office_.row(caller, "surge.end", ended.name);
    if (auto saved = co_await office_.ports.stores.rules.save(ended, std::move(row)); !saved) co_return saved.error();
    for (auto& one : office_.surge_periods)
        if (one.id == id) one = ended;
    stop_what_it_permitted(ended, caller.login);
    co_return ended;
}

void SurgeDesk::stop_what_it_permitted(const SurgePeriod& period, const std::string& by) {
    dispatch::StopRequested stop;
    stop.by = by;
    for (const auto id : office_.dispatcher.open_broadcasts()) {
        const auto* broadcast = office_.dispatcher.find(id);
        if (broadcast->state == domain::BroadcastState::planned && broadcast->outside_hours_reason == reason_of(period))
            stop.broadcasts.push_back(id);
    }
    if (stop.broadcasts.empty()) return;
    const dispatch::Event event = std::move(stop);
    switchboard_.handle(event);
}

}  // namespace village::control_loop
