// A card that answers late, and a device that must not notice: no gap, no wait, no memory asked for.
#include "node-firmware/audio/read_ahead.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <new>
#include <optional>

#include "node-firmware/audio/mixer.hpp"
#include "node-firmware/audio/read_ahead_track.hpp"

namespace {
thread_local bool is_counted = false;
thread_local std::size_t allocations = 0;

void* counted(std::size_t size) {
    if (is_counted) ++allocations;
    if (auto* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace village::node::audio {
namespace {
using namespace std::chrono_literals;

constexpr domain::UtcTime noon = domain::utc_from_us(1'790'000'000'000'000);
constexpr std::size_t period_samples = 960;

/// Sample n is (n + 1) / 2^20. `meanwhile` is what the rest of the world does while the card is busy.
class SlowFile final : public SampleSource {
public:
    SlowFile(std::int64_t length, std::function<void()> meanwhile) : length_(length), meanwhile_(std::move(meanwhile)) {}
    domain::Status seek(std::int64_t sample) override {
        at_ = sample;
        return {};
    }
    domain::Result<std::size_t> read(std::span<float> out) override {
        meanwhile_();
        if (at_ >= damaged_from) return domain::Error{domain::ErrorCode::storage_failed, "rotten"};
        std::size_t given = 0;
        for (; given < out.size() && at_ < length_; ++given, ++at_) out[given] = static_cast<float>(at_ + 1) / (1 << 20);
        return given;
    }
    domain::FrameLedger ledger() const override { return {}; }
    std::int64_t damaged_from = 1 << 30;

private:
    std::int64_t length_;
    std::function<void()> meanwhile_;
    std::int64_t at_ = 0;
};

class ReadAheadTest : public testing::Test {
protected:
    static constexpr std::int64_t length = 10 * 48'000;

    ReadAheadTest() { mixer_.order(SetUtc{{domain::MonotonicTime{}, noon}}); }
    /// One period of the device.
    void period() {
        is_counted = is_steady_;
        mixer_.render(heard_block_, {domain::MonotonicTime{duration_of(static_cast<std::int64_t>(heard_.size()))}, false, true});
        is_counted = false;
        heard_.insert(heard_.end(), heard_block_.begin(), heard_block_.end());
    }
    void periods(int count) {
        for (int turn = 0; turn < count; ++turn) period();
    }
    void sound(std::unique_ptr<SampleSource> source) {
        SoundOrder order;
        order.ticket = 1;
        order.source = std::move(source);
        order.at = order.origin = noon;
        ASSERT_TRUE(mixer_.order(std::move(order)));
    }
    std::optional<SoundEnded> end() {
        while (auto report = mixer_.take_report())
            if (auto* ended = std::get_if<SoundEnded>(&*report)) return std::move(*ended);
        return std::nullopt;
    }

    ReadAhead read_ahead_;
    Mixer mixer_{[] {}};
    std::vector<std::int16_t> heard_block_ = std::vector<std::int16_t>(period_samples), heard_;
    bool is_steady_ = false;
    std::optional<SoundEnded> end_;
};

TEST_F(ReadAheadTest, ACardThatTakes300MillisecondsForEachReadMakesNoGapAndTheDeviceNeitherWaitsNorAllocates) {
    heard_.reserve(2 * length);
    bool sounding = false;
    auto source = read_ahead_.add(std::make_unique<SlowFile>(length,
                                                             [&] {
                                                                 // Fifteen periods of the device pass in it.
                                                                 if (sounding) periods(15);
                                                             }),
                                  0);
    ASSERT_TRUE(source);
    while (read_ahead_.work()) {
    }
    sound(std::move(*source));
    periods(5);
    sounding = is_steady_ = true;
    allocations = 0;

    // It reads 100 ms in 300: what lies ahead lasts until the card is quick again.
    for (int turn = 0; turn < 6; ++turn) read_ahead_.work();
    sounding = false;
    while (read_ahead_.work()) {
    }
    sounding = true;
    periods(5);
    for (int turn = 0; turn < 6; ++turn) read_ahead_.work();

    EXPECT_EQ(allocations, 0U);
    is_steady_ = false;
    EXPECT_GT(heard_.size(), 2U * 48'000);
    const auto silent = std::count(heard_.begin() + 960, heard_.end(), 0);
    EXPECT_EQ(silent, 0) << "no gap";
}

TEST_F(ReadAheadTest, WhatComesTooLateIsSilenceOfItsLengthAndIsCountedAsSilent) {
    auto source = read_ahead_.add(std::make_unique<SlowFile>(length, [] {}), 0);
    sound(std::move(*source));
    periods(25);  // Of 500 ms only 200 were read.
    while (read_ahead_.work()) {
    }
    periods(10);

    const auto at = static_cast<std::size_t>(500 + 100) * 48;
    EXPECT_NEAR(heard_[at], 32767.0 * static_cast<double>(at + 1) / (1 << 20), 2) << "in step with its neighbours again";
    while (!end_) {
        read_ahead_.work();
        period();
        end_ = end();
    }
    EXPECT_EQ(end_->how, SoundEnd::finished);
    EXPECT_NEAR(end_->frames.silent, 15, 1);
    EXPECT_NEAR(end_->frames.received, 485, 1);
}

TEST_F(ReadAheadTest, AFileThatIsDamagedAtItsBeginningIsRefusedAndFurtherOnItFailsThere) {
    auto rotten = std::make_unique<SlowFile>(length, [] {});
    rotten->damaged_from = 0;
    EXPECT_EQ(read_ahead_.add(std::move(rotten), 0).error().code, domain::ErrorCode::storage_failed);
    auto further_on = std::make_unique<SlowFile>(length, [] {});
    further_on->damaged_from = 48'000;
    sound(std::move(*read_ahead_.add(std::move(further_on), 0)));
    for (int turn = 0; turn < 100 && !end_; ++turn) {
        read_ahead_.work();
        period();
        end_ = end();
    }
    ASSERT_TRUE(end_);
    EXPECT_EQ(end_->how, SoundEnd::failed);
    EXPECT_EQ(end_->why, "rotten");
    EXPECT_GT(end_->samples_played, 40'000);
}

TEST_F(ReadAheadTest, GoesToAnySampleBackwardsToo) {
    auto source = *read_ahead_.add(std::make_unique<SlowFile>(length, [] {}), 0);
    std::vector<float> some(100);
    for (const std::int64_t sample : {0L, 5'000L, 400'000L, 7L, 479'950L, 0L}) {
        ASSERT_TRUE(source->seek(sample));
        while (read_ahead_.work()) {
        }
        ASSERT_EQ(*source->read(some), std::min<std::size_t>(100, static_cast<std::size_t>(length - sample)));
        EXPECT_EQ(some[0], static_cast<float>(sample + 1) / (1 << 20));
    }
}

TEST_F(ReadAheadTest, ForgetsWhatTheMixerHasDone) {
    auto watched = std::make_shared<int>();
    {
        auto source = read_ahead_.add(std::make_unique<SlowFile>(length, [watched] {}), 0);
        EXPECT_EQ(watched.use_count(), 2);
    }
    read_ahead_.work();
    EXPECT_EQ(watched.use_count(), 1);
}

TEST_F(ReadAheadTest, ItsOwnThreadKeepsUpWithTheDevice) {
    read_ahead_.start();
    auto source = *read_ahead_.add(std::make_unique<SlowFile>(length, [] {}), 0);
    std::vector<float> some(4'800);
    for (std::int64_t at = 0; at < length; at += 4'800) {
        auto got = std::size_t{0};
        // As a device of real time would, it asks again only when time has passed; here that is when the samples are there.
        while (got == 0) {
            ASSERT_TRUE(source->seek(at));
            got = *source->read(some);
            if (some[0] == 0) got = 0;
        }
        ASSERT_EQ(some[0], static_cast<float>(at + 1) / (1 << 20));
    }
    read_ahead_.stop();
}

}  // namespace
}  // namespace village::node::audio
