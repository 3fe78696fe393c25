// The three shapes of a question that the stores use: change something, find one row, list rows.
#pragma once

#include "controller/storage/domain_columns.hpp"

namespace village::storage {

template <class... Values>
Status run_sql(Database& database, std::string_view sql, const Values&... values) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    bind_all(*statement, values...);
    return statement->run();
}

/// `read(statement, row)` fills a row and gives a Status. Nothing when there is no row.
template <class Row, class Read, class... Values>
Result<std::optional<Row>> find_row(Database& database, std::string_view sql, Read read_one, const Values&... values) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    bind_all(*statement, values...);
    auto there = statement->step();
    if (!there) return there.error();
    if (!*there) return std::optional<Row>{};
    std::optional<Row> row(std::in_place);
    if (auto good = read_one(*statement, *row); !good) return good.error();
    return row;
}

template <class Row, class Read, class... Values>
Result<std::vector<Row>> list_rows(Database& database, std::string_view sql, Read read_one, const Values&... values) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    bind_all(*statement, values...);
    std::vector<Row> rows;
    for (;;) {
        auto there = statement->step();
        if (!there) return there.error();
        if (!*there) return rows;
        if (auto good = read_one(*statement, rows.emplace_back()); !good) return good.error();
    }
}

/// A row that must be there.
template <class Row>
Result<Row> expect_row(Result<std::optional<Row>> found, std::string_view what) {
    if (!found) return found.error();
    if (!*found) return Error{ErrorCode::not_found, std::string(what) + " does not exist"};
    return std::move(**found);
}

template <class Value>
Status read_single(const Statement& statement, Value& value) {
    return read_row(statement, value);
}

/// Saves a row that carries a version: `sql` ends in RETURNING version and returns nothing when another version is stored.
template <class Row, class... Values>
Result<Row> save_versioned(Database& database, std::string_view sql, Row row, const Values&... values) {
    auto version = find_row<std::uint32_t>(database, sql, read_single<std::uint32_t>, values...);
    if (!version) return version.error();
    if (!*version) return Error{ErrorCode::version_conflict, "somebody else changed it since it was read; read it again"};
    row.version = **version;
    return row;
}

}  // namespace village::storage
