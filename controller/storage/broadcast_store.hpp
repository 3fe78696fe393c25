// Broadcasts with their deliveries, and the signed grants and stops that a restarted controller goes on with.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

#define VILLAGE_BROADCAST_COLUMNS \
    "id, kind, priority, when_interrupted, announcement, occurrence, emergency_template, area, title, targets, " \
    "starts_at, start_by, duration, max_duration, content, outside_hours_reason, streamed, relay, state, created_by, created_at, " \
    "ended_at, programme, piece, withdrawn, content_length, fade_out, stands_in_for, ends_by, stopped_at, " \
    "passes, corrects, stopped_by"
#define VILLAGE_DELIVERY_COLUMNS \
    "broadcast, node, state, evidence, played, expected, reason, preempted_by, resumed, first_sample_at, last_sample_at, " \
    "receipt_number, changed_at"
Status read_broadcast(const Statement& row, domain::Broadcast& broadcast);
Status read_delivery(const Statement& row, domain::Delivery& delivery);

/// A stop is kept in force as long as a delegation can live: no grant is valid longer.
inline constexpr std::chrono::hours stop_life{100 * 24};
/// Late receipts change a broadcast's deliveries for so long (product.md, section 5).
inline constexpr std::chrono::hours receipt_life{90 * 24};
inline constexpr std::chrono::hours idempotency_life{7 * 24};

class BroadcastSqlStore final : public ports::BroadcastStore {
public:
    explicit BroadcastSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<domain::Broadcast>> find(domain::BroadcastId id) override;
    ports::Awaitable<Result<std::vector<domain::Broadcast>>> pieces_of(domain::OccurrenceId occurrence) override;
    ports::Awaitable<Result<std::vector<domain::Broadcast>>> corrections_of(domain::BroadcastId id) override;
    ports::Awaitable<Result<std::vector<domain::Broadcast>>> later_of(domain::AnnouncementId announcement,
                                                                      domain::UtcTime after) override;
    ports::Awaitable<Result<std::vector<domain::Broadcast>>> beginning_in(domain::UtcTime from, domain::UtcTime to) override;
    ports::Awaitable<Result<std::vector<domain::Delivery>>> deliveries_of(domain::BroadcastId id) override;
    ports::Awaitable<Status> save(ports::Decided decided) override;
    ports::Awaitable<Result<Open>> open(domain::UtcTime now) override;
    ports::Awaitable<Result<std::optional<domain::BroadcastId>>> find_idempotent(std::string key,
                                                                                 domain::Sha256 request) override;
    ports::Awaitable<Status> begin(domain::Broadcast broadcast, std::string key, domain::Sha256 request,
                                   ports::AuditEntry audit) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
