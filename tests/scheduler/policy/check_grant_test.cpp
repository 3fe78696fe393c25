#include "scheduler/policy/check_grant.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "scheduler/policy/check_hours.hpp"

namespace village::policy {
namespace {

using domain::BroadcastKind;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;
using domain::Priority;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const domain::HoursPolicy default_hours;
/// 05:30 in Vietnam.
const domain::UtcTime morning = domain::parse_utc("2026-11-22T22:30:00Z").value();

domain::Grant bulletin(domain::UtcTime starts_at = morning) {
    domain::Grant grant;
    grant.id.bytes[0] = 1;
    grant.nodes = NodeSet{NodeNumber{3}, NodeNumber{4}};
    grant.not_before = grant.starts_at = starts_at;
    grant.start_by = starts_at + minutes{2};
    grant.not_after = starts_at + minutes{40};
    grant.content = domain::ContentHash{};
    grant.content_duration = grant.max_duration = minutes{10};
    grant.issuer_sequence = 17;
    return grant;
}
domain::Grant emergency(domain::UtcTime starts_at = morning) {
    auto grant = bulletin(starts_at);
    grant.kind = BroadcastKind::emergency;
    grant.priority = Priority::emergency;
    grant.max_duration = minutes{30};
    grant.repeat_every = minutes{2} + seconds{30};
    return grant;
}
GrantContext node_context(domain::UtcTime now = morning) {
    GrantContext context;
    context.now = now;
    context.node = NodeNumber{3};
    context.hours = &default_hours;
    return context;
}
ErrorCode refusal(const domain::Grant& grant, const GrantContext& context) {
    const auto verdict = check_grant(grant, context);
    return verdict ? ErrorCode::internal : verdict.error().code;
}

TEST(CheckGrant, ObeysAGoodOne) { EXPECT_TRUE(check_grant(bulletin(), node_context())); }

TEST(CheckGrant, TakesEachKindWithItsOwnPriorityOnly) {
    auto grant = bulletin();
    grant.priority = Priority::emergency;

    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::malformed);
}

TEST(CheckGrant, IsForTheNamedNodesOnly) {
    auto context = node_context();
    context.node = NodeNumber{5};

    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::out_of_scope);
}

TEST(CheckGrant, TheSignerSignsInsideTheScopeOfItsKeyOnly) {
    auto context = node_context();
    context.node.reset();
    const NodeSet scope{NodeNumber{3}};
    context.scope = &scope;

    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::out_of_scope);
}

TEST(CheckGrant, RefusesACopiedSequence) {
    SequenceWindow seen;
    seen.take(17);
    auto context = node_context();
    context.seen = &seen;

    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::replayed);
}

TEST(CheckGrant, RefusesWhatWasStoppedBeforeItCame) {
    Tombstones tombstones;
    tombstones.add({.grants = {bulletin().id}}, morning - minutes{1});
    auto context = node_context();
    context.tombstones = &tombstones;

    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::cancelled);
}

TEST(CheckGrant, IsNeverBegunLaterThanStartBy) {
    EXPECT_TRUE(check_grant(bulletin(), node_context(morning + minutes{2})));
    EXPECT_EQ(refusal(bulletin(), node_context(morning + minutes{2} + seconds{1})), ErrorCode::expired);
}

TEST(CheckGrant, GoesOnAfterStartByIfItHadBegun) {
    auto context = node_context(morning + minutes{5});
    context.already_started = true;

    EXPECT_TRUE(check_grant(bulletin(), context));
    context.now = morning + minutes{41};
    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::expired);
}

TEST(CheckGrant, ARelayAtQuarterPastThreeIsRefusedByTheNodeItself) {
    const auto night = morning - hours{2} - minutes{15};

    EXPECT_EQ(refusal(bulletin(night), node_context(night)), ErrorCode::quiet_hours);
}

TEST(CheckGrant, PermissionForOutsideHoursIsNoneForQuietHours) {
    const auto night = morning - hours{2} - minutes{15};
    const auto noon = morning + hours{6} + minutes{30};
    auto at_noon = bulletin(noon);
    auto at_night = bulletin(night);
    at_noon.outside_hours = at_night.outside_hours = true;

    EXPECT_TRUE(check_grant(at_noon, node_context(noon)));
    EXPECT_EQ(refusal(at_night, node_context(night)), ErrorCode::quiet_hours);
    at_night.quiet_hours = true;
    EXPECT_TRUE(check_grant(at_night, node_context(night)));
}

TEST(CheckGrant, APlannedItemMayBeCutAndIsMeasuredByWhatIsLeftOfIt) {
    auto grant = bulletin(morning + minutes{50});
    EXPECT_TRUE(check_grant(grant, node_context()));
    grant.content_duration = minutes{20};
    EXPECT_TRUE(check_grant(grant, node_context())) << "cut after ten minutes, at the end of the hours";
    grant.max_duration = minutes{20};
    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::outside_allowed_hours);
}

TEST(CheckGrant, AnEmergencyIsNeverCut) {
    auto grant = emergency();
    grant.content_duration = grant.max_duration + seconds{1};

    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::too_long);
}

TEST(CheckGrant, WhatStandsInIsMeasuredByTheTimeItMayHaveToFill) {
    auto grant = bulletin(morning + minutes{50});
    grant.stands_in_for = domain::BroadcastId{{9}};
    EXPECT_TRUE(check_grant(grant, node_context()));
    grant.max_duration = minutes{20};
    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::outside_allowed_hours);
}

TEST(CheckGrant, OnlyPlannedFinishedAudioStandsInAndForAnotherBroadcast) {
    auto itself = bulletin(), stream = bulletin(), alarm = emergency();
    itself.stands_in_for = itself.broadcast;
    stream.stands_in_for = alarm.stands_in_for = domain::BroadcastId{{9}};
    stream.content.reset();
    stream.stream = domain::StreamDescription{};

    for (const auto& grant : {itself, stream, alarm}) EXPECT_EQ(refusal(grant, node_context()), ErrorCode::malformed);
}

TEST(CheckGrant, NothingFadesForLongerThanItLasts) {
    auto grant = bulletin();
    grant.fade_out = grant.max_duration + seconds{1};

    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::malformed);
}

TEST(CheckGrant, AnEmergencyPassesAtAnyHour) {
    const auto night = morning - hours{2};

    EXPECT_TRUE(check_grant(emergency(night), node_context(night)));
}

TEST(CheckGrant, EveryKindHasALongestDuration) {
    auto grant = emergency();
    grant.max_duration = hours{1} + seconds{1};
    grant.not_after = morning + hours{3};

    EXPECT_EQ(refusal(grant, node_context()), ErrorCode::too_long);
}

TEST(CheckGrant, WithAnUntrustedClockOnlyAnEmergencyOfThisMomentIsObeyed) {
    auto context = node_context(morning - hours{24 * 365});
    context.clock_trusted = false;
    context.in_live_session = true;

    EXPECT_EQ(refusal(bulletin(), context), ErrorCode::clock_untrusted);
    EXPECT_TRUE(check_grant(emergency(), context));
    context.in_live_session = false;
    EXPECT_EQ(refusal(emergency(), context), ErrorCode::clock_untrusted);
}

TEST(CheckGrant, NeedsSoundAndOrderedTimes) {
    auto silent = bulletin();
    silent.content.reset();
    auto disordered = bulletin();
    disordered.start_by = morning - seconds{1};
    auto repeating = bulletin();
    repeating.repeat_every = minutes{1};

    for (const auto& grant : {silent, disordered, repeating}) EXPECT_EQ(refusal(grant, node_context()), ErrorCode::malformed);
}

TEST(CheckGrant, NothingButAnEmergencyOrAPermissionSoundsInQuietHours) {
    EXPECT_TRUE(rc::check([] {
        const auto start = morning + minutes{*rc::gen::inRange(0, 2 * 1440)};
        auto grant = *rc::gen::arbitrary<bool>() ? emergency(start) : bulletin(start);
        grant.outside_hours = *rc::gen::arbitrary<bool>();
        grant.quiet_hours = *rc::gen::arbitrary<bool>();

        const bool passes = check_grant(grant, node_context(start)).has_value();

        if (passes && hours_standing(default_hours, start, sounding_time(grant)) == HoursStanding::quiet)
            RC_ASSERT(grant.kind == BroadcastKind::emergency || grant.quiet_hours);
    }));
}

TEST(CheckStop, NamesSomethingAndNothingToCome) {
    EXPECT_FALSE(check_stop({}));
    EXPECT_TRUE(check_stop({.grants = {bulletin().id}}));
    EXPECT_TRUE(check_stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 9, .issuer_sequence = 10}));
    EXPECT_FALSE(check_stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 11, .issuer_sequence = 10}));
}

}  // namespace
}  // namespace village::policy
