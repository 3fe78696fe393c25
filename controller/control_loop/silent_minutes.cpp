// Where nothing would be heard inside a programme: part of touched_wishes.hpp.
#include <fmt/format.h>

#include "controller/control_loop/programme_days.hpp"
#include "controller/control_loop/touched_wishes.hpp"

namespace village::control_loop {
namespace {

/// "05:45"
std::string wall_clock(const Office& office, domain::UtcTime time) {
    return domain::local_text(office.zone.to_local(std::chrono::floor<std::chrono::seconds>(time))).substr(11, 5);
}

domain::Error silent_for(const Office& office, domain::UtcTime begins, const calendar::Silence& silence) {
    const auto span = fmt::format("{}-{}", wall_clock(office, begins + silence.from), wall_clock(office, begins + silence.to));
    return {domain::ErrorCode::confirmation_needed,
            fmt::format("nothing would be heard from {}; put something in, choose music for gaps, or confirm it", span),
            domain::BrokenRule{"silence", fmt::format("{} s", calendar::silence_max.count()), span}};
}

}  // namespace

ports::Awaitable<domain::Status> check_silence(const Office& office, const std::vector<TouchedWish>& touched) {
    for (std::size_t place = 0; place < touched.size(); ++place) {
        const auto& wish = touched[place].wish;
        if (!wish.schedule.programme || wish.occurrences.empty()) continue;
        const auto begins = wish.occurrences.front().planned;
        auto programme = co_await office.ports.stores.programmes.find(*wish.schedule.programme);
        if (!programme) co_return programme.error();
        const auto day = date::floor<date::days>(office.zone.to_local(begins));
        auto composed = co_await composed_day(office, std::move(*programme), day, wish.schedule.priority, begins);
        if (!composed) co_return composed.error();
        if (!composed->silences.empty()) co_return silent_for(office, begins, composed->silences.front());
    }
    co_return domain::Status{};
}

}  // namespace village::control_loop
