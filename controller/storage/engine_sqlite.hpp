// Everything that is SQLite's alone and would differ on another engine: pragmas, versions, limits, failures (and
// copies, in database_copy.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "controller/storage/database.hpp"

namespace village::storage {

/// Sets every pragma of a connection. `alone`: the file system has no shared memory, so one connection locks the file.
Status prepare_connection(Database& database, OpenMode mode, bool alone);

Error engine_failure(const Database& database, std::string_view doing);

Result<std::uint32_t> schema_version(Database& database);
Status set_schema_version(Database& database, std::uint32_t version);

/// Statements on this connection that take longer from now on are `timed_out`; zero takes the limit away.
void limit_statements(Database& database, std::chrono::milliseconds limit);

/// Copies the log into the database file; the writer's own connection does it, nobody else (WAL-reset bug before 3.50).
/// Called after each transaction; acts when the log has grown past its share.
void checkpoint_when_due(Database& database);

/// Every page and index, read and compared.
Status check_integrity(Database& database);

}  // namespace village::storage
