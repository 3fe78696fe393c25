// The promises about Ogg Opus files: what we write can be read again, by us and by others' readers, and damage is told.
#include "controller/media/opus_reader.hpp"

#include <gtest/gtest.h>

#include <random>

#include "controller/media/opus_writer.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

std::vector<std::uint8_t> written(const Samples& sound) {
    OpusFileWriter writer;
    EXPECT_TRUE(writer.write(as_floats(sound)));
    auto file = writer.finish();
    EXPECT_TRUE(file);
    return *file;
}

domain::ErrorCode problem_of(std::span<const std::uint8_t> file) {
    const auto decoded = decode_opus_file(file);
    return decoded ? domain::ErrorCode::internal : decoded.error().code;
}

TEST(OpusFile, SoundsAsItWasWritten) {
    const auto sound = sweep(3, 0.5);

    const auto heard = decode_opus_file(written(sound));

    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->size(), sound.size());
    EXPECT_GE(likeness(as_floats(sound), *heard), 0.95);
}

TEST(OpusFile, IsTheSameBytesForTheSameSound) { EXPECT_EQ(written(sweep(1, 0.5)), written(sweep(1, 0.5))); }

TEST(OpusFile, KeepsToItsBitRate) {
    const auto file = written(sweep(20, 0.5));

    EXPECT_LE(file.size() * 8 / 20, 27'000U);
}

TEST(OpusFile, HoldsFramesOfTwentyMilliseconds) {
    const auto file = written(sweep(1, 0.5));
    auto reader = OpusFileReader::open(file);
    ASSERT_TRUE(reader);
    std::uint64_t samples = 0;
    while (true) {
        const auto packet = reader->next();
        ASSERT_TRUE(packet);
        if (!*packet) break;
        EXPECT_EQ((*packet)->samples, 960U);
        samples += (*packet)->samples;
    }

    EXPECT_EQ(reader->total_samples(), 48'000U);
    EXPECT_GE(samples, 48'000U + reader->head().pre_skip);
    EXPECT_EQ(reader->head().channels, 1);
}

TEST(OpusFile, ReadsAFileMadeByAnotherEncoder) {
    const auto file = read_bytes(samples_folder / "sweep.opus");

    const auto heard = decode_opus_file(file);

    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->size(), 96'000U);
}

TEST(OpusFile, RefusesOggThatIsNotOpus) {
    EXPECT_EQ(problem_of(read_bytes(samples_folder / "sweep.ogg")), domain::ErrorCode::malformed);
    EXPECT_EQ(problem_of({}), domain::ErrorCode::malformed);
}

TEST(OpusFile, TellsEveryCutButAtTheVeryEnd) {
    const auto file = written(sweep(2, 0.5));
    for (std::size_t size = 1; size < file.size(); size += 97)
        EXPECT_EQ(problem_of(std::span(file).first(size)), domain::ErrorCode::malformed) << size;
}

TEST(OpusFile, TellsEveryChangedByte) {
    auto file = written(sweep(1, 0.5));
    for (std::size_t at = 0; at < file.size(); at += 41) {
        file[at] ^= 0x10;
        EXPECT_EQ(problem_of(file), domain::ErrorCode::malformed) << at;
        file[at] ^= 0x10;
    }
}

TEST(OpusFile, ReadsNoByteBeyondAHostileFile) {
    const auto file = written(sweep(1, 0.5));
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::uint8_t> hostile(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(random() % file.size()));
        for (int change = 0; change < 4 && !hostile.empty(); ++change)
            hostile[random() % hostile.size()] = static_cast<std::uint8_t>(random());
        hostile.shrink_to_fit();
        EXPECT_EQ(problem_of(hostile), domain::ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace village::media
