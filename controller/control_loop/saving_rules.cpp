// What saving other rules takes (hours, special days, approvals): everybody who goes by them is told, and who saved them hears what
// falls away. Whoever may not set them has nothing foreseen for him: that is work.
#include <algorithm>

#include "controller/control_loop/control_loop.hpp"
#include "controller/control_loop/falls_away.hpp"
#include "scheduler/domain/refused_by_hours.hpp"
#include "scheduler/policy/remarks.hpp"

namespace village::control_loop {
namespace {

/// The words of loudspeakers that keep their hours. One that is away at this moment says them, too.
bool is_by_hours(const domain::Foreseen& sound) {
    const auto says = [&](domain::ErrorCode why) { return sound.reason == domain::error_name(why); };
    return std::ranges::any_of(domain::refused_by_hours, says);
}

/// Where its loudspeakers hold it already it is stopped by the special day.
bool is_by_special_day(const domain::Foreseen& sound) { return sound.reason == "special_day" || sound.reason == "stop"; }

bool is_by_approval(const domain::Foreseen& sound) { return sound.reason == "not_approved"; }

std::optional<std::vector<domain::Foreseen>> falls_away_on_days(const Foresight& before, const Foresight& after) {
    auto lost = falls_away(before, after, is_by_special_day);
    if (lost)
        for (auto& sound : *lost) sound.reason = "special_day";
    return lost;
}

}  // namespace

ports::Awaitable<domain::Result<ports::SavedHours>> ControlLoop::save_hours(domain::Operator caller, ports::KeptHours hours) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    const auto before = co_await forecasts_.coming(falls_away_within);
    auto saved = co_await hours_.save(std::move(caller), std::move(hours));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    const auto after = co_await forecasts_.coming(falls_away_within);
    office_.spawn("plan by other hours", schedules_.plan_coming_days());
    auto remarks = policy::remarks_on(saved->hours);
    co_return ports::SavedHours{std::move(*saved), falls_away(before, after, is_by_hours), std::move(remarks)};
}

ports::Awaitable<domain::Result<ports::SavedHoursRules>> ControlLoop::save_hours_rules(domain::Operator caller,
                                                                                       domain::HoursRules rules) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    const auto before = co_await forecasts_.coming(falls_away_within);
    auto saved = co_await hours_.save(std::move(caller), std::move(rules));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    const auto after = co_await forecasts_.coming(falls_away_within);
    office_.spawn("plan by other hours", schedules_.plan_coming_days());
    auto remarks = policy::remarks_on(*saved, office_.hours);
    co_return ports::SavedHoursRules{std::move(*saved), falls_away(before, after, is_by_hours), std::move(remarks)};
}

ports::Awaitable<domain::Result<ports::SavedDayRules>> ControlLoop::save_day_rules(domain::Operator caller,
                                                                                   domain::DayRules rules) {
    if (auto allowed = office_.may(caller, policy::Action::schedule); !allowed) co_return allowed.error();
    const auto before = co_await forecasts_.coming(falls_away_within);
    auto saved = co_await days_.save(std::move(caller), std::move(rules));
    if (!saved) co_return saved.error();
    nodes_.tell_profiles();
    // What is planned is what is foreseen.
    (void)co_await schedules_.plan_coming_days();
    const auto after = co_await forecasts_.coming(falls_away_within);
    co_return ports::SavedDayRules{std::move(*saved), falls_away_on_days(before, after)};
}

ports::Awaitable<domain::Result<ports::SavedApprovalPolicy>> ControlLoop::save_approval_policy(domain::Operator caller,
                                                                                               domain::ApprovalPolicy policy) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    const auto people = co_await office_.ports.stores.operators.all();
    if (!people) co_return people.error();
    const auto before = co_await forecasts_.coming(falls_away_within);
    auto saved = co_await approvals_.save(std::move(caller), std::move(policy));
    if (!saved) co_return saved.error();
    // It holds the grants against the same rules: what may sound only now is signed only after it knows.
    (void)co_await signer_.introduce();
    const auto after = co_await forecasts_.coming(falls_away_within);
    approvals_.on_more_may_sound();
    auto remarks = policy::remarks_on(*saved, *people, office_.commune);
    co_return ports::SavedApprovalPolicy{std::move(*saved), falls_away(before, after, is_by_approval), std::move(remarks)};
}

}  // namespace village::control_loop
