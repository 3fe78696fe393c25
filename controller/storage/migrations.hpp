// The database's growth, forward only: numbered texts embedded in the program, each applied in one transaction. Before an
// existing database is changed a copy is put beside it; one made by a newer program is left alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "controller/storage/database.hpp"

namespace village::storage {

struct Migration {
    std::uint32_t number;  ///< 1, 2, 3 ... without gaps.
    std::string_view name;
    std::string_view sql;
};

/// controller/storage/migrations, in order.
std::span<const Migration> embedded_migrations();

/// `database_newer`, or what the disk said. `backup_folder` empty: no copy is made.
Status migrate(Database& database, std::span<const Migration> migrations, const std::string& backup_folder);

}  // namespace village::storage
