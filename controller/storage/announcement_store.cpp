#include "controller/storage/announcement_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/folded_text.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_announcement = "SELECT " VILLAGE_ANNOUNCEMENT_COLUMNS " FROM announcements WHERE id = $1";
constexpr std::string_view select_sounds =
    "SELECT content FROM announcements WHERE content IS NOT NULL GROUP BY content ORDER BY max(created_at) DESC";
constexpr std::string_view save_one = "INSERT INTO announcements (" VILLAGE_ANNOUNCEMENT_COLUMNS R"(, folded)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, category = excluded.category, priority = excluded.priority,
    source = excluded.source, text = excluded.text, basis = excluded.basis, state = excluded.state, audio = excluded.audio,
    content = excluded.content, content_bytes = excluded.content_bytes, content_duration = excluded.content_duration,
    loudness = excluded.loudness, true_peak = excluded.true_peak, audio_error = excluded.audio_error,
    changed_by = excluded.changed_by, consents = excluded.consents, remark = excluded.remark,
    music = excluded.music,
    version = announcements.version + 1, folded = excluded.folded
  WHERE announcements.version = excluded.version RETURNING version)";

Result<domain::Announcement> find_one(Database& database, domain::AnnouncementId id) {
    return expect_row(find_row<domain::Announcement>(database, select_announcement, read_announcement, id), "this announcement");
}

Result<domain::Announcement> save_announcement(Database& database, const domain::Announcement& item) {
    const auto content = item.content.value_or(domain::AudioContent{});
    const auto hash = item.content ? std::optional(content.hash) : std::nullopt;
    return save_versioned(database, save_one, item, item.id, item.title, item.category, item.priority, item.source, item.text,
                          item.basis, item.state, item.audio, hash, content.size_bytes, content.duration, content.loudness_lufs,
                          content.true_peak_dbtp, item.audio_error, item.created_by, item.created_at, item.version,
                          item.changed_by, item.consents, item.remark, item.music, fold_text(item.title + " " + item.text));
}

}  // namespace

Status read_announcement(const Statement& row, domain::Announcement& item) {
    std::optional<domain::ContentHash> hash;
    domain::AudioContent content;
    auto good = read_row(row, item.id, item.title, item.category, item.priority, item.source, item.text, item.basis, item.state,
                         item.audio, hash, content.size_bytes, content.duration, content.loudness_lufs, content.true_peak_dbtp,
                         item.audio_error, item.created_by, item.created_at, item.version, item.changed_by, item.consents,
                         item.remark, item.music);
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

ports::Awaitable<Result<std::vector<domain::ContentHash>>> AnnouncementSqlStore::sounds() {
    return runner_.read<std::vector<domain::ContentHash>>([](Database& database) {
        return list_rows<domain::ContentHash>(database, select_sounds, read_single<domain::ContentHash>);
    });
}

}  // namespace village::storage
