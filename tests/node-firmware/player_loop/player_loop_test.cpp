// What the loudspeaker is told, with a fake for it: nothing that is not signed, in scope, in time and new.
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "scheduler/policy/owner_epoch.hpp"
#include "tests/node-firmware/player_loop/node_fixture.hpp"

namespace village::node::player_loop {
namespace {
using domain::ErrorCode;

class NotedSound final : public Sound {
public:
    domain::Status start(const dispatch::StartSounding& command, const domain::Grant&) override {
        started.push_back(command);
        return {};
    }
    void set_loudness(const Loudness& given) override { loudness = given; }
    void duck(domain::GrantId grant, bool ducked) override { (ducked ? quiet : loud).push_back(grant); }
    void stop(domain::GrantId grant) override { stopped.push_back(grant); }
    bool is_open(domain::GrantId) const override { return false; }
    std::vector<dispatch::StartSounding> started;
    std::vector<domain::GrantId> stopped, quiet, loud;
    Loudness loudness;
};

class PlayerLoopTest : public NodeTest {
protected:
    PlayerLoopTest() { boot(); }
    void content_is_here(const domain::ContentHash& content) override { loop_->content_ready(content); }
    void boot() {
        loop_.reset();
        memory_.emplace(std::move(*NodeMemory::open(folder_.path())));
        receipt_desk_.emplace(ReceiptIdentity{number, key_, {}}, *store_);
        loop_.emplace(number, *memory_->load_key_ring(), world(sound_, live_, *receipt_desk_));
        loop_->boot();
    }
    /// Lets time go on to `when`, waking the loop when it asked for it.
    void run_until(domain::UtcTime when) {
        while (alarm_.due && *alarm_.due <= when) {
            now_ += std::max(domain::Duration{0}, domain::Duration{*alarm_.due - utc()});
            alarm_.due.reset();
            loop_->woken();
        }
        now_ += when - utc();
    }
    ErrorCode answer_to(const wire::Start& start, domain::GrantId id) {
        loop_->take_start(start, Path::session);
        const auto found = uplink_.answers.find(id.bytes);
        if (found == uplink_.answers.end() || found->second) return ErrorCode::internal;
        return found->second.error().code;
    }

    NotedSound sound_;
    LiveDesk live_{number, [this] { return now_; }};
    std::optional<ReceiptDesk> receipt_desk_;
    std::optional<PlayerLoop> loop_;
};

TEST_F(PlayerLoopTest, SoundsAGrantThatHoldsAtItsTime) {
    const auto item = grant(1, 10s, 2);
    loop_->take_start(start_of(item), Path::session);
    EXPECT_TRUE(uplink_.answers.at(item.id.bytes));
    run_until(item.starts_at + 1s);

    ASSERT_EQ(sound_.started.size(), 1U);
    EXPECT_EQ(sound_.started[0].at, item.starts_at);
}

TEST_F(PlayerLoopTest, AnAlteredGrantNeverSounds) {
    const auto item = grant(1, 0s, 2);
    const auto envelope = protocol::sign_grant(commune_.live, 5, item).envelope;
    for (std::size_t at = 0; at < envelope.bytes.size(); ++at) {
        auto altered = envelope;
        altered.bytes[at] ^= 0x20;
        loop_->take_start(start_of(altered), Path::session);
    }
    run_until(utc() + 1min);
    EXPECT_TRUE(sound_.started.empty());
}

TEST_F(PlayerLoopTest, AGrantOfAThiefNeverSoundsWhateverSerialItClaims) {
    const auto item = emergency(1, 2);
    for (const std::uint64_t serial : {1, 5, 6, 99}) {
        loop_->take_start(start_of(protocol::sign_grant(commune_.thief, serial, item).envelope), Path::session);
    }
    run_until(utc() + 1min);
    EXPECT_TRUE(sound_.started.empty());
}

TEST_F(PlayerLoopTest, AGrantForAnotherNodeNeverSounds) {
    auto item = emergency(1, 2);
    item.nodes = domain::NodeSet{{10}, {11}};
    EXPECT_EQ(answer_to(start_of(item), item.id), ErrorCode::out_of_scope);
    EXPECT_TRUE(sound_.started.empty());
}

TEST_F(PlayerLoopTest, AnExpiredGrantNeverSounds) {
    auto item = grant(1, -2h, 2);
    loop_->take_start(start_of(item), Path::session);
    run_until(utc() + 1min);
    EXPECT_TRUE(sound_.started.empty());
}

TEST_F(PlayerLoopTest, AnotherGrantWithAUsedSequenceNeverSounds) {
    const auto first = grant(7, 0s, 2);
    loop_->take_start(start_of(first), Path::session);
    auto second = grant(7, 0s, 2);
    second.id.bytes[3] = 77;
    EXPECT_EQ(answer_to(start_of(second), second.id), ErrorCode::replayed);
    EXPECT_EQ(sound_.started.size(), 1U);
}

TEST_F(PlayerLoopTest, ObeysTheHoursAndTheVolumeOfALivePolicyAtOnceAndAfterARestart) {
    const auto item = grant(1, 1min, 2);
    loop_->take_start(start_of(item), Path::session);
    auto changed = policy();
    changed.mutable_policy()->mutable_hours()->mutable_allowed(0)->set_from_minute(19 * 60);
    changed.mutable_policy()->mutable_volume()->set_day(0);
    changed.mutable_policy()->mutable_volume()->set_evening(35);
    changed.mutable_policy()->set_start_delay_ms(120);

    loop_->take_message(changed);
    const Loudness loudness{{0, 35, 100}, 7 * 60, 120ms};
    EXPECT_EQ(sound_.loudness, loudness);
    sound_.loudness = {};
    boot();
    run_until(item.starts_at + 5min);

    EXPECT_EQ(sound_.loudness, loudness);
    EXPECT_TRUE(sound_.started.empty());
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].reason, "hours");
}

TEST_F(PlayerLoopTest, RemembersTheHighestOwnerOverARestartAndNoneThatIsBeyondBelief) {
    const auto welcome_of = [this](std::uint64_t epoch) {
        wire::SessionMessage message;
        message.mutable_welcome()->set_owner_epoch(epoch);
        loop_->take_message(message);
        return loop_->owner_epoch();
    };
    EXPECT_EQ(welcome_of(7), 7U);
    EXPECT_EQ(welcome_of(5), 7U);
    EXPECT_EQ(welcome_of(~std::uint64_t{0}), 7U);

    boot();

    EXPECT_EQ(loop_->owner_epoch(), 7U);
    EXPECT_EQ(welcome_of(policy::claimed_epoch_max + 1), policy::claimed_epoch_max + 1)
        << "where the largest claim leads an owner";
    EXPECT_EQ(welcome_of(policy::welcomed_epoch_max), policy::welcomed_epoch_max);
    EXPECT_EQ(welcome_of(policy::welcomed_epoch_max + 1), policy::welcomed_epoch_max + 1);
}

TEST_F(PlayerLoopTest, KeepsADayWithoutHoursSilentAfterARestartWithoutALineToo) {
    const auto item = grant(1, 1min, 2);
    loop_->take_start(start_of(item), Path::session);
    auto changed = policy();
    auto& hours = *changed.mutable_policy()->mutable_hours();
    auto silent = hours;
    silent.clear_allowed();
    auto& day = *hours.add_days();
    const auto local = item.starts_at.time_since_epoch() + std::chrono::minutes{hours.utc_offset_minutes()};
    day.set_day(static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(local).count()));
    *day.mutable_hours() = silent;

    loop_->take_message(changed);
    boot();
    run_until(item.starts_at + 5min);

    EXPECT_TRUE(sound_.started.empty());
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].reason, "hours");
}

TEST_F(PlayerLoopTest, AVolumeOutOfRangeChangesNothing) {
    auto wrong = policy();
    wrong.mutable_policy()->mutable_volume()->set_evening(101);
    wrong.mutable_policy()->mutable_hours()->clear_allowed();

    loop_->take_message(wrong);

    EXPECT_EQ(memory_->load_policy()->volume().evening(), 100U);
    EXPECT_EQ(answer_to(start_of(grant(1, 10s, 2)), {}), ErrorCode::internal) << "still inside the hours";
}

TEST_F(PlayerLoopTest, ABareStartSoundsInTimeAndNeverByAKeyThatWasLentLongAgo) {
    const auto item = emergency(1, 2);
    loop_->take_start(start_of(item), Path::bare_udp);
    run_until(utc() + 5s);
    EXPECT_EQ(sound_.started.size(), 1U);

    now_ += 24h * 400;
    const auto late = emergency(2, 3);
    loop_->take_start(start_of(late), Path::bare_udp);
    run_until(utc() + 1min);
    EXPECT_TRUE(std::ranges::none_of(sound_.started, [&](const auto& one) { return one.grant == late.id; }));
}

TEST_F(PlayerLoopTest, ABareStartThatWaitsForItsTimeIsHeardNowIfASessionBringsItAndTheClockWasWrong) {
    auto called_ahead = emergency(1, 2);
    for (auto* time : {&called_ahead.not_before, &called_ahead.starts_at, &called_ahead.start_by, &called_ahead.not_after})
        *time += 1h;
    loop_->take_start(start_of(called_ahead), Path::bare_udp);
    EXPECT_EQ(uplink_.times_asked, 0);

    loop_->take_start(start_of(called_ahead), Path::session);
    EXPECT_EQ(uplink_.times_asked, 1);
    loop_->take_message(attestation_of(utc() + 1h));

    ASSERT_EQ(sound_.started.size(), 1U);
    EXPECT_EQ(sound_.started[0].grant, called_ahead.id);
}

TEST_F(PlayerLoopTest, ABoxThatWasSwitchedOffPlaysNoPlanBeforeTheTimeIsAttestedButAnEmergency) {
    const auto item = grant(1, 1min, 2);
    loop_->take_start(start_of(item), Path::session);
    time_.emplace(now_, MachineClocks{utc(), std::nullopt, next_boot}, memory_->load_time());
    boot();
    run_until(item.starts_at + 30s);
    EXPECT_TRUE(sound_.started.empty());

    const auto alarm = emergency(2, 2);
    loop_->take_start(start_of(alarm), Path::session);

    ASSERT_EQ(sound_.started.size(), 1U);
    EXPECT_EQ(sound_.started[0].grant, alarm.id);
}

TEST_F(PlayerLoopTest, AServersClockThatIsAheadForAMomentTakesNothingAway) {
    const auto item = grant(1, 2min, 2);
    loop_->take_start(start_of(item), Path::session);
    loop_->take_message(attestation_of(utc() + 1h));
    wire::NodeStatus status;
    loop_->fill_status(status);
    EXPECT_FALSE(status.clock_trusted());

    auto called_ahead = emergency(2, 2);
    for (auto* time : {&called_ahead.not_before, &called_ahead.starts_at, &called_ahead.start_by, &called_ahead.not_after})
        *time += 1h;
    loop_->take_start(start_of(called_ahead), Path::session);
    ASSERT_EQ(sound_.started.size(), 1U) << "of this moment, whatever the calendar says";
    loop_->take_stop(stop_of({called_ahead.id}, 3), Path::session);

    now_ += 20s;
    loop_->take_message(attestation_of(utc()));
    run_until(item.starts_at + 10s);
    ASSERT_EQ(sound_.started.size(), 2U);
    EXPECT_EQ(sound_.started[1].at, item.starts_at);
    const auto alarm = emergency(4, 2);
    loop_->take_start(start_of(alarm), Path::session);
    EXPECT_EQ(sound_.started.back().grant, alarm.id);
}

TEST_F(PlayerLoopTest, ItFollowsAServersClockThatWentBackAndHearsItsEmergencies) {
    for (int asked = 0; asked < 7; ++asked, now_ += 10s) loop_->take_message(attestation_of(morning - 10min + asked * 10s));
    ASSERT_TRUE(time_->trusted());
    ASSERT_EQ(utc(), morning - 10min + 70s);

    const auto alarm = emergency(1, 2);
    loop_->take_start(start_of(alarm), Path::session);

    EXPECT_EQ(sound_.started.size(), 1U);
}

TEST_F(PlayerLoopTest, AnEmergencyOfAServerThatWentBackIsHeardThoughNobodyHasToldTheTimeSince) {
    auto alarm = emergency(1, 2);
    for (auto* time : {&alarm.not_before, &alarm.starts_at, &alarm.start_by, &alarm.not_after}) *time -= 1h;
    loop_->take_start(start_of(alarm), Path::session);
    EXPECT_EQ(uplink_.times_asked, 1);
    EXPECT_TRUE(uplink_.answers.at(alarm.id.bytes)) << "it is taken, and owes a receipt";
    EXPECT_TRUE(sound_.started.empty()) << "somebody may have held it back";

    loop_->take_message(attestation_of(utc() - 1h));

    EXPECT_EQ(sound_.started.size(), 1U);
}

TEST_F(PlayerLoopTest, AnEmergencyThatWasHeldBackForAnHourIsNotHeard) {
    auto alarm = emergency(1, 2);
    for (auto* time : {&alarm.not_before, &alarm.starts_at, &alarm.start_by, &alarm.not_after}) *time -= 1h;
    loop_->take_start(start_of(alarm), Path::session);

    now_ += 100ms;
    loop_->take_message(attestation_of(utc()));

    EXPECT_TRUE(sound_.started.empty());
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].reason, "late_arrival");
}

TEST_F(PlayerLoopTest, AServerThatBeganAgainInAnotherCenturyIsHeardInAnEmergency) {
    loop_->take_message(attestation_of(domain::utc_from_us(0) + 24h));
    EXPECT_FALSE(time_->trusted());
    EXPECT_EQ(utc(), morning) << "no key was ever lent for such a time";

    auto alarm = emergency(1, 2);
    for (auto* time : {&alarm.not_before, &alarm.starts_at, &alarm.start_by, &alarm.not_after}) *time -= 24h * 365 * 40;
    loop_->take_start(start_of(alarm), Path::session);
    EXPECT_EQ(sound_.started.size(), 1U);

    now_ += 10s;
    loop_->take_message(attestation_of(utc()));
    EXPECT_TRUE(time_->trusted());
}

TEST_F(PlayerLoopTest, AKeyThatHasRunOutSetsNoClockBackToWhenItWasGood) {
    protocol::Delegation lent;
    lent.serial = 4;
    lent.public_key = commune_.thief.public_key();
    lent.acts = protocol::DelegatedActs::everything();
    lent.priorities = protocol::every_priority;
    lent.not_before = morning - 24h * 60;
    lent.not_after = morning - 24h;
    wire::SessionMessage trust;
    trust.mutable_trust()->add_delegations(protocol::string_of(protocol::sign_delegation(commune_.root, 1, lent).bytes));
    loop_->take_message(trust);

    for (const auto when : {morning - 24h * 30, morning}) {
        for (int asked = 0; asked < 10; ++asked, now_ += 10s) {
            const protocol::TimeNonce nonce{7};
            time_->asked(nonce, now_);
            wire::SessionMessage message;
            const protocol::TimeAttestation word{nonce, when + asked * 10s, 0, 0};
            message.set_time_attestation(protocol::string_of(protocol::sign_time(commune_.thief, 4, word).bytes));
            loop_->take_message(message);
            ASSERT_TRUE(time_->trusted());
        }
    }
    EXPECT_EQ(utc(), morning + 200s);
}

TEST_F(PlayerLoopTest, AnAnswerThatWasHeldBackSaysNothingAboutTheTime) {
    const auto asked = utc();
    loop_->take_message(attestation_of(asked, 11s));
    EXPECT_EQ(utc(), asked + 11s);

    loop_->take_message(attestation_of(utc(), 10min));
    EXPECT_EQ(utc(), asked + 11s + 10min);
    EXPECT_TRUE(time_->trusted()) << "whoever carries the answers cannot make it doubt";
}

TEST_F(PlayerLoopTest, ABatteryClockThatFailedOnceIsNotBelievedAgainUntilItAgreed) {
    auto written = memory_->load_time().value();
    written.battery_agreed = true;
    ASSERT_TRUE(memory_->save_time(written));
    time_.emplace(now_, MachineClocks{utc(), domain::UtcTime{}, next_boot}, memory_->load_time());
    ASSERT_FALSE(time_->trusted()) << "the battery is empty";
    boot();

    // Somebody sets it, to what the system took for the time.
    time_.emplace(now_, MachineClocks{utc(), utc(), BootId{10}}, memory_->load_time());

    EXPECT_FALSE(time_->trusted());
}

TEST_F(PlayerLoopTest, StartedAgainItGoesByTheTimeAsTheExchangesLeftIt) {
    const auto truth = utc() + 70ms;
    for (int burst = 0; burst < 16; ++burst) ASSERT_TRUE(time_->take_exchange({now_, truth, truth, now_}, now_));
    ASSERT_EQ(utc(), truth);

    loop_->tick();
    now_ += 2s;
    time_.emplace(now_, MachineClocks{morning, std::nullopt, this_boot}, memory_->load_time());

    EXPECT_EQ(utc(), truth + 2s);
}

TEST_F(PlayerLoopTest, TheTimeIsWrittenOnceInTenMinutesWhileItHolds) {
    const auto written = [&] { return memory_->load_time()->running_at_here; };
    const auto first = written();
    ASSERT_EQ(first, now_ - 1min);

    now_ += 8min;
    loop_->tick();
    EXPECT_EQ(written(), first);
    now_ += 1min;
    loop_->tick();
    EXPECT_EQ(written(), now_);
}

TEST_F(PlayerLoopTest, TheSameStartByTlsAndFortyTimesByUdpSoundsOnce) {
    const auto item = emergency(3, 2);
    for (int copy = 0; copy < 40; ++copy) loop_->take_start(start_of(item), copy % 2 ? Path::udp : Path::session);
    EXPECT_EQ(sound_.started.size(), 1U);
    EXPECT_TRUE(uplink_.answers.at(item.id.bytes));
}

TEST_F(PlayerLoopTest, AReplayAfterARestartDoesNotSoundAgain) {
    const auto item = emergency(3, 2);
    loop_->take_start(start_of(item), Path::session);
    SoundingOver over;
    over.grant = item.id;
    over.piece = {true, utc(), utc() + 2s, 96'000, {100, 0, 0, 0}, 0, 1.0};
    now_ += 2s;
    loop_->sounding_over(over);
    ASSERT_EQ(receipts().size(), 1U);
    boot();

    loop_->take_start(start_of(item), Path::session);
    run_until(utc() + 1min);

    EXPECT_EQ(sound_.started.size(), 1U);
    EXPECT_EQ(receipts().size(), 1U);
}

TEST_F(PlayerLoopTest, AStopThatComesFirstKillsTheGrantThatComesLater) {
    const auto item = emergency(3, 2);
    loop_->take_stop(stop_of({item.id}, 4), Path::session);
    EXPECT_EQ(answer_to(start_of(item), item.id), ErrorCode::internal) << "taken, but only to say that it is cancelled";
    boot();
    loop_->take_start(start_of(item), Path::session);
    run_until(utc() + 1min);
    EXPECT_TRUE(sound_.started.empty());
}

TEST_F(PlayerLoopTest, AStopSilencesAtOnceAndAQuenchNeedsNoSignature) {
    const auto item = emergency(3, 20);
    loop_->take_start(start_of(item), Path::session);
    loop_->take_stop(stop_of({item.id}, 4), Path::udp);
    EXPECT_EQ(sound_.stopped, std::vector{item.id});
    const auto other = emergency(5, 20);
    loop_->take_start(start_of(other), Path::session);
    loop_->take_quench({}, Path::session);
    EXPECT_EQ(sound_.stopped.size(), 2U);
}

TEST_F(PlayerLoopTest, ThatIsDismissedStaysSilentAfterARestartToo) {
    const auto sounding = emergency(3, 20);
    loop_->take_start(start_of(sounding), Path::session);
    const auto later = grant(1, 1h, 2);
    loop_->take_start(start_of(later), Path::session);

    loop_->dismissed();
    EXPECT_EQ(sound_.stopped, std::vector{sounding.id});
    boot();
    run_until(later.starts_at + 2min);

    EXPECT_EQ(sound_.started.size(), 1U);
}

TEST_F(PlayerLoopTest, PlaysFromTheDiskWithTheControllerDead) {
    const auto item = grant(1, 1h, 2);
    wire::Plan plan;
    plan.mutable_version()->set_issuer_sequence(1);
    plan.set_from(domain::to_us(utc()));
    plan.set_until(domain::to_us(utc() + 24h));
    plan.add_grants(protocol::string_of(protocol::sign_grant(commune_.live, 5, item).envelope.bytes));
    EXPECT_EQ(loop_->take_plan(plan).refused_size(), 0);
    boot();
    run_until(item.starts_at + 1s);

    ASSERT_EQ(sound_.started.size(), 1U);
    EXPECT_EQ(sound_.started[0].at, item.starts_at);
}

TEST_F(PlayerLoopTest, JoinsWhereItWouldBeAfterAPowerCutInTheMiddle) {
    const auto item = grant(1, 0s, 60);
    loop_->take_start(start_of(item), Path::session);
    now_ += 20s;
    boot();
    loop_->woken();

    ASSERT_EQ(sound_.started.size(), 2U);
    EXPECT_GE(sound_.started[1].from_position, 20s);
}

TEST_F(PlayerLoopTest, SaysThatItSoundedWhenThePowerWentAndForHowLongNobodyCounted) {
    const auto item = grant(1, 0s, 60);
    loop_->take_start(start_of(item), Path::session);
    now_ += 2min;

    boot();

    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::partial);
    EXPECT_EQ(receipts()[0].reason, "outage");
    EXPECT_EQ(receipts()[0].first_sample_at, item.starts_at);
    EXPECT_EQ(receipts()[0].samples_played, 0U);
}

TEST_F(PlayerLoopTest, ClaimsNothingThatTheDeviceCountedBeforeThePowerWentButThatItBegan) {
    const auto item = grant(1, 0s, 25);
    receipt_desk_->recall(item.id, evidence::GrantEvidence{item.starts_at});
    receipt_desk_->add_piece(item.id, {.first_sample_at = item.starts_at + 1min, .samples = 10 * 48'000});
    receipt_desk_->take_outcome(
        {.grant = item.id, .outcome = domain::ReceiptOutcome::played, .reason = "priority", .expected = 25s}, {}, 0s, false,
        utc());

    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::partial);
    EXPECT_EQ(receipts()[0].reason, "outage");
    EXPECT_EQ(receipts()[0].samples_played, 10U * 48'000);
    EXPECT_EQ(receipts()[0].first_sample_at, item.starts_at);
}

TEST_F(PlayerLoopTest, SaysAfterAPowerCutHowLongItHadSoundedAsFarAsTheDeviceHadCounted) {
    const auto item = grant(1, 0s, 60);
    loop_->take_start(start_of(item), Path::session);
    loop_->sounding_counted({item.id, {true, utc(), utc() + 10s, 480'000, {500, 0, 0, 0}, 0, 1.0}});
    loop_->sounding_counted({item.id, {true, utc(), utc() + 20s, 960'000, {1000, 0, 0, 0}, 0, 1.0}});
    now_ += 2min;

    boot();

    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::partial);
    EXPECT_EQ(receipts()[0].samples_played, 20U * 48'000);
    EXPECT_EQ(receipts()[0].last_sample_at, item.starts_at + 20s);
}

TEST_F(PlayerLoopTest, CountsWhatSoundedBeforeItGaveWayThoughThePowerWentLater) {
    const auto item = grant(1, 0s, 60);
    loop_->take_start(start_of(item), Path::session);
    now_ += 15s;
    loop_->take_start(start_of(emergency(2, 30)), Path::session);
    SoundingOver over;
    over.grant = item.id;
    over.how = audio::SoundEnd::stopped;
    over.piece = {true, item.starts_at, utc(), 15 * 48'000, {750, 0, 0, 0}, 0, 1.0};
    loop_->sounding_over(over);

    now_ += 10min;
    boot();
    over.how = audio::SoundEnd::finished;
    over.piece = {false, utc(), utc() + 45s, 45 * 48'000, {2250, 0, 0, 0}, 0, 1.0};
    now_ += 45s;
    loop_->sounding_over(over);

    const auto all = receipts();
    const auto found = std::ranges::find(all, item.id, &domain::PlaybackReceipt::grant);
    ASSERT_NE(found, all.end());
    EXPECT_EQ(found->outcome, domain::ReceiptOutcome::played);
    EXPECT_EQ(found->samples_played, 60U * 48'000);
}

TEST_F(PlayerLoopTest, CountsTheMomentThatSoundedBeforeItHadItsStartBeforeItAgain) {
    const auto item = grant(1, 0s, 60);
    auto waiting = dispatch::PlayerRecord{.grant = item.id, .broadcast = item.broadcast, .keep_until = item.not_after};
    ASSERT_TRUE(memory_->remember(waiting, true));
    evidence::GrantEvidence counted;
    counted.add({true, utc(), utc() + 100ms, 4'800, {5, 0, 0, 0}, 0, 1.0});
    ASSERT_TRUE(memory_->save_counted(item.id, counted));
    boot();
    loop_->take_start(start_of(item), Path::session);
    SoundingOver over;
    over.grant = item.id;
    over.piece = {false, utc(), utc() + 60s, 60 * 48'000, {3000, 0, 0, 0}, 0, 1.0};
    now_ += 60s;

    loop_->sounding_over(over);

    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].samples_played, 60U * 48'000 + 4'800);
}

TEST_F(PlayerLoopTest, ANewerPlanThatDoesNotNameAnItemCancelsIt) {
    const auto item = grant(1, 1h, 2);
    wire::Plan plan;
    plan.mutable_version()->set_issuer_sequence(1);
    plan.set_from(domain::to_us(utc()));
    plan.set_until(domain::to_us(utc() + 24h));
    plan.add_grants(protocol::string_of(protocol::sign_grant(commune_.live, 5, item).envelope.bytes));
    loop_->take_plan(plan);
    plan.mutable_version()->set_issuer_sequence(2);
    plan.clear_grants();
    loop_->take_plan(plan);
    run_until(item.starts_at + 2min);

    EXPECT_TRUE(sound_.started.empty());
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::cancelled);
}

TEST_F(PlayerLoopTest, ARevokedKeySilencesWhatItSigned) {
    const auto item = emergency(3, 60);
    loop_->take_start(start_of(item), Path::session);
    wire::SessionMessage message;
    message.mutable_trust()->set_revocations(protocol::string_of(protocol::sign_revocations(commune_.root, 1, {1, {5}}).bytes));
    loop_->take_message(message);
    EXPECT_EQ(sound_.stopped, std::vector{item.id});
    const auto next = emergency(4, 2);
    EXPECT_EQ(answer_to(start_of(next), next.id), ErrorCode::key_revoked);
}

TEST_F(PlayerLoopTest, WhatIsDroppedIsNeitherBegunNorReportedAsReadyAndIsPlayedWhenItIsBack) {
    const auto item = grant(1, 1min, 2);
    loop_->take_start(start_of(item), Path::session);
    loop_->session_joined();
    contents_->drop(*item.content);
    loop_->tick();
    run_until(item.starts_at + 10s);
    EXPECT_TRUE(sound_.started.empty());
    EXPECT_EQ(uplink_.losses, 1);
    wire::NodeStatus status;
    EXPECT_FALSE(loop_->fill_status(status));
    EXPECT_EQ(status.contents_ready_size(), 0);
    ASSERT_EQ(status.contents_lost_size(), 1);
    EXPECT_EQ(status.contents_lost(0), protocol::string_of(item.content->bytes));

    content(2);

    EXPECT_EQ(sound_.started.size(), 0U) << "two seconds of sound are over after ten";
    auto longer = grant(2, 0s, 60);
    contents_->drop(*longer.content);
    loop_->take_start(start_of(longer), Path::session);
    EXPECT_TRUE(sound_.started.empty());
    content(60);
    ASSERT_EQ(sound_.started.size(), 1U);
    wire::NodeStatus later;
    loop_->fill_status(later);
    EXPECT_EQ(later.contents_ready_size(), 2);
    EXPECT_EQ(later.contents_lost_size(), 0);
}

/// A disk that takes nothing more, until it goes out of scope.
class FullDisk {
public:
    FullDisk() {
        before_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &limit_);
        const rlimit nothing{0, limit_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &nothing);
    }
    FullDisk(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &limit_);
        ::signal(SIGXFSZ, before_);
    }

private:
    rlimit limit_{};
    void (*before_)(int) = nullptr;
};

TEST_F(PlayerLoopTest, AReceiptThatTheDiskDoesNotTakeWaitsInMemoryAndIsStoredWhenItDoes) {
    const auto first = emergency(3, 2), second = emergency(4, 2);
    loop_->take_start(start_of(first), Path::session);
    loop_->take_start(start_of(second), Path::session);
    std::optional<FullDisk> full{std::in_place};
    loop_->take_stop(stop_of({first.id}, 5), Path::session);
    loop_->take_stop(stop_of({second.id}, 6), Path::session);
    loop_->tick();
    EXPECT_TRUE(receipts().empty());
    EXPECT_EQ(receipt_desk_->unstored(), 2U);
    EXPECT_FALSE(receipt_desk_->disk_trouble().empty());
    full.reset();

    loop_->tick();

    ASSERT_EQ(receipts().size(), 2U);
    EXPECT_EQ(receipts()[0].grant, first.id);
    EXPECT_EQ(uplink_.receipts, 1) << "told to send them";
    EXPECT_EQ(receipt_desk_->unstored(), 0U);
    EXPECT_TRUE(receipt_desk_->disk_trouble().empty());
}

TEST_F(PlayerLoopTest, OneDamagedFileOfItsTrustDoesNotMakeItForgetItsCommune) {
    for (const char* name : {"trust", "root"}) {
        std::ofstream(folder_.path() / "state" / name) << "garbage";
        EXPECT_TRUE(NodeMemory::open(folder_.path())->load_key_ring()) << name;
    }
}

TEST_F(PlayerLoopTest, WantsWhatIsMissingAndNothingWhoseHashesDoNotFit) {
    const auto file = test::ogg_opus(test::rising_tone(1.5));
    const auto chunks = domain::content_chunks(file);
    const auto root = domain::content_root(file.size(), chunks);
    wire::SessionMessage message;
    auto& hint = *message.mutable_prefetch()->add_contents();
    hint.set_hash(protocol::string_of(root.bytes));
    hint.set_size_bytes(file.size());
    for (const auto& chunk : chunks) hint.mutable_chunk_hashes()->append(protocol::string_of(chunk.bytes));
    auto lie = hint;
    lie.set_size_bytes(file.size() + 1);
    lie.mutable_hash()->at(0) = 'x';
    *message.mutable_prefetch()->add_contents() = lie;

    loop_->take_message(message);

    ASSERT_EQ(loop_->wanted().size(), 1U);
    EXPECT_EQ(loop_->wanted()[0].root, root);
}

}  // namespace
}  // namespace village::node::player_loop
