#include "controller/control_loop/touched_wishes.hpp"

#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/staggering.hpp"

namespace village::control_loop {
namespace {

/// Of each part of a schedule so many occurrences are looked at; every single change is.
constexpr std::size_t looked_at_max = 60;

}  // namespace

WantedSound TouchedWish::sound_at(domain::UtcTime planned) const {
    return {announcement, wish.schedule.priority, nodes, planned, length()};
}

domain::Duration longest_grace_of(const domain::Schedule& schedule) {
    domain::Duration longest{};
    for (const auto& wanted : calendar::all_wanted(schedule)) longest = std::max(longest, wanted.start_grace);
    return longest;
}

ports::Awaitable<domain::Result<std::vector<TouchedWish>>> touched_wishes(const Office& office, domain::Schedule schedule,
                                                                          std::uint32_t edition) {
    if (auto readable = calendar::check_schedule(schedule, office.zone, office.now()); !readable) co_return readable.error();
    // What is planned late, within the grace, sounds at once.
    const auto from = office.now() - longest_grace_of(schedule);
    auto wishes = calendar::wishes_of_edition(schedule, office.zone, edition, from, looked_at_max);
    if (!wishes) co_return wishes.error();
    std::vector<TouchedWish> touched;
    for (auto& wish : *wishes) {
        if (auto known = check_special_days(office, wish.schedule); !known) co_return known.error();
        auto announcement = co_await wanted_announcement(office, wish.schedule);
        if (!announcement) co_return announcement.error();
        if (!announcement->content)
            co_return domain::Error{domain::ErrorCode::not_ready, "the audio is not ready yet; listen to it first"};
        auto nodes = office.commune.resolve(wish.schedule.targets);
        if (!nodes) co_return nodes.error();
        if (auto may = check_staggered(wish.schedule, *announcement); !may) co_return may.error();
        const auto waits = waits_for_passes(office, wish.schedule, *announcement, *nodes);
        touched.push_back({std::move(wish), std::move(*announcement), std::move(*nodes), waits});
    }
    co_return touched;
}

}  // namespace village::control_loop
