// A Grant (lệnh phát): the permission for nodes to sound, as a value. The bytes and the signature are protocol/'s; whether a
// node may obey one is policy's (`policy::check_grant`), the same code in signer and node.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/broadcast.hpp"

namespace village::domain {

struct StreamDescription {
    std::array<std::uint8_t, 32> public_key{};  ///< Ed25519 key that signs every packet of the stream.
    std::uint32_t ssrc_r0 = 0;                  ///< Class R0: no copies.
    std::uint32_t ssrc_r1 = 0;                  ///< Class R1: copies at -3 and -8 packets.
    bool operator==(const StreamDescription&) const = default;
};

/// At whose level an emergency was called; the higher one goes first.
enum class IssuerLevel : std::uint8_t { none = 0, hamlet = 1, commune = 2, province = 3 };

struct Grant {
    GrantId id;
    BroadcastId broadcast;
    BroadcastKind kind = BroadcastKind::scheduled;
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    NodeSet nodes;
    UtcTime not_before{};
    UtcTime not_after{};
    UtcTime starts_at{};  ///< T0.
    UtcTime start_by{};
    Duration max_duration{};  ///< Finished audio that is longer is cut there, on purpose.
    std::uint8_t volume_cap_percent = 100;
    bool outside_hours = false;          ///< May sound outside the allowed hours ...
    bool quiet_hours = false;            ///< ... and even inside the quiet hours.
    std::optional<ContentHash> content;  ///< Finished audio; its size and length stand beside it.
    std::uint64_t content_bytes = 0;
    Duration content_duration{};
    std::optional<Duration> repeat_every;  ///< Emergency: play again after this, from start to start, until max_duration or STOP.
    std::optional<StreamDescription> stream;
    std::optional<ContentHash> chime;  ///< Sounds at once while the stream's buffer fills.
    std::uint64_t issuer_sequence = 0;
    std::uint64_t policy_epoch = 0;
    /// Fills in for this broadcast: silent as long as that one can sound, from its beginning (and again) while it cannot.
    std::optional<BroadcastId> stands_in_for;
    Duration fade_out{};                           ///< Before its planned end.
    IssuerLevel issuer_level = IssuerLevel::none;  ///< Of what is called by an Intent; the signer knows the officer.
    std::vector<Pass> passes;                      ///< As those of the broadcast; a node that is in none begins at T0.
    bool operator==(const Grant&) const = default;
};

/// STOP names grants, or everything in an area up to a sequence; never "everything from now on".
struct StopOrder {
    static constexpr std::size_t grants_max = 64;

    GrantId id;
    std::vector<GrantId> grants;
    std::optional<NodeSet> nodes;           ///< Instead of grants: every grant for these nodes ...
    std::uint64_t up_to_sequence = 0;       ///< ... whose issuer sequence is at most this ...
    std::optional<UtcTime> starting_until;  ///< ... and, if it is said, that starts then at the latest: tomorrow's stays.
    std::uint64_t issuer_sequence = 0;
    UtcTime issued_at{};
    bool operator==(const StopOrder&) const = default;
};

/// A signature over "village-grant-v1" 0x00 ‖ payload (STOP: "village-stop-v1"), checked before the payload is parsed.
struct SignedEnvelope {
    std::vector<std::uint8_t> bytes;  ///< The whole envelope as it travels.
    bool operator==(const SignedEnvelope&) const = default;
};

struct SignedGrant {
    Grant grant;
    SignedEnvelope envelope;
    bool operator==(const SignedGrant&) const = default;
};

struct SignedStop {
    StopOrder stop;
    SignedEnvelope envelope;
    NodeSet told{};  ///< The controller's own note, not signed: whom it is for. Empty: all nodes of what it names.
    bool operator==(const SignedStop&) const = default;
};

}  // namespace village::domain
