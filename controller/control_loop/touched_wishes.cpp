#include "controller/control_loop/touched_wishes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/programme_orders.hpp"
#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/staggering.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/validity.hpp"

namespace village::control_loop {
namespace {

/// Of each part of a schedule so many occurrences are looked at; every single change is.
constexpr std::size_t looked_at_max = 60;
/// Where all of them fall away: every day of nearly three years.
constexpr std::size_t looked_through_max = 1000;

/// Of what the edition touches.
ports::Awaitable<domain::Result<std::vector<TouchedWish>>> look_at(const Office& office, domain::Schedule schedule,
                                                                   std::uint32_t edition, std::size_t max) {
    // What is planned late, within the grace, sounds at once.
    const auto from = office.now() - longest_grace_of(schedule);
    auto wishes = calendar::wishes_of_edition(schedule, office.zone, edition, from, max);
    if (!wishes) co_return wishes.error();
    std::vector<TouchedWish> touched;
    for (auto& wish : *wishes) {
        if (auto known = check_special_days(office, wish.schedule); !known) co_return known.error();
        auto announcement = co_await wanted_announcement(office, wish.schedule);
        if (!announcement) co_return announcement.error();
        if (!announcement->content) co_return domain::no_sound_yet(*announcement);
        auto nodes = office.commune.resolve(wish.schedule.targets);
        if (!nodes) co_return nodes.error();
        if (auto may = check_staggered(wish.schedule, *announcement); !may) co_return may.error();
        const auto waits = waits_for_passes(office, wish.schedule, *announcement, *nodes);
        touched.push_back({std::move(wish), std::move(*announcement), std::move(*nodes), waits});
    }
    co_return touched;
}

struct Silence {
    domain::UtcTime planned{};
    std::string because;  ///< The special day.
};

/// Takes out what falls away everywhere; gives the first of it.
std::optional<Silence> take_out_silent(const Office& office, std::vector<TouchedWish>& touched) {
    std::optional<Silence> first;
    for (auto& one : touched)
        std::erase_if(one.wish.occurrences, [&](const domain::Occurrence& occurrence) {
            auto day = on_special_days(office, one.wish.schedule, one.announcement, one.nodes, occurrence.planned);
            if (!day.sounds.is_empty()) return false;
            if (!first) first = Silence{occurrence.planned, std::move(day.because)};
            return true;
        });
    std::erase_if(touched, [](const TouchedWish& one) { return one.wish.occurrences.empty(); });
    return first;
}

bool holds_at(const TouchedWish& one, domain::UtcTime planned) {
    return domain::is_valid(one.announcement, planned, one.length());
}

/// That it never holds is refused.
const TouchedWish* never_valid(const std::vector<TouchedWish>& touched) {
    const auto holds = [](const TouchedWish& one) {
        return std::ranges::any_of(one.wish.occurrences,
                                   [&](const auto& occurrence) { return holds_at(one, occurrence.planned); });
    };
    if (touched.empty() || std::ranges::any_of(touched, holds)) return nullptr;
    const auto with_a_time = std::ranges::find_if(touched, [](const auto& one) { return !one.wish.occurrences.empty(); });
    return with_a_time == touched.end() ? nullptr : &*with_a_time;
}

ports::Awaitable<domain::Status> check_ever_valid(const Office& office, domain::Schedule schedule, std::uint32_t edition,
                                                  std::vector<TouchedWish> touched) {
    if (never_valid(touched) == nullptr) co_return domain::Status{};
    auto further = co_await look_at(office, std::move(schedule), edition, looked_through_max);
    if (!further) co_return further.error();
    (void)take_out_silent(office, *further);
    const auto* one = never_valid(*further);
    if (one == nullptr) co_return domain::Status{};
    co_return not_valid(office, one->announcement, one->wish.occurrences.front().planned);
}

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
    co_return co_await look_at(office, std::move(schedule), edition, looked_at_max);
}

ports::Awaitable<domain::Result<std::vector<TouchedWish>>> heard_wishes(const Office& office, domain::Schedule schedule,
                                                                        std::uint32_t edition) {
    auto touched = co_await touched_wishes(office, schedule, edition);
    if (!touched) co_return touched.error();
    const auto silent = take_out_silent(office, *touched);
    if (!touched->empty() || !silent) {
        if (auto valid = co_await check_ever_valid(office, std::move(schedule), edition, *touched); !valid)
            co_return valid.error();
        co_return touched;
    }
    auto further = co_await look_at(office, std::move(schedule), edition, looked_through_max);
    if (!further) co_return further.error();
    (void)take_out_silent(office, *further);
    if (!further->empty()) co_return further;
    co_return domain::Error{
        domain::ErrorCode::recurrence_never_fires,
        fmt::format("it would never sound: \"{}\" lets all of it fall away", silent->because),
        domain::BrokenRule{"special_day", silent->because, domain::local_text(office.zone.to_local(silent->planned))}};
}

std::optional<domain::Error> first_not_valid(const Office& office, const std::vector<TouchedWish>& touched) {
    std::optional<domain::Error> first;
    auto earliest = domain::UtcTime::max();
    for (const auto& one : touched)
        for (const auto& occurrence : one.wish.occurrences) {
            if (occurrence.planned >= earliest || holds_at(one, occurrence.planned)) continue;
            earliest = occurrence.planned;
            first = not_valid(office, one.announcement, earliest);
            first->rule->name = "validity_in_part";
        }
    return first;
}

bool says_nothing_is_left(const domain::Error& error) {
    const auto rule = error.rule ? std::string_view{error.rule->name} : std::string_view{};
    const bool by_special_days = error.code == domain::ErrorCode::recurrence_never_fires && rule == "special_day";
    return by_special_days || (error.code == domain::ErrorCode::expired && rule == "validity");
}

}  // namespace village::control_loop
