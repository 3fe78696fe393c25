#include "scheduler/policy/check_grant.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::policy {
namespace {

using domain::BroadcastKind;
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::Grant;
using domain::Status;

Status check_form(const Grant& grant) {
    if (!domain::kind_allows(grant.kind, grant.priority))
        return Error{ErrorCode::malformed, fmt::format("a grant of kind {} cannot have priority {}",
                                                       domain::kind_name(grant.kind), domain::priority_name(grant.priority))};
    if (grant.content.has_value() == grant.stream.has_value())
        return Error{ErrorCode::malformed, "a grant names either finished audio or a stream"};
    if (grant.kind == BroadcastKind::live && !grant.stream) return Error{ErrorCode::malformed, "a live grant names a stream"};
    if (grant.content && grant.content_duration <= Duration::zero())
        return Error{ErrorCode::malformed, "the audio of the grant has no length"};
    if (grant.repeat_every && (grant.kind != BroadcastKind::emergency || *grant.repeat_every <= Duration::zero()))
        return Error{ErrorCode::malformed, "only an emergency repeats, and not without a pause"};
    if (grant.fade_out < Duration::zero() || grant.fade_out > grant.max_duration)
        return Error{ErrorCode::malformed, "a grant fades for longer than it lasts"};
    const bool stands_in = !grant.stands_in_for ||
                           (grant.kind == BroadcastKind::scheduled && grant.content && *grant.stands_in_for != grant.broadcast);
    if (!stands_in) return Error{ErrorCode::malformed, "only planned, finished audio stands in, and for another broadcast"};
    const bool ordered =
        grant.not_before <= grant.starts_at && grant.starts_at <= grant.start_by && grant.start_by <= grant.not_after;
    if (!ordered) return Error{ErrorCode::malformed, "the times of the grant are out of order"};
    return check_passes(grant);
}

Status check_scope(const Grant& grant, const GrantContext& context) {
    if (grant.nodes.is_empty()) return Error{ErrorCode::out_of_scope, "the grant names no node"};
    if (context.node && !grant.nodes.contains(*context.node))
        return Error{ErrorCode::out_of_scope, fmt::format("the grant is not for node {}", context.node->value)};
    if (context.scope && !grant.nodes.is_subset_of(*context.scope))
        return Error{ErrorCode::out_of_scope, "the grant reaches nodes outside the area of its key"};
    return {};
}

bool is_stopped(const Grant& grant, const GrantContext& context) {
    if (!context.tombstones) return false;
    return context.node ? context.tombstones->covers(grant, *context.node) : context.tombstones->covers(grant.id);
}

Status check_freshness(const Grant& grant, const GrantContext& context) {
    if (!context.already_started && context.seen && !context.seen->is_new(grant.issuer_sequence))
        return Error{ErrorCode::replayed, fmt::format("sequence {} was seen before", grant.issuer_sequence)};
    if (is_stopped(grant, context)) return Error{ErrorCode::cancelled, "the grant was stopped"};
    return {};
}

/// What passes even at a node that does not know the time.
bool passes_without_clock(const Grant& grant, const GrantContext& context) {
    return domain::is_called(grant.kind) && context.in_live_session;
}

Status check_window(const Grant& grant, const GrantContext& context) {
    if (context.now > grant.not_after)
        return Error{ErrorCode::expired, fmt::format("the grant ended at {}", domain::utc_text(grant.not_after))};
    // A loudspeaker whose pass is still to come is not late; the signer answers for all of them.
    const auto start_by = context.node ? last_start(grant, begins_after(grant.passes, *context.node)) : grant.start_by;
    if (!context.already_started && context.now > start_by)
        return Error{ErrorCode::expired, fmt::format("it had to begin by {}", domain::utc_text(start_by))};
    return {};
}

Status check_duration(const Grant& grant, const GrantContext& context) {
    if (grant.max_duration <= Duration::zero() || grant.max_duration > context.caps.of(grant.kind))
        return Error{ErrorCode::too_long, fmt::format("a grant of kind {} lasts at most {} s", domain::kind_name(grant.kind),
                                                      context.caps.of(grant.kind).count() / 1'000'000)};
    if (grant.content_duration > grant.max_duration && grant.kind != BroadcastKind::scheduled)
        return Error{ErrorCode::too_long, "the audio is longer than the grant allows"};
    return {};
}

}  // namespace

Duration DurationCaps::of(BroadcastKind kind) const {
    switch (kind) {
        case BroadcastKind::scheduled: return scheduled;
        case BroadcastKind::live: return live;
        case BroadcastKind::emergency: return emergency;
        case BroadcastKind::drill: return drill;
        case BroadcastKind::self_test: return self_test;
        case BroadcastKind::all_clear: return all_clear;
    }
    return Duration::zero();
}

Duration sounding_time(const Grant& grant) {
    const bool to_its_limit = grant.stream || grant.repeat_every || grant.stands_in_for;
    const auto once = to_its_limit ? grant.max_duration : std::min(grant.content_duration, grant.max_duration);
    return once + last_begins_after(grant.passes);
}

Status check_grant_hours(const Grant& grant, const domain::HoursPolicy& hours) {
    if (grant.kind == BroadcastKind::emergency) return {};
    if (grant.kind == BroadcastKind::self_test) return check_test_hours(hours, grant.starts_at, sounding_time(grant));
    auto verdict = check_hours(hours, grant.starts_at, sounding_time(grant));
    if (verdict) return verdict;
    const bool excused =
        verdict.error().code == ErrorCode::quiet_hours ? grant.quiet_hours : grant.outside_hours || grant.quiet_hours;
    if (excused) return {};
    return verdict;
}

Status check_grant(const Grant& grant, const GrantContext& context) {
    if (auto form = check_form(grant); !form) return form;
    if (auto scope = check_scope(grant, context); !scope) return scope;
    if (auto fresh = check_freshness(grant, context); !fresh) return fresh;
    if (auto duration = check_duration(grant, context); !duration) return duration;
    if (!context.clock_trusted) {
        if (passes_without_clock(grant, context)) return {};
        return Error{ErrorCode::clock_untrusted, "the clock is not attested: only an emergency of this moment is obeyed"};
    }
    if (auto window = check_window(grant, context); !window) return window;
    return context.hours ? check_grant_hours(grant, *context.hours) : Status{};
}

Status check_stop(const domain::StopOrder& stop) {
    const bool area = stop.nodes && !stop.nodes->is_empty() && stop.up_to_sequence > 0;
    if (stop.grants.empty() && !area) return Error{ErrorCode::malformed, "a STOP names grants, or nodes and a sequence"};
    if (stop.nodes && stop.up_to_sequence > stop.issuer_sequence && stop.issuer_sequence > 0)
        return Error{ErrorCode::malformed, "a STOP ends at its own sequence, never at one to come"};
    return {};
}

}  // namespace village::policy
