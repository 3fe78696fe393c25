#include "scheduler/domain/schedule.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::domain {

Wanted changed(Wanted wanted, const WantedEdit& edit) {
    if (edit.announcement) {
        wanted.announcement = *edit.announcement;
        wanted.programme.reset();
    }
    if (edit.programme) {
        wanted.announcement = {};
        wanted.programme = edit.programme;
    }
    if (edit.targets) wanted.targets = *edit.targets;
    if (edit.priority) wanted.priority = *edit.priority;
    if (edit.when_interrupted) wanted.when_interrupted = *edit.when_interrupted;
    if (edit.start_grace) wanted.start_grace = *edit.start_grace;
    if (edit.outside_hours_reason) wanted.outside_hours_reason = *edit.outside_hours_reason;
    if (edit.on_special_days) wanted.on_special_days = *edit.on_special_days;
    if (edit.staggered) wanted.staggered = *edit.staggered;
    return wanted;
}

Wanted wanted_of(const Schedule& schedule) {
    return {schedule.announcement,
            schedule.programme,
            schedule.targets,
            schedule.priority,
            schedule.when_interrupted,
            schedule.start_grace,
            schedule.outside_hours_reason,
            schedule.on_special_days,
            schedule.staggered};
}

Schedule as_wanted(Schedule schedule, const Wanted& wanted) {
    schedule.announcement = wanted.announcement;
    schedule.programme = wanted.programme;
    schedule.targets = wanted.targets;
    schedule.priority = wanted.priority;
    schedule.when_interrupted = wanted.when_interrupted;
    schedule.start_grace = wanted.start_grace;
    schedule.outside_hours_reason = wanted.outside_hours_reason;
    schedule.on_special_days = wanted.on_special_days;
    schedule.staggered = wanted.staggered;
    return schedule;
}

Asking asking_of(const Schedule& schedule, std::uint32_t edition) {
    const auto found = std::ranges::find(schedule.edits.askings, edition, &Asking::edition);
    return found != schedule.edits.askings.end() ? *found : Asking{edition, schedule.created_by, {}};
}

OccurrenceId occurrence_id(ScheduleId schedule, UtcTime original) {
    const auto moment = static_cast<std::uint64_t>(to_us(original));
    std::array<std::uint8_t, 8> big_endian{};
    for (int i = 0; i < 8; ++i) big_endian[i] = static_cast<std::uint8_t>(moment >> (56 - 8 * i));
    const auto hash = sha256({as_bytes("occ-v1"), Bytes{schedule.bytes}, Bytes{big_endian}});
    return OccurrenceId::from(Bytes{hash.bytes}.first<16>());
}

BroadcastId numbered(std::string_view kind, Bytes what, std::uint32_t number) {
    std::array<std::uint8_t, 4> big_endian{};
    for (int i = 0; i < 4; ++i) big_endian[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    const auto hash = sha256({as_bytes(kind), what, Bytes{big_endian}});
    return BroadcastId::from(Bytes{hash.bytes}.first<16>());
}

BroadcastId broadcast_of(const Occurrence& occurrence) {
    if (occurrence.edition == 0) return BroadcastId{occurrence.id.bytes};
    return numbered("edited-v1", Bytes{occurrence.id.bytes}, occurrence.edition);
}

BroadcastId broadcast_again(const Occurrence& occurrence, std::uint32_t again) {
    const auto first = broadcast_of(occurrence);
    return numbered("again-v1", Bytes{first.bytes}, again);
}

BroadcastId broadcast_of_piece(const Occurrence& occurrence, std::string_view what) {
    const auto whole = broadcast_of(occurrence);
    const auto hash = sha256({as_bytes("piece-v1"), Bytes{whole.bytes}, as_bytes(what)});
    return BroadcastId::from(Bytes{hash.bytes}.first<16>());
}

}  // namespace village::domain
