// The promises about telling files apart before a decoder sees them.
#include "controller/media/decoder/container.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

struct Example {
    const char* file;
    Container container;
};
const Example examples[] = {
    {"sweep.mp3", Container::mpeg_audio}, {"sweep.m4a", Container::mp4},   {"sweep.3gp", Container::mp4},
    {"sweep.aac", Container::adts},       {"sweep.ogg", Container::ogg},   {"sweep.opus", Container::ogg},
    {"sweep.flac", Container::flac},      {"sweep.webm", Container::webm}, {"sweep.amr", Container::amr_nb},
    {"sweep-wb.amr", Container::amr_wb},
};

TEST(Recognise, KnowsEveryFormatByItsBytes) {
    for (const auto& example : examples)
        EXPECT_EQ(recognise(read_bytes(samples_folder / example.file)).container, example.container) << example.file;
    EXPECT_EQ(recognise(wav_of(tone(0.1, 440, 0.5))).container, Container::wav);
}

TEST(Recognise, RefusesTextPicturesAndNothing) {
    const std::string text = "Kính gửi các thôn, bản! Đề nghị thông báo cho bà con như sau, \xFF\xFB\x90 và sau nữa.";
    const std::vector<std::uint8_t> text_bytes(text.begin(), text.end());
    const std::vector<std::uint8_t> picture{0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1};

    EXPECT_EQ(recognise(text_bytes).container, Container::unknown);
    EXPECT_EQ(recognise(picture).container, Container::unknown);
    EXPECT_EQ(recognise({}).container, Container::unknown);
}

TEST(Recognise, LooksBehindAnId3Tag) {
    std::vector<std::uint8_t> tagged{'I', 'D', '3', 3, 0, 0, 0, 0, 2, 0};
    tagged.resize(tagged.size() + 256, 0);
    const auto sound = read_bytes(samples_folder / "sweep.mp3");
    tagged.insert(tagged.end(), sound.begin(), sound.end());

    EXPECT_EQ(recognise(tagged).container, Container::mpeg_audio);
}

TEST(Recognise, RefusesAnId3TagLongerThanTheFile) {
    const std::vector<std::uint8_t> tag{'I', 'D', '3', 3, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, 0xFF, 0xFB, 0x90, 0};

    EXPECT_EQ(recognise(tag).container, Container::unknown);
}

TEST(EndsEarly, AcceptsEveryWholeFile) {
    for (const auto& example : examples) {
        const auto bytes = read_bytes(samples_folder / example.file);
        EXPECT_FALSE(ends_early(recognise(bytes))) << example.file;
    }
    const auto wav = wav_of(tone(0.1, 440, 0.5));
    EXPECT_FALSE(ends_early(recognise(wav)));
}

TEST(EndsEarly, SeesEveryFileThatWasCut) {
    for (const auto& example : examples) {
        if (example.container == Container::flac) continue;  // Its header counts samples; the decoder compares.
        auto bytes = read_bytes(samples_folder / example.file);
        bytes.resize(bytes.size() * 3 / 5 + 1);
        EXPECT_TRUE(ends_early(recognise(bytes))) << example.file;
    }
    const auto wav = wav_of(tone(0.1, 440, 0.5), 48'000, 1'000'000);
    EXPECT_TRUE(ends_early(recognise(wav)));
}

TEST(EndsEarly, TrustsAWavWhoseRecorderDidNotKnowTheSize) {
    const auto wav = wav_of(tone(0.1, 440, 0.5), 48'000, 0xFFFFFFFF);

    EXPECT_FALSE(ends_early(recognise(wav)));
}

TEST(PromisedSeconds, ReadsFlacsSampleCount) {
    const auto bytes = read_bytes(samples_folder / "sweep.flac");

    EXPECT_NEAR(promised_seconds(recognise(bytes)), 2.0, 0.01);
}

TEST(Recognise, ReadsNoByteBeyondAFileWhateverItSays) {
    std::mt19937 random(20261122);
    for (const auto& example : examples) {
        const auto whole = read_bytes(samples_folder / example.file);
        for (int round = 0; round < 400; ++round) {
            // A fresh allocation of the exact size, so that the address sanitizer sees a single byte too far.
            std::vector<std::uint8_t> hostile(whole.begin(),
                                              whole.begin() + static_cast<std::ptrdiff_t>(random() % whole.size()));
            for (int change = 0; change < 8 && !hostile.empty(); ++change)
                hostile[random() % std::min<std::size_t>(hostile.size(), 200)] = static_cast<std::uint8_t>(random());
            hostile.shrink_to_fit();
            const auto file = recognise(hostile);
            (void)ends_early(file);
            EXPECT_GE(promised_seconds(file), 0);
        }
    }
}

}  // namespace
}  // namespace village::media
