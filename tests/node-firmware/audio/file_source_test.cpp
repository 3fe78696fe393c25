#include <gtest/gtest.h>

#include <algorithm>

#include "node-firmware/audio/drift_resampler.hpp"
#include "node-firmware/audio/file_source.hpp"
#include "tests/node-firmware/opus_fixture.hpp"

namespace village::node::audio {
namespace {

ByteSource bytes_of(const std::vector<std::uint8_t>& file) {
    return {file.size(), [file](std::uint64_t offset, std::span<std::uint8_t> out) -> domain::Result<std::size_t> {
                const auto from = std::min<std::size_t>(offset, file.size());
                const auto count = std::min(out.size(), file.size() - from);
                std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(from), count, out.begin());
                return count;
            }};
}

std::vector<float> read_all(SampleSource& source) {
    std::vector<float> all, piece(1000);
    for (;;) {
        auto got = source.read(piece);
        if (!got || *got == 0) return all;
        all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*got));
    }
}

class FileSourceTest : public testing::Test {
protected:
    std::vector<float> tone_ = test::rising_tone(11.345);
    std::vector<std::uint8_t> file_ = test::ogg_opus(tone_);
};

TEST_F(FileSourceTest, GivesExactlyTheSamplesThatWereEncoded) {
    auto source = FileSource::open(bytes_of(file_));
    ASSERT_TRUE(source);

    const auto heard = read_all(**source);

    ASSERT_EQ(heard.size(), tone_.size());
    EXPECT_GT(test::correlation(heard.data() + 4800, tone_.data() + 4800, heard.size() - 9600), 0.99);
    EXPECT_GE((*source)->ledger().received, 567U);
}

TEST_F(FileSourceTest, SeeksToTheSample) {
    auto source = FileSource::open(bytes_of(file_));
    ASSERT_TRUE(source);
    for (const std::int64_t position : {0L, 1L, 959L, 48'000L, 300'123L, 540'000L}) {
        ASSERT_TRUE((*source)->seek(position));
        std::vector<float> heard(2400);
        ASSERT_EQ(*(*source)->read(heard), heard.size());
        EXPECT_GT(test::correlation(heard.data(), tone_.data() + position, heard.size()), 0.9) << position;
    }
    ASSERT_TRUE((*source)->seek(10'000'000));
    std::vector<float> nothing(100);
    EXPECT_EQ(*(*source)->read(nothing), 0U);
}

TEST_F(FileSourceTest, EveryCutOrDamagedFileEndsInAnErrorOrEarlyButNeverInACrash) {
    EXPECT_EQ(FileSource::open(bytes_of({})).error().code, domain::ErrorCode::audio_unreadable);
    EXPECT_FALSE(FileSource::open(bytes_of(std::vector<std::uint8_t>(500, 'O'))));
    for (std::size_t length = 0; length < file_.size(); length += 4'409) {
        auto cut = std::vector<std::uint8_t>(file_.begin(), file_.begin() + static_cast<std::ptrdiff_t>(length));
        if (auto source = FileSource::open(bytes_of(cut))) {
            EXPECT_LE(read_all(**source).size(), tone_.size());
        }
    }
    for (std::size_t at = 60; at < file_.size(); at += 5'003) {
        auto damaged = file_;
        damaged[at] ^= 0x55;
        if (auto source = FileSource::open(bytes_of(damaged))) {
            EXPECT_LE(read_all(**source).size(), tone_.size());
        }
    }
}

TEST_F(FileSourceTest, TheResamplerChangesNothingAtRatioOne) {
    auto plain = FileSource::open(bytes_of(file_));
    auto source = FileSource::open(bytes_of(file_));
    DriftResampler resampler(**source);
    ASSERT_TRUE(resampler.seek(0));
    std::vector<float> heard(48'000);
    ASSERT_EQ(*resampler.read(heard), heard.size());
    std::vector<float> expected(48'000);
    ASSERT_EQ(*(*plain)->read(expected), expected.size());

    EXPECT_EQ(heard, expected);
}

TEST_F(FileSourceTest, TheResamplerConsumesFasterByExactlyTheRatio) {
    auto source = FileSource::open(bytes_of(file_));
    DriftResampler resampler(**source);
    ASSERT_TRUE(resampler.seek(0));
    resampler.set_ppm(300);
    std::vector<float> heard(480'000);
    ASSERT_EQ(*resampler.read(heard), heard.size());

    EXPECT_NEAR(resampler.position(), 480'000 * 1.0003, 0.01);
    EXPECT_GT(test::correlation(heard.data() + 470'000, tone_.data() + 470'141, 2400), 0.9);
}

}  // namespace
}  // namespace village::node::audio
