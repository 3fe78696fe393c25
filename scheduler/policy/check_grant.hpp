// May this grant be obeyed here and now? The one function that the signer asks before it signs and the node before it sounds
// (protocol-and-trust.md, Grants). The signature itself, and the chain of keys, are protocol's to verify beforehand.
#pragma once

#include <optional>

#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/policy/sequence_window.hpp"
#include "scheduler/policy/tombstones.hpp"

namespace village::policy {

/// The longest a grant of each kind may last, whatever it asks for.
struct DurationCaps {
    domain::Duration scheduled = std::chrono::hours{2};
    domain::Duration live = std::chrono::hours{1};
    domain::Duration emergency = std::chrono::hours{1};
    domain::Duration drill = std::chrono::minutes{30};
    domain::Duration self_test = std::chrono::seconds{4};
    domain::Duration all_clear = domain::all_clear_max;
    domain::Duration of(domain::BroadcastKind kind) const;
};

/// What the asker knows. The pointers are looked at during the call only; null means "not kept here".
struct GrantContext {
    domain::UtcTime now{};
    std::optional<domain::NodeNumber> node;      ///< Empty: the signer, which answers for all nodes of the grant.
    const domain::NodeSet* scope = nullptr;      ///< The nodes that the signing key may reach; null: every node.
    const domain::HoursPolicy* hours = nullptr;  ///< Null only in tests: nobody else may do without.
    DurationCaps caps{};
    const SequenceWindow* seen = nullptr;
    const Tombstones* tombstones = nullptr;
    bool already_started = false;  ///< Then start_by and the sequence were judged at the start.
    bool clock_trusted = true;
    bool in_live_session = false;  ///< Came just now over a session or its UDP association, not from the disk.
};

/// The first rule that is broken: `malformed` (kind and priority, or a grant without sound), `out_of_scope`, `replayed` (sequence),
/// `cancelled` (tombstone), `too_long`, `clock_untrusted`, `expired` (window, start_by), `outside_allowed_hours`, `quiet_hours`.
domain::Status check_grant(const domain::Grant& grant, const GrantContext& context);

/// Its last rule alone: the hours, with what the grant excuses. Emergencies pass.
domain::Status check_grant_hours(const domain::Grant& grant, const domain::HoursPolicy& hours);

/// How long it sounds if nothing interrupts it: the content as far as it may last, or for repeats, streams and what stands in the
/// maximum; of what is staggered until the last pass is over.
domain::Duration sounding_time(const domain::Grant& grant);

/// STOP needs no window and no approver: only that it names something.
domain::Status check_stop(const domain::StopOrder& stop);

}  // namespace village::policy
