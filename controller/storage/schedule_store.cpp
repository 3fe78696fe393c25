#include "controller/storage/schedule_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/schedule_text.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr int calendar_column = 17;
constexpr std::string_view select_schedule = "SELECT " VILLAGE_SCHEDULE_COLUMNS " FROM schedules WHERE id = $1";
constexpr std::string_view select_active =
    "SELECT " VILLAGE_SCHEDULE_COLUMNS " FROM schedules WHERE state = 'active' ORDER BY created_at, id";
constexpr std::string_view save_one = "INSERT INTO schedules (" VILLAGE_SCHEDULE_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  ON CONFLICT (id) DO UPDATE SET announcement = excluded.announcement, programme = excluded.programme,
    areas = excluded.areas, zones = excluded.zones,
    nodes = excluded.nodes, priority = excluded.priority, when_interrupted = excluded.when_interrupted,
    local_start = excluded.local_start, time_zone = excluded.time_zone, recurrence = excluded.recurrence,
    start_grace = excluded.start_grace, outside_hours_reason = excluded.outside_hours_reason, state = excluded.state,
    calendar = excluded.calendar, version = schedules.version + 1
  WHERE schedules.version = excluded.version RETURNING version)";

Result<domain::Schedule> find_one(Database& database, domain::ScheduleId id) {
    return expect_row(find_row<domain::Schedule>(database, select_schedule, read_schedule, id), "this schedule");
}

Result<domain::Schedule> save_schedule(Database& database, const domain::Schedule& item) {
    const auto announcement = item.programme ? std::nullopt : std::optional(item.announcement);
    return save_versioned(database, save_one, item, item.id, announcement, item.programme, item.targets.areas, item.targets.zones,
                          item.targets.nodes, item.priority, item.when_interrupted, item.timing.first, item.time_zone,
                          domain::rrule_of(item.timing), item.start_grace, item.outside_hours_reason, item.state, item.created_by,
                          item.created_at, item.version, calendar_text(item));
}

Result<std::vector<domain::Schedule>> list_active(Database& database) {
    return list_rows<domain::Schedule>(database, select_active, read_schedule);
}

}  // namespace

Status read_schedule(const Statement& row, domain::Schedule& item) {
    std::string rule, calendar;
    std::optional<domain::AnnouncementId> announcement;
    auto read = read_row(row, item.id, announcement, item.programme, item.targets.areas, item.targets.zones, item.targets.nodes,
                         item.priority, item.when_interrupted, item.timing.first, item.time_zone, rule, item.start_grace,
                         item.outside_hours_reason, item.state, item.created_by, item.created_at, item.version, calendar);
    if (!read) return read;
    if (announcement) item.announcement = *announcement;
    if (!rule.empty()) item.timing.repeats = domain::Rrule{std::move(rule)};
    if (!read_calendar_text(calendar, item)) return unreadable_column(calendar_column);
    return {};
}

ports::Awaitable<Result<domain::Schedule>> ScheduleSqlStore::find(domain::ScheduleId id) {
    return runner_.write<domain::Schedule>([id](Database& database) { return find_one(database, id); });
}

ports::Awaitable<Result<domain::Schedule>> ScheduleSqlStore::save(domain::Schedule schedule, ports::Audit audit) {
    return runner_.write<domain::Schedule>([schedule = std::move(schedule), audit = std::move(audit)](Database& database) {
        return audited(database, save_schedule(database, schedule), audit);
    });
}

ports::Awaitable<Result<std::vector<domain::Schedule>>> ScheduleSqlStore::active() {
    return runner_.write<std::vector<domain::Schedule>>(list_active);
}

}  // namespace village::storage
