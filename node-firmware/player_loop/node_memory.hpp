// Everything the player loop has to know again after a power cut, in the node's data folder: trust, plan, grants, stops, what was
// begun and done, the commune's policy, its owner's epoch, the last attested time. Main thread only.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "node-firmware/cache/record_log.hpp"
#include "node-firmware/cache/small_files.hpp"
#include "node-firmware/evidence/grant_evidence.hpp"
#include "protocol/key_ring.hpp"
#include "scheduler/dispatch/node_player.hpp"

namespace village::wire {
class NodePolicy;
class Plan;
class TrustUpdate;
}  // namespace village::wire

namespace village::node::player_loop {

/// Names one life of the machine, from power-on to power-off (the kernel's boot id).
using BootId = std::array<std::uint8_t, 16>;

struct RememberedTime {
    domain::UtcTime attested{};
    domain::UtcTime running_at{};             ///< Trusted time when this was written ...
    domain::MonotonicTime running_at_here{};  ///< ... and what the monotonic clock ...
    BootId boot{};                            ///< ... of this life of the machine said then; all zero: it says nothing.
    bool battery_agreed = false;              ///< The battery clock agreed with the last attestation.
};

class NodeMemory {
public:
    static domain::Result<NodeMemory> open(const std::filesystem::path& folder);

    // Trust: the root from the enrolment, then everything it signed.
    domain::Status save_root(const protocol::Ed25519PublicKey& root) const;
    domain::Result<protocol::KeyRing> load_key_ring() const;
    domain::Status save_trust(const wire::TrustUpdate& trust) const;
    std::optional<wire::TrustUpdate> load_trust() const;

    domain::Status save_plan(const wire::Plan& plan) const;
    std::optional<wire::Plan> load_plan() const;
    domain::Status save_policy(const wire::NodePolicy& policy) const;
    std::optional<wire::NodePolicy> load_policy() const;

    /// Unsynced ones are on the disk after `sync_grants`.
    domain::Status put_grant(domain::GrantId id, domain::Bytes envelope);
    domain::Status sync_grants() const;
    std::vector<domain::SignedEnvelope> grants() const;
    bool holds_grant(domain::GrantId id) const { return grants_.all().contains(id.bytes); }
    domain::Status put_stop(domain::GrantId id, domain::Bytes envelope);
    bool holds_stop(domain::GrantId id) const { return stops_.all().contains(id.bytes); }
    std::vector<domain::SignedEnvelope> stops() const;

    /// `sync` false for an emergency: it sounds first, `sync_records` follows at once.
    domain::Status remember(const dispatch::PlayerRecord& record, bool sync);
    domain::Status sync_records() const { return records_.sync(); }
    std::vector<dispatch::PlayerRecord> records() const;
    /// What the device has counted of it so far. Not synced: no STOP waits for the disk for a figure's sake, and the system writes it
    /// within half a minute.
    domain::Status save_counted(domain::GrantId id, const evidence::GrantEvidence& counted);
    /// Of what had begun before the power went, also of what had its start before it again because hardly anything of it was heard.
    std::optional<evidence::GrantEvidence> counted(const dispatch::PlayerRecord& record) const;
    /// Records and grants that nobody needs any more.
    void forget_before(domain::UtcTime time);

    domain::Status save_owner_epoch(std::uint64_t epoch) const;
    std::uint64_t load_owner_epoch() const;  ///< 0 before any was seen.
    domain::Status save_sequences(const policy::SequenceWindow::Saved& sequences) const;
    policy::SequenceWindow::Saved load_sequences() const;
    domain::Status save_time(const RememberedTime& time) const;
    std::optional<RememberedTime> load_time() const;

private:
    NodeMemory(cache::SmallFiles files, cache::RecordLog records, cache::RecordLog counts, cache::RecordLog grants,
               cache::RecordLog stops)
        : files_(std::move(files)),
          records_(std::move(records)),
          counts_(std::move(counts)),
          grants_(std::move(grants)),
          stops_(std::move(stops)) {}

    cache::SmallFiles files_;
    cache::RecordLog records_;
    cache::RecordLog counts_;  ///< Only of what has a record.
    cache::RecordLog grants_;
    cache::RecordLog stops_;
};

}  // namespace village::node::player_loop
