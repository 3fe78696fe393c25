#include "controller/storage/broadcast_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/receipt_store.hpp"
#include "controller/storage/signed_orders.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

/// What was to begin longer ago is not wanted again.
constexpr std::chrono::hours start_grace_max{24};

constexpr std::string_view select_broadcast = "SELECT " VILLAGE_BROADCAST_COLUMNS " FROM broadcasts WHERE id = $1";
constexpr std::string_view select_pieces =
    "SELECT " VILLAGE_BROADCAST_COLUMNS " FROM broadcasts WHERE occurrence = $1 AND programme IS NOT NULL ORDER BY starts_at, id";
constexpr std::string_view select_corrections =
    "SELECT " VILLAGE_BROADCAST_COLUMNS " FROM broadcasts WHERE corrects = $1 ORDER BY starts_at, id";
constexpr std::string_view select_later =
    "SELECT " VILLAGE_BROADCAST_COLUMNS
    " FROM broadcasts WHERE announcement = $1 AND starts_at > $2 ORDER BY starts_at DESC, id LIMIT 200";
constexpr std::string_view select_beginning =
    "SELECT " VILLAGE_BROADCAST_COLUMNS " FROM broadcasts WHERE starts_at >= $1 AND starts_at < $2 ORDER BY starts_at, id";
constexpr std::string_view select_deliveries =
    "SELECT " VILLAGE_DELIVERY_COLUMNS " FROM deliveries WHERE broadcast = $1 ORDER BY node";
constexpr std::string_view upsert_broadcast = "INSERT INTO broadcasts (" VILLAGE_BROADCAST_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32, $33)
  ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, priority = excluded.priority,
    when_interrupted = excluded.when_interrupted, announcement = excluded.announcement, occurrence = excluded.occurrence,
    emergency_template = excluded.emergency_template, area = excluded.area, title = excluded.title,
    targets = excluded.targets, starts_at = excluded.starts_at, start_by = excluded.start_by, duration = excluded.duration,
    max_duration = excluded.max_duration, content = excluded.content,
    outside_hours_reason = excluded.outside_hours_reason, streamed = excluded.streamed, relay = excluded.relay, state = excluded.state,
    created_by = excluded.created_by, created_at = excluded.created_at, ended_at = excluded.ended_at,
    programme = excluded.programme, piece = excluded.piece, withdrawn = excluded.withdrawn, content_length = excluded.content_length, fade_out = excluded.fade_out,
    stands_in_for = excluded.stands_in_for, ends_by = excluded.ends_by, stopped_at = excluded.stopped_at,
    passes = excluded.passes, corrects = excluded.corrects, stopped_by = excluded.stopped_by)";
constexpr std::string_view upsert_delivery = "INSERT INTO deliveries (" VILLAGE_DELIVERY_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (broadcast, node) DO UPDATE SET state = excluded.state, evidence = excluded.evidence, played = excluded.played,
    expected = excluded.expected, reason = excluded.reason, preempted_by = excluded.preempted_by,
    resumed = excluded.resumed, first_sample_at = excluded.first_sample_at, last_sample_at = excluded.last_sample_at,
    receipt_number = excluded.receipt_number, changed_at = excluded.changed_at)";

// Over, but some node may still send its receipt: such a broadcast belongs to what a restarted controller goes on with.
#define IS_OPEN "state IN ('planned', 'sent', 'acknowledged', 'fetched', 'playing', 'unconfirmed')"
#define OPEN_BROADCASTS \
    "(ended_at IS NULL OR (starts_at >= $1 AND EXISTS (SELECT 1 FROM deliveries WHERE broadcast = broadcasts.id AND " IS_OPEN \
    ")))"
constexpr std::string_view select_open = "SELECT " VILLAGE_BROADCAST_COLUMNS " FROM broadcasts WHERE " OPEN_BROADCASTS
                                         " OR (withdrawn = 1 AND starts_at >= $2) ORDER BY starts_at, id";
constexpr std::string_view select_open_deliveries =
    "SELECT " VILLAGE_DELIVERY_COLUMNS " FROM deliveries WHERE broadcast IN (SELECT id FROM broadcasts WHERE " OPEN_BROADCASTS
    ") ORDER BY broadcast, node";
constexpr std::string_view select_unapplied =
    "SELECT " VILLAGE_RECEIPT_COLUMNS
    ", sequence FROM receipts WHERE broadcast IN (SELECT id FROM broadcasts WHERE " OPEN_BROADCASTS
    ") AND NOT EXISTS (SELECT 1 FROM deliveries WHERE broadcast = receipts.broadcast AND node = receipts.node AND (NOT " IS_OPEN
    " OR receipt_number = receipts.number)) ORDER BY sequence";

constexpr std::string_view select_idempotent = "SELECT request, broadcast FROM idempotency_keys WHERE name = $1";
constexpr std::string_view insert_idempotent = R"(
  INSERT INTO idempotency_keys (name, request, broadcast, at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING)";
constexpr std::string_view forget_idempotent = "DELETE FROM idempotency_keys WHERE at < $1";

Status put_broadcast(Database& database, const domain::Broadcast& item) {
    const auto place = item.place.value_or(domain::ProgrammePlace{});
    const auto programme = item.place ? std::optional(place.programme) : std::nullopt;
    const auto ends_by = item.place ? std::optional(place.ends_by) : std::nullopt;
    return run_sql(database, upsert_broadcast, item.id, item.kind, item.priority, item.when_interrupted, item.announcement,
                   item.occurrence, item.emergency_template, item.area, item.title, item.targets, item.starts_at, item.start_by,
                   item.duration, item.max_duration, item.content, item.outside_hours_reason, item.streamed, item.relay,
                   item.state, item.created_by, item.created_at, item.ended_at, programme, place.key, item.withdrawn,
                   place.content_length, place.fade_out, place.stands_in_for, ends_by, item.stopped_at, item.passes,
                   item.corrects, item.stopped_by);
}

Status put_delivery(Database& database, const domain::Delivery& item) {
    return run_sql(database, upsert_delivery, item.broadcast, item.node, item.state, item.evidence, item.played, item.expected,
                   item.reason, item.preempted_by, item.resumed, item.first_sample_at, item.last_sample_at, item.receipt_number,
                   item.changed_at);
}

template <class Rows, class Put>
Status put_each(Database& database, const Rows& rows, Put put) {
    for (const auto& row : rows)
        if (auto done = put(database, row); !done) return done;
    return {};
}

Status put_decided(Database& database, const ports::Decided& decided) {
    if (auto done = put_each(database, decided.broadcasts, put_broadcast); !done) return done;
    if (auto done = put_each(database, decided.deliveries, put_delivery); !done) return done;
    if (auto done = put_each(database, decided.grants, put_grant); !done) return done;
    if (auto done = put_each(database, decided.stops, put_stop); !done) return done;
    if (auto done = put_each(database, decided.calls, put_call); !done) return done;
    return put_each(database, decided.audit, put_audit_entry);
}

Result<domain::Broadcast> find_one(Database& database, domain::BroadcastId id) {
    return expect_row(find_row<domain::Broadcast>(database, select_broadcast, read_broadcast, id), "this broadcast");
}

Status read_unapplied(const Statement& row, domain::PlaybackReceipt& receipt) {
    std::int64_t sequence = 0;
    return read_receipt(row, receipt, sequence);
}

Result<ports::BroadcastStore::Open> load_open(Database& database, domain::UtcTime now) {
    auto broadcasts =
        list_rows<domain::Broadcast>(database, select_open, read_broadcast, now - receipt_life, now - start_grace_max);
    if (!broadcasts) return broadcasts.error();
    auto deliveries = list_rows<domain::Delivery>(database, select_open_deliveries, read_delivery, now - receipt_life);
    if (!deliveries) return deliveries.error();
    auto grants = grants_in_force(database, now);
    if (!grants) return grants.error();
    auto stops = stops_since(database, now - stop_life);
    if (!stops) return stops.error();
    auto calls = calls_not_over(database);
    if (!calls) return calls.error();
    auto unapplied = list_rows<domain::PlaybackReceipt>(database, select_unapplied, read_unapplied, now - receipt_life);
    if (!unapplied) return unapplied.error();
    return ports::BroadcastStore::Open{std::move(*broadcasts), std::move(*deliveries), std::move(*grants),
                                       std::move(*stops),      std::move(*calls),      std::move(*unapplied)};
}

struct Remembered {
    domain::Sha256 request;
    domain::BroadcastId broadcast;
};

Result<std::optional<domain::BroadcastId>> find_key(Database& database, const std::string& key, const domain::Sha256& request) {
    const auto read_remembered = [](const Statement& row, Remembered& item) {
        return read_row(row, item.request, item.broadcast);
    };
    auto found = find_row<Remembered>(database, select_idempotent, read_remembered, key);
    if (!found) return found.error();
    if (!*found) return std::optional<domain::BroadcastId>{};
    if ((*found)->request != request)
        return Error{ErrorCode::idempotency_mismatch, "this Idempotency-Key was used for another request; take a new one"};
    return std::optional((*found)->broadcast);
}

Status begin_broadcast(Database& database, const domain::Broadcast& item, const std::string& key, const domain::Sha256& request,
                       const ports::Audit& audit) {
    if (auto done = run_sql(database, forget_idempotent, item.created_at - idempotency_life); !done) return done;
    auto known = find_key(database, key, request);
    if (!known) return known.error();
    if (*known) return {};  // Pressed twice: it has begun already.
    if (auto done = run_sql(database, insert_idempotent, key, request, item.id, item.created_at); !done) return done;
    return audited(database, put_broadcast(database, item), audit);
}

}  // namespace

Status read_broadcast(const Statement& row, domain::Broadcast& item) {
    domain::ProgrammePlace place;
    std::optional<domain::ProgrammeId> programme;
    std::optional<domain::UtcTime> ends_by;
    auto good =
        read_row(row, item.id, item.kind, item.priority, item.when_interrupted, item.announcement, item.occurrence,
                 item.emergency_template, item.area, item.title, item.targets, item.starts_at, item.start_by, item.duration,
                 item.max_duration, item.content, item.outside_hours_reason, item.streamed, item.relay, item.state,
                 item.created_by, item.created_at, item.ended_at, programme, place.key, item.withdrawn, place.content_length,
                 place.fade_out, place.stands_in_for, ends_by, item.stopped_at, item.passes, item.corrects, item.stopped_by);
    if (!good || !programme || !ends_by) return good;
    place.programme = *programme;
    place.ends_by = *ends_by;
    item.place = place;
    return good;
}

Status read_delivery(const Statement& row, domain::Delivery& item) {
    return read_row(row, item.broadcast, item.node, item.state, item.evidence, item.played, item.expected, item.reason,
                    item.preempted_by, item.resumed, item.first_sample_at, item.last_sample_at, item.receipt_number,
                    item.changed_at);
}

ports::Awaitable<Result<domain::Broadcast>> BroadcastSqlStore::find(domain::BroadcastId id) {
    return runner_.write<domain::Broadcast>([id](Database& database) { return find_one(database, id); });
}

ports::Awaitable<Result<std::vector<domain::Broadcast>>> BroadcastSqlStore::pieces_of(domain::OccurrenceId occurrence) {
    return runner_.write<std::vector<domain::Broadcast>>([occurrence](Database& database) {
        return list_rows<domain::Broadcast>(database, select_pieces, read_broadcast, occurrence);
    });
}

ports::Awaitable<Result<std::vector<domain::Broadcast>>> BroadcastSqlStore::corrections_of(domain::BroadcastId id) {
    return runner_.write<std::vector<domain::Broadcast>>(
        [id](Database& database) { return list_rows<domain::Broadcast>(database, select_corrections, read_broadcast, id); });
}

ports::Awaitable<Result<std::vector<domain::Broadcast>>> BroadcastSqlStore::later_of(domain::AnnouncementId announcement,
                                                                                     domain::UtcTime after) {
    return runner_.write<std::vector<domain::Broadcast>>([announcement, after](Database& database) {
        return list_rows<domain::Broadcast>(database, select_later, read_broadcast, announcement, after);
    });
}

ports::Awaitable<Result<std::vector<domain::Broadcast>>> BroadcastSqlStore::beginning_in(domain::UtcTime from,
                                                                                         domain::UtcTime to) {
    return runner_.write<std::vector<domain::Broadcast>>([from, to](Database& database) {
        return list_rows<domain::Broadcast>(database, select_beginning, read_broadcast, from, to);
    });
}

ports::Awaitable<Result<std::vector<domain::Delivery>>> BroadcastSqlStore::deliveries_of(domain::BroadcastId id) {
    return runner_.write<std::vector<domain::Delivery>>(
        [id](Database& database) { return list_rows<domain::Delivery>(database, select_deliveries, read_delivery, id); });
}

ports::Awaitable<Status> BroadcastSqlStore::save(ports::Decided decided) {
    return runner_.write<void>([decided = std::move(decided)](Database& database) { return put_decided(database, decided); });
}

ports::Awaitable<Result<ports::BroadcastStore::Open>> BroadcastSqlStore::open(domain::UtcTime now) {
    return runner_.write<Open>([now](Database& database) { return load_open(database, now); });
}

ports::Awaitable<Result<std::optional<domain::BroadcastId>>> BroadcastSqlStore::find_idempotent(std::string key,
                                                                                                domain::Sha256 request) {
    return runner_.write<std::optional<domain::BroadcastId>>(
        [key = std::move(key), request](Database& database) { return find_key(database, key, request); });
}

ports::Awaitable<Status> BroadcastSqlStore::begin(domain::Broadcast broadcast, std::string key, domain::Sha256 request,
                                                  ports::AuditEntry audit) {
    return runner_.write<void>([broadcast = std::move(broadcast), key = std::move(key), request,
                                audit = ports::Audit(std::move(audit))](Database& database) {
        return begin_broadcast(database, broadcast, key, request, audit);
    });
}

}  // namespace village::storage
