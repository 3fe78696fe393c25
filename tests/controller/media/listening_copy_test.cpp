// The promises about the listening copy: it sounds like what loudspeakers get, every browser plays it, and its picture is true. It is
// decoded here as an upload is, by village-decoder. A decoder may add the MP3 encoder's delay (about 50 ms): `likeness` aligns first.
#include "controller/media/listening_copy.hpp"

#include <gmock/gmock.h>

#include "controller/media/decode.hpp"
#include "controller/media/finish.hpp"
#include "controller/media/opus_reader.hpp"
#include "controller/media/workshop.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using domain::ErrorCode;

class ListeningCopyTest : public ::testing::Test {
protected:
    std::vector<std::uint8_t> opus_of(const Samples& sound) const {
        auto pcm = PcmFile::create(folder_.path());
        EXPECT_TRUE(pcm && pcm->append(sound));
        const auto audio = finish_audio(*pcm, {}, WorkControl{});
        EXPECT_TRUE(audio);
        return audio ? audio->file : std::vector<std::uint8_t>{};
    }
    domain::Result<ports::ListeningCopy> copy_of(std::span<const std::uint8_t> opus, const WorkControl& control = {}) const {
        return make_listening_copy(opus, work(), control);
    }
    std::vector<float> heard(const std::filesystem::path& file) const {
        const auto decoded = decode_file(file, {.decoder = VILLAGE_DECODER, .work_folder = folder_.path()}, WorkControl{});
        EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().detail);
        return decoded ? as_floats(*decoded->pcm.read_all()) : std::vector<float>{};
    }
    std::filesystem::path work() const {
        std::filesystem::create_directories(folder_.path() / "work");
        return folder_.path() / "work";
    }
    bool nothing_is_left() const { return std::filesystem::is_empty(work()); }

    TemporaryFolder folder_;
};

TEST_F(ListeningCopyTest, SoundsLikeTheSpeechThatLoudspeakersGet) {
    Workshop workshop({.decoder = VILLAGE_DECODER, .speech = VILLAGE_SPEECH, .work_folder = work()});
    const auto go_on = [](std::uint8_t, std::string_view) { return true; };
    const auto spoken =
        workshop.prepare_text("Kính thưa bà con! Sáng mai họp thôn tại nhà văn hóa, mời bà con đến dự đông đủ.", go_on);
    ASSERT_TRUE(spoken);

    const auto copy = workshop.make_listening_copy(spoken->path, go_on);

    ASSERT_TRUE(copy) << copy.error().detail;
    const auto original = *decode_opus_file(read_bytes(spoken->path));
    const auto again = heard(copy->path);
    EXPECT_GE(likeness(original, again), 0.95);
    EXPECT_NEAR(rms_dbfs(again), rms_dbfs(original), 1);
    EXPECT_NEAR(static_cast<double>(again.size()), static_cast<double>(original.size()), 0.06 * 48'000);
}

TEST_F(ListeningCopyTest, SoundsLikeASweepThatLoudspeakersGet) {
    const auto opus = opus_of(sweep(5, 0.4));

    const auto copy = copy_of(opus);

    ASSERT_TRUE(copy) << copy.error().detail;
    const auto original = *decode_opus_file(opus);
    EXPECT_GE(likeness(original, heard(copy->path)), 0.95);
    EXPECT_NEAR(rms_dbfs(heard(copy->path)), rms_dbfs(original), 1);
}

TEST_F(ListeningCopyTest, IsLayer3InMonoWithItsLengthInTheFirstFrame) {
    const auto copy = copy_of(opus_of(sweep(10, 0.4)));
    ASSERT_TRUE(copy);

    const auto file = read_bytes(copy->path);

    ASSERT_GT(file.size(), 1'000U);
    EXPECT_EQ(file[0], 0xFF);
    EXPECT_EQ(file[1] & 0xFE, 0xFA) << "MPEG-1, layer III";
    EXPECT_EQ(file[2] & 0x0C, 0x04) << "48 kHz";
    EXPECT_EQ(file[3] & 0xC0, 0xC0) << "one channel";
    constexpr std::size_t info_at = 4 + 17;  // Behind a mono frame's side information.
    EXPECT_EQ(std::string(file.begin() + info_at, file.begin() + info_at + 4), "Info");
    const auto frames = file[info_at + 8] << 24 | file[info_at + 9] << 16 | file[info_at + 10] << 8 | file[info_at + 11];
    EXPECT_NEAR(frames, 10 * 48'000 / 1'152, 3);
    EXPECT_NEAR(static_cast<double>(file.size()), 10 * 64'000 / 8, 2'000) << "64 kbit/s";
}

TEST_F(ListeningCopyTest, DrawsTheLoudHalfHigherThanTheQuietOne) {
    auto sound = sweep(2, 0.02);
    const auto loud = sweep(2, 0.8);
    sound.insert(sound.end(), loud.begin(), loud.end());

    const auto copy = copy_of(opus_of(sound));

    ASSERT_TRUE(copy);
    ASSERT_EQ(copy->peaks.size(), 400U);
    EXPECT_GT(copy->peaks[300], 4 * copy->peaks[100]);
}

TEST_F(ListeningCopyTest, IsMadeOfAVeryShortSound) {
    const auto copy = copy_of(opus_of(tone(0.1, 1000, 0.3)));

    ASSERT_TRUE(copy) << copy.error().detail;
    EXPECT_GE(heard(copy->path).size(), 4'800U);
}

TEST_F(ListeningCopyTest, LeavesNothingWhenItIsCancelled) {
    const auto opus = opus_of(sweep(5, 0.4));
    int asked = 0;
    const WorkControl control([&](std::uint8_t, std::string_view) { return ++asked < 3; });

    const auto copy = copy_of(opus, control);

    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().code, ErrorCode::cancelled);
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(ListeningCopyTest, LeavesNothingOfADamagedSound) {
    auto opus = opus_of(sweep(5, 0.4));
    opus[opus.size() / 2] ^= 0xFF;

    const auto copy = copy_of(opus);

    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().code, ErrorCode::malformed);
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(ListeningCopyTest, NamesTheFolderWhenItCannotWork) {
    const auto copy = make_listening_copy(opus_of(sweep(1, 0.4)), "/proc/none", WorkControl{});

    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().code, ErrorCode::storage_failed);
    EXPECT_THAT(copy.error().detail, ::testing::HasSubstr("/proc/none"));
}

}  // namespace
}  // namespace village::media
