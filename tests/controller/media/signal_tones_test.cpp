// The promises about the sounds that are not speech.
#include "controller/media/signal_tones.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using domain::SirenStep;

std::size_t rising_zero_crossings(PcmFrame sound) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < sound.size(); ++i) count += sound[i - 1] < 0 && sound[i] >= 0 ? 1 : 0;
    return count;
}

domain::ErrorCode refusal(const std::vector<SirenStep>& steps) {
    TemporaryFolder folder;
    auto pcm = PcmFile::create(folder.path());
    const auto status = append_signal(*pcm, steps);
    EXPECT_EQ(pcm->samples(), 0U);
    return status ? domain::ErrorCode::internal : status.error().code;
}

TEST(SignalTones, AlternateBetweenTwoPitches) {
    const auto sound = attention_tone(2);

    EXPECT_NEAR(static_cast<double>(rising_zero_crossings(PcmFrame(sound).subspan(2'400, 4'800))), 75, 2);
    EXPECT_NEAR(static_cast<double>(rising_zero_crossings(PcmFrame(sound).subspan(14'400, 4'800))), 100, 2);
}

TEST(SignalTones, SirenGlidesUpAndDownInFourSeconds) {
    const auto sound = siren(4);

    EXPECT_NEAR(static_cast<double>(rising_zero_crossings(PcmFrame(sound).subspan(2'400, 4'800))), 50, 4);
    EXPECT_NEAR(static_cast<double>(rising_zero_crossings(PcmFrame(sound).subspan(93'600, 4'800))), 120, 4);
}

TEST(SignalTones, BeginAndEndWithoutAClick) {
    for (const auto& sound : {attention_tone(1), siren(1)}) {
        EXPECT_LT(std::abs(sound.front()), 100);
        EXPECT_LT(std::abs(sound.back()), 100);
    }
}

TEST(SignalTones, AreAsLongAsTheStepsSay) {
    TemporaryFolder folder;
    auto pcm = PcmFile::create(folder.path());
    ASSERT_TRUE(append_signal(*pcm, {{"siren", 10}, {"gap", 10}, {"siren", 10}}));
    const auto sound = as_floats(*pcm->read_all());

    EXPECT_EQ(sound.size(), 30U * 48'000);
    EXPECT_LT(rms_dbfs(std::span(sound).subspan(480'000, 480'000)), -100);
    EXPECT_GT(rms_dbfs(std::span(sound).last(480'000)), -20);
}

TEST(SignalTones, RefuseUnknownSoundsAndImpossibleLengths) {
    using domain::ErrorCode;
    EXPECT_EQ(refusal({{"trumpet", 5}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({{"tone", 0}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({{"siren", -3}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({{"siren", 61}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal({{"siren", std::numeric_limits<double>::quiet_NaN()}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(std::vector<SirenStep>(11, {"siren", 60})), ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace village::media
