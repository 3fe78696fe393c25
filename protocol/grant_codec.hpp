// Bytes of Grant, StopOrder, Delegation, TrustAnchors and Revocations. Decoding checks the form (sizes, ranges, allowed pairs
// of kind and priority, content or stream); whether to obey is policy's question and the chain is KeyRing's.
#pragma once

#include <optional>
#include <vector>

#include "protocol/keys.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::wire {
class Grant;
class NodeNumbers;
class StopOrder;
}  // namespace village::wire

namespace village::protocol {

/// Which acts a delegated key may sign for.
struct DelegatedActs {
    std::uint8_t broadcast_kinds = 0;  ///< Bit n: BroadcastKind n.
    bool stop = false;
    bool time = false;
    bool allows(domain::BroadcastKind kind) const { return (broadcast_kinds >> static_cast<unsigned>(kind)) & 1U; }
    void allow(domain::BroadcastKind kind) { broadcast_kinds |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind)); }
    /// Every kind, STOP and time: the signer's live key.
    static DelegatedActs everything();
    bool operator==(const DelegatedActs&) const = default;
};

/// A root lends a key part of its authority, for at most 100 days.
struct Delegation {
    std::uint64_t serial = 0;
    Ed25519PublicKey public_key;
    domain::AreaId area;                   ///< For people; `nodes` decides.
    std::optional<domain::NodeSet> nodes;  ///< Nothing: every node that trusts the root.
    DelegatedActs acts;
    std::uint8_t priorities = 0;  ///< Bit n: Priority n.
    domain::UtcTime not_before{};
    domain::UtcTime not_after{};
    bool allows(domain::Priority priority) const { return (priorities >> static_cast<unsigned>(priority)) & 1U; }
    bool operator==(const Delegation&) const = default;
};
inline constexpr std::chrono::hours delegation_lifetime_max{100 * 24};
inline constexpr std::uint8_t every_priority = 0b11111;

struct TrustAnchors {
    struct Root {
        std::uint64_t serial = 0;
        Ed25519PublicKey public_key;
        bool operator==(const Root&) const = default;
    };
    std::uint64_t version = 0;
    std::vector<Root> roots;
    bool operator==(const TrustAnchors&) const = default;
};

struct Revocations {
    std::uint64_t version = 0;
    std::vector<std::uint64_t> serials;
    bool operator==(const Revocations&) const = default;
};

ByteVector encode_grant(const domain::Grant& grant);
Result<domain::Grant> decode_grant(Bytes payload);
ByteVector encode_stop(const domain::StopOrder& stop);
Result<domain::StopOrder> decode_stop(Bytes payload);
ByteVector encode_delegation(const Delegation& delegation);
Result<Delegation> decode_delegation(Bytes payload);
ByteVector encode_anchors(const TrustAnchors& anchors);
Result<TrustAnchors> decode_anchors(Bytes payload);
ByteVector encode_revocations(const Revocations& revocations);
Result<Revocations> decode_revocations(Bytes payload);

/// The same for a message that lies inside another one (signer.proto, sessions). `issuer_sequence` may be 0 there: not yet given.
void write_grant(const domain::Grant& grant, wire::Grant& message);
Result<domain::Grant> read_grant(const wire::Grant& message);
void write_stop(const domain::StopOrder& stop, wire::StopOrder& message);
Result<domain::StopOrder> read_stop(const wire::StopOrder& message);
void write_nodes(const domain::NodeSet& nodes, wire::NodeNumbers& message);
Result<domain::NodeSet> read_nodes(const wire::NodeNumbers& message);

/// Signs and keeps the value beside its bytes.
domain::SignedGrant sign_grant(const Ed25519KeyPair& key, std::uint64_t key_serial, domain::Grant grant);
domain::SignedStop sign_stop(const Ed25519KeyPair& key, std::uint64_t key_serial, domain::StopOrder stop);
domain::SignedEnvelope sign_delegation(const Ed25519KeyPair& root, std::uint64_t root_serial, const Delegation& delegation);
domain::SignedEnvelope sign_anchors(const Ed25519KeyPair& root, std::uint64_t root_serial, const TrustAnchors& anchors);
domain::SignedEnvelope sign_revocations(const Ed25519KeyPair& root, std::uint64_t root_serial, const Revocations& revocations);

/// SHA-256 of the payload inside the envelope: `PlaybackReceipt::grant_hash`. `malformed` when it is not an envelope.
Result<domain::Sha256> grant_hash(Bytes envelope);

}  // namespace village::protocol
