// A Schedule (lịch phát) is a rule: when an Announcement is wanted, and where. An Occurrence (lượt phát dự kiến) is one
// concrete moment it produces; its id follows from the rule and the original moment, so planning twice plans once.
#pragma once

#include <optional>
#include <string>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

enum class ScheduleState : std::uint8_t { active, cancelled };

struct Schedule {
    ScheduleId id;
    AnnouncementId announcement;
    Targets targets;
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    std::string local_start;  ///< First start on the wall clock of `time_zone`: "2026-11-23T05:30:00".
    std::string time_zone = "Asia/Ho_Chi_Minh";
    std::string recurrence;                    ///< RFC 5545 RRULE without "RRULE:", empty for once: "FREQ=WEEKLY;BYDAY=MO,TU".
    Duration start_grace = usual_start_grace;  ///< start_by = planned + this; later is missed, never played late.
    std::string outside_hours_reason;          ///< Why it may sound outside the allowed hours; empty: it may not.
    ScheduleState state = ScheduleState::active;
    OperatorId created_by;
    UtcTime created_at{};
    std::uint32_t version = 1;
    bool operator==(const Schedule&) const = default;
};

struct Occurrence {
    OccurrenceId id;
    ScheduleId schedule;
    UtcTime original{};  ///< The moment the rule gave; keeps the id when only this one is moved (RFC 5545 RECURRENCE-ID).
    UtcTime planned{};   ///< When it is to sound.
    bool operator==(const Occurrence&) const = default;
};

/// First 16 bytes of SHA-256("occ-v1" ‖ schedule id (16) ‖ original, microseconds since 1970 as i64 big-endian).
OccurrenceId occurrence_id(ScheduleId schedule, UtcTime original);
/// The broadcast of a scheduled occurrence carries the same 16 bytes: planning it again is the same broadcast.
inline BroadcastId broadcast_of(OccurrenceId occurrence) { return BroadcastId{occurrence.bytes}; }

}  // namespace village::domain
