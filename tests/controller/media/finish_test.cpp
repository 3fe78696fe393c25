// The promises about finished audio: as loud as the target, no peak above -1 dBTP, measured here on the decoded file
// with a reader and a meter that the room does not use (opusfile, and libebur128 called directly).
#include "controller/media/finish.hpp"

#include <ebur128.h>
#include <gtest/gtest.h>
#include <opusfile.h>

#include <cmath>
#include <random>

#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using domain::ErrorCode;

std::vector<float> heard_by_others(const std::vector<std::uint8_t>& file) {
    int problem = 0;
    OggOpusFile* opened = op_open_memory(file.data(), file.size(), &problem);
    EXPECT_EQ(problem, 0);
    std::vector<float> all;
    std::vector<float> block(5760);
    while (opened) {
        const int count = op_read_float(opened, block.data(), static_cast<int>(block.size()), nullptr);
        if (count <= 0) break;
        all.insert(all.end(), block.begin(), block.begin() + count);
    }
    op_free(opened);
    return all;
}

struct Measured {
    double lufs = 0;
    double dbtp = 0;
};
Measured measure(const std::vector<float>& sound) {
    ebur128_state* state = ebur128_init(1, 48'000, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(state, sound.data(), sound.size());
    Measured measured;
    double peak = 0;
    ebur128_loudness_global(state, &measured.lufs);
    ebur128_true_peak(state, 0, &peak);
    measured.dbtp = 20 * std::log10(peak);
    ebur128_destroy(&state);
    return measured;
}

// Loud syllables with pauses, and now and then a clap far above them: what makes levelling hard.
Samples speech_like(double seconds, double amplitude) {
    auto sound = sweep(seconds, amplitude);
    std::mt19937 random(5);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = static_cast<double>(i) / 48'000;
        const double syllable = std::pow(std::abs(std::sin(t * 9)), 3) * (std::fmod(t, 4) < 3 ? 1 : 0.01);
        const double noise = (static_cast<double>(random() % 2000) / 1000 - 1) * amplitude * 0.3;
        const double clap = i % 96'000 < 40 ? 6 : 1;
        const double value = (static_cast<double>(sound[i]) + noise * 32767) * syllable * clap;
        sound[i] = static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0, 32767.0)));
    }
    return sound;
}

class FinishTest : public ::testing::Test {
protected:
    PcmFile pcm_of(const Samples& sound) {
        auto pcm = PcmFile::create(folder_.path());
        EXPECT_TRUE(pcm);
        EXPECT_TRUE(pcm->append(sound));
        return std::move(*pcm);
    }
    FinishedAudio finished(const Samples& sound, const FinishOptions& options = {}) {
        auto audio = finish_audio(pcm_of(sound), options, WorkControl{});
        EXPECT_TRUE(audio) << (audio ? "" : audio.error().detail);
        return audio ? std::move(*audio) : FinishedAudio{};
    }
    ErrorCode refusal(const Samples& sound) {
        const auto audio = finish_audio(pcm_of(sound), {}, WorkControl{});
        EXPECT_FALSE(audio);
        return audio ? ErrorCode::internal : audio.error().code;
    }

    TemporaryFolder folder_;
};

TEST_F(FinishTest, BringsQuietAndLoudSpeechToTheTargetWithoutAPeakAboveTheLimit) {
    for (const double amplitude : {0.01, 0.1, 0.9}) {
        const auto audio = finished(speech_like(12, amplitude));
        const auto measured = measure(heard_by_others(audio.file));

        EXPECT_NEAR(measured.lufs, -16.0, 1.0) << amplitude;
        EXPECT_LE(measured.dbtp, -1.0) << amplitude;
        EXPECT_NEAR(audio.content.loudness_lufs, measured.lufs, 0.1);
        EXPECT_NEAR(audio.content.true_peak_dbtp, measured.dbtp, 0.1);
    }
}

TEST_F(FinishTest, BringsMusicThatWasMasteredLoudDownToTheTarget) {
    auto loud = tone(8, 220, 0.5);
    const auto other = tone(8, 3300, 0.49);
    for (std::size_t i = 0; i < loud.size(); ++i) loud[i] = static_cast<std::int16_t>(loud[i] + other[i]);

    const auto measured = measure(heard_by_others(finished(loud).file));

    EXPECT_NEAR(measured.lufs, -16.0, 1.0);
    EXPECT_LE(measured.dbtp, -1.0);
}

TEST_F(FinishTest, KeepsTheSoundItself) {
    const auto sound = sweep(5, 0.3);

    const auto heard = heard_by_others(finished(sound).file);

    EXPECT_EQ(heard.size(), sound.size());
    EXPECT_GE(likeness(as_floats(sound), heard), 0.95);
}

TEST_F(FinishTest, NamesTheFileByItsContent) {
    const auto audio = finished(sweep(2, 0.3));

    EXPECT_EQ(audio.content.hash, domain::content_hash(audio.file));
    EXPECT_EQ(audio.content.size_bytes, audio.file.size());
    EXPECT_EQ(audio.content.duration, std::chrono::seconds{2});
    EXPECT_EQ(finished(sweep(2, 0.3)).content.hash, audio.content.hash);
}

TEST_F(FinishTest, RefusesSilenceAndNothing) {
    EXPECT_EQ(refusal(Samples(48'000, 0)), ErrorCode::audio_silent);
    EXPECT_EQ(refusal(tone(1, 440, 0.0009)), ErrorCode::audio_silent);
    EXPECT_EQ(refusal({}), ErrorCode::audio_empty);
}

TEST_F(FinishTest, LevelsAVeryShortSound) {
    const auto audio = finished(tone(0.1, 1000, 0.05));

    EXPECT_NEAR(rms_dbfs(heard_by_others(audio.file)), -16, 2);
}

TEST_F(FinishTest, DoesNotBlowUpNoiseBeyondTheHighestGain) {
    FinishOptions options;
    options.gain_max_db = 10;

    const auto measured = measure(heard_by_others(finished(sweep(4, 0.01), options).file));

    EXPECT_LT(measured.lufs, -28);
}

TEST_F(FinishTest, StopsWhenCancelled) {
    const WorkControl control([](std::uint8_t percent, std::string_view) { return percent < 40; });

    const auto audio = finish_audio(pcm_of(sweep(10, 0.3)), {}, control);

    ASSERT_FALSE(audio);
    EXPECT_EQ(audio.error().code, ErrorCode::cancelled);
}

TEST_F(FinishTest, TellsProgressThatNeverFalls) {
    std::vector<int> percents;
    const WorkControl control([&](std::uint8_t percent, std::string_view) {
        percents.push_back(percent);
        return true;
    });
    ASSERT_TRUE(finish_audio(pcm_of(speech_like(10, 0.9)), {}, control));

    EXPECT_TRUE(std::is_sorted(percents.begin(), percents.end()));
    EXPECT_GE(percents.back(), 80);
}

}  // namespace
}  // namespace village::media
