// A Schedule (lịch phát) is a rule: when an Announcement or a Programme is wanted, and where. An Occurrence (lượt phát dự kiến) is one
// concrete moment it produces; its id follows from the rule and the original moment, so planning twice plans once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/special_days.hpp"
#include "scheduler/domain/time.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::domain {

enum class ScheduleState : std::uint8_t { active, cancelled };

/// What is wanted, and where: all of a Schedule but its times.
struct Wanted {
    AnnouncementId announcement;           ///< Empty where a programme is wanted.
    std::optional<ProgrammeId> programme;  ///< On each day what it is then.
    Targets targets;
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    Duration start_grace = usual_start_grace;
    std::string outside_hours_reason;
    std::vector<DayReaction> on_special_days;
    bool staggered = false;  ///< One echo group after the other.
    bool operator==(const Wanted&) const = default;
};

/// What an edit says anew of it; what is empty stays as it is.
struct WantedEdit {
    std::optional<AnnouncementId> announcement;  ///< Or a programme, never both; either takes the place of the other.
    std::optional<ProgrammeId> programme;
    std::optional<Targets> targets;
    std::optional<Priority> priority;
    std::optional<WhenInterrupted> when_interrupted;
    std::optional<Duration> start_grace;
    std::optional<std::string> outside_hours_reason;
    std::optional<std::vector<DayReaction>> on_special_days;
    std::optional<bool> staggered;
    bool operator==(const WantedEdit&) const = default;
};
Wanted changed(Wanted wanted, const WantedEdit& edit);

/// From `from` until the next part begins; what its timing gives outside of that does not sound.
struct Part {
    UtcTime from = UtcTime::min();  ///< The first part begins with time itself.
    Timing timing;
    Wanted wanted;
    std::uint32_t edition = 0;  ///< The version of the schedule that came of its last edit; 0: as it was made.
    bool operator==(const Part&) const = default;
};

/// Another moment, another wish, or both, for one occurrence (RFC 5545 RECURRENCE-ID). One whose original moment the schedule no
/// longer gives has no effect.
struct OneChange {
    UtcTime original{};
    std::optional<UtcTime> moved_to;
    std::optional<Wanted> wanted;
    std::uint32_t edition = 0;  ///< As that of a Part; the later of the two counts ...
    bool has_begun = false;     ///< ... but this one had begun when its part was edited: it stays what it was.
    bool operator==(const OneChange&) const = default;
};

/// Who asked for what an edition touches, and who else agreed to it outside the hours or beyond the sessions of a day.
struct Asking {
    std::uint32_t edition = 0;
    OperatorId by;
    std::optional<OperatorId> agreed_by;
    std::string sessions_reason{};  ///< Why a day of it may have more sessions than is allowed; empty: none has.
    bool operator==(const Asking&) const = default;
};

/// What became of a schedule that was edited. What a Schedule says itself holds from its last edit on.
struct Edits {
    UtcTime since = UtcTime::min();  ///< From when on.
    std::uint32_t edition = 0;
    std::vector<Part> earlier;       ///< What held before, ascending by `from`.
    std::vector<OneChange> changes;  ///< Ascending by `original`, one for each.
    std::optional<UtcTime> ends;     ///< Nothing whose original is here or later.
    std::vector<Asking> askings;     ///< Of every edition that something has, ascending; 0 is how it was made.
    bool operator==(const Edits&) const = default;
};

struct Schedule {
    ScheduleId id;
    AnnouncementId announcement;  ///< As in Wanted.
    std::optional<ProgrammeId> programme;
    Targets targets;
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    Timing timing;  ///< On the wall clock of `time_zone`.
    std::string time_zone = "Asia/Ho_Chi_Minh";
    Edits edits;
    Duration start_grace = usual_start_grace;  ///< start_by = planned + this; later is missed, never played late.
    std::string outside_hours_reason;          ///< Why it may sound outside the allowed hours; empty: it may not.
    std::vector<DayReaction> on_special_days;  ///< Where nothing is said: no music in mourning, all else is kept.
    bool staggered = false;
    ScheduleState state = ScheduleState::active;
    OperatorId created_by;
    UtcTime created_at{};
    std::uint32_t version = 1;
    bool operator==(const Schedule&) const = default;
};

Wanted wanted_of(const Schedule& schedule);
/// Who asked for this edition; of a schedule from before askings were kept whoever made it, and nobody agreed.
Asking asking_of(const Schedule& schedule, std::uint32_t edition);
/// The schedule, wanting this.
Schedule as_wanted(Schedule schedule, const Wanted& wanted);

struct Occurrence {
    OccurrenceId id;
    ScheduleId schedule;
    UtcTime original{};         ///< The moment the rule gave; keeps the id when only this one is moved (RFC 5545 RECURRENCE-ID).
    UtcTime planned{};          ///< When it is to sound.
    std::uint32_t edition = 0;  ///< Of the edit that last touched it.
    bool operator==(const Occurrence&) const = default;
};

/// First 16 bytes of SHA-256("occ-v1" ‖ schedule id (16) ‖ original, microseconds since 1970 as i64 big-endian).
OccurrenceId occurrence_id(ScheduleId schedule, UtcTime original);
/// The broadcast of an occurrence that no edit touched carries the same 16 bytes: planning it again is the same broadcast. An edited
/// one is another broadcast, because the old one may be signed already: first 16 bytes of SHA-256("edited-v1" ‖ occurrence id (16) ‖
/// edition, big-endian).
BroadcastId broadcast_of(const Occurrence& occurrence);
/// Of one that was taken back and is wanted again: `again` counts from 2. First 16 bytes of SHA-256("again-v1" ‖
/// broadcast_of(occurrence) (16) ‖ again (4, big-endian)).
BroadcastId broadcast_again(const Occurrence& occurrence, std::uint32_t again);
/// One piece of a programme on the day of this occurrence: first 16 bytes of SHA-256("piece-v1" ‖ broadcast_of(occurrence) (16) ‖ what
/// it is, in words). Whatever is another sound, or at another time, is another broadcast.
BroadcastId broadcast_of_piece(const Occurrence& occurrence, std::string_view what);

}  // namespace village::domain
