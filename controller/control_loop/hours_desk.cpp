#include "controller/control_loop/hours_desk.hpp"

#include <fmt/format.h>

#include "scheduler/policy/hour_windows.hpp"
#include "scheduler/policy/hours_rules.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Status> HoursDesk::load() {
    auto kept = co_await office_.ports.stores.rules.hours_rules();
    if (!kept) co_return kept.error();
    office_.hours_rules = std::move(*kept);
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<ports::KeptHours>> HoursDesk::save(domain::Operator caller, ports::KeptHours own) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    if (auto sound = policy::check_own_hours(own.hours, office_.hours_rules); !sound) co_return sound.error();
    auto words = fmt::format("{}, quiet {}, sessions: {} of {} min", policy::windows_text(own.hours.allowed),
                             policy::window_text(own.hours.quiet), own.hours.sessions_per_day,
                             own.hours.longest_session / std::chrono::minutes{1});
    auto row = office_.row(caller, "hours.save", "commune", std::move(words));
    auto saved = co_await office_.ports.stores.commune.save(std::move(own), std::move(row));
    if (!saved) co_return saved.error();
    office_.hours = saved->hours;
    co_return *saved;
}

ports::Awaitable<domain::Result<domain::HoursRules>> HoursDesk::save(domain::Operator caller, domain::HoursRules rules) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    if (auto sound = policy::check_hours_rules(rules, office_.hours, office_.commune); !sound) co_return sound.error();
    auto row = office_.row(caller, "hours_rules.save", "commune", std::to_string(rules.rules.size()) + " rules");
    auto saved = co_await office_.ports.stores.rules.save(std::move(rules), std::move(row));
    if (!saved) co_return saved.error();
    office_.hours_rules = *saved;
    co_return *saved;
}

}  // namespace village::control_loop
