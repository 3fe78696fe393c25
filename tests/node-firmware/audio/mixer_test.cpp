#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "node-firmware/audio/mixer.hpp"
#include "node-firmware/audio/model_device.hpp"
#include "node-firmware/playout/drift_control.hpp"

namespace village::node::audio {
namespace {
using domain::Duration;
using domain::MonotonicTime;
using namespace std::chrono_literals;

constexpr domain::UtcTime epoch = domain::utc_from_us(1'790'000'000'000'000);

/// Counts: sample n is n / 2^20, so that what is heard tells where it comes from. Or a constant level.
class Counting final : public SampleSource {
public:
    explicit Counting(std::int64_t length, float level = 0) : length_(length), level_(level) {}
    domain::Status seek(std::int64_t sample) override {
        at_ = sample;
        return {};
    }
    domain::Result<std::size_t> read(std::span<float> out) override {
        std::size_t given = 0;
        for (; given < out.size() && at_ < length_; ++given, ++at_) {
            out[given] = level_ != 0 ? level_ : static_cast<float>(at_ + 1) / (1 << 20);
        }
        return given;
    }
    domain::FrameLedger ledger() const override { return {}; }

private:
    std::int64_t length_;
    float level_;
    std::int64_t at_ = 0;
};

class MixerTest : public testing::Test {
protected:
    MixerTest()
        : mixer_([] {}), device_({.ppm = 0, .delay = 20ms, .ear = [this](auto samples, const BlockTime&) {
                                      heard_.insert(heard_.end(), samples.begin(), samples.end());
                                  }}) {
        mixer_.order(SetUtc{{MonotonicTime{20ms}, epoch}});  // Sample 0 of what is heard leaves at `epoch`.
    }
    SoundOrder order(Ticket ticket, std::int64_t length, float level, Duration at) {
        SoundOrder order;
        order.ticket = ticket;
        order.source = std::make_unique<Counting>(length, level);
        order.at = order.origin = epoch + at;
        return order;
    }
    void run(int blocks) {
        for (int block = 0; block < blocks; ++block, now_ += 20ms) device_.step(mixer_, now_);
    }
    std::vector<SoundReport> reports() {
        std::vector<SoundReport> all;
        while (auto report = mixer_.take_report()) all.push_back(*report);
        return all;
    }
    float largest_step() const {
        int step = 0;
        for (std::size_t at = 1; at < heard_.size(); ++at) step = std::max(step, std::abs(heard_[at] - heard_[at - 1]));
        return static_cast<float>(step) / 32767.0F;
    }
    Mixer mixer_;
    std::vector<std::int16_t> heard_;
    ModelDevice device_;
    MonotonicTime now_{};
};

TEST_F(MixerTest, IsSilentToTheLastBitWithNothingToSay) {
    run(10);
    EXPECT_TRUE(std::all_of(heard_.begin(), heard_.end(), [](auto sample) { return sample == 0; }));
}

TEST_F(MixerTest, BeginsOnTheExactSample) {
    mixer_.order(order(1, 48'000, 0.5F, 33'333us));
    run(10);

    const auto first = std::find_if(heard_.begin(), heard_.end(), [](auto sample) { return sample != 0; }) - heard_.begin();
    EXPECT_NEAR(static_cast<double>(first), 1600, 1);
    const auto all = reports();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(std::get<SoundBegan>(all[0]).position, 0);
}

TEST_F(MixerTest, JoinsLateWhereTheOthersAre) {
    run(50);
    mixer_.order(order(1, 480'000, 0, 0ms));
    run(5);

    const auto began = std::get<SoundBegan>(reports().at(0));
    EXPECT_EQ(began.position, 48'000) << "one second late, one second into it";
    EXPECT_NEAR(heard_[48'000 + 960] / 32767.0, (48'000.0 + 961) / (1 << 20), 0.001);
}

TEST_F(MixerTest, NeverClicksWhenItStartsStopsOrGivesWay) {
    mixer_.order(order(1, 480'000, 0.8F, 20ms));
    run(20);
    mixer_.order(StopOrder{1});
    mixer_.order(order(2, 480'000, 0.8F, 400ms));
    run(20);
    mixer_.order(order(3, 9'600, -0.8F, 0ms));
    run(40);

    EXPECT_LT(largest_step(), 0.02F) << "a ramp of 5 ms from nothing to 0.8 rises by 0.0034 a sample";
}

TEST_F(MixerTest, EndsOnTheExactSampleWhereItIsCutAndHasFadedBefore) {
    auto cut = order(1, 480'000, 0.8F, 0ms);
    cut.until = 24'000;
    cut.fade_out = 9'600;
    mixer_.order(std::move(cut));
    run(40);

    EXPECT_NEAR(heard_[14'000] / 32767.0, 0.8, 0.01) << "not yet";
    EXPECT_NEAR(heard_[24'000 - 4'800] / 32767.0, 0.4, 0.01) << "half of the fade";
    EXPECT_TRUE(std::all_of(heard_.begin() + 24'000, heard_.end(), [](auto sample) { return sample == 0; }));
    EXPECT_LT(largest_step(), 0.02F);
    const auto ended = std::get<SoundEnded>(reports().at(1));
    EXPECT_EQ(ended.how, SoundEnd::finished) << "on purpose";
    EXPECT_EQ(ended.samples_played, 24'000);
}

TEST_F(MixerTest, IsCutAtTheSameMomentAsItsNeighboursWhenItJoinsLate) {
    run(10);
    auto cut = order(1, 480'000, 0.5F, 0ms);
    cut.until = 24'000;
    mixer_.order(std::move(cut));
    run(40);

    EXPECT_NE(heard_[23'900], 0);
    EXPECT_TRUE(std::all_of(heard_.begin() + 24'000, heard_.end(), [](auto sample) { return sample == 0; }));
}

TEST_F(MixerTest, SaysEachTenSecondsHowMuchHasLeftTheDevice) {
    mixer_.order(order(1, 48'000 * 25, 0.5F, 0ms));
    run(26 * 50);

    const auto all = reports();
    ASSERT_EQ(all.size(), 4U) << "began, twice counted, ended";
    const auto first = std::get<SoundCounted>(all[1]);
    EXPECT_EQ(first.samples_played, 10 * 48'000);
    EXPECT_EQ(told_from(all[1]), first.first_sample_at + 10s) << "and not before it has left";
    EXPECT_EQ(std::get<SoundCounted>(all[2]).samples_played, 20 * 48'000);
    EXPECT_EQ(std::get<SoundEnded>(all[3]).samples_played, 25 * 48'000);
}

TEST_F(MixerTest, JoinedBehindItsCutItIsSilent) {
    run(50);
    auto cut = order(1, 480'000, 0.5F, 0ms);
    cut.until = 24'000;
    mixer_.order(std::move(cut));
    run(5);

    EXPECT_TRUE(std::all_of(heard_.begin(), heard_.end(), [](auto sample) { return sample == 0; }));
    EXPECT_EQ(std::get<SoundEnded>(reports().at(1)).samples_played, 0);
}

TEST_F(MixerTest, IsSilentWithin30MillisecondsOfAStopInItsOwnTime) {
    mixer_.order(order(1, 4'800'000, 0.5F, 0ms));
    run(10);
    const auto stopped = heard_.size();
    mixer_.order(StopOrder{1});
    run(5);

    EXPECT_TRUE(std::all_of(heard_.begin() + static_cast<std::ptrdiff_t>(stopped) + 480, heard_.end(),
                            [](auto sample) { return sample == 0; }));
    const auto ended = std::get<SoundEnded>(reports().at(1));
    EXPECT_EQ(ended.how, SoundEnd::stopped);
    EXPECT_EQ(ended.samples_played, static_cast<std::int64_t>(stopped) + 480);
}

TEST_F(MixerTest, OneProgrammeAtATimeAndTheNewestHasTheLoudspeaker) {
    mixer_.order(order(1, 4'800'000, 0.3F, 0ms));
    run(5);
    mixer_.order(order(2, 4'800'000, 0.6F, 100ms));
    run(20);

    EXPECT_NEAR(heard_.back() / 32767.0, 0.6, 0.01);
}

TEST_F(MixerTest, WhatIsDuckedSoundsOnBeneathTheNextProgrammeAndIsRaisedAgain) {
    mixer_.order(order(1, 4'800'000, 0.3F, 0ms));
    run(10);
    mixer_.order(SetGain{1, 0.1, true});
    mixer_.order(order(2, 4'800'000, 0.5F, 220ms));
    run(40);
    EXPECT_NEAR(heard_.back() / 32767.0, 0.53, 0.01);

    mixer_.order(StopOrder{2});
    mixer_.order(SetGain{1, 1, false});
    run(40);
    EXPECT_NEAR(heard_.back() / 32767.0, 0.3, 0.01);
    EXPECT_LT(largest_step(), 0.02F);

    mixer_.order(order(3, 4'800'000, 0.6F, 1800ms));
    run(40);
    EXPECT_NEAR(heard_.back() / 32767.0, 0.6, 0.01) << "what was raised gives way like everything else";
}

TEST_F(MixerTest, WhatIsDuckedBeforeItsFirstSampleTakesTheLoudspeakerFromNobody) {
    mixer_.order(order(1, 4'800'000, 0.3F, 600ms));
    run(10);
    mixer_.order(SetGain{1, 0.1, true});
    mixer_.order(order(2, 4'800'000, 0.5F, 220ms));
    run(60);

    EXPECT_NEAR(heard_.back() / 32767.0, 0.53, 0.01);
}

TEST_F(MixerTest, NothingLouderThanTheCeilingEverLeaves) {
    mixer_.order(order(1, 480'000, 40.0F, 0ms));
    mixer_.order(order(2, 480'000, std::numeric_limits<float>::quiet_NaN(), 200ms));
    run(30);

    for (const auto sample : heard_) ASSERT_LE(std::abs(sample), std::lrint(Limiter::ceiling * 32767) + 1);
}

TEST_F(MixerTest, CountsWhatLeftAtAnAudibleGainOnly) {
    auto silent = order(1, 9'600, 0.5F, 0ms);
    silent.gain = 0;
    mixer_.order(std::move(silent));
    run(15);

    const auto ended = std::get<SoundEnded>(reports().at(1));
    EXPECT_EQ(ended.how, SoundEnd::finished);
    EXPECT_EQ(ended.samples_played, 0);
}

TEST_F(MixerTest, GoesOnWhereTheOthersAreAfterTheDeviceRanDry) {
    mixer_.order(order(1, 480'000, 0, 0ms));
    run(10);
    now_ += 100ms;
    device_.lose(100ms);
    const auto gap = heard_.size();
    run(10);

    const double position = heard_[gap + 960] / 32767.0 * (1 << 20);
    EXPECT_NEAR(position, static_cast<double>(gap) + 960 + 4800, 40) << "16 bits do not say more";
    mixer_.order(StopOrder{1});
    run(2);
    EXPECT_EQ(std::get<SoundEnded>(reports().back()).underruns, 1U);
}

TEST_F(MixerTest, AStepOfTheClockLeavesWhatSoundsAsItIs) {
    mixer_.order(order(1, 480'000, 0, 0ms));
    run(10);
    const auto before = heard_.back();
    mixer_.order(SetUtc{{MonotonicTime{20ms}, epoch + 1h}});
    run(1);

    EXPECT_NEAR(heard_[heard_.size() - 960], before, 2);
    EXPECT_EQ(reports().size(), 1U);
}

/// A voice of the neighbours, all of whom count the same samples; our clock turns out to have been `wrong` by so much.
class MixerClockTest : public MixerTest, public testing::WithParamInterface<Duration> {
protected:
    void learn_the_time() { mixer_.order(SetUtc{{MonotonicTime{20ms}, epoch - GetParam()}}); }
    SoundOrder voice() {
        auto voice = order(1, 960'000, 0, 0ms);
        voice.drift = [control = playout::DriftControl{}](Duration behind, Duration elapsed) mutable {
            return control.correct(behind, elapsed);
        };
        return voice;
    }
    /// By how many samples the block of now is ahead of its time.
    double ahead() const {
        const double position = heard_.back() / 32767.0 * (1 << 20);
        return position - static_cast<double>(static_cast<std::int64_t>(heard_.size()) - samples_of(GetParam()));
    }
};

TEST_P(MixerClockTest, AVoiceThatBeganByARoughClockIsBesideItsNeighboursASecondAfterTheClockIsKnown) {
    mixer_.order(voice());
    run(10);
    learn_the_time();
    run(50 + 10);

    EXPECT_NEAR(ahead(), 0, 40) << "16 bits do not say more";
    EXPECT_LT(largest_step(), 0.01F) << "and nothing clicks";
    mixer_.order(StopOrder{1});
    run(2);
    EXPECT_EQ(std::get<SoundEnded>(reports().back()).how, SoundEnd::stopped);
}

INSTANTIATE_TEST_SUITE_P(FastAndSlow, MixerClockTest, testing::Values(Duration{70ms}, Duration{-70ms}, Duration{-400ms}));

TEST_F(MixerTest, AStreamFindsItsPlaceThoughTheClockWasWrongByAnHour) {
    auto stream = order(1, 48'000 * 7200, 0.5F, -1h);
    stream.is_stream = true;
    stream.drift = [control = playout::DriftControl{}](Duration behind, Duration elapsed) mutable {
        return control.correct(behind, elapsed);
    };
    mixer_.order(std::move(stream));
    run(10);
    mixer_.order(SetUtc{{MonotonicTime{20ms}, epoch + 30min}});
    run(60);
    mixer_.order(StopOrder{1});
    run(2);

    const auto all = reports();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(std::get<SoundBegan>(all[0]).position, 48'000 * 3600);
    EXPECT_NEAR(static_cast<double>(std::get<SoundEnded>(all[1]).position), 48'000.0 * 5400 + 71 * 960, 960);
}

TEST_F(MixerTest, AStreamThatIsSilentUntilItsTimeComesCanBeStopped) {
    auto stream = order(1, 480'000, 0.5F, 0ms);
    stream.is_stream = true;
    stream.drift = [control = playout::DriftControl{}](Duration behind, Duration elapsed) mutable {
        return control.correct(behind, elapsed);
    };
    mixer_.order(std::move(stream));
    run(10);
    mixer_.order(SetUtc{{MonotonicTime{20ms}, epoch - 1h}});
    run(60);
    EXPECT_EQ(heard_.back(), 0);
    mixer_.order(StopOrder{1});
    run(1);

    EXPECT_EQ(std::get<SoundEnded>(reports().back()).how, SoundEnd::stopped);
}

TEST(ModelDevice, ADeviceThatDrifts200PpmStaysWithin5MillisecondsForThreeMinutes) {
    Mixer mixer([] {});
    Duration worst{};
    ModelDevice device({.ppm = 200, .delay = 20ms, .ear = {}});
    mixer.order(SetUtc{{MonotonicTime{}, epoch}});
    SoundOrder order;
    order.ticket = 1;
    order.source = std::make_unique<Counting>(48'000 * 200, 0.1F);
    order.at = order.origin = epoch + 20ms;
    order.drift = [&, control = playout::DriftControl{}](Duration behind, Duration elapsed) mutable {
        worst = std::max(worst, Duration{std::chrono::abs(behind)});
        return control.correct(behind, elapsed);
    };
    mixer.order(std::move(order));
    for (std::uint64_t block = 0; block < 50 * 180; ++block) device.step(mixer, MonotonicTime{device.block_length(block)});

    EXPECT_LT(worst, 5ms);
}

}  // namespace
}  // namespace village::node::audio
