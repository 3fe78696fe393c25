#include "controller/storage/job_store.hpp"

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define JOB_COLUMNS "id, kind, subject, state, percent, step, error, created_at, changed_at"
constexpr std::string_view select_unfinished =
    "SELECT " JOB_COLUMNS " FROM jobs WHERE state IN ('waiting', 'running') ORDER BY created_at";
constexpr std::string_view upsert_job = "INSERT INTO jobs (" JOB_COLUMNS R"() VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, percent = excluded.percent, step = excluded.step,
    error = excluded.error, changed_at = excluded.changed_at)";

Status read_job(const Statement& row, ports::JobRow& item) {
    return read_row(row, item.id, item.kind, item.subject, item.state, item.percent, item.step, item.error, item.created_at,
                    item.changed_at);
}

}  // namespace

ports::Awaitable<Status> JobSqlStore::save(ports::JobRow item) {
    return runner_.write<void>([item = std::move(item)](Database& database) {
        return run_sql(database, upsert_job, item.id, item.kind, item.subject, item.state, item.percent, item.step, item.error,
                       item.created_at, item.changed_at);
    });
}

ports::Awaitable<Result<std::vector<ports::JobRow>>> JobSqlStore::unfinished() {
    return runner_.write<std::vector<ports::JobRow>>(
        [](Database& database) { return list_rows<ports::JobRow>(database, select_unfinished, read_job); });
}

}  // namespace village::storage
