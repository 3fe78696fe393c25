// From a signed grant to samples and back to a signed receipt: the real mixer on a modelled device, in the test's time.
#include <opus/opus.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "node-firmware/audio/model_device.hpp"
#include "node-firmware/player_loop/sound_desk.hpp"
#include "protocol/red.hpp"
#include "protocol/srtp_sender.hpp"
#include "tests/node-firmware/player_loop/node_fixture.hpp"

namespace village::node::player_loop {
namespace {

class SoundingTest : public NodeTest {
protected:
    SoundingTest() {
        sound_desk_.tell_time(now_);
        loop_.emplace(number, *memory_->load_key_ring(), world(sound_desk_, live_, receipt_desk_));
        loop_->boot();
        began_ = now_;
    }
    void content_is_here(const domain::ContentHash& content) override { loop_->content_ready(content); }
    /// One block of 20 ms: device, reports, alarm.
    void step() {
        read_ahead_.work();
        device_.step(mixer_, now_);
        now_ += 20ms;
        while (auto report = mixer_.take_report()) {
            const auto what = sound_desk_.understand(*report);
            if (!what) continue;
            if (const auto* began = std::get_if<SoundingBegan>(&*what)) loop_->sounding_began(*began);
            if (const auto* counted = std::get_if<SoundingCounted>(&*what)) loop_->sounding_counted(*counted);
            if (const auto* over = std::get_if<SoundingOver>(&*what)) loop_->sounding_over(*over);
        }
        if ((now_ - began_) % 1s == 0ms) loop_->tick();
        if (!alarm_.due || *alarm_.due > utc()) return;
        alarm_.due.reset();
        loop_->woken();
    }
    void run(domain::Duration time) {
        for (const auto until = now_ + time; now_ < until;) step();
    }
    /// When the first sample that is not silence left, after `from`.
    std::optional<domain::UtcTime> sound_after(domain::UtcTime from) const {
        auto at = static_cast<std::size_t>(std::max<std::int64_t>(0, audio::samples_of(from - first_utc())));
        for (; at < heard_.size(); ++at) {
            if (heard_[at] != 0) return first_utc() + audio::duration_of(static_cast<std::int64_t>(at));
        }
        return std::nullopt;
    }
    /// The longest time without any sound between two moments.
    domain::Duration longest_silence(domain::UtcTime from, domain::UtcTime to) const {
        std::int64_t longest = 0, silent = 0;
        const auto end = std::min<std::int64_t>(audio::samples_of(to - first_utc()), std::ssize(heard_));
        for (auto at = audio::samples_of(from - first_utc()); at < end; ++at) {
            silent = std::abs(heard_[static_cast<std::size_t>(at)]) > 0.001F ? 0 : silent + 1;
            longest = std::max(longest, silent);
        }
        return audio::duration_of(longest);
    }
    domain::UtcTime first_utc() const { return time_->utc(began_ + 20ms); }

    std::vector<float> heard_;
    audio::ReadAhead read_ahead_;
    audio::Mixer mixer_{[] {}};
    audio::ModelDevice device_{{.ppm = 0, .delay = 20ms, .ear = [this](auto samples, const audio::BlockTime&) {
                                    for (const auto sample : samples) heard_.push_back(static_cast<float>(sample) / 32767.0F);
                                }}};
    LiveDesk live_{number, [this] { return now_; }};
    SoundDesk sound_desk_{mixer_, read_ahead_, *contents_, live_, *time_, [this] { return now_; }};
    ReceiptDesk receipt_desk_{{number, key_, {}}, *store_};
    std::optional<PlayerLoop> loop_;
    domain::MonotonicTime began_{};
};

TEST_F(SoundingTest, ACachedFileSoundsAtT0ToTheMillisecondAndTheReceiptSaysSo) {
    const auto item = grant(1, 3s, 2);
    loop_->take_start(start_of(item), Path::session);
    run(6s);

    const auto from = static_cast<std::size_t>(audio::samples_of(item.starts_at - first_utc()));
    const auto tone = test::rising_tone(2);
    EXPECT_GT(test::correlation(heard_.data() + from + 480, tone.data() + 480, 90'000), 0.98);
    EXPECT_TRUE(std::all_of(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(from),
                            [](float sample) { return sample == 0; }));
    ASSERT_EQ(receipts().size(), 1U);
    const auto receipt = receipts()[0];
    EXPECT_EQ(receipt.outcome, domain::ReceiptOutcome::played);
    EXPECT_EQ(receipt.samples_played, 96'000U);
    EXPECT_EQ(receipt.evidence, domain::EvidenceLevel::e2_device);
    EXPECT_LT(std::chrono::abs(*receipt.first_sample_at - item.starts_at), 1ms);
    EXPECT_LT(std::chrono::abs(*receipt.last_sample_at - (item.starts_at + 2s)), 2ms);
}

TEST_F(SoundingTest, TheDelayAgainstEchoIsForWhatSoundsTogetherAndNotForWhatIsStaggered) {
    auto delayed = policy();
    delayed.mutable_policy()->set_start_delay_ms(300);
    loop_->take_message(delayed);
    const auto together = grant(1, 100ms, 1);
    loop_->take_start(start_of(together), Path::session);
    run(3s);
    auto staggered = grant(2, 100ms, 1);
    staggered.nodes.insert(domain::NodeNumber{4000});
    staggered.passes = {{domain::NodeSet{domain::NodeNumber{4000}}, 0s}, {domain::NodeSet{number}, 2s}};
    loop_->take_start(start_of(staggered), Path::session);
    run(5s);

    EXPECT_LT(std::chrono::abs(*sound_after(together.starts_at) - (together.starts_at + 300ms)), 2ms);
    EXPECT_LT(std::chrono::abs(*sound_after(staggered.starts_at) - (staggered.starts_at + 2s)), 2ms);
}

TEST_F(SoundingTest, AnEmergencySoundsWithin150MillisecondsAndTheProgrammeResumesAfterIt) {
    const auto programme = grant(1, 100ms, 6);
    loop_->take_start(start_of(programme), Path::session);
    run(2s);
    const auto at = utc();
    auto alarm = emergency(2, 3);
    loop_->take_start(start_of(alarm), Path::udp);
    run(10s);

    const auto from = static_cast<std::size_t>(audio::samples_of(at + 150ms - first_utc()));
    const auto tone = test::rising_tone(3);
    double best = 0;
    for (std::size_t lag = 0; lag < 9'600; ++lag)
        best = std::max(best, std::abs(test::correlation(heard_.data() + from, tone.data() + lag, 4'800)));
    EXPECT_GT(best, 0.95) << "150 ms after the START it is the emergency that sounds";
    ASSERT_EQ(receipts().size(), 2U);
    EXPECT_EQ(receipts()[0].grant, alarm.id);
    EXPECT_EQ(receipts()[1].grant, programme.id);
    EXPECT_NEAR(static_cast<double>(receipts()[1].samples_played), 6 * 48'000, 4'800) << "interrupted, then resumed to its end";
    EXPECT_EQ(receipts()[1].preempted_by, alarm.broadcast);
    EXPECT_TRUE(receipts()[1].resumed);
    EXPECT_FALSE(receipts()[0].preempted_by);
}

TEST_F(SoundingTest, WhatIsDuckedIsHeard20DecibelsDownBeneathWhatInterruptsIt) {
    auto music = grant(1, 100ms, 6);
    music.when_interrupted = domain::WhenInterrupted::duck;
    loop_->take_start(start_of(music), Path::session);
    auto news = grant(2, 2100ms, 2);
    news.priority = domain::Priority::priority;
    loop_->take_start(start_of(news), Path::session);
    run(8s);

    const auto tone = test::rising_tone(6);
    // How much of the music is in what is heard so long after its beginning.
    const auto share_after = [&](domain::Duration time) {
        const auto* heard = heard_.data() + audio::samples_of(music.starts_at + time - first_utc());
        const auto* own = tone.data() + audio::samples_of(time);
        const auto count = 24'000;
        return std::inner_product(heard, heard + count, own, 0.0) / std::inner_product(own, own + count, own, 0.0);
    };
    EXPECT_NEAR(share_after(1s), share_after(5s), 0.05 * share_after(5s));
    EXPECT_NEAR(share_after(2500ms) / share_after(1s), 0.1, 0.03);
    ASSERT_EQ(receipts().size(), 2U);
    EXPECT_EQ(receipts()[0].grant, news.id);
    EXPECT_EQ(receipts()[1].outcome, domain::ReceiptOutcome::played);
    EXPECT_EQ(receipts()[1].samples_played, 6U * 48'000) << "it never stopped";
}

/// A loudspeaker without a clock, in a session; the time is attested so long after an emergency came.
class NoClockTest : public SoundingTest, public testing::WithParamInterface<domain::Duration> {
protected:
    NoClockTest() {
        time_.emplace(now_, MachineClocks{domain::UtcTime{}, std::nullopt, {}}, std::nullopt);
        loop_.emplace(number, *memory_->load_key_ring(), world(sound_desk_, live_, receipt_desk_));
        loop_->boot();
        sound_desk_.tell_time(now_);
    }
    void attest(domain::UtcTime utc) {
        loop_->take_message(attestation_of(utc));
        sound_desk_.tell_time(now_);
    }
};

TEST_P(NoClockTest, AnEmergencyThatSoundsGoesOnWhenTheTimeIsAttested) {
    auto alarm = emergency(1, 4);
    alarm.starts_at = morning;
    alarm.not_before = morning - 1min;
    alarm.start_by = morning + 1min;
    alarm.not_after = morning + 10min;
    alarm.repeat_every = 10s;
    loop_->take_start(start_of(alarm), Path::session);
    run(GetParam());
    attest(morning + GetParam());
    ASSERT_TRUE(time_->trusted());
    run(4s);

    const auto begun = sound_after(first_utc());
    ASSERT_TRUE(begun);
    EXPECT_LE(*begun, morning + 150ms);
    EXPECT_LT(longest_silence(*begun, *begun + 3800ms), 100ms);
    run(8s);
    const auto again = sound_after(*begun + 4500ms);
    ASSERT_TRUE(again);
    EXPECT_NEAR(static_cast<double>((*again - morning).count()), 10e6, 0.15e6) << "beside its neighbours";
}

INSTANTIATE_TEST_SUITE_P(BeforeItsFirstSampleAndAfter, NoClockTest,
                         testing::Values(domain::Duration{0}, domain::Duration{20ms}, domain::Duration{500ms}));

TEST_F(SoundingTest, FollowsAChangedVolumeWhileItSounds) {
    const auto item = grant(1, 100ms, 6);
    loop_->take_start(start_of(item), Path::session);
    run(2s);
    auto quieter = policy();
    quieter.mutable_policy()->mutable_volume()->set_day(50);

    loop_->take_message(quieter);
    run(2s);

    const auto loudest = [this](std::size_t from) {
        return *std::max_element(heard_.begin() + static_cast<std::ptrdiff_t>(from),
                                 heard_.begin() + static_cast<std::ptrdiff_t>(from + 9'600));
    };
    EXPECT_NEAR(loudest(150'000) / loudest(80'000), 0.5, 0.05);
}

TEST_F(SoundingTest, AtVolumeNothingTheProgrammeIsMissedAndAnEmergencyIsHeard) {
    auto nothing = policy();
    nothing.mutable_policy()->clear_volume();
    loop_->take_message(nothing);
    loop_->take_start(start_of(grant(1, 100ms, 2)), Path::session);
    run(3s);
    EXPECT_FALSE(sound_after(first_utc()));

    const auto alarm = emergency(2, 2);
    loop_->take_start(start_of(alarm), Path::session);
    run(3s);

    EXPECT_TRUE(sound_after(alarm.starts_at));
    ASSERT_EQ(receipts().size(), 2U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::missed);
    EXPECT_EQ(receipts()[0].samples_played, 0U);
    EXPECT_EQ(receipts()[1].outcome, domain::ReceiptOutcome::played);
}

TEST_F(SoundingTest, IsSilentWithin300MillisecondsOfAStop) {
    const auto alarm = emergency(2, 30);
    loop_->take_start(start_of(alarm), Path::session);
    run(2s);
    const auto at = utc();
    loop_->take_stop(stop_of({alarm.id}, 3), Path::session);
    run(1s);

    EXPECT_FALSE(sound_after(at + 80ms));
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::cancelled);
    EXPECT_NEAR(static_cast<double>(receipts()[0].samples_played), 2 * 48'000, 4'800);
}

TEST_F(SoundingTest, WhatIsCutOnPurposeIsHeardUntilThereAndIsPlayed) {
    auto item = grant(1, 1s, 6);
    item.max_duration = 3s;
    item.fade_out = 500ms;
    loop_->take_start(start_of(item), Path::session);
    run(8s);

    EXPECT_TRUE(sound_after(item.starts_at + 2900ms));
    EXPECT_FALSE(sound_after(item.starts_at + 3010ms));
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::played);
    EXPECT_EQ(receipts()[0].samples_played, 3 * 48'000U);
    EXPECT_EQ(receipts()[0].samples_expected, 3 * 48'000U);
}

TEST_F(SoundingTest, WhatStandsInForSomethingThatNeverCameIsHeardFromItsTimeToItsEnd) {
    auto fallback = grant(2, 1s, 4);
    fallback.stands_in_for = domain::BroadcastId{{7}};
    fallback.max_duration = 10s;
    fallback.start_by = fallback.not_after = fallback.starts_at + 10s;
    loop_->take_start(start_of(fallback), Path::session);
    run(13s);

    EXPECT_LT(*sound_after(first_utc()) - fallback.starts_at, 20ms);
    EXPECT_LT(longest_silence(fallback.starts_at, fallback.starts_at + 10s), 200ms) << "again from its beginning";
    EXPECT_FALSE(sound_after(fallback.starts_at + 10s + 50ms));
    ASSERT_EQ(receipts().size(), 1U);
    EXPECT_EQ(receipts()[0].outcome, domain::ReceiptOutcome::played);
    EXPECT_NEAR(static_cast<double>(receipts()[0].samples_played), 10 * 48'000, 24'000) << "every time counts";
}

TEST_F(SoundingTest, ADamagedFileIsNeverSoundedAndIsFetchedAgain) {
    const auto item = grant(1, 1s, 2);
    loop_->take_start(start_of(item), Path::session);
    const auto path = folder_.path() / "contents" / (item.content->text() + ".opus");
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 100);
    run(4s);

    EXPECT_FALSE(sound_after(first_utc()));
    EXPECT_FALSE(contents_->has(*item.content));
    EXPECT_EQ(uplink_.losses, 1);
    EXPECT_TRUE(receipts().empty()) << "there is still time for another copy";
}

/// Opus packets of 40 ms of the rising tone.
std::vector<protocol::ByteVector> live_packets(double seconds) {
    int error = 0;
    auto* encoder = opus_encoder_create(48'000, 1, OPUS_APPLICATION_AUDIO, &error);
    opus_encoder_ctl(encoder, OPUS_SET_BITRATE(24'000));
    const auto tone = test::rising_tone(seconds);
    std::vector<protocol::ByteVector> packets;
    for (std::size_t at = 0; at + 1920 <= tone.size(); at += 1920) {
        auto& packet = packets.emplace_back(1000);
        packet.resize(static_cast<std::size_t>(opus_encode_float(encoder, tone.data() + at, 1920, packet.data(), 1000)));
    }
    opus_encoder_destroy(encoder);
    return packets;
}

/// A commune's live microphone.
class LiveTest : public SoundingTest {
protected:
    LiveTest() {
        grant_ = grant(1, 1s, 2);
        grant_.kind = domain::BroadcastKind::live;
        grant_.priority = domain::Priority::live;
        grant_.content.reset();
        grant_.content_bytes = 0;
        grant_.content_duration = {};
        grant_.stream = domain::StreamDescription{stream_.public_key().bytes, 100, 101};
        std::array<std::uint8_t, 28> random{9, 8, 7};
        stream_key_ = protocol::make_stream_key(grant_.broadcast, protocol::StreamClass::r1, 1, 101, {0}, random);
    }
    protocol::Ed25519KeyPair stream_ = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{6});
    domain::Grant grant_;
    protocol::StreamKey stream_key_;
};

TEST_F(LiveTest, PacketsThatTheStreamKeyDidNotSignNeverReachTheLoudspeaker) {
    live_.take_key(stream_key_, now_);
    loop_->take_start(start_of(grant_), Path::session);
    protocol::ByteVector rubbish(600, 0x90);
    rubbish[8] = rubbish[9] = rubbish[10] = 0;
    rubbish[11] = 101;
    for (int packet = 0; packet < 200; ++packet) {
        EXPECT_NE(live_.take_packet(rubbish, now_), protocol::RtpVerdict::accepted);
        run(40ms);
    }
    EXPECT_FALSE(sound_after(first_utc()) && *sound_after(first_utc()) < grant_.starts_at);
}

TEST_F(LiveTest, ALiveVoiceSoundsAtItsTimeWithAFifthOfItsPacketsLost) {
    live_.take_key(stream_key_, now_);
    loop_->take_start(start_of(grant_), Path::session);
    const auto packets = live_packets(6);
    auto sender = protocol::SrtpSender::create({stream_key_, grant_.id}, stream_);
    ASSERT_TRUE(sender) << sender.error().detail;
    // Sent as spoken, one second before it is due.
    for (std::size_t index = 0; index < packets.size(); ++index) {
        auto packet = sender->send({index}, packets[index]);
        ASSERT_TRUE(packet);
        const bool lost = index % 5 == 2;
        if (!lost) {
            EXPECT_EQ(live_.take_packet(*packet, now_), protocol::RtpVerdict::accepted);
        }
        run(40ms);
    }
    run(125s);

    const auto from = static_cast<std::size_t>(audio::samples_of(grant_.starts_at - first_utc()));
    const auto tone = test::rising_tone(6);
    double best = 0;
    for (std::size_t lag = 200; lag < 500; ++lag)
        best = std::max(best, test::correlation(heard_.data() + from + lag + 24'000, tone.data() + 24'000, 200'000));
    EXPECT_GT(best, 0.9) << "the encoder's 6.5 ms are part of the voice";
    EXPECT_FALSE(sound_after(first_utc()) < grant_.starts_at);
    ASSERT_EQ(receipts().size(), 1U) << "two minutes without a packet end a stream";
    EXPECT_GT(receipts()[0].frames.repaired, 50U);
    EXPECT_LT(receipts()[0].frames.concealed, 20U);
    EXPECT_NEAR(static_cast<double>(receipts()[0].samples_played), 6 * 48'000, 12'000);
}

TEST_F(LiveTest, AFallbackFillsTheHoleInARelayAndGivesWayWhenTheRelayIsBack) {
    auto relay = grant_;
    relay.kind = domain::BroadcastKind::scheduled;
    relay.priority = domain::Priority::normal;
    relay.max_duration = 40s;
    auto fallback = grant(2, 1s, 3);
    fallback.stands_in_for = relay.broadcast;
    fallback.max_duration = 40s;
    relay.start_by = relay.not_after = fallback.start_by = fallback.not_after = relay.starts_at + 40s;
    live_.take_key(stream_key_, now_);
    loop_->take_start(start_of(relay), Path::session);
    loop_->take_start(start_of(fallback), Path::session);
    const auto packets = live_packets(12);
    auto sender = protocol::SrtpSender::create({stream_key_, relay.id}, stream_);
    std::size_t said_before = 0;
    const auto speak = [&](std::size_t count) {
        for (std::size_t said = 0; said < count; ++said, ++said_before) {
            const auto index = static_cast<std::uint64_t>((utc() - (relay.starts_at - 1s)) / 40ms);
            EXPECT_EQ(live_.take_packet(*sender->send({index}, packets[said_before]), now_), protocol::RtpVerdict::accepted);
            run(40ms);
        }
    };

    speak(100);
    const auto dead_from = utc();
    run(15s);
    const auto back_at = utc();
    speak(200);
    run(20s);

    EXPECT_LT(longest_silence(relay.starts_at + 200ms, back_at + 8s), 6s) << "ten seconds are allowed";
    const auto filled = sound_after(dead_from + 1500ms);
    ASSERT_TRUE(filled);
    EXPECT_LT(*filled - dead_from, 5500ms);
    const auto from = static_cast<std::size_t>(audio::samples_of(*filled - first_utc()));
    const auto tone = test::rising_tone(3);
    double best = 0;
    for (std::size_t lag = 0; lag < 2'400; ++lag)
        best = std::max(best, test::correlation(heard_.data() + from, tone.data() + lag, 96'000));
    EXPECT_GT(best, 0.95) << "from its beginning";
    ASSERT_EQ(receipts().size(), 2U);
    for (const auto& receipt : receipts()) {
        const bool is_relay = receipt.grant == relay.id;
        EXPECT_EQ(receipt.outcome, is_relay ? domain::ReceiptOutcome::partial : domain::ReceiptOutcome::played);
        if (!is_relay) continue;
        EXPECT_NEAR(static_cast<double>(receipt.samples_played), (4 + 6) * 48'000, 72'000);
    }
}

TEST_F(LiveTest, AStreamThatIsOverIsNotExpectedAgainWhenAPlanStillNamesIt) {
    loop_->take_start(start_of(grant_), Path::session);
    loop_->take_stop(stop_of({grant_.id}, 3), Path::session);
    run(1s);
    ASSERT_FALSE(live_.is_active());

    wire::Plan plan;
    plan.add_grants(start_of(grant_).grant());
    loop_->take_plan(plan);

    EXPECT_FALSE(live_.is_active());
}

TEST_F(LiveTest, AVoiceIsHeardAtOnceAfterALongEmergency) {
    live_.take_key(stream_key_, now_);
    loop_->take_start(start_of(grant_), Path::session);
    const auto packets = live_packets(20);
    auto sender = protocol::SrtpSender::create({stream_key_, grant_.id}, stream_);
    std::size_t said_before = 0;
    const auto speak = [&](std::size_t count) {
        for (std::size_t said = 0; said < count; ++said, ++said_before) {
            const auto index = static_cast<std::uint64_t>((utc() - (grant_.starts_at - 1s)) / 40ms);
            EXPECT_EQ(live_.take_packet(*sender->send({index}, packets[said_before]), now_), protocol::RtpVerdict::accepted);
            run(40ms);
        }
    };
    speak(75);
    const auto alarm = emergency(2, 9);
    loop_->take_start(start_of(alarm), Path::udp);

    speak(9 * 25 + 75);

    const auto over = alarm.starts_at + 9s;
    EXPECT_LT(longest_silence(over, over + 2s), 200ms);
}

TEST_F(LiveTest, AKeyThatComesInTheSecondHourFitsThePacketsThatAreDueThen) {
    // Joined after 50 minutes, which the 16 bits of a packet's number do not tell; the key comes ten seconds later.
    ASSERT_TRUE(live_.source(grant_, grant_.starts_at + 50min));
    now_ += 10s;
    live_.take_key(stream_key_, now_);
    auto sender = protocol::SrtpSender::create({stream_key_, grant_.id}, stream_);

    const auto packet = sender->send({50 * 60 * 25 + 10 * 25}, live_packets(0.1)[0]);

    EXPECT_EQ(live_.take_packet(*packet, now_), protocol::RtpVerdict::accepted);
}

TEST_F(LiveTest, ALiveHourGoesOnAfterAnOutageOfAMinute) {
    live_.take_key(stream_key_, now_);
    loop_->take_start(start_of(grant_), Path::session);
    const auto packets = live_packets(4);
    auto sender = protocol::SrtpSender::create({stream_key_, grant_.id}, stream_);
    // Sent as spoken, one second before it is due.
    std::size_t said_before = 0;
    const auto speak = [&](std::size_t count) {
        for (std::size_t said = 0; said < count; ++said, ++said_before) {
            const auto index = static_cast<std::uint64_t>((utc() - (grant_.starts_at - 1s)) / 40ms);
            EXPECT_EQ(live_.take_packet(*sender->send({index}, packets[said_before]), now_), protocol::RtpVerdict::accepted);
            run(40ms);
        }
    };
    speak(50);
    run(60s);
    EXPECT_TRUE(receipts().empty()) << "a mobile outage is no end";
    const auto back = utc();

    speak(50);
    run(2s);

    ASSERT_TRUE(sound_after(back));
    EXPECT_LT(*sound_after(back) - back, 1'100ms);
    run(125s);
    ASSERT_EQ(receipts().size(), 1U) << "two minutes without a packet are one";
    EXPECT_NEAR(static_cast<double>(receipts()[0].samples_played), 4 * 48'000, 20'000);
}

}  // namespace
}  // namespace village::node::player_loop
