// What the signer signs, and each thing it refuses.
#include "scheduler/policy/sequence_window.hpp"
#include "tests/controller/signer/signer_fixture.hpp"

namespace village::test {
namespace {

using namespace domain;
using namespace std::chrono_literals;

TEST_F(SignerTest, OrdinaryGrantIsBelievedByANodeThatTrustsTheRoot) {
    const auto response = sign(scheduled());

    ASSERT_EQ(refusal(response), "");
    const auto verified = ring().verify_grant(as_bytes(response.signed_grant().envelope()), now_);
    ASSERT_TRUE(verified) << verified.error().detail;
    const auto& grant = verified->signed_grant.grant;
    EXPECT_FALSE(grant.id.is_nil());
    EXPECT_EQ(grant.policy_epoch, 1U);
    EXPECT_GT(grant.issuer_sequence, 0U);
    EXPECT_EQ(grant.volume_cap_percent, 90);  // Lowered to the policy's cap.
}

TEST_F(SignerTest, ControllersOwnIdAndSequenceAreNotTaken) {
    auto grant = scheduled();
    grant.id = signer_id<GrantId>(3);
    grant.issuer_sequence = 999'999;
    const auto response = sign(grant);
    EXPECT_NE(response.signed_grant().grant().id(), bytes_of(3, 16));
    EXPECT_LT(response.signed_grant().grant().issuer_sequence(), 10'000U);
}

TEST_F(SignerTest, WrongPairOfKindAndPriorityIsRefused) {
    auto grant = scheduled();
    grant.priority = Priority::emergency;
    EXPECT_EQ(refusal(sign(grant)), "malformed");
}

TEST_F(SignerTest, OutsideTheAllowedHoursNeedsPermissionAndReason) {
    auto grant = scheduled();
    for (auto* time : {&grant.starts_at, &grant.start_by, &grant.not_after}) *time += 4h;

    EXPECT_EQ(refusal(sign(grant)), "outside_allowed_hours");
    grant.outside_hours = true;
    EXPECT_EQ(refusal(sign(grant)), "confirmation_needed");
    EXPECT_EQ(refusal(sign(grant, "họp thôn")), "");
}

TEST_F(SignerTest, QuietHoursAreNeverOpenedForWhatIsOrdinary) {
    auto grant = scheduled();
    for (auto* time : {&grant.starts_at, &grant.start_by, &grant.not_after}) *time += 21h;  // 03:00
    EXPECT_EQ(refusal(sign(grant)), "quiet_hours");
    grant.outside_hours = true;
    EXPECT_EQ(refusal(sign(grant, "a reason")), "quiet_hours");
    grant.quiet_hours = true;
    EXPECT_EQ(refusal(sign(grant, "a reason")), "quiet_hours");
}

class SurgeInTheNight : public SignerTest {
protected:
    /// Tomorrow's 03:00 to 04:00 at nodes 1 and 2, for what is at least priority.
    void SetUp() override {
        SignerTest::SetUp();
        policy_.set_epoch(2);
        auto& surge = *policy_.add_surge_periods();
        surge.set_from(to_us(now_ - 1h));
        surge.set_until(to_us(now_ + 48h));
        surge.add_windows()->set_from_minute(3 * 60);
        surge.mutable_windows(0)->set_to_minute(4 * 60);
        surge.set_from_priority(wire::PRIORITY_PRIORITY);
        protocol::write_nodes({NodeNumber{1}, NodeNumber{2}}, *surge.mutable_nodes());
    }
    Grant warning() const {
        auto grant = scheduled();
        for (auto* time : {&grant.starts_at, &grant.start_by, &grant.not_after}) *time += 21h;  // 03:00
        grant.priority = Priority::priority;
        grant.when_interrupted = WhenInterrupted::drop;
        grant.outside_hours = grant.quiet_hours = true;
        return grant;
    }
};

TEST_F(SurgeInTheNight, OpensQuietHoursForWhatItNamesAndNothingElse) {
    EXPECT_EQ(refusal(sign(warning(), "bão")), "quiet_hours") << "before it is opened";
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    auto less = warning(), elsewhere = warning(), later = warning(), the_day_after = warning(), lingering = warning();
    less.priority = Priority::normal;
    elsewhere.nodes = {NodeNumber{3}};
    lingering.when_interrupted = WhenInterrupted::resume;
    for (auto* time : {&later.starts_at, &later.start_by, &later.not_after}) *time += 1h;
    for (auto* time : {&the_day_after.starts_at, &the_day_after.start_by, &the_day_after.not_after}) *time += 48h;

    for (const auto& wrong : {less, elsewhere, later, the_day_after, lingering})
        EXPECT_EQ(refusal(sign(wrong, "bão")), "quiet_hours");
    EXPECT_EQ(refusal(sign(warning())), "confirmation_needed") << "without the reason";
    EXPECT_EQ(refusal(sign(warning(), "bão")), "");
}

TEST_F(SurgeInTheNight, OpensTheQuietHoursOfAHamletInItsWindowsOnly) {
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    auto by_day = scheduled();
    by_day.priority = Priority::priority;
    by_day.when_interrupted = WhenInterrupted::drop;
    by_day.outside_hours = by_day.quiet_hours = true;

    EXPECT_EQ(refusal(sign(by_day, "bão")), "quiet_hours");
}

TEST_F(SurgeInTheNight, PermitsNothingThatBegunLateCouldSoundBehindItsWindow) {
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    auto last = warning();
    for (auto* time : {&last.starts_at, &last.start_by}) *time += 1h - 10min;
    last.content_duration = last.max_duration = 10min;
    last.not_after = last.starts_at + 12min;
    EXPECT_EQ(refusal(sign(last, "bão")), "quiet_hours");

    last.start_by = last.not_after = last.starts_at + 10min;
    EXPECT_EQ(refusal(sign(last, "bão")), "");
}

TEST_F(SurgeInTheNight, IsNotTakenWhenItHasNoEnd) {
    policy_.mutable_surge_periods(0)->set_until(to_us(now_ + 32 * 24h));

    EXPECT_EQ(refusal(set_policy(policy_)), "malformed");
}

TEST_F(SignerTest, NodesOutsideTheCommuneAreRefused) {
    auto grant = scheduled();
    grant.nodes.insert(NodeNumber{4});
    EXPECT_EQ(refusal(sign(grant)), "out_of_scope");
}

TEST_F(SignerTest, PastAndFarFutureAreRefused) {
    auto late = scheduled();
    now_ += 2h;
    EXPECT_EQ(refusal(sign(late)), "expired");
    auto far = scheduled();
    for (auto* time : {&far.starts_at, &far.start_by, &far.not_after}) *time += 24h * 40;
    EXPECT_EQ(refusal(sign(far)), "invalid_argument");
}

TEST_F(SignerTest, TooLongIsRefused) {
    auto grant = scheduled();
    grant.max_duration = 3h;
    EXPECT_EQ(refusal(sign(grant)), "too_long");
}

TEST_F(SignerTest, WithoutAnIntentThereIsNoEmergency) { EXPECT_EQ(refusal(sign(emergency())), "not_permitted"); }

TEST_F(SignerTest, DrillIsSignedByItsOwnKeyAndNeverSoundsTheSiren) {
    auto grant = scheduled();
    grant.kind = BroadcastKind::drill;
    grant.priority = Priority::normal;
    grant.nodes = domain::NodeSet{NodeNumber{1}, NodeNumber{2}};
    grant.content->bytes.fill(drill_sound);
    const auto response = sign(grant);
    ASSERT_EQ(refusal(response), "");
    EXPECT_EQ(protocol::split_envelope(as_bytes(response.signed_grant().envelope()))->key_serial, 2U);

    for (const std::uint8_t siren : {66, 50}) {
        grant.content->bytes.fill(siren);
        EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "the siren, or what warns of a flood";
    }
}

TEST_F(SignerTest, WhatWarnsIsNoOrdinarySound) {
    auto grant = scheduled();
    for (const std::uint8_t siren : {66, 50}) {
        grant.content->bytes.fill(siren);
        EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "else nobody would need an Intent";
    }
    grant = scheduled();
    grant.chime.emplace().bytes.fill(50);
    EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "nor as the chime of something else";
}

TEST_F(SignerTest, DrillSoundsOnlyWhatWasMadeForDrillsThere) {
    auto grant = scheduled();
    grant.kind = BroadcastKind::drill;
    grant.priority = Priority::normal;
    EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "any other audio";

    grant.content->bytes.fill(drill_sound);
    grant.nodes = domain::NodeSet{NodeNumber{3}};
    EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "another hamlet's";
}

TEST_F(SignerTest, DrillKeepsToTheHoursWhateverTheReason) {
    auto grant = scheduled();
    grant.kind = BroadcastKind::drill;
    grant.priority = Priority::normal;
    grant.nodes = domain::NodeSet{NodeNumber{1}};
    grant.content->bytes.fill(drill_sound);
    grant.outside_hours = true;
    EXPECT_EQ(refusal(sign(grant, "wanted")), "not_permitted");
    grant.outside_hours = false;
    grant.quiet_hours = true;
    EXPECT_EQ(refusal(sign(grant, "wanted")), "quiet_hours");
}

TEST_F(SignerTest, WhatWasMadeForADrillIsNoEmergency) {
    auto grant = emergency();
    grant.content->bytes.fill(drill_sound);

    EXPECT_EQ(refusal(sign_emergency(intent(), grant)), "not_permitted");
}

TEST_F(SignerTest, AllClearIsCalledByAnIntentAndIsNoEmergency) {
    auto grant = emergency();
    grant.content->bytes.fill(all_clear_sound);
    EXPECT_EQ(refusal(sign_emergency(intent(), grant)), "not_permitted") << "as an emergency";

    grant.kind = BroadcastKind::all_clear;
    grant.priority = Priority::priority;
    grant.repeat_every.reset();
    grant.max_duration = 1min;
    EXPECT_EQ(refusal(sign(grant)), "not_permitted") << "without an Intent";
    EXPECT_EQ(refusal(sign_emergency(intent(), grant)), "");
}

TEST_F(SignerTest, WhereApprovalIsAskedForTheAuthorsOwnDoesNotCount) {
    policy_.set_epoch(2);
    policy_.set_approvals_needed(1);
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    wire::SignerRequest request;
    protocol::write_grant(scheduled(), *request.mutable_sign_grant()->mutable_grant());
    request.mutable_sign_grant()->set_author(bytes_of(1, 16));
    request.mutable_sign_grant()->add_approvers(bytes_of(1, 16));

    EXPECT_EQ(refusal(ask(request)), "not_approved");
    request.mutable_sign_grant()->add_approvers(bytes_of(2, 16));
    EXPECT_EQ(refusal(ask(request)), "");
}

TEST_F(SignerTest, WhereTwoHaveToApproveOneOfThemTwiceIsNotTwo) {
    policy_.set_epoch(2);
    policy_.set_approvals_needed(2);
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    wire::SignerRequest request;
    protocol::write_grant(scheduled(), *request.mutable_sign_grant()->mutable_grant());
    request.mutable_sign_grant()->set_author(bytes_of(1, 16));
    request.mutable_sign_grant()->add_approvers(bytes_of(2, 16));
    request.mutable_sign_grant()->add_approvers(bytes_of(2, 16));

    EXPECT_EQ(refusal(ask(request)), "not_approved");
    request.mutable_sign_grant()->add_approvers(bytes_of(3, 16));
    EXPECT_EQ(refusal(ask(request)), "");
}

TEST_F(SignerTest, AnApprovalIsNotAskedForWordsThatWereLaidDownBefore) {
    policy_.set_epoch(2);
    policy_.set_approvals_needed(2);
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    auto drill = scheduled();
    drill.kind = BroadcastKind::drill;
    drill.priority = Priority::normal;
    drill.nodes = domain::NodeSet{NodeNumber{1}};
    drill.content->bytes.fill(drill_sound);

    EXPECT_EQ(refusal(sign(drill)), "");
}

/// What every kind of question of a controller answers when it comes with this epoch and id.
class OwnedCommune : public SignerTest {
protected:
    std::string asked_by(std::uint64_t epoch, std::uint8_t owner) {
        wire::SignerRequest request;
        protocol::write_grant(scheduled(), *request.mutable_sign_grant()->mutable_grant());
        return asked_by(epoch, owner, std::move(request));
    }
    std::string asked_by(std::uint64_t epoch, std::uint8_t owner, wire::SignerRequest request) {
        request.set_owner_epoch(epoch);
        request.set_owner(bytes_of(owner, 16));
        return refusal(ask(request));
    }
    std::uint64_t highest() {
        wire::SignerRequest question;
        question.mutable_status();
        return ask(question).status().highest_issuer_sequence();
    }
};

TEST_F(OwnedCommune, ObeysTheHighestEpochThatCameAndTheOneWhoCameWithItFirst) {
    EXPECT_EQ(asked_by(3, 1), "");
    EXPECT_EQ(asked_by(3, 2), "superseded");
    EXPECT_EQ(asked_by(2, 1), "superseded");
    EXPECT_EQ(asked_by(0, 0), "superseded");
    EXPECT_EQ(asked_by(4, 2), "");
    EXPECT_EQ(asked_by(3, 1), "superseded");
}

/// What is left to the signer of another controller.
constexpr std::uint64_t half_a_window = policy::SequenceWindow::size / 2;

TEST_F(OwnedCommune, LeavesOutWhatAnotherSignerMayHaveUsedWhenItsControllerRisesAboveAnother) {
    ASSERT_EQ(asked_by(3, 1), "");
    const auto before = highest();
    ASSERT_EQ(asked_by(4, 2), "") << "started again";
    EXPECT_LT(highest(), before + half_a_window);

    ASSERT_EQ(asked_by(5, 2), "") << "a loudspeaker had obeyed another one";

    const auto after = highest();
    EXPECT_GE(after, before + half_a_window);
    restart();
    EXPECT_GT(highest(), after);
}

TEST_F(OwnedCommune, LeavesOutWhatAnotherSignerMayHaveUsedWhenItNeverMetItsController) {
    ASSERT_EQ(asked_by(3, 1), "");
    const auto before = highest();

    ASSERT_EQ(asked_by(7, 2), "");

    EXPECT_GE(highest(), before + half_a_window);
}

TEST_F(OwnedCommune, KnowsItsOwnerAfterARestart) {
    ASSERT_EQ(asked_by(3, 1), "");

    restart();

    EXPECT_EQ(asked_by(2, 2), "superseded");
    EXPECT_EQ(asked_by(3, 1), "");
    wire::SignerRequest question;
    question.mutable_status();
    EXPECT_EQ(ask(question).status().owner_epoch(), 3U);
}

TEST_F(OwnedCommune, RefusesASupersededControllerWhatIsOrdinaryAndWhatChangesTheRules) {
    ASSERT_EQ(asked_by(3, 1), "");
    const auto refused = [&](auto fill) {
        wire::SignerRequest request;
        fill(request);
        return asked_by(2, 2, std::move(request)) == "superseded";
    };

    EXPECT_TRUE(refused([](auto& request) { request.mutable_policy_update(); }));
    EXPECT_TRUE(refused([](auto& request) { request.mutable_register_device_key(); }));
    EXPECT_TRUE(refused([](auto& request) { request.mutable_revoke_device_key(); }));
}

std::string as_text(domain::Bytes bytes) { return {bytes.begin(), bytes.end()}; }

TEST_F(OwnedCommune, SignsAnOfficersEmergencyAndTheTimeWhoeverCarriesThem) {
    ASSERT_EQ(asked_by(3, 1), "");
    wire::SignerRequest call, time;
    const auto wish = intent();
    call.mutable_sign_emergency()->set_intent(as_text(protocol::encode_intent(wish)));
    call.mutable_sign_emergency()->set_intent_signature(as_text(wish.signature));
    protocol::write_grant(emergency(), *call.mutable_sign_emergency()->mutable_grant());
    time.mutable_attest_time()->set_nonce(std::string(16, 'n'));

    EXPECT_EQ(asked_by(2, 2, std::move(call)), "");
    EXPECT_EQ(asked_by(2, 2, std::move(time)), "");
}

TEST_F(OwnedCommune, SignsAStopForWhoeverAsks) {
    ASSERT_EQ(asked_by(3, 1), "");
    domain::StopOrder order;
    order.grants = {signer_id<GrantId>(9)};
    wire::SignerRequest request;
    protocol::write_stop(order, *request.mutable_sign_stop()->mutable_stop());

    EXPECT_EQ(asked_by(2, 2, std::move(request)), "");
}

TEST_F(OwnedCommune, TakesNoEpochThatItCannotKeep) {
    ASSERT_EQ(asked_by(3, 1), "");
    keeper_.disk_health = domain::Error{domain::ErrorCode::disk_full, "full"};
    EXPECT_EQ(asked_by(4, 2), "disk_full");
    keeper_.disk_health = {};

    EXPECT_EQ(asked_by(3, 1), "");
}

TEST_F(SignerTest, SequencesRiseAndAreNeverUsedAgainAfterARestart) {
    std::uint64_t last = 0;
    for (int i = 0; i < 2500; ++i) {
        if (i % 700 == 699) restart();
        auto next = scheduled();
        next.broadcast.bytes[0] = static_cast<std::uint8_t>(i);
        next.broadcast.bytes[1] = static_cast<std::uint8_t>(i >> 8);
        const auto sequence = sign(next).signed_grant().grant().issuer_sequence();
        ASSERT_GT(sequence, last);
        ASSERT_LE(sequence, keeper_.kept.sequences_used_up_to);
        last = sequence;
    }
}

TEST_F(SignerTest, TheNextBlockOfSequencesIsReservedInAPauseAndNotByWhoWaits) {
    const auto reserved = keeper_.kept.sequences_used_up_to;
    for (int i = 0; i < 600; ++i) ASSERT_EQ(refusal(stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 5})), "");
    EXPECT_EQ(keeper_.kept.sequences_used_up_to, reserved);

    core_->rest();

    EXPECT_EQ(keeper_.kept.sequences_used_up_to, reserved + 1000);
    for (int i = 0; i < 600; ++i) ASSERT_EQ(refusal(stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 5})), "");
    EXPECT_EQ(keeper_.kept.sequences_used_up_to, reserved + 1000);
}

TEST_F(SignerTest, TheSameBroadcastAskedAgainIsTheSameGrant) {
    const auto first = sign(scheduled());
    ASSERT_EQ(refusal(first), "");
    keeper_.kept.recent = {keeper_.records.back()};
    auto again = scheduled();
    again.outside_hours = true;  // A controller that fell does not know such things any more.

    EXPECT_EQ(sign(again).signed_grant().envelope(), first.signed_grant().envelope());
    restart();
    EXPECT_EQ(sign(scheduled()).signed_grant().envelope(), first.signed_grant().envelope()) << "the log remembers it";
}

TEST_F(SignerTest, AnotherSoundOrAnotherPolicyIsAnotherGrant) {
    const auto first = sign(scheduled());
    auto other = scheduled();
    other.content->bytes.fill(52);
    EXPECT_NE(sign(other).signed_grant().envelope(), first.signed_grant().envelope());
    policy_.set_epoch(2);
    policy_.set_volume_cap_percent(80);
    ASSERT_EQ(refusal(set_policy(policy_)), "");

    EXPECT_NE(sign(other).signed_grant().grant().policy_epoch(), first.signed_grant().grant().policy_epoch());
}

TEST_F(SignerTest, AnIntentAnsweredBeforeIsAnsweredAgainWhenItIsOld) {
    const auto wanted = intent();
    const auto first = sign_emergency(wanted, emergency());
    ASSERT_EQ(refusal(first), "");
    now_ += 2min;

    EXPECT_EQ(sign_emergency(wanted, emergency()).signed_grant().envelope(), first.signed_grant().envelope());
}

TEST_F(SignerTest, FullDiskStopsWhatIsOrdinaryButNeitherEmergencyNorStop) {
    keeper_.disk_health = domain::Error{ErrorCode::disk_full, "full"};
    EXPECT_EQ(refusal(sign(scheduled())), "disk_full");
    EXPECT_EQ(refusal(sign_emergency(intent(), emergency())), "");
    EXPECT_EQ(refusal(stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 5})), "");
}

TEST_F(SignerTest, StopIsSignedAtAnyHourAndNeverReachesWhatIsStillToCome) {
    now_ += 21h;
    const auto response = stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 1'000'000});
    ASSERT_EQ(refusal(response), "");
    const auto verified = ring().verify_stop(as_bytes(response.signed_stop().envelope()), now_);
    ASSERT_TRUE(verified);
    EXPECT_LT(verified->signed_stop.stop.up_to_sequence, verified->signed_stop.stop.issuer_sequence);
}

TEST_F(SignerTest, AreaStopIsSignedBeforeAnythingElseWas) {
    keeper_.kept.sequences_used_up_to = 0;
    restart();
    const auto response = stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 1'000'000, .starting_until = now_});
    ASSERT_EQ(refusal(response), "");
    const auto verified = ring().verify_stop(as_bytes(response.signed_stop().envelope()), now_);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->signed_stop.stop.starting_until, now_);
    EXPECT_EQ(verified->signed_stop.stop.up_to_sequence, 1u);
}

TEST_F(SignerTest, TimeIsAttestedForTheNodesNonceAsItIsNowEvenWhenItWasAhead) {
    wire::SignerRequest request;
    request.mutable_attest_time()->set_nonce(bytes_of(8, 16));
    protocol::TimeNonce nonce;
    nonce.fill(8);
    const auto first = ring().verify_time(as_bytes(ask(request).time_attestation()), nonce);
    now_ -= 30min;
    const auto second = ring().verify_time(as_bytes(ask(request).time_attestation()), nonce);

    ASSERT_TRUE(first && second);
    EXPECT_EQ(second->utc, now_);
    EXPECT_EQ(first->utc, now_ + 30min);
    request.mutable_attest_time()->set_nonce("short");
    EXPECT_EQ(refusal(ask(request)), "malformed");
}

TEST_F(SignerTest, SamePolicyKeepsItsEpochAndASkippedEpochIsRefused) {
    auto again = policy_;
    again.set_epoch(17);
    EXPECT_EQ(set_policy(again).policy_accepted().epoch(), 1U);
    again.set_volume_cap_percent(50);
    EXPECT_EQ(refusal(set_policy(again)), "version_conflict");
    again.set_epoch(2);
    EXPECT_EQ(set_policy(again).policy_accepted().epoch(), 2U);
    restart();
    EXPECT_EQ(sign(scheduled()).signed_grant().grant().policy_epoch(), 2U);
}

TEST_F(SignerTest, ImpossiblePolicyChangesNothing) {
    auto bad = policy_;
    bad.set_epoch(2);
    bad.mutable_hours()->mutable_quiet()->set_from_minute(5000);
    EXPECT_EQ(refusal(set_policy(bad)), "malformed");
    EXPECT_EQ(sign(scheduled()).signed_grant().grant().policy_epoch(), 1U);
}

TEST_F(SignerTest, SecondSetUpIsRefusedAndTheRootIsNotKeptInTheClear) {
    wire::SignerRequest request;
    request.mutable_setup();
    EXPECT_EQ(refusal(ask(request)), "setup_already_done");
    EXPECT_EQ(keeper_.kept.authority->root_sealed.size(), 105U);
}

TEST_F(SignerTest, DelegationsAreRenewedOnlyWithThePassphraseAndEndWithinAHundredDays) {
    wire::SignerRequest request;
    request.mutable_renew_delegations()->set_recovery_passphrase("wrong passphrase");
    EXPECT_EQ(refusal(ask(request)), "wrong_credentials");
    now_ += 24h * 90;
    request.mutable_renew_delegations()->set_recovery_passphrase("mười hai con cò");
    ASSERT_EQ(refusal(ask(request)), "");
    EXPECT_LE(core_->delegated_until() - now_, 24h * 100);
    EXPECT_EQ(ring().delegation_serials().size(), 2U);
    EXPECT_GT(core_->delegated_until(), now_ + 24h * 99);
}

TEST_F(SignerTest, SignsNothingWithAKeyThatTheRootLendsNoLonger) {
    now_ = core_->delegated_until();
    EXPECT_EQ(refusal(sign(scheduled())), "setup_needed");

    wire::SignerRequest request;
    request.mutable_renew_delegations()->set_recovery_passphrase("mười hai con cò");
    ASSERT_EQ(refusal(ask(request)), "");
    EXPECT_NE(refusal(sign(scheduled())), "setup_needed");
}

TEST_F(SignerTest, RevokedKeyIsReplacedAtOnceAndNodesRefuseTheOldOne) {
    const auto before = sign(scheduled());
    wire::SignerRequest request;
    request.mutable_revoke_keys()->add_serials(1);
    request.mutable_revoke_keys()->set_recovery_passphrase("mười hai con cò");
    ASSERT_EQ(refusal(ask(request)), "");

    const auto after = sign(scheduled());

    EXPECT_TRUE(ring().verify_grant(as_bytes(after.signed_grant().envelope()), now_));
    EXPECT_FALSE(ring().verify_grant(as_bytes(before.signed_grant().envelope()), now_));
}

TEST_F(SignerTest, BeforeSetUpNothingIsSigned) {
    keeper_.kept = {};
    restart();
    EXPECT_EQ(refusal(sign(scheduled())), "setup_needed");
    EXPECT_EQ(refusal(stop({.nodes = NodeSet{NodeNumber{1}}, .up_to_sequence = 5})), "setup_needed");
}

TEST_F(SignerTest, RequestItDoesNotKnowIsSaid) { EXPECT_EQ(refusal(ask({})), "unsupported_version"); }

TEST_F(SignerTest, RefusalsAreLogged) {
    keeper_.records.clear();
    sign(emergency());
    ASSERT_EQ(keeper_.records.size(), 1U);
    EXPECT_EQ(keeper_.records[0].entry.what(), "refused");
}

// Emergencies.

TEST_F(SignerTest, OfficersIntentStartsAnEmergencyInTheNightOfItsHamlet) {
    now_ += 21h;
    const auto response = sign_emergency(intent(), emergency());
    ASSERT_EQ(refusal(response), "");
    EXPECT_TRUE(ring().verify_grant(as_bytes(response.signed_grant().envelope()), now_));
}

TEST_F(SignerTest, TheGrantSaysAtWhichLevelItWasCalledWhateverTheControllerAsksFor) {
    auto draft = emergency();
    draft.issuer_level = domain::IssuerLevel::province;
    const auto level_of = [](const auto& response) { return response.signed_grant().grant().issuer_level(); };
    EXPECT_EQ(level_of(sign_emergency(intent(), draft)), 1U) << "an officer of a hamlet";

    auto key = officer_key();
    for (const auto& [area, level] : {std::pair{std::uint8_t{1}, 2U}, {province_area, 3U}}) {
        key.add_areas(bytes_of(area, 16));
        wire::SignerRequest request;
        *request.mutable_register_device_key()->mutable_key() = key;
        ASSERT_EQ(refusal(ask(request)), "");
        auto again = intent();
        again.idempotency_key.fill(area);
        EXPECT_EQ(level_of(sign_emergency(signed_again(again), draft)), level) << "of the commune, which lies in a province";
    }
}

TEST_F(SignerTest, AnIntentForTheWholeCommuneStartsItsOwnSoundAndNoneOfAHamlet) {
    auto key = officer_key();
    key.add_areas(bytes_of(1, 16));
    wire::SignerRequest request;
    *request.mutable_register_device_key()->mutable_key() = key;
    ASSERT_EQ(refusal(ask(request)), "");
    auto& sound = *policy_.add_templates();
    sound.CopyFrom(policy_.templates(0));
    sound.set_area(bytes_of(1, 16));
    sound.set_content(bytes_of(commune_sound, 32));
    policy_.set_epoch(2);
    ASSERT_EQ(refusal(set_policy(policy_)), "");
    auto whole = intent();
    whole.area = signer_id<AreaId>(1);
    whole = signed_again(whole);
    auto to_all = emergency();
    to_all.nodes = {NodeNumber{1}, NodeNumber{2}, NodeNumber{3}};

    EXPECT_EQ(refusal(sign_emergency(whole, emergency())), "not_permitted") << "that is Bến's own sound";
    to_all.content->bytes.fill(commune_sound);
    EXPECT_EQ(refusal(sign_emergency(whole, to_all)), "");
    auto of_ben = intent();
    of_ben.idempotency_key.fill(78);
    EXPECT_EQ(refusal(sign_emergency(signed_again(of_ben), to_all)), "not_permitted") << "and this the commune's";
}

TEST_F(SignerTest, SameIntentAgainGivesTheSameGrantAlsoAfterARestart) {
    const auto first = sign_emergency(intent(), emergency());
    keeper_.kept.recent = {keeper_.records.back()};

    EXPECT_EQ(sign_emergency(intent(), emergency()).signed_grant().envelope(), first.signed_grant().envelope());
    restart();
    EXPECT_EQ(sign_emergency(intent(), emergency()).signed_grant().envelope(), first.signed_grant().envelope());
}

TEST_F(SignerTest, KeyOfOneIntentDoesNotServeAnother) {
    sign_emergency(intent(), emergency());
    auto other = intent();
    other.made_at += 1s;
    EXPECT_EQ(refusal(sign_emergency(signed_again(other), emergency())), "idempotency_mismatch");
}

TEST_F(SignerTest, OldIntentIsExpiredAndTheAnswerSaysTheTime) {
    const auto old = intent();
    now_ += 61s;
    const auto response = sign_emergency(old, emergency());
    EXPECT_EQ(refusal(response), "expired");
    EXPECT_NE(response.error().detail().find(utc_text(now_)), std::string::npos);
    EXPECT_EQ(response.error().rule(), "intent_life");
    EXPECT_EQ(response.error().limit(), "60 s");
    EXPECT_EQ(response.error().found(), "61 s");
}

TEST_F(SignerTest, ARefusedIntentIsToldTheRuleThatItBreaks) {
    auto altered = intent(), unknown = intent(), other = intent(), elsewhere = intent();
    altered.idempotency_key.fill(1);
    unknown.device = signer_id<DeviceKeyId>(99);
    other.officer = signer_id<OperatorId>(99);
    elsewhere.area = signer_id<AreaId>(3);
    auto grant = emergency();
    grant.content->bytes.fill(51);

    EXPECT_EQ(sign_emergency(altered, emergency()).error().rule(), "signature");
    EXPECT_EQ(sign_emergency(signed_again(unknown), emergency()).error().rule(), "device_key");
    EXPECT_EQ(sign_emergency(signed_again(other), emergency()).error().rule(), "device_owner");
    EXPECT_EQ(sign_emergency(signed_again(elsewhere), emergency()).error().rule(), "own_area");
    EXPECT_EQ(sign_emergency(intent(), grant).error().rule(), "rendered");
}

TEST_F(SignerTest, AlteredIntentIsRefused) {
    auto altered = intent();
    altered.idempotency_key.fill(1);
    EXPECT_EQ(refusal(sign_emergency(altered, emergency())), "signature_invalid");
}

TEST_F(SignerTest, UnknownAndRevokedDevicesAreRefused) {
    auto unknown = intent();
    unknown.device = signer_id<DeviceKeyId>(99);
    EXPECT_EQ(refusal(sign_emergency(signed_again(unknown), emergency())), "key_unknown");
    wire::SignerRequest request;
    request.mutable_revoke_device_key()->set_id(officer_key().id());
    ASSERT_EQ(refusal(ask(request)), "");
    EXPECT_EQ(refusal(sign_emergency(intent(), emergency())), "key_revoked");
    wire::SignerRequest again;
    *again.mutable_register_device_key()->mutable_key() = officer_key();
    EXPECT_EQ(refusal(ask(again)), "key_revoked");
    restart();
    EXPECT_EQ(refusal(sign_emergency(intent(), emergency())), "key_revoked");
}

TEST_F(SignerTest, AnotherPersonsDeviceIsRefused) {
    auto other = intent();
    other.officer = signer_id<OperatorId>(99);
    EXPECT_EQ(refusal(sign_emergency(signed_again(other), emergency())), "not_permitted");
}

TEST_F(SignerTest, EmergencyStaysInTheOfficersArea) {
    auto elsewhere = intent();
    elsewhere.area = signer_id<AreaId>(3);
    EXPECT_EQ(refusal(sign_emergency(signed_again(elsewhere), emergency())), "not_permitted");
    auto above = intent();
    above.area = signer_id<AreaId>(1);
    EXPECT_EQ(refusal(sign_emergency(signed_again(above), emergency())), "not_permitted");
    auto grant = emergency();
    grant.nodes.insert(NodeNumber{3});
    EXPECT_EQ(refusal(sign_emergency(intent(), grant)), "out_of_scope");
}

TEST_F(SignerTest, EmergencySoundsWhatWasRenderedAndNothingElse) {
    auto grant = emergency();
    grant.content->bytes.fill(51);
    EXPECT_EQ(refusal(sign_emergency(intent(), grant)), "not_permitted");
    auto other = intent();
    other.emergency_template = signer_id<TemplateId>(43);
    EXPECT_EQ(refusal(sign_emergency(signed_again(other), emergency())), "not_permitted");
}

TEST_F(SignerTest, EmergencyIsNowAndNotLongerThanItsTemplate) {
    auto later = emergency();
    for (auto* time : {&later.starts_at, &later.start_by, &later.not_after}) *time += 1h;
    EXPECT_EQ(refusal(sign_emergency(intent(), later)), "invalid_argument");
    auto longer = emergency();
    longer.max_duration = 50min;
    EXPECT_EQ(sign_emergency(intent(), longer).signed_grant().grant().max_duration(), 1'800'000'000U);
}

TEST_F(SignerTest, RegistrationWithAWrongProofIsRefused) {
    wire::SignerRequest request;
    *request.mutable_register_device_key()->mutable_key() = officer_key();
    request.mutable_register_device_key()->mutable_key()->set_id(bytes_of(90, 16));
    request.mutable_register_device_key()->set_proof(bytes_of(1, 64));
    EXPECT_EQ(refusal(ask(request)), "signature_invalid");
}

}  // namespace
}  // namespace village::test
