// The rules of when an announcement is wanted, and where.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

#define VILLAGE_SCHEDULE_COLUMNS \
    "id, announcement, programme, areas, zones, nodes, priority, when_interrupted, local_start, time_zone, recurrence, " \
    "start_grace, outside_hours_reason, state, created_by, created_at, version, calendar"
Status read_schedule(const Statement& row, domain::Schedule& schedule);

class ScheduleSqlStore final : public ports::ScheduleStore {
public:
    explicit ScheduleSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<domain::Schedule>> find(domain::ScheduleId id) override;
    ports::Awaitable<Result<domain::Schedule>> save(domain::Schedule schedule, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::Schedule>>> active() override;

private:
    Runner& runner_;
};

}  // namespace village::storage
