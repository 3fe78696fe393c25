#include "scheduler/calendar/left_out.hpp"

#include <algorithm>

namespace village::calendar {
namespace {

/// Of what is behind so many moments of the rule nothing is said.
constexpr std::size_t looked_at_max = 10'000;

}  // namespace

std::vector<LocalTime> left_out_of_nothing(const Timing& timing, const ZoneRules& zone) {
    auto left_out = timing.not_on;
    const auto readable = ReadTiming::make(timing, zone);
    if (left_out.empty() || !readable) return {};
    std::ranges::sort(left_out);
    const auto moments = readable->with_absent(left_out.front(), left_out.back() + std::chrono::seconds{1}, looked_at_max);
    const bool is_all = moments.size() < looked_at_max;
    std::erase_if(left_out, [&](LocalTime one) {
        const auto utc = zone.to_utc(one);
        if (!is_all && utc > moments.back().utc) return true;
        const auto found = std::ranges::lower_bound(moments, utc, {}, &Moment::utc);
        return found != moments.end() && found->utc == utc && found->absence == Absence::left_out;
    });
    return left_out;
}

}  // namespace village::calendar
