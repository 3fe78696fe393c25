#include "controller/storage/announcement_store.hpp"

#include <algorithm>
#include <functional>

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"
#include "scheduler/domain/folded_text.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_announcement = "SELECT " VILLAGE_ANNOUNCEMENT_COLUMNS " FROM announcements WHERE id = $1";
constexpr std::string_view select_sounds =
    "SELECT content FROM announcements WHERE content IS NOT NULL GROUP BY content ORDER BY max(created_at) DESC";
constexpr std::string_view save_one = "INSERT INTO announcements (" VILLAGE_ANNOUNCEMENT_COLUMNS R"(, folded)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, category = excluded.category, priority = excluded.priority,
    source = excluded.source, text = excluded.text, basis = excluded.basis, state = excluded.state, audio = excluded.audio,
    content = excluded.content, content_bytes = excluded.content_bytes, content_duration = excluded.content_duration,
    loudness = excluded.loudness, true_peak = excluded.true_peak, audio_error = excluded.audio_error,
    changed_by = excluded.changed_by, consents = excluded.consents, remark = excluded.remark,
    music = excluded.music, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
    version = announcements.version + 1, folded = excluded.folded
  WHERE announcements.version = excluded.version RETURNING version)";

constexpr std::string_view insert_consent = R"(
  INSERT INTO consents_by_telephone (announcement, approver, given_by, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)";
constexpr std::string_view select_unseen = R"(
  SELECT announcement, title, given_by, at, consents FROM consents_by_telephone JOIN announcements ON id = announcement
  WHERE approver = $1 AND acknowledged_at IS NULL ORDER BY at DESC, announcement)";
constexpr std::string_view select_written_down = R"(
  SELECT announcement FROM consents_by_telephone WHERE given_by = $1 AND at >= $2)";
constexpr std::string_view acknowledge_up_to = R"(
  UPDATE consents_by_telephone SET acknowledged_at = $4
  WHERE approver = $1 AND announcement = $2 AND at <= $3 AND acknowledged_at IS NULL RETURNING at)";

Result<domain::Announcement> find_one(Database& database, domain::AnnouncementId id) {
    return expect_row(find_row<domain::Announcement>(database, select_announcement, read_announcement, id), "this announcement");
}

Status remember_telephone(Database& database, const domain::Announcement& item) {
    for (const auto& one : item.consents)
        if (one.by_telephone)
            if (auto kept = run_sql(database, insert_consent, item.id, one.approver, one.given_by, one.at); !kept) return kept;
    return {};
}

Result<domain::Announcement> save_row(Database& database, const domain::Announcement& item) {
    const auto content = item.content.value_or(domain::AudioContent{});
    const auto hash = item.content ? std::optional(content.hash) : std::nullopt;
    return save_versioned(database, save_one, item, item.id, item.title, item.category, item.priority, item.source, item.text,
                          item.basis, item.state, item.audio, hash, content.size_bytes, content.duration, content.loudness_lufs,
                          content.true_peak_dbtp, item.audio_error, item.created_by, item.created_at, item.version,
                          item.changed_by, item.consents, item.remark, item.music, item.valid_from, item.valid_until,
                          domain::fold_text(item.title + " " + item.text));
}

Result<domain::Announcement> save_announcement(Database& database, const domain::Announcement& item) {
    auto saved = save_row(database, item);
    if (!saved) return saved;
    if (auto kept = remember_telephone(database, item); !kept) return kept.error();
    return saved;
}

std::function<Status(const Statement&, ports::UnseenConsent&)> read_unseen(domain::OperatorId approver) {
    return [approver](const Statement& row, ports::UnseenConsent& item) {
        std::vector<domain::Consent> now;
        auto good = read_row(row, item.announcement, item.title, item.given_by, item.at, now);
        item.stands = std::ranges::any_of(
            now, [&](const domain::Consent& one) { return one.by_telephone && one.approver == approver && one.at == item.at; });
        return good;
    };
}

Status acknowledge(Database& database, domain::OperatorId approver, domain::AnnouncementId id, domain::UtcTime last,
                   domain::UtcTime now) {
    auto seen = list_rows<domain::UtcTime>(database, acknowledge_up_to, read_single<domain::UtcTime>, approver, id, last, now);
    if (!seen) return seen.error();
    if (seen->empty()) return Error{ErrorCode::not_found, "no consent by telephone to this announcement waits for this person"};
    return {};
}

}  // namespace

Status read_announcement(const Statement& row, domain::Announcement& item) {
    std::optional<domain::ContentHash> hash;
    domain::AudioContent content;
    auto good = read_row(row, item.id, item.title, item.category, item.priority, item.source, item.text, item.basis, item.state,
                         item.audio, hash, content.size_bytes, content.duration, content.loudness_lufs, content.true_peak_dbtp,
                         item.audio_error, item.created_by, item.created_at, item.version, item.changed_by, item.consents,
                         item.remark, item.music, item.valid_from, item.valid_until);
    if (!good || !hash) return good;
    content.hash = *hash;
    item.content = content;
    return {};
}

ports::Awaitable<Result<domain::Announcement>> AnnouncementSqlStore::find(domain::AnnouncementId id) {
    return runner_.write<domain::Announcement>([id](Database& database) { return find_one(database, id); });
}

ports::Awaitable<Result<domain::Announcement>> AnnouncementSqlStore::save(domain::Announcement announcement, ports::Audit audit) {
    return runner_.write<domain::Announcement>(
        [announcement = std::move(announcement), audit = std::move(audit)](Database& database) {
            return audited(database, save_announcement(database, announcement), audit);
        });
}

ports::Awaitable<Result<std::vector<ports::UnseenConsent>>> AnnouncementSqlStore::unseen_consents(domain::OperatorId approver) {
    return runner_.write<std::vector<ports::UnseenConsent>>([approver](Database& database) {
        return list_rows<ports::UnseenConsent>(database, select_unseen, read_unseen(approver), approver);
    });
}

ports::Awaitable<Result<std::size_t>> AnnouncementSqlStore::telephone_consents_since(domain::OperatorId given_by,
                                                                                     domain::UtcTime since) {
    return runner_.write<std::size_t>([=](Database& database) -> Result<std::size_t> {
        auto found = list_rows<domain::AnnouncementId>(database, select_written_down, read_single<domain::AnnouncementId>,
                                                       given_by, since);
        if (!found) return found.error();
        return found->size();
    });
}

ports::Awaitable<Status> AnnouncementSqlStore::acknowledge_consents(domain::OperatorId approver, domain::AnnouncementId id,
                                                                    domain::UtcTime last, domain::UtcTime now,
                                                                    ports::Audit audit) {
    return runner_.write<void>([approver, id, last, now, audit = std::move(audit)](Database& database) {
        return audited(database, acknowledge(database, approver, id, last, now), audit);
    });
}

ports::Awaitable<Result<std::vector<domain::ContentHash>>> AnnouncementSqlStore::sounds() {
    return runner_.read<std::vector<domain::ContentHash>>([](Database& database) {
        return list_rows<domain::ContentHash>(database, select_sounds, read_single<domain::ContentHash>);
    });
}

}  // namespace village::storage
