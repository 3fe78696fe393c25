#include "scheduler/calendar/expand.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/calendar/past.hpp"

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Occurrence;
using domain::UtcTime;

constexpr std::chrono::hours wider_by{24};
constexpr std::chrono::hours next_within{12 * 366 * 24};
/// Moments around the edges of a span that belong to its neighbours.
constexpr std::size_t edge_moments = 64;

/// The tz database knows some thousand years; nobody plans beyond these.
UtcTime within_reason(UtcTime time) {
    using std::chrono::seconds;
    return std::clamp(time, UtcTime{seconds{0}}, UtcTime{seconds{16'725'225'600}});  // 1970 to 2500.
}

/// Of a series that gives nothing from `now` on.
Error why_none_comes(const Series& series, const ZoneRules& zone, UtcTime now) {
    using domain::BrokenRule;
    const auto& timing = series.parts.back().timing;
    const auto today = date::floor<date::days>(zone.to_local(now));
    if (timing.valid_until && *timing.valid_until < today) {
        const auto last = domain::local_day_text(*timing.valid_until);
        return {ErrorCode::schedule_in_past, fmt::format("its validity ended on {}", last), BrokenRule{"valid_until", last, {}}};
    }
    if (timing.valid_until && *timing.valid_until < date::floor<date::days>(timing.first)) {
        const auto last = domain::local_day_text(*timing.valid_until);
        return {ErrorCode::invalid_argument, fmt::format("its validity ends on {}, before it first comes", last),
                BrokenRule{"validity_order", domain::local_day_text(date::floor<date::days>(timing.first)), last}};
    }
    const auto first = local_text(timing.first);
    if (zone.to_utc(timing.first) >= now + next_within)
        return {ErrorCode::invalid_argument, fmt::format("{} is more than 12 years away", first),
                BrokenRule{"furthest_start", "12", first}};
    if (zone.to_utc(timing.first) >= now)
        return {ErrorCode::recurrence_never_fires, fmt::format("all that comes from {} on is left out", first),
                BrokenRule{"all_left_out", {}, first}};
    return moment_past(zone.to_utc(timing.first), now, zone);
}

}  // namespace

Expander::Expander(Series series, const ZoneRules& zone, std::vector<ReadTiming> parts)
    : series_(std::move(series)), zone_(zone), parts_(std::move(parts)) {
    for (const auto& change : series_.changes)
        if (change.moved_to && gives(change.original)) moved_.push_back(occurrence(change.original, *change.moved_to));
}

domain::Result<Expander> Expander::make(const Series& series, const ZoneRules& zone) {
    if (auto ordered = check_series(series); !ordered) return ordered.error();
    std::vector<ReadTiming> parts;
    for (const auto& part : series.parts) {
        auto timing = ReadTiming::make(part.timing, zone);
        if (!timing) return timing.error();
        parts.push_back(std::move(*timing));
    }
    return Expander{series, zone, std::move(parts)};
}

domain::Result<Expander> Expander::make(const domain::Schedule& schedule, const ZoneRules& zone) {
    return make(series_of(schedule), zone);
}

Occurrence Expander::occurrence(UtcTime original, UtcTime planned) const {
    const auto* change = change_of(original);
    // One that was moved wants what its part wants, so an edit of the part touches it, too.
    auto edition = series_.parts[part_at(original)].edition;
    if (change) edition = change->has_begun ? change->edition : std::max(edition, change->edition);
    return {domain::occurrence_id(series_.id, original), series_.id, original, planned, edition};
}

UtcTime Expander::planned(UtcTime original) const {
    const auto* change = change_of(original);
    return change && change->moved_to ? *change->moved_to : original;
}

std::size_t Expander::part_at(UtcTime original) const {
    const auto after = std::ranges::upper_bound(series_.parts, original, {}, &Part::from);
    return after == series_.parts.begin() ? 0 : static_cast<std::size_t>(after - series_.parts.begin()) - 1;
}

UtcTime Expander::end_of(std::size_t part) const {
    const auto end = part + 1 < series_.parts.size() ? series_.parts[part + 1].from : UtcTime::max();
    return series_.ends ? std::min(end, *series_.ends) : end;
}

const OneChange* Expander::change_of(UtcTime original) const {
    const auto found = std::ranges::lower_bound(series_.changes, original, {}, &OneChange::original);
    return found != series_.changes.end() && found->original == original ? &*found : nullptr;
}

bool Expander::gives(UtcTime original) const {
    const auto moments = moments_of(part_at(original), original, original + std::chrono::microseconds{1}, 1);
    return !moments.empty();
}

const Wanted& Expander::wanted(const Occurrence& occurrence) const {
    const auto* change = change_of(occurrence.original);
    if (change && change->wanted) return *change->wanted;
    return series_.parts[part_at(occurrence.original)].wanted;
}

std::vector<Moment> Expander::moments_of(std::size_t part, UtcTime from, UtcTime to, std::size_t max) const {
    from = within_reason(std::max(from, series_.parts[part].from));
    to = within_reason(std::min(to, end_of(part)));
    if (from >= to) return {};
    // A day more on either side: no zone is further away, and what does not belong is left out below.
    auto moments = parts_[part].between(zone_.to_local(from) - wider_by, zone_.to_local(to) + wider_by, max + edge_moments);
    std::erase_if(moments, [&](const Moment& moment) { return moment.utc < from || moment.utc >= to; });
    return moments;
}

std::vector<Occurrence> Expander::occurrences(UtcTime from, UtcTime to, std::size_t max) const {
    std::vector<Occurrence> found;
    if (!series_.active || from >= to) return found;
    for (std::size_t part = part_at(from); part < parts_.size() && found.size() < max; ++part)
        for (const auto& moment : moments_of(part, from, to, max + moved_.size())) {
            const auto* change = change_of(moment.utc);
            if (!change || !change->moved_to) found.push_back(occurrence(moment.utc, moment.utc));
        }
    const auto here = [&](const Occurrence& moved) { return moved.planned >= from && moved.planned < to; };
    if (std::ranges::any_of(moved_, here)) {
        std::ranges::copy_if(moved_, std::back_inserter(found), here);
        std::ranges::stable_sort(found, {}, [](const Occurrence& one) { return std::pair{one.planned, one.original}; });
    }
    if (found.size() > max) found.resize(max);
    return found;
}

std::vector<Occurrence> Expander::between(UtcTime from, UtcTime to) const { return occurrences(from, to, occurrences_max); }

std::optional<Occurrence> Expander::next(UtcTime from) const {
    const auto found = occurrences(from, within_reason(from) + next_within, 1);
    if (found.empty()) return std::nullopt;
    return found.front();
}

std::vector<Occurrence> Expander::of_edition(std::uint32_t edition, UtcTime from, std::size_t max) const {
    std::vector<Occurrence> found;
    if (!series_.active) return found;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        if (series_.parts[part].edition != edition) continue;
        auto moments = moments_of(part, from, UtcTime::max(), max + series_.changes.size());
        std::erase_if(moments, [&](const Moment& moment) { return change_of(moment.utc) != nullptr; });
        if (moments.size() > max) moments.resize(max);
        for (const auto& moment : moments) found.push_back(occurrence(moment.utc, moment.utc));
        for (const auto added : series_.parts[part].timing.also_on) {
            const auto moment = zone_.to_utc(added);
            if (moment >= from && part_at(moment) == part && gives(moment) && !change_of(moment))
                found.push_back(occurrence(moment));
        }
    }
    for (const auto& change : series_.changes) {
        const auto one = occurrence(change.original);
        if (one.edition == edition && one.planned >= from && gives(change.original)) found.push_back(one);
    }
    std::ranges::sort(found, {}, [](const Occurrence& one) { return std::pair{one.planned, one.original}; });
    const auto is_same = [](const Occurrence& one, const Occurrence& other) { return one.id == other.id; };
    found.erase(std::unique(found.begin(), found.end(), is_same), found.end());
    return found;
}

std::vector<AbsentOccurrence> Expander::absent(UtcTime from, UtcTime to) const {
    std::vector<AbsentOccurrence> found;
    from = within_reason(from);
    to = within_reason(to);
    if (!series_.active || from >= to) return found;
    for (std::size_t part = part_at(from); part < parts_.size(); ++part) {
        const auto begin = std::max(from, series_.parts[part].from), end = std::min(to, end_of(part));
        if (begin >= end) continue;
        for (const auto& moment :
             parts_[part].with_absent(zone_.to_local(begin) - wider_by, zone_.to_local(end) + wider_by, occurrences_max)) {
            const bool here = moment.absence && moment.utc >= begin && moment.utc < end && found.size() < occurrences_max;
            if (here) found.push_back({occurrence(moment.utc, moment.utc), *moment.absence});
        }
    }
    return found;
}

domain::Result<std::vector<Occurrence>> expand(const domain::Schedule& schedule, const ZoneRules& zone, UtcTime from,
                                               UtcTime to) {
    const auto expander = Expander::make(schedule, zone);
    if (!expander) return expander.error();
    return expander->between(from, to);
}

domain::Status check_schedule(const Series& series, const ZoneRules& zone, UtcTime now) {
    const auto expander = Expander::make(series, zone);
    if (!expander) return expander.error();
    if (series.active && !expander->next(now)) return why_none_comes(series, zone, now);
    return {};
}

domain::Status check_schedule(const domain::Schedule& schedule, const ZoneRules& zone, UtcTime now) {
    return check_schedule(series_of(schedule), zone, now);
}

}  // namespace village::calendar
