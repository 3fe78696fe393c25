#include "controller/storage/emergency_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define TEMPLATE_COLUMNS \
    "id, code, tile, icon, text, attention, siren, repeat_every, max_duration, tile_order, all_clear, version"
#define RENDERED_COLUMNS \
    "emergency_template, hamlet, drill, sentence, content, content_bytes, content_duration, loudness, true_peak, rendered_at"

constexpr std::string_view select_templates = "SELECT " TEMPLATE_COLUMNS " FROM emergency_templates ORDER BY tile_order, code";
#define INSERT_TEMPLATE \
    "INSERT INTO emergency_templates (" TEMPLATE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
#define UPSERT_TEMPLATE \
    INSERT_TEMPLATE \
    "ON CONFLICT (id) DO UPDATE SET code = excluded.code, tile = excluded.tile, icon = excluded.icon, text = excluded.text, " \
    "attention = excluded.attention, siren = excluded.siren, repeat_every = excluded.repeat_every, " \
    "max_duration = excluded.max_duration, tile_order = excluded.tile_order, all_clear = excluded.all_clear, " \
    "version = emergency_templates.version + 1"
constexpr std::string_view insert_template = INSERT_TEMPLATE "ON CONFLICT DO NOTHING RETURNING version";
constexpr std::string_view save_template =
    UPSERT_TEMPLATE " WHERE emergency_templates.version = excluded.version RETURNING version";
constexpr std::string_view import_template = UPSERT_TEMPLATE;
constexpr std::string_view delete_rendered = "DELETE FROM rendered_templates WHERE emergency_template = $1";
constexpr std::string_view delete_template = "DELETE FROM emergency_templates WHERE id = $1 AND version = $2 RETURNING version";
/// What was made to warn is never heard as the all-clear, nor the other way round.
constexpr std::string_view drop_of_another_kind = R"(DELETE FROM rendered_templates WHERE emergency_template = $1
  AND EXISTS (SELECT 1 FROM emergency_templates WHERE id = $1 AND all_clear <> $2))";
/// With another siren than now it warns all the same, until it is made again.
constexpr std::string_view mark_other_sirens = R"(UPDATE rendered_templates SET rendered_at = 0 WHERE emergency_template = $1
  AND drill = 0 AND EXISTS (SELECT 1 FROM emergency_templates WHERE id = $1 AND (attention <> $2 OR siren <> $3)))";
constexpr std::string_view select_rendered =
    "SELECT " RENDERED_COLUMNS " FROM rendered_templates ORDER BY emergency_template, hamlet, drill";
constexpr std::string_view upsert_rendered = "INSERT INTO rendered_templates (" RENDERED_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (emergency_template, hamlet, drill) DO UPDATE SET sentence = excluded.sentence, content = excluded.content,
    content_bytes = excluded.content_bytes, content_duration = excluded.content_duration, loudness = excluded.loudness,
    true_peak = excluded.true_peak, rendered_at = excluded.rendered_at)";

Status read_template(const Statement& row, domain::EmergencyTemplate& item) {
    return read_row(row, item.id, item.code, item.tile, item.icon, item.text, item.attention, item.siren, item.repeat_every,
                    item.max_duration, item.tile_order, item.all_clear, item.version);
}

Status read_rendered(const Statement& row, domain::RenderedTemplate& item) {
    std::optional<domain::ContentHash> hash;
    domain::AudioContent content;
    auto good = read_row(row, item.emergency_template, item.place, item.drill, item.sentence, hash, content.size_bytes,
                         content.duration, content.loudness_lufs, content.true_peak_dbtp, item.rendered_at);
    if (!good || !hash) return good;
    content.hash = *hash;
    item.content = content;
    return {};
}

// `put(sql, columns...)` is an insertion, a versioned save or an import; the columns are the same.
template <class Put>
auto with_columns(const domain::EmergencyTemplate& item, Put put) {
    return put(item.id, item.code, item.tile, item.icon, item.text, item.attention, item.siren, item.repeat_every,
               item.max_duration, item.tile_order, item.all_clear, item.version);
}

Status follow_in_rendered(Database& database, const domain::EmergencyTemplate& item) {
    if (auto done = run_sql(database, drop_of_another_kind, item.id, item.all_clear); !done) return done;
    return run_sql(database, mark_other_sirens, item.id, item.attention, item.siren);
}

Result<domain::EmergencyTemplate> save_row(Database& database, std::string_view sql, const domain::EmergencyTemplate& item) {
    if (auto done = follow_in_rendered(database, item); !done) return done.error();
    return with_columns(item, [&](const auto&... columns) { return save_versioned(database, sql, item, columns...); });
}

Status remove_row(Database& database, domain::TemplateId id, std::uint32_t version) {
    if (auto done = run_sql(database, delete_rendered, id); !done) return done;
    auto removed = save_versioned(database, delete_template, domain::EmergencyTemplate{}, id, version);
    if (!removed) return removed.error();
    return {};
}

Status put_rendered(Database& database, const domain::RenderedTemplate& item) {
    const auto content = item.content.value_or(domain::AudioContent{});
    const auto hash = item.content ? std::optional(content.hash) : std::nullopt;
    return run_sql(database, upsert_rendered, item.emergency_template, item.place, item.drill, item.sentence, hash,
                   content.size_bytes, content.duration, content.loudness_lufs, content.true_peak_dbtp, item.rendered_at);
}

}  // namespace

Status put_template(Database& database, const domain::EmergencyTemplate& item) {
    if (auto done = follow_in_rendered(database, item); !done) return done;
    return with_columns(item, [&](const auto&... columns) { return run_sql(database, import_template, columns...); });
}

ports::Awaitable<Result<domain::EmergencyTemplate>> EmergencySqlStore::add(domain::EmergencyTemplate item, ports::Audit audit) {
    return runner_.write<domain::EmergencyTemplate>([item = std::move(item), audit = std::move(audit)](Database& database) {
        return audited(database, save_row(database, insert_template, item), audit);
    });
}

ports::Awaitable<Result<domain::EmergencyTemplate>> EmergencySqlStore::save(domain::EmergencyTemplate item, ports::Audit audit) {
    return runner_.write<domain::EmergencyTemplate>([item = std::move(item), audit = std::move(audit)](Database& database) {
        return audited(database, save_row(database, save_template, item), audit);
    });
}

ports::Awaitable<Status> EmergencySqlStore::remove(domain::TemplateId id, std::uint32_t version, ports::Audit audit) {
    return runner_.write<void>([id, version, audit = std::move(audit)](Database& database) {
        return audited(database, remove_row(database, id, version), audit);
    });
}

ports::Awaitable<Result<std::vector<domain::EmergencyTemplate>>> EmergencySqlStore::templates() {
    return runner_.write<std::vector<domain::EmergencyTemplate>>(
        [](Database& database) { return list_rows<domain::EmergencyTemplate>(database, select_templates, read_template); });
}

ports::Awaitable<Result<std::vector<domain::RenderedTemplate>>> EmergencySqlStore::rendered() {
    return runner_.write<std::vector<domain::RenderedTemplate>>(
        [](Database& database) { return list_rows<domain::RenderedTemplate>(database, select_rendered, read_rendered); });
}

ports::Awaitable<Status> EmergencySqlStore::save(domain::RenderedTemplate item) {
    return runner_.write<void>([item = std::move(item)](Database& database) { return put_rendered(database, item); });
}

}  // namespace village::storage
