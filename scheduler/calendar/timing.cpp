#include "scheduler/calendar/timing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/calendar/rrule_text.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using std::chrono::seconds;

constexpr date::days a_day{1};

std::string clock_text(seconds time) { return date::format("%R", time); }
seconds time_of_day(LocalTime time) { return time - date::floor<date::days>(time); }

domain::Status check_times_of_day(const Timing& timing) {
    if (timing.also_at.size() >= times_a_day_max)
        return Error{ErrorCode::too_large, fmt::format("at most {} times a day", times_a_day_max),
                     domain::BrokenRule{"kept_max", std::to_string(times_a_day_max), {}}};
    auto before = time_of_day(timing.first);
    for (const auto time : timing.also_at) {
        if (time <= before || time >= a_day)
            return Error{ErrorCode::invalid_argument, "the times of the day ascend, and the first start is the earliest",
                         domain::BrokenRule{"times_ascend", clock_text(time_of_day(timing.first)), clock_text(time)}};
        before = time;
    }
    const auto* rule = std::get_if<Rrule>(&timing.repeats);
    if (rule && !timing.also_at.empty() && names_hours(rule->text))
        return Error{ErrorCode::invalid_argument, "more times of the day do not go with BYHOUR and BYMINUTE",
                     domain::BrokenRule{"times_twice", {}, rule->text}};
    return {};
}

domain::Status check_bounds(const Timing& timing) {
    if (timing.also_on.size() > single_moments_max || timing.not_on.size() > single_moments_max)
        return Error{ErrorCode::too_large, fmt::format("at most {} single days are added or left out", single_moments_max),
                     domain::BrokenRule{"kept_max", std::to_string(single_moments_max), {}}};
    if (timing.valid_from && timing.valid_until && *timing.valid_until < *timing.valid_from)
        return Error{ErrorCode::invalid_argument, "the validity ends before it begins",
                     domain::BrokenRule{"validity_order", domain::local_day_text(*timing.valid_from),
                                        domain::local_day_text(*timing.valid_until)}};
    return {};
}

}  // namespace

std::string_view absence_name(Absence absence) {
    if (absence == Absence::left_out) return "left_out";
    return absence == Absence::before_validity ? "before_validity" : "after_validity";
}

ReadTiming::ReadTiming(Timing timing, const ZoneRules& zone, std::optional<Recurrence> rule)
    : timing_(std::move(timing)), zone_(zone), rule_(std::move(rule)) {
    for (const auto local : timing_.not_on) not_on_.push_back(zone_.to_utc(local));
    std::ranges::sort(not_on_);
}

domain::Result<ReadTiming> ReadTiming::make(Timing timing, const ZoneRules& zone) {
    if (auto times = check_times_of_day(timing); !times) return times.error();
    if (auto bounds = check_bounds(timing); !bounds) return bounds.error();
    std::optional<Recurrence> rule;
    if (const auto* text = std::get_if<Rrule>(&timing.repeats)) {
        auto parsed = Recurrence::parse(text->text, timing.first, zone);
        if (!parsed) return parsed.error();
        rule = std::move(*parsed);
    }
    if (const auto* lunar = std::get_if<LunarRule>(&timing.repeats))
        if (auto readable = check_lunar_rule(*lunar); !readable) return readable.error();
    return ReadTiming{std::move(timing), zone, std::move(rule)};
}

/// Each day's first time.
std::vector<LocalTime> ReadTiming::first_times(LocalTime from, LocalTime to, std::size_t max) const {
    if (rule_) return rule_->between(from, to, max);
    std::vector<LocalTime> moments;
    if (const auto* lunar = std::get_if<LunarRule>(&timing_.repeats)) {
        const auto begin = date::floor<date::days>(std::max(from, timing_.first));
        for (const auto day : lunar_days(*lunar, begin, date::floor<date::days>(to) + a_day, max))
            moments.push_back(day + time_of_day(timing_.first));
    } else {
        moments.push_back(timing_.first);
    }
    std::erase_if(moments, [&](LocalTime moment) { return moment < from || moment >= to || moment < timing_.first; });
    return moments;
}

/// On the wall clock, each once.
std::vector<LocalTime> ReadTiming::given(LocalTime from, LocalTime to, std::size_t max) const {
    // A day whose first time lies before `from` may have a later one behind it.
    auto moments = first_times(timing_.also_at.empty() ? from : from - a_day, to, max);
    const auto days = moments.size();
    for (std::size_t i = 0; i < days; ++i)
        for (const auto time : timing_.also_at) moments.push_back(date::floor<date::days>(moments[i]) + time);
    moments.insert(moments.end(), timing_.also_on.begin(), timing_.also_on.end());
    std::erase_if(moments, [&](LocalTime moment) { return moment < from || moment >= to; });
    return moments;
}

std::optional<Absence> ReadTiming::absence_of(LocalTime local, domain::UtcTime utc) const {
    const auto day = date::floor<date::days>(local);
    if (timing_.valid_from && day < *timing_.valid_from) return Absence::before_validity;
    if (timing_.valid_until && day > *timing_.valid_until) return Absence::after_validity;
    if (std::ranges::binary_search(not_on_, utc)) return Absence::left_out;
    return std::nullopt;
}

std::vector<Moment> ReadTiming::with_absent(LocalTime from, LocalTime to, std::size_t max) const {
    std::vector<Moment> moments;
    for (const auto local : given(from, to, max)) {
        const auto utc = zone_.to_utc(local);
        moments.push_back({local, utc, absence_of(local, utc)});
    }
    // The wall clock and UTC disagree about the order around a gap, and two times of the wall may be one moment: it sounds once.
    if (!std::ranges::is_sorted(moments, {}, &Moment::utc)) std::ranges::stable_sort(moments, {}, &Moment::utc);
    const auto is_same = [](const Moment& a, const Moment& b) { return a.utc == b.utc; };
    moments.erase(std::unique(moments.begin(), moments.end(), is_same), moments.end());
    return moments;
}

std::vector<Moment> ReadTiming::between(LocalTime from, LocalTime to, std::size_t max) const {
    if (timing_.valid_from) from = std::max(from, LocalTime{*timing_.valid_from});
    if (timing_.valid_until) to = std::min(to, LocalTime{*timing_.valid_until + a_day});
    if (from >= to) return {};
    auto moments = with_absent(from, to, max + not_on_.size());
    std::erase_if(moments, [](const Moment& moment) { return moment.absence.has_value(); });
    return moments;
}

}  // namespace village::calendar
