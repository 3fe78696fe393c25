#include "scheduler/dispatch/conflicts.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

using domain::Conflict;
using domain::ConflictChoice;
using domain::Duration;
using domain::UtcTime;
using Series = std::span<const PlannedSeries>;

/// From T0 until it is over everywhere.
Duration whole_length(const PlannedSeries& one) { return one.length + policy::last_begins_after(one.passes); }

struct Span {
    UtcTime from{};
    UtcTime to{};
    OccurrencePlace place;
};

/// All occurrences of all series, by start.
std::vector<Span> spans_of(Series series) {
    std::size_t count = 0;
    for (const auto& one : series) count += one.occurrences.size();
    std::vector<Span> spans;
    spans.reserve(count);
    for (std::uint32_t s = 0; s < series.size(); ++s)
        for (std::uint32_t o = 0; o < series[s].occurrences.size(); ++o) {
            const auto from = series[s].occurrences[o].planned;
            spans.push_back({from, from + whole_length(series[s]), {s, o}});
        }
    std::ranges::sort(spans, {}, [](const Span& span) { return std::tuple(span.from, span.place); });
    return spans;
}

/// Which series share a node, asked for every pair that meets in time.
class Neighbours {
public:
    explicit Neighbours(Series series) : size_(series.size()), shares_(size_ * size_) {
        for (std::size_t a = 0; a < size_; ++a)
            for (std::size_t b = a; b < size_; ++b)
                shares_[a * size_ + b] = shares_[b * size_ + a] = series[a].nodes.intersects(series[b].nodes);
    }
    bool share(std::uint32_t a, std::uint32_t b) const { return shares_[a * size_ + b]; }

private:
    std::size_t size_;
    std::vector<bool> shares_;
};

/// Who sounds together, and how long after T0.
std::vector<domain::Pass> passes_of(const PlannedSeries& one) {
    return one.passes.empty() ? std::vector<domain::Pass>{{one.nodes, Duration::zero()}} : one.passes;
}

/// Where two occurrences meet, and when each begins there: at the loudspeakers where they meet first.
struct Meeting {
    domain::NodeSet nodes;
    UtcTime a{};
    UtcTime b{};
};
std::optional<Meeting> first_meeting(const PlannedSeries& a, UtcTime at_a, const PlannedSeries& b, UtcTime at_b) {
    std::optional<Meeting> meeting;
    for (const auto& pass_of_a : passes_of(a))
        for (const auto& pass_of_b : passes_of(b)) {
            const auto common = pass_of_a.nodes.shared_with(pass_of_b.nodes);
            const auto from_a = at_a + pass_of_a.after, from_b = at_b + pass_of_b.after;
            if (common.is_empty() || from_a >= from_b + b.length || from_b >= from_a + a.length) continue;
            if (!meeting) meeting = Meeting{{}, from_a, from_b};
            meeting->nodes = meeting->nodes.united_with(common);
        }
    return meeting;
}

/// Two that are staggered part their own neighbours and would speak into each other's: their whole spans meet.
Meeting meeting_of(const PlannedSeries& a, UtcTime at_a, const PlannedSeries& b, UtcTime at_b) {
    return first_meeting(a, at_a, b, at_b).value_or(Meeting{a.nodes.shared_with(b.nodes), at_a, at_b});
}

/// Two whose spans meet and which share a node: of one that is staggered only some passes may meet what is not.
bool meet_at_a_node(Series series, const Span& a, const Span& b) {
    const auto& of_a = series[a.place.series];
    const auto& of_b = series[b.place.series];
    if (of_a.passes.empty() == of_b.passes.empty()) return true;
    return first_meeting(of_a, a.from, of_b, b.from).has_value();
}

void note(const Span& earlier, const Span& later, std::size_t shown_max, Overlaps& found) {
    ++found.count;
    if (found.first.size() >= shown_max) return;
    const auto [a, b] = std::minmax(earlier.place, later.place);
    found.first.push_back({a, b});
}

/// Compares the next one with those that still go on, and drops those that do not.
void meet(const Span& next, std::vector<Span>& going_on, const auto& is_wanted, std::size_t shown_max, Overlaps& found) {
    std::erase_if(going_on, [&](const Span& span) { return span.to <= next.from; });
    for (const auto& span : going_on)
        if (is_wanted(span, next)) note(span, next, shown_max, found);
}

constexpr std::chrono::hours shift_furthest{7 * 24};

/// The next moment when an allowed window opens after `time`, in the days in which another time is looked for.
std::optional<UtcTime> next_opening(const domain::HoursPolicy& hours, UtcTime time) {
    const std::chrono::minutes offset{hours.utc_offset_minutes};
    const auto midnight = std::chrono::floor<std::chrono::days>(time.time_since_epoch() + offset);
    std::optional<UtcTime> next;
    for (auto day = midnight; !next && day <= midnight + shift_furthest; day += std::chrono::days{1})
        for (const auto& window : hours.on(day.count()).allowed) {
            const UtcTime opens{day + std::chrono::minutes{window.from_minute} - offset};
            if (opens > time && (!next || opens < *next)) next = opens;
        }
    return next;
}

/// When the sound of a series would meet nobody at any of its nodes but what is moved: all of it, or one occurrence.
class FreeMoments {
public:
    FreeMoments(Series series, const std::vector<Span>& spans, std::uint32_t whose, std::optional<OccurrencePlace> only,
                const domain::HoursPolicy& hours)
        : length_(whole_length(series[whose])), hours_(hours) {
        for (const auto& span : spans) {
            const bool is_moved = only ? span.place == *only : span.place.series == whose;
            if (is_moved || !series[span.place.series].nodes.intersects(series[whose].nodes)) continue;
            // One run of sound: what touches or meets the run before belongs to it.
            if (!busy_.empty() && span.from <= busy_.back().to) busy_.back().to = std::max(busy_.back().to, span.to);
            else busy_.push_back(span);
        }
    }
    std::optional<UtcTime> after(UtcTime time) const {
        const auto furthest = time + shift_furthest;
        auto busy = std::ranges::partition_point(busy_, [&](const Span& run) { return run.to <= time; });
        while (time <= furthest) {
            if (!policy::check_hours(hours_, time, length_)) {
                const auto opens = next_opening(hours_, time);
                if (!opens) return std::nullopt;
                time = *opens;
                continue;
            }
            while (busy != busy_.end() && busy->to <= time) ++busy;
            if (busy == busy_.end() || busy->from >= time + length_) return time;
            // People write whole minutes.
            time = UtcTime{std::chrono::ceil<std::chrono::minutes>(busy->to.time_since_epoch())};
        }
        return std::nullopt;
    }

private:
    Duration length_;
    const domain::HoursPolicy& hours_;
    std::vector<Span> busy_;  ///< Runs without a gap between two sounds, by time.
};

/// The two alone at one loudspeaker; which one, does not matter.
constexpr domain::NodeNumber anywhere{1};

PlannedSound sound_of(const PlannedSeries& series, const domain::Occurrence& occurrence, UtcTime starts_at,
                      const domain::HoursPolicy& hours) {
    PlannedSound sound;
    auto& broadcast = sound.order.broadcast;
    broadcast.id = domain::broadcast_of(occurrence);
    broadcast.occurrence = occurrence.id;
    broadcast.announcement = series.announcement;
    broadcast.title = series.title;
    broadcast.priority = series.priority;
    broadcast.when_interrupted = series.when_interrupted;
    broadcast.targets = domain::NodeSet{anywhere};
    broadcast.starts_at = starts_at;
    broadcast.start_by = starts_at + series.start_grace;
    broadcast.duration = broadcast.max_duration = series.length;
    broadcast.content = domain::ContentHash{};
    sound.order.schedule = series.schedule;
    sound.order.outside_hours = !series.outside_hours_reason.empty();
    sound.order.quiet_hours =
        sound.order.outside_hours && policy::hours_standing(hours, starts_at, series.length) == policy::HoursStanding::quiet;
    return sound;
}

const domain::Occurrence& at(Series series, OccurrencePlace place) { return series[place.series].occurrences[place.occurrence]; }

domain::Foreseen line_of(const std::vector<domain::Foreseen>& lines, const PlannedSeries& series,
                         const domain::Occurrence& occurrence, const domain::NodeSet& nodes) {
    const auto found = std::ranges::find(lines, domain::broadcast_of(occurrence), &domain::Foreseen::broadcast);
    auto line = *found;
    line.nodes = nodes;
    if (series.schedule) line.occurrence = occurrence.original;
    return line;
}

Conflict conflict_of(Series series, OccurrencePlace draft, OccurrencePlace existing, const domain::HoursPolicy& hours) {
    const auto& a = at(series, draft);
    const auto& b = at(series, existing);
    const auto meeting = meeting_of(series[draft.series], a.planned, series[existing.series], b.planned);
    // What exists is signed before what is saved now: between equals its grant id is the smaller one.
    const std::array planned{sound_of(series[existing.series], b, meeting.b, hours),
                             sound_of(series[draft.series], a, meeting.a, hours)};
    const auto [from, to] = std::minmax(meeting.a, meeting.b);
    const auto lines =
        dry_run({.node = anywhere, .from = from, .to = to + Duration{1}, .hours = hours, .planned = planned}).value();
    return {
        line_of(lines, series[draft.series], a, meeting.nodes), line_of(lines, series[existing.series], b, meeting.nodes), {}};
}

/// Two that meet, and what a person may do about it.
class Choices {
public:
    Choices(Series series, std::uint32_t draft, const ConflictOptions& options)
        : series_(series),
          draft_(draft),
          options_(options),
          spans_(spans_of(series)),
          free_(series, spans_, draft, std::nullopt, options.hours) {}

    std::vector<ConflictChoice> of(OccurrencePlace mine, OccurrencePlace other) const {
        using Kind = ConflictChoice::Kind;
        std::vector<ConflictChoice> choices;
        const bool gives_way = series_[other.series].priority <= series_[draft_].priority && other.series != draft_;
        const bool is_scheduled = series_[other.series].schedule.has_value();
        if (gives_way && (is_scheduled || at(series_, other).planned < options_.planned_until))
            choices.push_back({Kind::replace_once, std::nullopt});
        if (const auto moment = free_.after(at(series_, mine).planned)) choices.push_back({Kind::shift, moment});
        // Elsewhere it may meet what nobody has asked about.
        const bool is_only_here = series_[other.series].nodes.is_subset_of(series_[draft_].nodes);
        if (gives_way && is_scheduled && is_only_here && at(series_, other).planned > options_.now)
            if (const auto moment = behind(mine, other)) choices.push_back({Kind::shift_other, moment});
        choices.push_back({Kind::cancel, std::nullopt});
        choices.push_back({Kind::keep_both, std::nullopt});
        return choices;
    }

private:
    std::optional<UtcTime> behind(OccurrencePlace mine, OccurrencePlace other) const {
        const FreeMoments free{series_, spans_, other.series, other, options_.hours};
        const auto over = at(series_, mine).planned + whole_length(series_[draft_]);
        return free.after(UtcTime{std::chrono::ceil<std::chrono::minutes>(over.time_since_epoch())});
    }

    Series series_;
    std::uint32_t draft_;
    const ConflictOptions& options_;
    std::vector<Span> spans_;
    FreeMoments free_;
};

}  // namespace

Overlaps find_overlaps(Series series, std::size_t shown_max) {
    const Neighbours neighbours{series};
    const auto is_wanted = [&](const Span& a, const Span& b) {
        return neighbours.share(a.place.series, b.place.series) && meet_at_a_node(series, a, b);
    };
    Overlaps found;
    std::vector<Span> going_on;
    for (const auto& next : spans_of(series)) {
        meet(next, going_on, is_wanted, shown_max, found);
        going_on.push_back(next);
    }
    return found;
}

Overlaps find_overlaps_with(Series series, std::uint32_t draft, std::size_t shown_max) {
    std::vector<bool> shares;
    for (const auto& one : series) shares.push_back(one.nodes.intersects(series[draft].nodes));
    const auto is_wanted = [&](const Span& a, const Span& b) {
        return shares[a.place.series] && shares[b.place.series] && meet_at_a_node(series, a, b);
    };
    Overlaps found;
    std::vector<Span> drafts, others;
    for (const auto& next : spans_of(series)) {
        const bool is_draft = next.place.series == draft;
        meet(next, drafts, is_wanted, shown_max, found);
        if (is_draft) meet(next, others, is_wanted, shown_max, found);
        (is_draft ? drafts : others).push_back(next);
    }
    return found;
}

domain::Conflicts find_conflicts(Series series, std::uint32_t draft, const ConflictOptions& options) {
    const auto overlaps = find_overlaps_with(series, draft, options.shown_max);
    domain::Conflicts conflicts{{}, overlaps.count};
    if (overlaps.first.empty()) return conflicts;
    const Choices choices{series, draft, options};
    for (const auto& [a, b] : overlaps.first) {
        const auto mine = a.series == draft ? a : b;
        const auto other = a.series == draft ? b : a;
        auto conflict = conflict_of(series, mine, other, options.hours);
        conflict.choices = choices.of(mine, other);
        conflicts.first.push_back(std::move(conflict));
    }
    return conflicts;
}

}  // namespace village::dispatch
