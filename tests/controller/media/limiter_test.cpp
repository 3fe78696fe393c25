// The promises of the limiter: no true peak above the ceiling, and what is below it passes untouched.
#include "controller/media/limiter.hpp"

#include <ebur128.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

double true_peak_dbtp(const std::vector<float>& sound) {
    ebur128_state* state = ebur128_init(1, 48'000, EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(state, sound.data(), sound.size());
    double peak = 0;
    ebur128_true_peak(state, 0, &peak);
    ebur128_destroy(&state);
    return 20 * std::log10(peak);
}

TEST(Limiter, HoldsTheCeilingForNoiseClicksAndTones) {
    std::mt19937 random(3);
    std::vector<float> sound(96'000);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float noise = static_cast<float>(random() % 2000) / 1000.0F - 1.0F;
        sound[i] = i % 9'000 == 0 ? 8.0F : noise * (i / 20'000 % 2 == 0 ? 0.2F : 3.0F);
    }
    Limiter limiter(-3);

    limiter.process(sound);

    EXPECT_LE(true_peak_dbtp(sound), -2.7);
}

TEST(Limiter, SeesPeaksBetweenTheSamples) {
    // A tone at a quarter of the sample rate, sampled at 45 degrees: its peaks lie 3 dB above every sample.
    std::vector<float> sound(48'000);
    for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = (i / 2 % 2 == 0 ? 1.0F : -1.0F) * 0.9F;
    Limiter limiter(-3);

    limiter.process(sound);

    const std::vector<float> settled(sound.begin() + 4'800, sound.end());
    EXPECT_NEAR(true_peak_dbtp(settled), -3, 0.3);
}

TEST(Limiter, PassesWhatIsBelowTheCeilingUntouchedAndDelayed) {
    const auto sound = as_floats(sweep(1, 0.5));
    auto limited = sound;
    Limiter limiter(-3);

    limiter.process(limited);

    for (std::size_t i = limiter.delay_samples(); i < sound.size(); ++i)
        ASSERT_NEAR(limited[i], sound[i - limiter.delay_samples()], 1e-5F) << i;
}

TEST(Limiter, RecoversAfterAPeak) {
    auto sound = as_floats(tone(2, 500, 0.3));
    for (std::size_t i = 20'000; i < 20'048; ++i) sound[i] *= 10;
    Limiter limiter(-3);

    limiter.process(sound);

    EXPECT_NEAR(rms_dbfs(std::span(sound).last(9'600)), -13.5, 0.2);
}

}  // namespace
}  // namespace village::media
