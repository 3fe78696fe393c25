#include "controller/storage/sql_read_model.hpp"

#include "controller/storage/announcement_store.hpp"
#include "controller/storage/audit_store.hpp"
#include "controller/storage/broadcast_store.hpp"
#include "controller/storage/page_cursor.hpp"
#include "controller/storage/receipt_store.hpp"
#include "controller/storage/schedule_store.hpp"
#include "controller/storage/statements.hpp"
#include "scheduler/domain/folded_text.hpp"

namespace village::storage {
namespace {

// An empty filter column is given as NULL-like bounds, so that each list is one statement with one plan.
constexpr std::string_view list_announcements = "SELECT " VILLAGE_ANNOUNCEMENT_COLUMNS R"( FROM announcements
  WHERE (created_at, id) < ($1, $2) AND folded LIKE $3 ESCAPE '\' AND ($4 = '' OR $4 =
    CASE WHEN valid_until <= $6 AND state IN ('draft', 'waiting', 'approved', 'returned') THEN 'expired' ELSE state END)
  ORDER BY created_at DESC, id DESC LIMIT $5)";
constexpr std::string_view list_schedules = "SELECT " VILLAGE_SCHEDULE_COLUMNS R"( FROM schedules
  WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3)";
// Without the pieces that a programme has in another place now.
constexpr std::string_view list_broadcasts = "SELECT " VILLAGE_BROADCAST_COLUMNS R"( FROM broadcasts
  WHERE (starts_at, id) < ($1, $2) AND starts_at >= $3 AND starts_at < $4 AND withdrawn = 0
  ORDER BY starts_at DESC, id DESC LIMIT $5)";
constexpr std::string_view list_broadcasts_of = "SELECT " VILLAGE_BROADCAST_COLUMNS R"( FROM broadcasts
  WHERE announcement = $6 AND (starts_at, id) < ($1, $2) AND starts_at >= $3 AND starts_at < $4 AND withdrawn = 0
  ORDER BY starts_at DESC, id DESC LIMIT $5)";
constexpr std::string_view count_deliveries = "SELECT state, COUNT(*) FROM deliveries WHERE broadcast = $1 GROUP BY state";
constexpr std::string_view list_deliveries =
    "SELECT " VILLAGE_DELIVERY_COLUMNS " FROM deliveries WHERE broadcast = $1 ORDER BY node";
#define RECEIPTS "SELECT " VILLAGE_RECEIPT_COLUMNS ", sequence FROM receipts WHERE sequence < $1 "
constexpr std::string_view list_receipts = RECEIPTS "ORDER BY sequence DESC LIMIT $2";
constexpr std::string_view list_receipts_of_broadcast = RECEIPTS "AND broadcast = $3 ORDER BY sequence DESC LIMIT $2";
constexpr std::string_view list_receipts_of_node = RECEIPTS "AND node = $3 ORDER BY sequence DESC LIMIT $2";
constexpr std::string_view list_receipts_of_both = RECEIPTS "AND broadcast = $3 AND node = $4 ORDER BY sequence DESC LIMIT $2";
constexpr std::string_view list_audit =
    "SELECT " VILLAGE_AUDIT_COLUMNS " FROM audit WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2";

// One row more than asked for was read: it tells that there are more, and is not shown.
template <class Row, class CursorOf>
Result<ports::Page<Row>> make_page(Result<std::vector<Row>> rows, std::uint16_t limit, CursorOf cursor_of) {
    if (!rows) return rows.error();
    ports::Page<Row> page{std::move(*rows), {}};
    if (page.rows.size() <= limit) return page;
    page.rows.pop_back();
    page.next_cursor = cursor_of(page.rows.back()).text();
    return page;
}

/// For LIKE ... ESCAPE '\': finds `text` anywhere, its own % and _ are ordinary.
std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern + "%";
}

Result<ports::Page<domain::Announcement>> find_announcements(Database& database, const ports::AnnouncementFilter& filter,
                                                             const ports::PageRequest& request) {
    const auto cursor = PageCursor::parse(request.cursor);
    if (!cursor) return cursor.error();
    const auto limit = page_limit(request.limit);
    const std::string state(filter.state ? domain::announcement_state_name(*filter.state) : "");
    auto rows = list_rows<domain::Announcement>(database, list_announcements, read_announcement, cursor->key, cursor->id,
                                                like_pattern(domain::fold_text(filter.text)), state, limit + 1, filter.now);
    return make_page(std::move(rows), limit, [](const auto& row) {
        return PageCursor{domain::to_us(row.created_at), row.id.bytes};
    });
}

Result<ports::Page<domain::Schedule>> find_schedules(Database& database, const ports::PageRequest& request) {
    const auto cursor = PageCursor::parse(request.cursor);
    if (!cursor) return cursor.error();
    const auto limit = page_limit(request.limit);
    auto rows = list_rows<domain::Schedule>(database, list_schedules, read_schedule, cursor->key, cursor->id, limit + 1);
    return make_page(std::move(rows), limit, [](const auto& row) {
        return PageCursor{domain::to_us(row.created_at), row.id.bytes};
    });
}

Result<std::vector<domain::Broadcast>> broadcast_rows(Database& database, const ports::BroadcastFilter& filter,
                                                      const PageCursor& cursor, int rows) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto from = filter.from ? domain::to_us(*filter.from) : Limits::min();
    const auto to = filter.to ? domain::to_us(*filter.to) : Limits::max();
    if (!filter.announcement)
        return list_rows<domain::Broadcast>(database, list_broadcasts, read_broadcast, cursor.key, cursor.id, from, to, rows);
    return list_rows<domain::Broadcast>(database, list_broadcasts_of, read_broadcast, cursor.key, cursor.id, from, to, rows,
                                        *filter.announcement);
}

struct NodesInState {
    domain::DeliveryState state{};
    std::uint32_t nodes = 0;
};

Status read_nodes_in_state(const Statement& row, NodesInState& item) { return read_row(row, item.state, item.nodes); }

Result<domain::Coverage> coverage_of(Database& database, domain::BroadcastId id) {
    const auto states = list_rows<NodesInState>(database, count_deliveries, read_nodes_in_state, id);
    if (!states) return states.error();
    domain::Coverage coverage;
    for (const auto& [state, nodes] : *states) domain::count(coverage, state, nodes);
    return coverage;
}

Result<std::vector<ports::ListedBroadcast>> with_coverage(Database& database, Result<std::vector<domain::Broadcast>> found) {
    if (!found) return found.error();
    std::vector<ports::ListedBroadcast> rows;
    for (auto& broadcast : *found) {
        auto coverage = coverage_of(database, broadcast.id);
        if (!coverage) return coverage.error();
        rows.push_back({std::move(broadcast), *coverage});
    }
    return rows;
}

Result<ports::Page<ports::ListedBroadcast>> find_broadcasts(Database& database, const ports::BroadcastFilter& filter,
                                                            const ports::PageRequest& request) {
    const auto cursor = PageCursor::parse(request.cursor);
    if (!cursor) return cursor.error();
    const auto limit = page_limit(request.limit);
    auto rows = with_coverage(database, broadcast_rows(database, filter, *cursor, limit + 1));
    return make_page(std::move(rows), limit, [](const auto& row) {
        return PageCursor{domain::to_us(row.broadcast.starts_at), row.broadcast.id.bytes};
    });
}

struct NumberedReceipt {
    domain::PlaybackReceipt receipt;
    std::int64_t sequence = 0;
};

Status read_numbered(const Statement& row, NumberedReceipt& item) { return read_receipt(row, item.receipt, item.sequence); }

struct ReceiptFilter {
    std::optional<domain::BroadcastId> broadcast;
    std::optional<domain::NodeNumber> node;
};

Result<std::vector<NumberedReceipt>> receipt_rows(Database& database, const ReceiptFilter& filter, std::int64_t before,
                                                  int rows) {
    const auto list = [&](std::string_view sql, const auto&... more) {
        return list_rows<NumberedReceipt>(database, sql, read_numbered, before, rows, more...);
    };
    if (filter.broadcast && filter.node) return list(list_receipts_of_both, *filter.broadcast, *filter.node);
    if (filter.broadcast) return list(list_receipts_of_broadcast, *filter.broadcast);
    if (filter.node) return list(list_receipts_of_node, *filter.node);
    return list(list_receipts);
}

Result<ports::Page<domain::PlaybackReceipt>> find_receipts(Database& database, const ReceiptFilter& filter,
                                                           const ports::PageRequest& request) {
    const auto cursor = PageCursor::parse(request.cursor);
    if (!cursor) return cursor.error();
    const auto limit = page_limit(request.limit);
    auto numbered = make_page(receipt_rows(database, filter, cursor->key, limit + 1), limit, [](const NumberedReceipt& row) {
        return PageCursor{row.sequence, {}};
    });
    if (!numbered) return numbered.error();
    ports::Page<domain::PlaybackReceipt> page{{}, numbered->next_cursor};
    for (auto& row : numbered->rows) page.rows.push_back(std::move(row.receipt));
    return page;
}

Result<ports::Page<ports::AuditEntry>> find_audit(Database& database, const ports::PageRequest& request) {
    const auto cursor = PageCursor::parse(request.cursor);
    if (!cursor) return cursor.error();
    const auto limit = page_limit(request.limit);
    auto chained = make_page(list_rows<AuditRow>(database, list_audit, read_audit_row, cursor->key, limit + 1), limit,
                             [](const AuditRow& row) {
                                 return PageCursor{static_cast<std::int64_t>(row.sequence), {}};
                             });
    if (!chained) return chained.error();
    ports::Page<ports::AuditEntry> page{{}, chained->next_cursor};
    for (auto& row : chained->rows) page.rows.push_back(std::move(row.entry));
    return page;
}

}  // namespace

ports::Awaitable<Result<ports::Page<domain::Announcement>>> SqlReadModel::announcements(ports::AnnouncementFilter filter,
                                                                                        ports::PageRequest page) {
    return runner_.read<ports::Page<domain::Announcement>>(
        [filter = std::move(filter), page = std::move(page)](Database& database) {
            return find_announcements(database, filter, page);
        });
}

ports::Awaitable<Result<ports::Page<domain::Schedule>>> SqlReadModel::schedules(ports::PageRequest page) {
    return runner_.read<ports::Page<domain::Schedule>>(
        [page = std::move(page)](Database& database) { return find_schedules(database, page); });
}

ports::Awaitable<Result<ports::Page<ports::ListedBroadcast>>> SqlReadModel::broadcasts(ports::BroadcastFilter filter,
                                                                                       ports::PageRequest page) {
    return runner_.read<ports::Page<ports::ListedBroadcast>>(
        [filter, page = std::move(page)](Database& database) { return find_broadcasts(database, filter, page); });
}

ports::Awaitable<Result<std::vector<domain::Delivery>>> SqlReadModel::deliveries(domain::BroadcastId broadcast) {
    return runner_.read<std::vector<domain::Delivery>>([broadcast](Database& database) {
        return list_rows<domain::Delivery>(database, list_deliveries, read_delivery, broadcast);
    });
}

ports::Awaitable<Result<ports::Page<domain::PlaybackReceipt>>> SqlReadModel::receipts(
    std::optional<domain::BroadcastId> broadcast, std::optional<domain::NodeNumber> node, ports::PageRequest page) {
    return runner_.read<ports::Page<domain::PlaybackReceipt>>(
        [filter = ReceiptFilter{broadcast, node}, page = std::move(page)](Database& database) {
            return find_receipts(database, filter, page);
        });
}

ports::Awaitable<Result<ports::Page<ports::AuditEntry>>> SqlReadModel::audit(ports::PageRequest page) {
    return runner_.read<ports::Page<ports::AuditEntry>>(
        [page = std::move(page)](Database& database) { return find_audit(database, page); });
}

}  // namespace village::storage
