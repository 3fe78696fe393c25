// Which planned sounds meet at common loudspeakers, what becomes of both, and what a person may choose, before anything is saved.
// The overlaps are found in one sweep over time, n log n and a step per two that meet in time; what becomes of two that meet is
// asked of a dry run of just these two. Pure and bounded.
#pragma once

#include <span>

#include "scheduler/dispatch/dry_run.hpp"

namespace village::dispatch {

/// What a schedule (or a single broadcast) wants in a span of time.
struct PlannedSeries {
    std::optional<domain::ScheduleId> schedule;
    std::optional<domain::AnnouncementId> announcement;
    std::string title;
    domain::Priority priority = domain::Priority::normal;
    domain::WhenInterrupted when_interrupted = domain::WhenInterrupted::resume;
    domain::Duration length{};           ///< At one loudspeaker.
    std::vector<domain::Pass> passes{};  ///< As of a broadcast.
    domain::Duration start_grace = domain::usual_start_grace;
    std::string outside_hours_reason;
    domain::NodeSet nodes;
    std::vector<domain::Occurrence> occurrences;
};

/// Where an occurrence stands: the place of its series, and its place in it.
struct OccurrencePlace {
    std::uint32_t series = 0;
    std::uint32_t occurrence = 0;
    auto operator<=>(const OccurrencePlace&) const = default;
};
/// Two that are wanted at the same time at a common node. `a` is the smaller place.
struct Overlap {
    OccurrencePlace a;
    OccurrencePlace b;
    auto operator<=>(const Overlap&) const = default;
};
struct Overlaps {
    std::vector<Overlap> first;  ///< By the time when they meet.
    std::size_t count = 0;       ///< All there are.
};

/// Everything that meets in these series, each pair once; one that ends at the very moment the other begins does not meet it.
Overlaps find_overlaps(std::span<const PlannedSeries> series, std::size_t shown_max);
/// Only what meets an occurrence of series `draft`.
Overlaps find_overlaps_with(std::span<const PlannedSeries> series, std::uint32_t draft, std::size_t shown_max);

struct ConflictOptions {
    domain::HoursPolicy hours;
    domain::UtcTime now{};            ///< What has begun is not moved any more.
    domain::UtcTime planned_until{};  ///< Until when occurrences are broadcasts already, so that one of them can be stopped.
    std::size_t shown_max = 20;
};

/// What saving the series at place `draft` would bring about beside the others.
domain::Conflicts find_conflicts(std::span<const PlannedSeries> series, std::uint32_t draft, const ConflictOptions& options);

}  // namespace village::dispatch
