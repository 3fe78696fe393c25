#include "controller/storage/commune_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/credential_store.hpp"
#include "controller/storage/emergency_store.hpp"
#include "controller/storage/operator_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_commune = "SELECT id, name, station_name, time_zone, duty_phone FROM commune WHERE one = 1";
constexpr std::string_view upsert_commune = R"(
  INSERT INTO commune (one, id, name, station_name, time_zone, duty_phone) VALUES (1, $1, $2, $3, $4, $5)
  ON CONFLICT (one) DO UPDATE SET id = excluded.id, name = excluded.name, station_name = excluded.station_name,
    time_zone = excluded.time_zone, duty_phone = excluded.duty_phone)";

constexpr std::string_view select_areas = R"(
  SELECT id, parent, kind, unit, name, full_name, assembly_point, latitude, longitude, version FROM areas ORDER BY position)";
#define UPSERT_AREA \
    "INSERT INTO areas (id, parent, kind, unit, name, full_name, assembly_point, latitude, longitude, version, position) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT COALESCE(MAX(position), 0) + 1 FROM areas)) " \
    "ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, kind = excluded.kind, unit = excluded.unit, name = excluded.name, " \
    "full_name = excluded.full_name, assembly_point = excluded.assembly_point, latitude = excluded.latitude, " \
    "longitude = excluded.longitude, version = areas.version + 1"
constexpr std::string_view save_area = UPSERT_AREA " WHERE areas.version = excluded.version RETURNING version";
constexpr std::string_view import_area = UPSERT_AREA;

constexpr std::string_view select_zones = "SELECT id, name, areas, nodes, version FROM zones ORDER BY position";
#define UPSERT_ZONE \
    "INSERT INTO zones (id, name, areas, nodes, version, position) " \
    "VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(position), 0) + 1 FROM zones)) " \
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, areas = excluded.areas, nodes = excluded.nodes, " \
    "version = zones.version + 1"
constexpr std::string_view save_zone = UPSERT_ZONE " WHERE zones.version = excluded.version RETURNING version";
constexpr std::string_view import_zone = UPSERT_ZONE;

constexpr std::string_view select_nodes = R"(
  SELECT id, number, hamlet, name, device_code, link, latitude, longitude, volume_day, volume_evening, volume_emergency,
    start_delay_ms, stage, version, echo_group FROM nodes ORDER BY number)";
#define UPSERT_NODE \
    "INSERT INTO nodes (id, number, hamlet, name, device_code, link, latitude, longitude, volume_day, volume_evening, " \
    "volume_emergency, start_delay_ms, stage, version, echo_group) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) " \
    "ON CONFLICT (id) DO UPDATE SET number = excluded.number, hamlet = excluded.hamlet, name = excluded.name, " \
    "device_code = excluded.device_code, link = excluded.link, latitude = excluded.latitude, longitude = excluded.longitude, " \
    "volume_day = excluded.volume_day, volume_evening = excluded.volume_evening, volume_emergency = excluded.volume_emergency, " \
    "start_delay_ms = excluded.start_delay_ms, echo_group = excluded.echo_group, version = nodes.version + 1"
constexpr std::string_view save_node =
    UPSERT_NODE ", stage = excluded.stage WHERE nodes.version = excluded.version RETURNING version";
// An import describes the place; what device hangs there is not its to say.
constexpr std::string_view import_node = UPSERT_NODE;

constexpr std::string_view select_hours = R"(
  SELECT allowed, quiet_from, quiet_to, longest_session, sessions_per_day, utc_offset_minutes, tests, version
  FROM hours WHERE one = 1)";
#define UPSERT_HOURS \
    "INSERT INTO hours (one, allowed, quiet_from, quiet_to, longest_session, sessions_per_day, utc_offset_minutes, tests, " \
    "version) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8) " \
    "ON CONFLICT (one) DO UPDATE SET allowed = excluded.allowed, quiet_from = excluded.quiet_from, " \
    "quiet_to = excluded.quiet_to, longest_session = excluded.longest_session, " \
    "sessions_per_day = excluded.sessions_per_day, utc_offset_minutes = excluded.utc_offset_minutes, tests = excluded.tests, " \
    "version = hours.version + 1"
constexpr std::string_view save_hours = UPSERT_HOURS " WHERE hours.version = excluded.version RETURNING version";
constexpr std::string_view import_hours = UPSERT_HOURS;

Status read_commune(const Statement& row, domain::Commune& head) {
    return read_row(row, head.id, head.name, head.station_name, head.time_zone, head.duty_phone);
}
Status read_area(const Statement& row, domain::Area& area) {
    return read_row(row, area.id, area.parent, area.kind, area.unit, area.name, area.full_name, area.assembly_point,
                    area.center.latitude, area.center.longitude, area.version);
}
Status read_zone(const Statement& row, domain::Zone& zone) {
    return read_row(row, zone.id, zone.name, zone.areas, zone.nodes, zone.version);
}
Status read_node(const Statement& row, domain::Node& node) {
    return read_row(row, node.id, node.number, node.hamlet, node.name, node.device_code, node.link, node.position.latitude,
                    node.position.longitude, node.volume.day, node.volume.evening, node.volume.emergency, node.start_delay_ms,
                    node.stage, node.version, node.echo_group);
}
Status read_hours(const Statement& row, ports::KeptHours& kept) {
    auto& hours = kept.hours;
    return read_row(row, hours.allowed, hours.quiet.from_minute, hours.quiet.to_minute, hours.longest_session,
                    hours.sessions_per_day, hours.utc_offset_minutes, hours.tests, kept.version);
}

template <class Put>
auto with_columns(const ports::KeptHours& kept, Put put) {
    const auto& hours = kept.hours;
    return put(hours.allowed, hours.quiet.from_minute, hours.quiet.to_minute, hours.longest_session, hours.sessions_per_day,
               hours.utc_offset_minutes, hours.tests, kept.version);
}
// `put(sql, columns...)` is either a versioned save or an import; the columns are the same.
template <class Put>
auto with_columns(const domain::Area& area, Put put) {
    return put(area.id, area.parent, area.kind, area.unit, area.name, area.full_name, area.assembly_point, area.center.latitude,
               area.center.longitude, area.version);
}
template <class Put>
auto with_columns(const domain::Zone& zone, Put put) {
    return put(zone.id, zone.name, zone.areas, zone.nodes, zone.version);
}
template <class Put>
auto with_columns(const domain::Node& node, Put put) {
    return put(node.id, node.number, node.hamlet, node.name, node.device_code, node.link, node.position.latitude,
               node.position.longitude, node.volume.day, node.volume.evening, node.volume.emergency, node.start_delay_ms,
               node.stage, node.version, node.echo_group);
}

template <class Row>
Result<Row> save_row(Database& database, std::string_view sql, const Row& row) {
    return with_columns(row, [&](const auto&... columns) { return save_versioned(database, sql, row, columns...); });
}

template <class Row>
Status import_rows(Database& database, std::string_view sql, const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        auto done = with_columns(row, [&](const auto&... columns) { return run_sql(database, sql, columns...); });
        if (!done) return done;
    }
    return {};
}

Status put_commune(Database& database, const domain::Commune& head) {
    return run_sql(database, upsert_commune, head.id, head.name, head.station_name, head.time_zone, head.duty_phone);
}

template <class Row, class Read>
Status fill(Database& database, std::string_view sql, Read read_one, std::vector<Row>& into) {
    auto rows = list_rows<Row>(database, sql, read_one);
    if (!rows) return rows.error();
    into = std::move(*rows);
    return {};
}

Result<domain::Commune> load_all(Database& database) {
    auto head = find_row<domain::Commune>(database, select_commune, read_commune);
    if (!head) return head.error();
    if (!*head) return Error{ErrorCode::setup_needed, "no commune is stored yet; import one"};
    domain::Commune commune = std::move(**head);
    if (auto done = fill(database, select_areas, read_area, commune.areas); !done) return done.error();
    if (auto done = fill(database, select_zones, read_zone, commune.zones); !done) return done.error();
    if (auto done = fill(database, select_nodes, read_node, commune.nodes); !done) return done.error();
    return commune;
}

Result<ports::KeptHours> load_hours(Database& database) {
    auto found = find_row<ports::KeptHours>(database, select_hours, read_hours);
    if (!found) return found.error();
    return found->value_or(ports::KeptHours{});
}

Result<ports::KeptHours> save_kept_hours(Database& database, const ports::KeptHours& kept) {
    const auto stored = find_row<ports::KeptHours>(database, select_hours, read_hours);
    if (!stored) return stored.error();
    // Whoever read them before any were stored read the usual ones.
    if (!*stored)
        if (auto begun = import_rows(database, import_hours, std::vector{ports::KeptHours{}}); !begun) return begun.error();
    return save_row(database, save_hours, kept);
}

Status import_all(Database& database, const ports::CommuneImport& import) {
    const auto& commune = import.commune;
    if (auto done = put_commune(database, commune); !done) return done;
    if (auto done = import_rows(database, import_area, commune.areas); !done) return done;
    if (auto done = import_rows(database, import_zone, commune.zones); !done) return done;
    if (auto done = import_rows(database, import_node, commune.nodes); !done) return done;
    for (const auto& one : import.templates)
        if (auto done = put_template(database, one); !done) return done;
    return import.hours ? import_rows(database, import_hours, std::vector{ports::KeptHours{*import.hours, 1}}) : Status{};
}

Result<domain::Operator> set_up_all(Database& database, const ports::CommuneImport& import, const ports::Account& first) {
    auto accounts = count_operators(database);
    if (!accounts) return accounts.error();
    if (*accounts > 0) return Error{ErrorCode::setup_already_done, "there is an account already; sign in instead"};
    if (auto done = import_all(database, import); !done) return done.error();
    return put_account(database, first);
}

}  // namespace

ports::Awaitable<Result<domain::Commune>> CommuneSqlStore::load() { return runner_.write<domain::Commune>(load_all); }

ports::Awaitable<Result<domain::Area>> CommuneSqlStore::save(domain::Area area, ports::Audit audit) {
    return runner_.write<domain::Area>([area = std::move(area), audit = std::move(audit)](Database& database) {
        return audited(database, save_row(database, save_area, area), audit);
    });
}

ports::Awaitable<Result<domain::Zone>> CommuneSqlStore::save(domain::Zone zone, ports::Audit audit) {
    return runner_.write<domain::Zone>([zone = std::move(zone), audit = std::move(audit)](Database& database) {
        return audited(database, save_row(database, save_zone, zone), audit);
    });
}

ports::Awaitable<Result<domain::Node>> CommuneSqlStore::save(domain::Node node, ports::Audit audit) {
    return runner_.write<domain::Node>([node = std::move(node), audit = std::move(audit)](Database& database) {
        return audited(database, save_row(database, save_node, node), audit);
    });
}

ports::Awaitable<Status> CommuneSqlStore::save(std::vector<domain::Node> nodes, ports::Audit audit) {
    return runner_.write<void>([nodes = std::move(nodes), audit = std::move(audit)](Database& database) {
        Status done;
        for (const auto& node : nodes)
            if (auto saved = save_row(database, save_node, node); !saved) return Status(saved.error());
        return audited(database, std::move(done), audit);
    });
}

ports::Awaitable<Result<domain::Node>> CommuneSqlStore::revoke(domain::Node node, domain::UtcTime at, ports::Audit audit) {
    return runner_.write<domain::Node>([node = std::move(node), at, audit = std::move(audit)](Database& database) {
        if (auto revoked = revoke_credentials(database, node.number, at); !revoked) return Result<domain::Node>(revoked.error());
        return audited(database, save_row(database, save_node, node), audit);
    });
}

ports::Awaitable<Result<domain::Operator>> CommuneSqlStore::set_up(ports::CommuneImport import, ports::Account first,
                                                                   std::vector<ports::AuditEntry> audit) {
    return runner_.write<domain::Operator>(
        [import = std::move(import), first = std::move(first), audit = std::move(audit)](Database& database) {
            auto done = set_up_all(database, import, first);
            for (const auto& row : audit) done = audited(database, std::move(done), row);
            return done;
        });
}

ports::Awaitable<Status> CommuneSqlStore::import(ports::CommuneImport import, ports::Audit audit) {
    return runner_.write<void>([import = std::move(import), audit = std::move(audit)](Database& database) {
        return audited(database, import_all(database, import), audit);
    });
}

ports::Awaitable<Result<ports::KeptHours>> CommuneSqlStore::hours() { return runner_.write<ports::KeptHours>(load_hours); }

ports::Awaitable<Result<ports::KeptHours>> CommuneSqlStore::save(ports::KeptHours hours, ports::Audit audit) {
    return runner_.write<ports::KeptHours>([hours = std::move(hours), audit = std::move(audit)](Database& database) {
        return audited(database, save_kept_hours(database, hours), audit);
    });
}

}  // namespace village::storage
