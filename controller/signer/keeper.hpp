// What the signer keeps on its own disk. The core asks through this interface so that it can be tested without files; every
// `save` has to be durable when it returns, since what was signed is believed by loudspeakers for months.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "protocol/keys.hpp"
#include "protocol/signer.pb.h"
#include "scheduler/domain/time.hpp"

namespace village::signer {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
using protocol::Bytes;
using protocol::ByteVector;

/// The keys and what the root said about them. `root_sealed` opens only with the passphrase of the recovery sheet.
struct Authority {
    struct DelegatedKey {
        std::uint64_t serial = 0;
        protocol::Secret<32> seed;
    };
    ByteVector root_sealed;
    protocol::Ed25519PublicKey root;
    DelegatedKey live;
    DelegatedKey drill;
    domain::UtcTime delegated_until{};
    std::string commune;      ///< 16 bytes, or nothing when it was set up before its commune was known.
    wire::TrustUpdate trust;  ///< Anchors, delegations and revocations as the root signed them.
};

/// The controller that owns the commune, as far as the signer knows: epoch 0 while none has said so.
struct OwnerSeen {
    std::uint64_t epoch = 0;
    std::string id;  ///< 16 bytes, of one life of one controller.
};

/// An entry of the log with what was signed (empty for refusals and changes).
struct LogRecord {
    wire::LogPage::LogEntry entry;
    std::string envelope;
};

class Keeper {
public:
    virtual ~Keeper() = default;
    virtual Status save_authority(const Authority& authority) = 0;
    virtual Status save_policy(const wire::PolicyBundle& policy) = 0;
    /// Device keys in force, and the ids of those that were revoked for ever.
    virtual Status save_devices(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked) = 0;
    /// Sequences up to `last` may be used from now on and will never be given out again after a restart.
    virtual Status reserve_sequences(std::uint64_t last) = 0;
    /// Whoever comes with a lower epoch, or as somebody else with the same, is not obeyed from now on.
    virtual Status save_owner(const OwnerSeen& owner) = 0;
    /// Takes the record; it is written after the answer has gone out, at most 5 s later.
    virtual void log(LogRecord record) = 0;
    /// Why the log cannot be written; success while it can.
    virtual Status log_health() const = 0;
    virtual Result<wire::LogPage> read_log(std::uint64_t after_sequence, std::uint32_t limit) const = 0;
};

/// What a start finds.
struct KeptState {
    std::optional<Authority> authority;
    std::optional<wire::PolicyBundle> policy;
    wire::PolicyBundle devices;
    std::vector<std::string> revoked_devices;
    OwnerSeen owner;
    std::uint64_t sequences_used_up_to = 0;  ///< All below may have been used.
    std::deque<LogRecord> recent;            ///< The last grants and emergencies: answered before a crash, and asked for again.
};

}  // namespace village::signer
