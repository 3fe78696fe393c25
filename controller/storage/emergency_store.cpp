#include "controller/storage/emergency_store.hpp"

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define TEMPLATE_COLUMNS \
    "id, code, tile, icon, text, attention, siren, repeat_every, max_duration, tile_order, all_clear, version"
#define RENDERED_COLUMNS \
    "emergency_template, hamlet, drill, sentence, content, content_bytes, content_duration, loudness, true_peak, rendered_at"

constexpr std::string_view select_templates = "SELECT " TEMPLATE_COLUMNS " FROM emergency_templates ORDER BY tile_order, code";
constexpr std::string_view upsert_template = "INSERT INTO emergency_templates (" TEMPLATE_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (id) DO UPDATE SET code = excluded.code, tile = excluded.tile, icon = excluded.icon, text = excluded.text,
    attention = excluded.attention, siren = excluded.siren, repeat_every = excluded.repeat_every,
    max_duration = excluded.max_duration, tile_order = excluded.tile_order,
    all_clear = excluded.all_clear, version = excluded.version)";
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
    auto good = read_row(row, item.emergency_template, item.hamlet, item.drill, item.sentence, hash, content.size_bytes,
                         content.duration, content.loudness_lufs, content.true_peak_dbtp, item.rendered_at);
    if (!good || !hash) return good;
    content.hash = *hash;
    item.content = content;
    return {};
}

Status put_rendered(Database& database, const domain::RenderedTemplate& item) {
    const auto content = item.content.value_or(domain::AudioContent{});
    const auto hash = item.content ? std::optional(content.hash) : std::nullopt;
    return run_sql(database, upsert_rendered, item.emergency_template, item.hamlet, item.drill, item.sentence, hash,
                   content.size_bytes, content.duration, content.loudness_lufs, content.true_peak_dbtp, item.rendered_at);
}

}  // namespace

Status put_template(Database& database, const domain::EmergencyTemplate& item) {
    if (auto done = run_sql(database, drop_of_another_kind, item.id, item.all_clear); !done) return done;
    if (auto done = run_sql(database, mark_other_sirens, item.id, item.attention, item.siren); !done) return done;
    return run_sql(database, upsert_template, item.id, item.code, item.tile, item.icon, item.text, item.attention, item.siren,
                   item.repeat_every, item.max_duration, item.tile_order, item.all_clear, item.version);
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
