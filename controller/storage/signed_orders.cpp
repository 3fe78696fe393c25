#include "controller/storage/signed_orders.hpp"

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define GRANT_COLUMNS \
    "id, broadcast, kind, priority, when_interrupted, nodes, not_before, not_after, starts_at, start_by, max_duration, " \
    "volume_cap_percent, outside_hours, quiet_hours, content, content_bytes, content_duration, repeat_every, stream_key, " \
    "ssrc_r0, ssrc_r1, chime, issuer_sequence, policy_epoch, envelope, stands_in_for, " \
    "fade_out, passes, issuer_level"
#define STOP_COLUMNS "id, grants, nodes, up_to_sequence, issuer_sequence, issued_at, envelope, starting_until"
#define INTENT_COLUMNS "broadcast, officer, device, area, template, idempotency_key, made_at, signature"

constexpr std::string_view insert_grant = "INSERT INTO grants (" GRANT_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
    $26, $27, $28, $29)
  ON CONFLICT (id) DO NOTHING)";
// Of a stopped one too: its STOP may not have been signed when the program ended.
constexpr std::string_view select_grants = "SELECT " GRANT_COLUMNS R"( FROM grants
  WHERE not_after >= $1 AND EXISTS (SELECT 1 FROM broadcasts WHERE broadcasts.id = grants.broadcast AND
    (ended_at IS NULL OR state IN ('stopped', 'cancelled')))
  ORDER BY issuer_sequence)";
constexpr std::string_view insert_stop = "INSERT INTO stops (" STOP_COLUMNS R"() VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (id) DO NOTHING)";
constexpr std::string_view select_stops = "SELECT " STOP_COLUMNS " FROM stops WHERE issued_at >= $1 ORDER BY issuer_sequence";
constexpr std::string_view insert_call = "INSERT INTO intents (" INTENT_COLUMNS R"() VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (broadcast) DO NOTHING)";
constexpr std::string_view select_calls = "SELECT " INTENT_COLUMNS R"( FROM intents
  WHERE EXISTS (SELECT 1 FROM broadcasts WHERE broadcasts.id = intents.broadcast AND ended_at IS NULL) ORDER BY made_at)";

Status read_grant(const Statement& row, domain::SignedGrant& item) {
    auto& grant = item.grant;
    std::optional<std::array<std::uint8_t, 32>> stream_key;
    std::optional<std::uint32_t> ssrc_r0, ssrc_r1;
    std::uint8_t level = 0;
    auto good =
        read_row(row, grant.id, grant.broadcast, grant.kind, grant.priority, grant.when_interrupted, grant.nodes,
                 grant.not_before, grant.not_after, grant.starts_at, grant.start_by, grant.max_duration, grant.volume_cap_percent,
                 grant.outside_hours, grant.quiet_hours, grant.content, grant.content_bytes, grant.content_duration,
                 grant.repeat_every, stream_key, ssrc_r0, ssrc_r1, grant.chime, grant.issuer_sequence, grant.policy_epoch,
                 item.envelope.bytes, grant.stands_in_for, grant.fade_out, grant.passes, level);
    grant.issuer_level = static_cast<domain::IssuerLevel>(level);
    if (good && stream_key) grant.stream = domain::StreamDescription{*stream_key, ssrc_r0.value_or(0), ssrc_r1.value_or(0)};
    return good;
}

Status read_stop(const Statement& row, domain::SignedStop& item) {
    auto& stop = item.stop;
    std::optional<domain::NodeSet> told;
    auto good = read_row(row, stop.id, stop.grants, told, stop.up_to_sequence, stop.issuer_sequence, stop.issued_at,
                         item.envelope.bytes, stop.starting_until);
    if (good && told) item.told = std::move(*told);
    // One that names no grants is for all of those who were told.
    if (good && stop.grants.empty()) stop.nodes = item.told;
    return good;
}

Status read_call(const Statement& row, ports::CalledEmergency& item) {
    auto& intent = item.intent;
    return read_row(row, item.broadcast, intent.officer, intent.device, intent.area, intent.emergency_template,
                    intent.idempotency_key, intent.made_at, intent.signature);
}

}  // namespace

Status put_grant(Database& database, const domain::SignedGrant& item) {
    const auto& grant = item.grant;
    const auto& stream = grant.stream;
    const auto key = stream ? std::optional(stream->public_key) : std::nullopt;
    const auto ssrc_r0 = stream ? std::optional(stream->ssrc_r0) : std::nullopt;
    const auto ssrc_r1 = stream ? std::optional(stream->ssrc_r1) : std::nullopt;
    return run_sql(database, insert_grant, grant.id, grant.broadcast, grant.kind, grant.priority, grant.when_interrupted,
                   grant.nodes, grant.not_before, grant.not_after, grant.starts_at, grant.start_by, grant.max_duration,
                   grant.volume_cap_percent, grant.outside_hours, grant.quiet_hours, grant.content, grant.content_bytes,
                   grant.content_duration, grant.repeat_every, key, ssrc_r0, ssrc_r1, grant.chime, grant.issuer_sequence,
                   grant.policy_epoch, item.envelope.bytes, grant.stands_in_for, grant.fade_out, grant.passes,
                   static_cast<std::uint8_t>(grant.issuer_level));
}

Status put_stop(Database& database, const domain::SignedStop& item) {
    const auto& stop = item.stop;
    return run_sql(database, insert_stop, stop.id, stop.grants, item.told, stop.up_to_sequence, stop.issuer_sequence,
                   stop.issued_at, item.envelope.bytes, stop.starting_until);
}

Status put_call(Database& database, const ports::CalledEmergency& item) {
    const auto& intent = item.intent;
    return run_sql(database, insert_call, item.broadcast, intent.officer, intent.device, intent.area, intent.emergency_template,
                   intent.idempotency_key, intent.made_at, intent.signature);
}

Result<std::vector<domain::SignedGrant>> grants_in_force(Database& database, domain::UtcTime now) {
    return list_rows<domain::SignedGrant>(database, select_grants, read_grant, now);
}

Result<std::vector<domain::SignedStop>> stops_since(Database& database, domain::UtcTime since) {
    return list_rows<domain::SignedStop>(database, select_stops, read_stop, since);
}

Result<std::vector<ports::CalledEmergency>> calls_not_over(Database& database) {
    return list_rows<ports::CalledEmergency>(database, select_calls, read_call);
}

}  // namespace village::storage
