// A Broadcast (lượt phát): one Announcement being played, or played, to a set of nodes; and, per (broadcast, node), how far
// it came (product.md, section 5) with the receipt that proves it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/node_set.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

/// What a grant permits; each kind goes only with its own priorities (protocol-and-trust, Grants; `kind_allows`).
enum class BroadcastKind : std::uint8_t { scheduled, live, emergency, drill, self_test, all_clear };
/// Called by an officer's Intent, with a countdown, at any hour: what warns, and what says that the danger is over.
constexpr bool is_called(BroadcastKind kind) { return kind == BroadcastKind::emergency || kind == BroadcastKind::all_clear; }
bool kind_allows(BroadcastKind kind, Priority priority);
std::string_view kind_name(BroadcastKind kind);

/// The whole broadcast, as the commune sees it; derived from its nodes and its own times.
enum class BroadcastState : std::uint8_t { planned, counting_down, on_air, ended, stopped, cancelled, missed };
std::string_view broadcast_state_name(BroadcastState state);

/// The place of a broadcast in the day of a programme: its length is that of the place, to the sample, whatever its audio's is.
struct ProgrammePlace {
    ProgrammeId programme;
    std::string key;                           ///< Which piece: the same on this day, wherever it moves.
    Duration content_length{};                 ///< Of its audio: cut where its place ends or, where it stands in, begun again.
    Duration fade_out{};                       ///< Before its planned end.
    std::optional<BroadcastId> stands_in_for;  ///< Who stops that one stops this one.
    UtcTime ends_by{};                         ///< Not even what was interrupted goes on after it.
    bool operator==(const ProgrammePlace&) const = default;
};

/// Phát so le: neighbours that would echo speak one after the other, all of it each time.
struct Pass {
    NodeSet nodes;
    Duration after{};  ///< T0 of these nodes, after that of the broadcast.
    bool operator==(const Pass&) const = default;
};

struct Broadcast {
    BroadcastId id;
    BroadcastKind kind = BroadcastKind::scheduled;
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    std::optional<AnnouncementId> announcement;
    std::optional<OccurrenceId> occurrence;
    std::optional<TemplateId> emergency_template;
    std::optional<AreaId> area;  ///< The area an emergency was called for.
    std::string title;
    NodeSet targets;         ///< Frozen when the broadcast was made.
    NodeSet stopped_at;      ///< Where a person stopped it, of its targets.
    std::string stopped_by;  ///< The login of who stopped or cancelled it, the last one of several; empty: nobody did.
    UtcTime starts_at{};     ///< T0: the first sample at a node without delay.
    UtcTime start_by{};      ///< Later is missed.
    Duration duration{};     ///< Of the content; an open-ended live broadcast has its maximum here.
    Duration max_duration{};
    std::optional<ContentHash> content;  ///< Empty for a stream.
    std::string outside_hours_reason;    ///< Why it may sound outside the allowed hours; empty: it may not.
    bool streamed = false;               ///< RTP from the controller instead of the node's cache.
    std::string relay;                   ///< Of what is streamed: the key of the station; empty: a file of our own.
    BroadcastState state = BroadcastState::planned;
    OperatorId created_by;
    UtcTime created_at{};
    std::optional<UtcTime> ended_at;
    bool withdrawn = false;  ///< Taken back before it began, because it is planned otherwise or not at all: nobody stopped it.
    std::optional<ProgrammePlace> place;
    std::vector<Pass> passes;             ///< Empty: all targets begin at T0. Otherwise each target is in one of them.
    std::optional<BroadcastId> corrects;  ///< Đính chính: what was wrong, to exactly the nodes that sounded it.
    bool operator==(const Broadcast&) const = default;
};

/// Per (broadcast, node). Final states are never left (product.md, section 5; simulation S1).
enum class DeliveryState : std::uint8_t {
    planned,
    sent,
    acknowledged,
    fetched,
    playing,
    unconfirmed,  // not final
    played,
    partial,
    preempted,
    missed,
    cancelled  // final
};
constexpr bool is_final(DeliveryState state) { return state >= DeliveryState::played; }
std::string_view delivery_state_name(DeliveryState state);

/// Highest kind of proof, E0 to E5.
enum class EvidenceLevel : std::uint8_t { none, e0_acknowledged, e1_content, e2_device, e3_amplifier, e4_microphone, e5_person };

struct Delivery {
    BroadcastId broadcast;
    NodeNumber node;
    DeliveryState state = DeliveryState::planned;
    EvidenceLevel evidence = EvidenceLevel::none;
    Duration played{};
    Duration expected{};
    std::string reason;                       ///< Why partial, missed or cancelled: a word of `CauseWord` or a sentence.
    std::optional<BroadcastId> preempted_by;  ///< As its receipt says.
    bool resumed = false;
    std::optional<UtcTime> first_sample_at;
    std::optional<UtcTime> last_sample_at;
    std::optional<std::uint64_t> receipt_number;
    UtcTime changed_at{};
    bool operator==(const Delivery&) const = default;
};

/// 20 ms frames of the programme, by what became of them.
struct FrameLedger {
    std::uint32_t received = 0;
    std::uint32_t repaired = 0;   ///< From redundancy or retransmission.
    std::uint32_t concealed = 0;  ///< Made up by the decoder.
    std::uint32_t silent = 0;     ///< Not sounded.
    bool operator==(const FrameLedger&) const = default;
};

enum class ReceiptOutcome : std::uint8_t { played, partial, preempted, missed, cancelled };

/// The Ed25519 public key that signs a device's receipts. It tells the device: a box that is put in another's place keeps the
/// node number, has a key of its own and begins its receipts at 1.
using ReceiptKey = std::array<std::uint8_t, 32>;

/// What a node reports it really played: signed by the node, numbered without gaps, chained by hash (PROTOCOL.md, Receipts).
struct PlaybackReceipt {
    NodeNumber node;
    ReceiptKey receipt_key{};  ///< The key under which it verified; zeros: stored before keys were kept with receipts.
    std::uint64_t number = 0;  ///< 1, 2, 3 ... per receipt key.
    Sha256 previous;           ///< Hash of the receipt before; zero for the first.
    BroadcastId broadcast;
    GrantId grant;
    Sha256 grant_hash;  ///< Of the signed grant's payload.
    ContentHash content;
    ReceiptOutcome outcome = ReceiptOutcome::played;
    std::string reason;
    std::optional<BroadcastId> preempted_by;  ///< What silenced it, the last time; empty: nothing, or the node does not know.
    bool resumed = false;                     ///< It was heard again after that.
    FrameLedger frames;
    std::uint64_t samples_played = 0;  ///< At 48 kHz, left the device at an audible gain.
    std::uint64_t samples_expected = 0;
    std::optional<UtcTime> first_sample_at;
    std::optional<UtcTime> last_sample_at;
    Duration uncertainty{};
    double gain_db = 0;
    std::uint32_t device_underruns = 0;
    EvidenceLevel evidence = EvidenceLevel::e2_device;
    Sha256 software;           ///< Of the node's program.
    std::string signed_bytes;  ///< The envelope exactly as received: what `receipts verify` checks.
    bool operator==(const PlaybackReceipt&) const = default;
};

}  // namespace village::domain
