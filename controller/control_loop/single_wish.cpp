#include "controller/control_loop/single_wish.hpp"

#include "controller/control_loop/conflicts.hpp"
#include "controller/control_loop/second_person.hpp"
#include "controller/control_loop/stop_wishes.hpp"
#include "controller/control_loop/touched_wishes.hpp"

namespace village::control_loop {

domain::Schedule as_schedule(const Office& office, const ports::BroadcastRequest& request) {
    domain::Schedule schedule;
    schedule.announcement = request.announcement;
    schedule.targets = request.targets;
    schedule.priority = request.priority;
    schedule.when_interrupted = request.when_interrupted;
    schedule.staggered = request.staggered;
    schedule.outside_hours_reason = request.outside_hours_reason;
    const auto starts_at = request.starts_at.value_or(office.now() + lead_of_now);
    schedule.timing.first =
        office.zone.to_local(domain::UtcTime{std::chrono::ceil<std::chrono::seconds>(starts_at.time_since_epoch())});
    return schedule;
}

namespace {

ports::Awaitable<domain::Status> check_few_enough(const Office& office, domain::Operator caller, domain::Schedule schedule,
                                                  bool is_explained) {
    const auto touched = co_await touched_wishes(office, schedule, 0);
    if (!touched) co_return touched.error();
    const auto few = co_await check_sessions(office, schedule, *touched);
    if (few) co_return domain::Status{};
    auto refusal = as_told_to(office, caller, policy::Action::broadcast_now, *touched, few.error());
    if (!is_explained || !is_one_too_many(refusal)) co_return refusal;
    co_return check_one_person_may(office);
}

}  // namespace

ports::Awaitable<domain::Status> check_beside_others(const Office& office, domain::Operator caller,
                                                     ports::BroadcastRequest request) {
    // What it puts right or makes up for was counted.
    if (request.corrects || request.replays) co_return domain::Status{};
    const auto schedule = as_schedule(office, request);
    const bool is_explained = request.confirmed && !request.outside_hours_reason.empty();
    if (auto few = co_await check_few_enough(office, std::move(caller), schedule, is_explained); !few) co_return few;
    // What is live goes first wherever it meets another.
    if (request.streamed || request.keep_both) co_return domain::Status{};
    const auto met = co_await conflicts_of(office, schedule, 0);
    if (!met) co_return met.error();
    if (met->count > 0) co_return refusal_of(*met);
    co_return domain::Status{};
}

}  // namespace village::control_loop
