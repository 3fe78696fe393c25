// What happens to the controller's Dispatcher (Event) and what it wants done (Command). Deliveries are not in here: the desk
// tells delivery::Tracker of acknowledgements and receipts itself, and of what the Dispatcher says in MarkDeliveries.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::dispatch {

/// Several commands and broadcasts name the same signed bytes; they are never changed, so they are shared and not copied.
using SharedGrant = std::shared_ptr<const domain::SignedGrant>;
using SharedStop = std::shared_ptr<const domain::SignedStop>;

/// A broadcast somebody is entitled to, and what its grant needs beyond it. Whether they may was asked before (policy), and
/// the signer asks again.
struct BroadcastOrder {
    domain::Broadcast broadcast;  ///< id, kind, targets (frozen), starts_at, start_by, durations, content ...
    std::optional<domain::ScheduleId> schedule;
    std::uint64_t content_bytes = 0;
    bool outside_hours = false;
    bool quiet_hours = false;
    std::optional<domain::Duration> repeat_every;     ///< Emergency.
    std::optional<domain::StreamDescription> stream;  ///< With broadcast.streamed.
    std::optional<domain::ContentHash> chime;
    std::optional<domain::UtcTime> holds_until;     ///< The end of its announcement's validity: nothing of it sounds later.
    std::optional<domain::EmergencyIntent> intent;  ///< Emergency: what permits it.
};

// ---- Events ----

/// The calendar's broadcasts of the coming days. Known ones are left alone, but those that a clock which was ahead called over. After a restart ask storage before planning one whose
/// time has come: what is over is not told to Restored and would look new.
struct OccurrencesPlanned {
    std::vector<BroadcastOrder> orders;
};
/// Now, at a time, live, or an emergency. `starts_at` is set by the desk (now + about 3 s for "now"); with a countdown it is
/// set here to the countdown's end. The same broadcast id again has no effect.
struct BroadcastRequested {
    BroadcastOrder order;
    domain::Duration countdown{};  ///< Of what is called: 0 to 5 s, during which HỦY leaves no sound.
};
struct GrantSigned {
    domain::BroadcastId broadcast;
    domain::SignedGrant grant;
};
struct SigningFailed {
    domain::BroadcastId broadcast;
    domain::Error why;
};
/// Stops these broadcasts at `nodes` (empty: at all their nodes), or (empty) whatever was issued for `nodes` and has begun, known
/// here or not, and what is known here and begins within `lead`.
struct StopRequested {
    std::vector<domain::BroadcastId> broadcasts;
    domain::NodeSet nodes;
    std::string by;                   ///< A login; empty: nobody asked for it.
    domain::Duration lead{};          ///< Of a person's STOP, which is kept with the broadcast; zero: it is taken back.
    bool with_the_rest = true;        ///< Of a programme that has begun a person's STOP means what follows, too.
    std::string reason{"cancelled"};  ///< Of the deliveries that never left.
};
struct StopSigned {
    std::uint64_t ticket = 0;  ///< From SignStop.
    domain::SignedStop stop;
};
struct StopSigningFailed {
    std::uint64_t ticket = 0;
    domain::Error why;
};
/// HỦY. After the countdown it becomes a STOP; the state of BroadcastChanged says which (cancelled or stopped).
struct CountdownCancelled {
    domain::BroadcastId broadcast;
    std::string by;
};
/// Nothing more of it will sound: the streamed file is at its end, or every node has reported.
struct BroadcastFinished {
    domain::BroadcastId broadcast;
};
struct NodeConnected {
    domain::NodeNumber node;
};
struct NodeLost {
    domain::NodeNumber node;
};
/// All its broadcasts that have not begun and are not wanted any more: of a cancelled schedule all, of an edited one those that the
/// edit moved, changed or took out. Without a schedule: those that came of a schedule, and it is not known of which, after a restart.
struct ScheduleChanged {
    std::optional<domain::ScheduleId> schedule;
    std::string by;  ///< As that of StopRequested.
    std::vector<domain::BroadcastId> still_wanted;
    bool for_good = false;  ///< The schedule is cancelled: nothing of it will be wanted again.
};
struct AlarmFired {};
/// After a restart, first of all: every broadcast that is not over, and of those over (stopped!) every one whose grant is still
/// valid, so that a STOP that was decided but not yet signed is signed now. A broadcast without a grant is signed again if there
/// is time; the signer answers the same grant for the same broadcast.
struct Restored {
    struct Item {
        BroadcastOrder order;
        SharedGrant grant;
    };
    std::vector<Item> items;
    std::vector<SharedStop> stops;
};

/// These nodes may take now what they refused: their hours are others.
struct PlansWanted {
    domain::NodeSet nodes;
};

using Event = std::variant<OccurrencesPlanned, BroadcastRequested, GrantSigned, SigningFailed, StopRequested, StopSigned,
                           StopSigningFailed, CountdownCancelled, BroadcastFinished, NodeConnected, NodeLost, PlansWanted,
                           ScheduleChanged, AlarmFired, Restored>;

// ---- Commands ----

/// Ask the signer; it fills id, sequence and epoch. Answer with GrantSigned or SigningFailed for `draft.broadcast`.
struct SignGrant {
    domain::Grant draft;
};
struct SignEmergency {
    domain::EmergencyIntent intent;
    domain::Grant draft;
};
/// Answer with StopSigned or StopSigningFailed.
struct SignStop {
    std::uint64_t ticket = 0;
    domain::StopOrder draft;
    domain::NodeSet nodes;  ///< Who is to be told. Kept with the signed STOP as `told`: it comes back with Restored.
};
/// The complete list of this node's coming days, ascending by issuer sequence, and which days these are.
struct SendPlan {
    domain::NodeNumber node;
    std::uint64_t issuer_sequence = 0;  ///< Version: the highest sequence known here.
    domain::UtcTime covers_from{};
    domain::UtcTime covers_to{};
    std::vector<SharedGrant> grants;
};
/// By TLS and UDP at once.
struct SendStart {
    SharedGrant grant;
    domain::NodeSet nodes;
};
struct SendStop {
    SharedStop stop;
    domain::NodeSet nodes;
};
/// The signer did not answer in time: unsigned silence, for one broadcast or for whatever sounds.
struct Quench {
    std::optional<domain::BroadcastId> broadcast;
    domain::NodeSet nodes;
};
/// Something is about to start.
struct Wake {
    domain::NodeSet nodes;
};
struct StartStream {
    SharedGrant grant;
    domain::NodeSet nodes;
};
struct StopStream {
    domain::BroadcastId broadcast;
};
/// Send AlarmFired then; a later SetAlarm replaces it.
struct SetAlarm {
    domain::UtcTime when{};
};
/// Store and show it. With `ended_at` set: tell Tracker::ended.
struct BroadcastChanged {
    domain::Broadcast broadcast;
};
/// For Tracker::mark (or Tracker::plan, when the state is planned).
struct MarkDeliveries {
    domain::BroadcastId broadcast;
    domain::NodeSet nodes;
    domain::DeliveryState state = domain::DeliveryState::planned;
    std::string reason;
};
/// Those were warning, or denied a warning, and end because this one begins: a trace is kept of it.
struct EndedByAnother {
    domain::BroadcastId by;
    std::vector<domain::BroadcastId> ended;
    std::vector<domain::BroadcastId> silenced_in_part;  ///< At the loudspeakers of `by`; they go on elsewhere.
};
/// A person must know: the signer refused or does not answer.
struct Trouble {
    domain::BroadcastId broadcast;
    domain::Error what;
};

using Command = std::variant<SignGrant, SignEmergency, SignStop, SendPlan, SendStart, SendStop, Quench, Wake, StartStream,
                             StopStream, SetAlarm, BroadcastChanged, MarkDeliveries, EndedByAnother, Trouble>;
using Commands = std::vector<Command>;

}  // namespace village::dispatch
