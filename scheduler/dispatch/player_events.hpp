// What happens to a node's player (PlayerEvent) and what it wants done (PlayerCommand). Small structs in two variants, so that the
// compiler lists what a new one must touch.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"

namespace village::dispatch {

// ---- Events ----

/// A grant whose signature was verified. From the disk after a boot: `in_live_session` false.
struct GrantTaken {
    domain::Grant grant;
    bool in_live_session = true;
    bool bare = false;  ///< By UDP outside any session: new like one in a session, and no more believed than one from the disk.
};
/// A verified STOP.
struct StopTaken {
    domain::StopOrder stop;
};
/// The complete list for the days it covers, after a GrantTaken for each (ascending by sequence). A scheduled item inside these
/// days that is not named and has not begun is cancelled. An older version than the last one has no effect.
struct PlanTaken {
    std::uint64_t policy_epoch = 0;
    std::uint64_t issuer_sequence = 0;
    domain::UtcTime covers_from{};
    domain::UtcTime covers_to{};
    std::vector<domain::GrantId> named;
};
/// Unsigned silence over the session: the named broadcast, or everything that sounds now, ends.
struct Quenched {
    std::optional<domain::BroadcastId> broadcast;
};
/// The controller has revoked this node: nothing that it holds is its own to sound any more.
struct Dismissed {};
/// All bytes of this audio are in the cache and verified.
struct ContentReady {
    domain::ContentHash content;
};
/// It is not in the cache any more: evicted, or found damaged. What sounds from an open file goes on; nothing begins from it before
/// the next ContentReady.
struct ContentLost {
    domain::ContentHash content;
};
/// The device has played the last sample of what it was told to (a file's end, a stream's end). `played` is what left the device
/// since the last StartSounding of this grant.
struct SoundEnded {
    domain::GrantId grant;
    domain::Duration played{};
};
/// Enough of a stream's packets came in the last second to be heard. About once a second, whatever sounds meanwhile.
struct StreamHeard {
    domain::GrantId grant;
};
/// The device or the decoder cannot go on.
struct SoundFailed {
    domain::GrantId grant;
    std::string reason;
};
/// Attested, or lost (protocol-and-trust.md, "Time is attested"): after every attestation that was taken, and when a doubt begins.
struct ClockTrust {
    bool trusted = false;
};
/// The UTC clock was stepped by this much while running; what sounds goes on unchanged.
struct ClockStepped {
    domain::Duration by{};
};
struct PolicyTaken {
    domain::HoursPolicy hours;
};
/// The time asked for by WakeMeAt came. Harmless at any time.
struct Woken {};

using PlayerEvent = std::variant<GrantTaken, StopTaken, PlanTaken, Quenched, Dismissed, ContentReady, ContentLost, SoundEnded,
                                 StreamHeard, SoundFailed, ClockTrust, ClockStepped, PolicyTaken, Woken>;

// ---- Commands, to be performed in order ----

/// What must survive a power cut about one grant. Write and sync it before performing what follows in the list.
struct PlayerRecord {
    domain::GrantId grant;
    domain::BroadcastId broadcast;
    bool started = false;
    bool done = false;
    bool settled = false;   ///< Done, and nothing may fill in for it any more: it was heard, or stopped.
    bool sounding = false;  ///< Was sounding when this was written: `position` was at the device at `position_at`.
    domain::Duration position{};
    domain::UtcTime position_at{};
    domain::Duration played{};  ///< Before the sounding that goes on now.
    domain::UtcTime first_sample_at{};
    bool gave_way = false;
    std::optional<domain::BroadcastId> preempted_by;
    bool resumed = false;
    domain::UtcTime keep_until{};  ///< not_after of the grant: `done` is needed until then.
    bool operator==(const PlayerRecord&) const = default;
};
/// With `done` it is followed by its OutcomeRecord: write both in one transaction, or a power cut between them loses the receipt.
struct Remember {
    PlayerRecord record;
};
/// The sample at `from_position` is to leave the device at `at`. If that is past, or the device needs a while, join: skip ahead so
/// that position and time still belong together. A stream is joined where it is (`from_position` does not count).
struct StartSounding {
    domain::GrantId grant;
    std::optional<domain::ContentHash> content;  ///< Empty: the stream named in the grant.
    std::optional<domain::ContentHash> chime;    ///< Sound this first, while the stream's buffer fills.
    domain::Duration from_position{};
    domain::UtcTime at{};
    std::uint8_t volume_cap_percent = 100;
    domain::Priority priority = domain::Priority::normal;  ///< Emergency uses the node's emergency volume.
    /// Ends by itself there (of a stream: so long after T0), having faded over `fade_out`; empty: at its end.
    std::optional<domain::Duration> until_position;
    domain::Duration fade_out{};
};
/// From now on quietly, 20 dB down, beneath what is started next; or as loud as before again. It goes on either way.
struct DuckSounding {
    domain::GrantId grant;
    bool ducked = false;
};
/// At once, within one device period, with a fade short enough not to click.
struct StopSounding {
    domain::GrantId grant;
};
/// The final outcome of a grant on this node: the material of exactly one receipt. Times and durations are the decider's; the
/// shell replaces them by what the device counted.
struct OutcomeRecord {
    domain::GrantId grant;
    domain::BroadcastId broadcast;
    domain::ReceiptOutcome outcome = domain::ReceiptOutcome::played;
    /// A word: "power", "late_arrival", "start_by", "no_content", "stop", "not_in_plan", "plan_full", "emergency", "priority", "live",
    /// "quench", "revoked", "not_after", "quiet_hours", "device", "stream", "not_needed", ...
    std::string reason;
    domain::Duration played{};
    domain::Duration expected{};
    std::optional<domain::UtcTime> first_sample_at;
    std::optional<domain::UtcTime> last_sample_at;
    bool gave_way = false;                            ///< A higher priority silenced it at least once ...
    std::optional<domain::BroadcastId> preempted_by;  ///< ... this one, the last time ...
    bool resumed = false;                             ///< ... and it was heard again after that.
};
/// The grant is not obeyed; tell the controller why.
struct Refused {
    domain::GrantId grant;
    domain::Error why;
};
/// Taken; tell the controller (E0). The grant must lie on the disk before this leaves: who acknowledged owes a receipt.
struct Accepted {
    domain::GrantId grant;
};
/// Send `Woken` then. A later one replaces it.
struct WakeMeAt {
    domain::UtcTime when{};
};

/// Somebody calls by another clock than ours: ask who attests the time, and tell what becomes of the trust by ClockTrust.
struct AskTime {};

using PlayerCommand =
    std::variant<Remember, StartSounding, DuckSounding, StopSounding, OutcomeRecord, Refused, Accepted, WakeMeAt, AskTime>;
using PlayerCommands = std::vector<PlayerCommand>;

}  // namespace village::dispatch
