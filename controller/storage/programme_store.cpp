#include "controller/storage/programme_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

using domain::DayBulletin;
using domain::Programme;
using domain::ProgrammeDay;
using domain::ProgrammeId;
using domain::ProgrammeItem;

#define PROGRAMME_COLUMNS "id, name, length, filler, version"
#define ITEM_COLUMNS "key, kind, title, is_on, begins_after, length, overrun, announcement, fallback, relay"

constexpr std::string_view select_programmes = "SELECT " PROGRAMME_COLUMNS " FROM programmes ORDER BY name, id";
constexpr std::string_view select_programme = "SELECT " PROGRAMME_COLUMNS " FROM programmes WHERE id = $1";
constexpr std::string_view insert_programme =
    "INSERT INTO programmes (" PROGRAMME_COLUMNS ") VALUES ($1, $2, $3, $4, 1) RETURNING version";
constexpr std::string_view update_programme = R"(UPDATE programmes SET name = $2, length = $3, filler = $4, version = version + 1
  WHERE id = $1 AND version = $5 RETURNING version)";
constexpr std::string_view delete_programme = "DELETE FROM programmes WHERE id = $1 AND version = $2 RETURNING version";
constexpr std::string_view select_items = "SELECT " ITEM_COLUMNS " FROM programme_items WHERE programme = $1 ORDER BY position";
constexpr std::string_view delete_items = "DELETE FROM programme_items WHERE programme = $1";
constexpr std::string_view insert_item = "INSERT INTO programme_items (programme, position, " ITEM_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))";
constexpr std::string_view select_columns =
    "SELECT position, weekday, title, announcement FROM programme_columns WHERE programme = $1";
constexpr std::string_view delete_columns = "DELETE FROM programme_columns WHERE programme = $1";
constexpr std::string_view insert_column =
    "INSERT INTO programme_columns (programme, position, weekday, title, announcement) VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view select_day = "SELECT version FROM programme_days WHERE programme = $1 AND day = $2";
/// The first that is put in is for version 0, which everybody was shown before there was a row.
constexpr std::string_view begin_day =
    "INSERT INTO programme_days (programme, day, version) VALUES ($1, $2, 0) ON CONFLICT (programme, day) DO NOTHING";
constexpr std::string_view update_day =
    "UPDATE programme_days SET version = version + 1 WHERE programme = $1 AND day = $2 AND version = $3 RETURNING version";
constexpr std::string_view delete_days = "DELETE FROM programme_days WHERE programme = $1";
constexpr std::string_view select_bulletins =
    "SELECT announcement, priority FROM programme_bulletins WHERE programme = $1 AND day = $2 ORDER BY position";
constexpr std::string_view delete_day_bulletins = "DELETE FROM programme_bulletins WHERE programme = $1 AND day = $2";
constexpr std::string_view delete_bulletins = "DELETE FROM programme_bulletins WHERE programme = $1";
constexpr std::string_view insert_bulletin =
    "INSERT INTO programme_bulletins (programme, day, position, announcement, priority) VALUES ($1, $2, $3, $4, $5)";

struct ColumnRow {
    std::size_t position = 0;
    std::size_t weekday = 0;
    domain::WeekdayColumn column;
};

Status read_programme(const Statement& row, Programme& programme) {
    return read_row(row, programme.id, programme.name, programme.length, programme.filler, programme.version);
}
Status read_item(const Statement& row, ProgrammeItem& item) {
    return read_row(row, item.key, item.kind, item.title, item.is_on, item.at, item.length, item.overrun, item.announcement,
                    item.fallback, item.relay);
}
Status read_column(const Statement& row, ColumnRow& item) {
    return read_row(row, item.position, item.weekday, item.column.title, item.column.announcement);
}
Status read_bulletin(const Statement& row, DayBulletin& item) { return read_row(row, item.announcement, item.priority); }

Status fill_columns(Database& database, Programme& programme) {
    auto columns = list_rows<ColumnRow>(database, select_columns, read_column, programme.id);
    if (!columns) return columns.error();
    for (auto& row : *columns) {
        if (row.position >= programme.items.size() || row.weekday < 1 || row.weekday > 7)
            return Error{ErrorCode::storage_failed, "the columns of the programme \"" + programme.name + "\" are damaged"};
        programme.items[row.position].on_weekday.at(row.weekday - 1) = std::move(row.column);
    }
    return {};
}

Result<Programme> with_items(Database& database, Result<Programme> programme) {
    if (!programme) return programme;
    auto items = list_rows<ProgrammeItem>(database, select_items, read_item, programme->id);
    if (!items) return items.error();
    programme->items = std::move(*items);
    if (auto filled = fill_columns(database, *programme); !filled) return filled.error();
    return programme;
}

Result<Programme> find_programme(Database& database, ProgrammeId id) {
    auto found = find_row<Programme>(database, select_programme, read_programme, id);
    return with_items(database, expect_row(std::move(found), "this programme"));
}

Result<std::vector<Programme>> list_programmes(Database& database) {
    auto all = list_rows<Programme>(database, select_programmes, read_programme);
    if (!all) return all;
    for (auto& programme : *all) {
        auto whole = with_items(database, std::move(programme));
        if (!whole) return whole.error();
        programme = std::move(*whole);
    }
    return all;
}

/// Is it still there?
Status expect_programme(Database& database, ProgrammeId id) {
    auto found = expect_row(find_row<Programme>(database, select_programme, read_programme, id), "this programme");
    if (!found) return found.error();
    return {};
}

Status put_columns(Database& database, ProgrammeId id, std::size_t position, const ProgrammeItem& item) {
    for (std::size_t day = 0; day < item.on_weekday.size(); ++day) {
        const auto& column = item.on_weekday.at(day);
        if (column == domain::WeekdayColumn{}) continue;
        auto done = run_sql(database, insert_column, id, position, day + 1, column.title, column.announcement);
        if (!done) return done;
    }
    return {};
}

Status remove_items(Database& database, ProgrammeId id) {
    if (auto done = run_sql(database, delete_columns, id); !done) return done;
    return run_sql(database, delete_items, id);
}

Result<Programme> put_items(Database& database, Result<Programme> saved) {
    if (!saved) return saved;
    if (auto done = remove_items(database, saved->id); !done) return done.error();
    for (std::size_t position = 0; position < saved->items.size(); ++position) {
        const auto& item = saved->items[position];
        auto done = run_sql(database, insert_item, saved->id, position, item.key, item.kind, item.title, item.is_on, item.at,
                            item.length, item.overrun, item.announcement, item.fallback, item.relay);
        if (done) done = put_columns(database, saved->id, position, item);
        if (!done) return done.error();
    }
    return saved;
}

Result<Programme> add_programme(Database& database, const Programme& programme) {
    return put_items(database, save_versioned(database, insert_programme, programme, programme.id, programme.name,
                                              programme.length, programme.filler));
}

Result<Programme> save_programme(Database& database, const Programme& programme) {
    if (auto there = expect_programme(database, programme.id); !there) return there.error();
    return put_items(database, save_versioned(database, update_programme, programme, programme.id, programme.name,
                                              programme.length, programme.filler, programme.version));
}

Status remove_programme(Database& database, ProgrammeId id, std::uint32_t version) {
    if (auto there = expect_programme(database, id); !there) return there;
    for (const auto sql : {delete_bulletins, delete_days})
        if (auto done = run_sql(database, sql, id); !done) return done;
    if (auto done = remove_items(database, id); !done) return done;
    auto removed = save_versioned(database, delete_programme, Programme{}, id, version);
    if (!removed) return removed.error();
    return {};
}

Result<ProgrammeDay> find_day(Database& database, ProgrammeId id, date::local_days day) {
    if (auto there = expect_programme(database, id); !there) return there.error();
    const auto text = domain::local_day_text(day);
    auto version = find_row<std::uint32_t>(database, select_day, read_single<std::uint32_t>, id, text);
    if (!version) return version.error();
    auto bulletins = list_rows<DayBulletin>(database, select_bulletins, read_bulletin, id, text);
    if (!bulletins) return bulletins.error();
    return ProgrammeDay{id, day, std::move(*bulletins), version->value_or(0)};
}

Result<ProgrammeDay> save_day(Database& database, const ProgrammeDay& day) {
    if (auto there = expect_programme(database, day.programme); !there) return there.error();
    const auto text = domain::local_day_text(day.day);
    if (auto begun = run_sql(database, begin_day, day.programme, text); !begun) return begun.error();
    auto saved = save_versioned(database, update_day, day, day.programme, text, day.version);
    if (!saved) return saved;
    if (auto done = run_sql(database, delete_day_bulletins, day.programme, text); !done) return done.error();
    std::int64_t position = 0;
    for (const auto& bulletin : day.bulletins) {
        auto done = run_sql(database, insert_bulletin, day.programme, text, position++, bulletin.announcement, bulletin.priority);
        if (!done) return done.error();
    }
    return saved;
}

}  // namespace

ports::Awaitable<Result<std::vector<Programme>>> ProgrammeSqlStore::all() {
    return runner_.write<std::vector<Programme>>(list_programmes);
}

ports::Awaitable<Result<Programme>> ProgrammeSqlStore::find(ProgrammeId id) {
    return runner_.write<Programme>([id](Database& database) { return find_programme(database, id); });
}

ports::Awaitable<Result<Programme>> ProgrammeSqlStore::add(Programme programme, ports::Audit audit) {
    return runner_.write<Programme>([programme = std::move(programme), audit = std::move(audit)](Database& database) {
        return audited(database, add_programme(database, programme), audit);
    });
}

ports::Awaitable<Result<Programme>> ProgrammeSqlStore::save(Programme programme, ports::Audit audit) {
    return runner_.write<Programme>([programme = std::move(programme), audit = std::move(audit)](Database& database) {
        return audited(database, save_programme(database, programme), audit);
    });
}

ports::Awaitable<Status> ProgrammeSqlStore::remove(ProgrammeId id, std::uint32_t version, ports::Audit audit) {
    return runner_.write<void>([id, version, audit = std::move(audit)](Database& database) {
        return audited(database, remove_programme(database, id, version), audit);
    });
}

ports::Awaitable<Result<ProgrammeDay>> ProgrammeSqlStore::day(ProgrammeId id, date::local_days day) {
    return runner_.write<ProgrammeDay>([id, day](Database& database) { return find_day(database, id, day); });
}

ports::Awaitable<Result<ProgrammeDay>> ProgrammeSqlStore::save(ProgrammeDay day, ports::Audit audit) {
    return runner_.write<ProgrammeDay>([day = std::move(day), audit = std::move(audit)](Database& database) {
        return audited(database, save_day(database, day), audit);
    });
}

}  // namespace village::storage
