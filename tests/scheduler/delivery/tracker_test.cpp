#include "scheduler/delivery/tracker.hpp"

#include <gtest/gtest.h>

#include "scheduler/domain/coverage.hpp"

namespace village::delivery {
namespace {

using domain::BroadcastId;
using domain::DeliveryState;
using domain::NodeNumber;
using domain::NodeSet;
using domain::ReceiptOutcome;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const domain::UtcTime now = domain::parse_utc("2026-11-23T00:00:00Z").value();
const BroadcastId id{{1}};
const NodeNumber one{1}, two{2}, three{3};
const NodeSet all{one, two, three};

domain::Broadcast broadcast() {
    domain::Broadcast made;
    made.id = id;
    made.targets = all;
    made.duration = minutes{1};
    made.content = domain::ContentHash{};
    return made;
}
Tracker tracker_with_broadcast() {
    Tracker tracker;
    tracker.plan(broadcast(), now);
    return tracker;
}
domain::PlaybackReceipt receipt(NodeNumber node, ReceiptOutcome outcome = ReceiptOutcome::played,
                                std::uint64_t seconds_played = 60) {
    domain::PlaybackReceipt made;
    made.node = node;
    made.number = 1;
    made.broadcast = id;
    made.outcome = outcome;
    made.samples_played = seconds_played * 48'000;
    made.samples_expected = 60 * 48'000;
    return made;
}
DeliveryState state(const Tracker& tracker, NodeNumber node) { return tracker.find(id, node)->state; }

TEST(Tracker, FollowsADeliveryFromPlanToReceipt) {
    auto tracker = tracker_with_broadcast();
    EXPECT_EQ(state(tracker, one), DeliveryState::planned);
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::sent);
    tracker.acknowledged(id, one, now);
    EXPECT_EQ(tracker.find(id, one)->evidence, domain::EvidenceLevel::e0_acknowledged);
    tracker.fetched(domain::ContentHash{}, one, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::fetched);
    tracker.started(id, one, now, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::playing);

    tracker.receipt(receipt(one), now);

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
    EXPECT_EQ(tracker.find(id, one)->played, minutes{1});
    EXPECT_EQ(tracker.find(id, one)->evidence, domain::EvidenceLevel::e2_device);
    EXPECT_EQ(state(tracker, two), DeliveryState::sent);
}

TEST(Tracker, WaitsForAudioAgainThatTheNodeHasLost) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, one, now);
    tracker.fetched(domain::ContentHash{}, one, now);

    EXPECT_FALSE(tracker.lost(domain::ContentHash{}, one, now).empty());
    EXPECT_EQ(state(tracker, one), DeliveryState::acknowledged);
    EXPECT_TRUE(tracker.lost(domain::ContentHash{}, two, now).empty());
    tracker.fetched(domain::ContentHash{}, one, now);

    EXPECT_EQ(state(tracker, one), DeliveryState::fetched);
}

TEST(Tracker, NeverGoesBack) {
    auto tracker = tracker_with_broadcast();
    tracker.started(id, one, now, now);

    EXPECT_TRUE(tracker.acknowledged(id, one, now).empty());
    EXPECT_TRUE(tracker.fetched(id, one, now).empty());

    EXPECT_EQ(state(tracker, one), DeliveryState::playing);
}

TEST(Tracker, AFinalStateIsNeverLeft) {
    auto tracker = tracker_with_broadcast();
    tracker.receipt(receipt(one, ReceiptOutcome::partial, 20), now);

    EXPECT_TRUE(tracker.receipt(receipt(one), now).empty());
    EXPECT_TRUE(tracker.mark(id, NodeSet{one}, DeliveryState::cancelled, "someone", now).empty());
    EXPECT_TRUE(tracker.started(id, one, now, now).empty());

    EXPECT_EQ(state(tracker, one), DeliveryState::partial);
}

TEST(Tracker, PlayedNeedsNinetyFivePercentWhateverTheNodeSays) {
    auto tracker = tracker_with_broadcast();
    tracker.receipt(receipt(one, ReceiptOutcome::played, 57), now);
    tracker.receipt(receipt(two, ReceiptOutcome::played, 56), now);

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
    EXPECT_EQ(state(tracker, two), DeliveryState::partial);
}

TEST(Tracker, AConnectedNodeWithoutReceiptIsUnconfirmedFiveSecondsAfterTheEnd) {
    auto tracker = tracker_with_broadcast();
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    tracker.receipt(receipt(one), now);
    tracker.ended(id, now + minutes{1});

    EXPECT_TRUE(tracker.advance(NodeSet{one, two}, now + minutes{1} + seconds{4}).empty());
    const auto changes = tracker.advance(NodeSet{one, two}, now + minutes{1} + seconds{5});

    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(std::get<DeliveriesMarked>(changes[0]).nodes, NodeSet{two});
    EXPECT_EQ(state(tracker, one), DeliveryState::played);
    EXPECT_EQ(state(tracker, three), DeliveryState::sent);
}

TEST(Tracker, ALateReceiptIsTakenForNinetyDaysAndNoLonger) {
    auto tracker = tracker_with_broadcast();
    tracker.ended(id, now);
    tracker.advance(all, now + seconds{5});

    tracker.receipt(receipt(one), now + hours{24 * 90});
    tracker.advance(all, now + hours{24 * 90});
    const auto too_late = tracker.receipt(receipt(two), now + hours{24 * 90} + seconds{1});

    EXPECT_TRUE(too_late.empty());
    EXPECT_FALSE(tracker.find(id, one));
}

TEST(Tracker, WhatNeverReachedANodeInContactIsMissed) {
    auto tracker = tracker_with_broadcast();
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    tracker.acknowledged(id, two, now);
    tracker.ended(id, now);

    EXPECT_TRUE(tracker.caught_up(one, now + minutes{44}).empty());
    tracker.caught_up(one, now + minutes{45});
    tracker.caught_up(two, now + minutes{45});

    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "no_contact");
    EXPECT_EQ(state(tracker, two), DeliveryState::acknowledged);
}

TEST(Tracker, WhatAReplacedDeviceHadTakenAndNeverReportedStaysUnconfirmed) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, one, now);
    tracker.started(id, two, now, now);
    tracker.mark(id, NodeSet{three}, DeliveryState::sent, {}, now);
    tracker.ended(id, now + minutes{1});
    tracker.advance(all, now + minutes{2});

    for (const auto node : {one, two}) EXPECT_FALSE(tracker.replaced(node, now + minutes{3}).empty());
    EXPECT_TRUE(tracker.replaced(three, now + minutes{3}).empty()) << "it never took it";
    EXPECT_TRUE(tracker.replaced(one, now + minutes{4}).empty()) << "it is said once";
    for (const auto node : {one, two, three}) tracker.caught_up(node, now + minutes{46});

    for (const auto node : {one, two}) {
        EXPECT_EQ(state(tracker, node), DeliveryState::unconfirmed) << "it may have been heard: not to be told twice";
        EXPECT_EQ(tracker.find(id, node)->reason, Tracker::device_replaced);
    }
    EXPECT_EQ(tracker.find(id, two)->first_sample_at, now);
    EXPECT_EQ(state(tracker, three), DeliveryState::missed);
}

TEST(Tracker, WhatADeviceHadBegunAndTheNextWasNotGivenInTimeIsPartial) {
    auto tracker = tracker_with_broadcast();
    tracker.started(id, one, now, now);

    tracker.replaced(one, now + seconds{30});
    tracker.ended(id, now + minutes{1});
    tracker.caught_up(one, now + minutes{46});

    EXPECT_EQ(state(tracker, one), DeliveryState::partial);
    EXPECT_EQ(tracker.find(id, one)->reason, "outage");
    EXPECT_EQ(tracker.find(id, one)->first_sample_at, now);
}

TEST(Tracker, OfANodeWithoutADeviceNothingStaysOpen) {
    auto tracker = tracker_with_broadcast();
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    tracker.acknowledged(id, three, now);
    EXPECT_TRUE(tracker.without_device({one}, "not_enrolled", now).empty()) << "its device may come in time";
    tracker.ended(id, now + minutes{1});

    tracker.without_device({one}, "not_enrolled", now + minutes{2});
    tracker.without_device({three}, "revoked", now + minutes{2});

    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "not_enrolled");
    EXPECT_EQ(state(tracker, two), DeliveryState::sent);
    EXPECT_EQ(state(tracker, three), DeliveryState::unconfirmed) << "it may have sounded what it had taken";
    EXPECT_EQ(tracker.find(id, three)->reason, "revoked");
    EXPECT_TRUE(tracker.without_device({one, three}, "revoked", now + minutes{3}).empty());
}

TEST(Tracker, WhatIsStillToComeIsGivenToTheNextDeviceAnew) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, one, now);
    tracker.fetched(id, one, now);
    tracker.receipt(receipt(two), now);

    tracker.replaced(one, now);
    EXPECT_TRUE(tracker.replaced(two, now).empty()) << "what it has reported stays";
    EXPECT_EQ(state(tracker, one), DeliveryState::sent);

    tracker.acknowledged(id, one, now);
    tracker.receipt(receipt(one), now + minutes{2});
    EXPECT_EQ(state(tracker, one), DeliveryState::played);
}

TEST(Tracker, ALateReceiptThatKnowsNoFirstSampleDoesNotTakeItAway) {
    auto tracker = tracker_with_broadcast();
    tracker.started(id, one, now, now);

    tracker.receipt(receipt(one, ReceiptOutcome::partial, 3), now + minutes{2});

    EXPECT_EQ(tracker.find(id, one)->first_sample_at, now);
}

TEST(Tracker, WhoWasSoundingItWhenContactWasLostIsUnconfirmedAfterItsEnd) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, one, now);
    tracker.started(id, two, now, now);
    tracker.ended(id, now + minutes{1});

    tracker.advance(NodeSet{}, now + minutes{1} + seconds{5});

    EXPECT_EQ(state(tracker, two), DeliveryState::unconfirmed);
    EXPECT_EQ(state(tracker, one), DeliveryState::acknowledged) << "it could not have answered";
}

TEST(Tracker, ARefusedGrantIsMissedWithTheNodesReason) {
    auto tracker = tracker_with_broadcast();

    tracker.refused(id, one, {domain::ErrorCode::out_of_scope, "not for it"}, now);

    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "out_of_scope");
}

TEST(Tracker, WhatTheHoursOfANodeForbidMayBeHeardAfterAllWhenTheyChange) {
    auto tracker = tracker_with_broadcast();

    EXPECT_FALSE(tracker.refused(id, one, {domain::ErrorCode::quiet_hours, "03:15"}, now).empty());
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    EXPECT_EQ(tracker.find(id, one)->reason, "quiet_hours");
    EXPECT_EQ(tracker.refusing(), NodeSet{one});
    EXPECT_TRUE(tracker.refused(id, one, {domain::ErrorCode::quiet_hours, "03:15"}, now).empty()) << "with every plan";
    tracker.acknowledged(id, one, now);
    EXPECT_EQ(tracker.find(id, one)->reason, "");
    tracker.receipt(receipt(one), now + minutes{2});

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
}

TEST(Tracker, WhatAFullPlanRefusesMayBeHeardAfterAllWhenItEmpties) {
    auto tracker = tracker_with_broadcast();
    tracker.refused(id, one, {domain::ErrorCode::too_many_requests, "the plan is full"}, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::sent);

    tracker.acknowledged(id, one, now);
    tracker.receipt(receipt(one), now + minutes{2});

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
}

TEST(Tracker, WhatAFullPlanRefusedToTheEndIsMissedOnlyWhenItsNodeHasSaidEverything) {
    auto tracker = tracker_with_broadcast();
    tracker.refused(id, one, {domain::ErrorCode::too_many_requests, "the plan is full"}, now);
    tracker.ended(id, now);

    tracker.advance(NodeSet{one}, now + seconds{5});
    EXPECT_EQ(state(tracker, one), DeliveryState::unconfirmed) << "there may have been room since";

    tracker.caught_up(one, now + minutes{45});
    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "too_many_requests");
}

TEST(Tracker, WhatANodeHasSeenBeforeMayHaveBeenHeardThere) {
    auto tracker = tracker_with_broadcast();
    tracker.ended(id, now);

    EXPECT_FALSE(tracker.refused(id, one, {domain::ErrorCode::replayed, "seen before"}, now).empty());
    EXPECT_TRUE(tracker.refused(id, one, {domain::ErrorCode::replayed, "seen before"}, now).empty()) << "with every plan";
    tracker.advance(NodeSet{one}, now + seconds{5});
    EXPECT_EQ(state(tracker, one), DeliveryState::unconfirmed);
    tracker.receipt(receipt(one), now + minutes{2});

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
}

TEST(Tracker, ANumberThatWasUsedBeforeIsNamedAtOnceAndAsTheReasonWhyItWasMissed) {
    auto tracker = tracker_with_broadcast();
    tracker.mark(id, all, DeliveryState::sent, {}, now);
    tracker.refused(id, one, {domain::ErrorCode::replayed, "seen before"}, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::sent);
    EXPECT_EQ(tracker.find(id, one)->reason, "replayed");

    tracker.ended(id, now);
    tracker.caught_up(one, now + minutes{45});
    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "replayed");
}

TEST(Tracker, WhatTheHoursOfANodeForbidToTheEndIsMissedForThat) {
    auto tracker = tracker_with_broadcast();
    tracker.refused(id, one, {domain::ErrorCode::quiet_hours, "03:15"}, now);
    tracker.refused(id, two, {domain::ErrorCode::quiet_hours, "03:15"}, now);
    tracker.ended(id, now);

    tracker.advance(NodeSet{one, three}, now + seconds{5});
    EXPECT_EQ(state(tracker, one), DeliveryState::missed);
    EXPECT_EQ(tracker.find(id, one)->reason, "quiet_hours");
    EXPECT_EQ(state(tracker, three), DeliveryState::unconfirmed);

    tracker.caught_up(two, now + minutes{45});
    EXPECT_EQ(state(tracker, two), DeliveryState::missed) << "it was out of contact then";
    EXPECT_EQ(tracker.find(id, two)->reason, "quiet_hours");
}

TEST(Tracker, ARefusedCopyDoesNotHarmTheTrueOne) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, one, now);

    EXPECT_TRUE(tracker.refused(id, one, {domain::ErrorCode::replayed, "copy"}, now).empty());
}

TEST(Tracker, WhatAClockThatWasAheadCalledOverIsOpenAgainButForWhatANodeSaid) {
    auto tracker = tracker_with_broadcast();
    tracker.acknowledged(id, two, now);
    tracker.refused(id, three, {domain::ErrorCode::clock_untrusted, "no"}, now);
    tracker.receipt(receipt(three, ReceiptOutcome::missed, 0), now);
    tracker.mark(id, NodeSet{one}, DeliveryState::missed, "start_by", now + hours{1});
    tracker.ended(id, now + hours{1});

    tracker.plan(broadcast(), now);

    EXPECT_EQ(state(tracker, one), DeliveryState::planned);
    EXPECT_EQ(state(tracker, two), DeliveryState::acknowledged);
    tracker.receipt(receipt(one), now + minutes{2});
    EXPECT_EQ(state(tracker, one), DeliveryState::played);
    tracker.ended(id, now + minutes{2});
    tracker.advance(all, now + minutes{3});
    EXPECT_EQ(state(tracker, two), DeliveryState::unconfirmed) << "it ends for good now";
}

TEST(Tracker, CountsCoverageOverAllTargets) {
    auto tracker = tracker_with_broadcast();
    tracker.receipt(receipt(one), now);
    tracker.receipt(receipt(two, ReceiptOutcome::missed, 0), now);

    EXPECT_EQ(coverage_of(tracker.deliveries(id)), (domain::Coverage{.played = 1, .missed = 1, .open = 1, .of = 3}));
    EXPECT_EQ(tracker.unanswered(id), NodeSet{three});
}

TEST(Tracker, GoesOnAfterARestartWhereItWas) {
    auto before = tracker_with_broadcast();
    before.mark(id, all, DeliveryState::sent, {}, now);
    before.receipt(receipt(one), now);

    Tracker after;
    after.restore(broadcast(), before.deliveries(id));

    EXPECT_EQ(after.deliveries(id), before.deliveries(id));
    EXPECT_TRUE(after.receipt(receipt(one, ReceiptOutcome::missed, 0), now).empty());
}

TEST(Tracker, WhatWasTakenBackThereWasStoppedByNobody) {
    for (const bool is_restarted : {false, true}) {
        auto tracker = tracker_with_broadcast();
        tracker.mark(id, all, DeliveryState::sent, {}, now);
        tracker.receipt(receipt(three), now);

        const auto changes = tracker.taken_back(id, NodeSet{one, three}, "special_day", now);

        EXPECT_EQ(changes.size(), 1u) << "what has said how it ended stays as it is";
        if (is_restarted) {
            const auto stored = tracker.deliveries(id);
            tracker = Tracker{};
            tracker.restore(broadcast(), stored);
        }
        tracker.fetched(id, one, now);
        for (const auto node : {one, two}) {
            auto stopped = receipt(node, ReceiptOutcome::cancelled, 0);
            stopped.reason = "stop";
            tracker.receipt(stopped, now);
        }
        EXPECT_EQ(state(tracker, one), DeliveryState::cancelled);
        EXPECT_EQ(tracker.find(id, one)->reason, "special_day");
        EXPECT_EQ(tracker.find(id, two)->reason, "stop");
    }
}

TEST(Tracker, WhatWasTakenBackTooLateSaysHowItSounded) {
    auto tracker = tracker_with_broadcast();
    tracker.taken_back(id, all, "place_left", now);

    tracker.receipt(receipt(one), now);

    EXPECT_EQ(state(tracker, one), DeliveryState::played);
    EXPECT_EQ(tracker.find(id, one)->reason, "");
}

TEST(Tracker, SaysOfWhatIsInterruptedThatItGivesWayUntilItGoesOn) {
    auto tracker = tracker_with_broadcast();
    auto second = broadcast();
    second.id = BroadcastId{{2}};
    tracker.plan(second, now);
    tracker.started(id, one, now, now);
    tracker.started(id, two, now, now);
    const auto reason_at = [&](NodeNumber node) { return tracker.find(id, node)->reason; };

    const auto changes = tracker.started(second.id, one, now, now);

    EXPECT_EQ(changes.size(), 2u) << "what begins, and what gives way there";
    EXPECT_EQ(reason_at(one), Tracker::gives_way);
    EXPECT_EQ(reason_at(two), "") << "nothing came between there";
    Tracker again;
    again.restore(broadcast(), tracker.deliveries(id));
    EXPECT_EQ(again.started(id, one, now, now).size(), 1u) << "it goes on, and a restart between makes no difference";
    EXPECT_EQ(tracker.started(id, one, now, now).size(), 2u) << "and now the other one gives way";
    EXPECT_EQ(reason_at(one), "");
    EXPECT_TRUE(tracker.started(id, one, now, now).empty());
    tracker.receipt(receipt(one, ReceiptOutcome::preempted, 10), now);
    tracker.started(second.id, one, now, now);
    EXPECT_EQ(state(tracker, one), DeliveryState::preempted) << "what ended gives way to nothing";
}

TEST(Tracker, KeepsWhatAReceiptSaysOfWhatPreEmptedIt) {
    auto tracker = tracker_with_broadcast();
    auto interrupted = receipt(one, ReceiptOutcome::preempted, 10);
    interrupted.preempted_by = BroadcastId{{2}};
    interrupted.resumed = true;

    tracker.receipt(interrupted, now);
    tracker.receipt(receipt(two, ReceiptOutcome::preempted, 10), now);

    EXPECT_EQ(tracker.find(id, one)->preempted_by, (BroadcastId{{2}}));
    EXPECT_TRUE(tracker.find(id, one)->resumed);
    EXPECT_FALSE(tracker.find(id, two)->preempted_by) << "an older node does not say";
}

TEST(Tracker, AReceiptOfAnUnknownBroadcastChangesNothing) {
    Tracker tracker;

    EXPECT_TRUE(tracker.receipt(receipt(one), now).empty());
}

}  // namespace
}  // namespace village::delivery
