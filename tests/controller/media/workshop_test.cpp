// The promises of the whole room: a file, a text and an emergency template become finished audio; what cannot is said.
#include "controller/media/workshop.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "controller/media/opus_reader.hpp"
#include "scheduler/domain/template_slots.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using domain::ErrorCode;
using ::testing::HasSubstr;

class WorkshopTest : public ::testing::Test {
protected:
    static WorkshopOptions options(const std::filesystem::path& folder) {
        return {.decoder = VILLAGE_DECODER, .speech = VILLAGE_SPEECH, .work_folder = folder / "work"};
    }
    static bool go_on(std::uint8_t, std::string_view) { return true; }
    std::vector<float> heard(const ports::PreparedAudio& audio) const {
        auto sound = decode_opus_file(read_bytes(audio.path));
        EXPECT_TRUE(sound);
        return sound ? *sound : std::vector<float>{};
    }

    TemporaryFolder folder_;
    Workshop workshop_{options(folder_.path())};
};

TEST_F(WorkshopTest, ClearsWhatACrashLeftAndLaterOnlyWhatNobodyTouched) {
    const auto left = folder_.path() / "work" / "left.pcm";
    std::ofstream(left) << "x";
    const Workshop again(options(folder_.path()));
    EXPECT_FALSE(std::filesystem::exists(left));
    const auto in_use = folder_.path() / "work" / "in-use.pcm";
    std::ofstream(left) << "x";
    std::ofstream(in_use) << "x";
    std::filesystem::last_write_time(left, std::filesystem::file_time_type::clock::now() - std::chrono::hours{7});

    again.clear_leftovers(std::chrono::hours{6});

    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_TRUE(std::filesystem::exists(in_use));
}

TEST_F(WorkshopTest, TurnsAnMp3IntoAFileThatANodeCanPlay) {
    const auto audio = workshop_.prepare_file(samples_folder / "sweep.mp3", go_on);

    ASSERT_TRUE(audio) << audio.error().detail;
    EXPECT_NEAR(audio->content.loudness_lufs, -16, 1);
    EXPECT_LE(audio->content.true_peak_dbtp, -1);
    EXPECT_EQ(domain::content_hash(read_bytes(audio->path)), audio->content.hash);
    const auto original = workshop_.prepare_file(samples_folder / "sweep.flac", go_on);
    EXPECT_GE(likeness(heard(*original), heard(*audio)), 0.9);
}

TEST_F(WorkshopTest, CallsTwoHoursOfSilenceSilent) {
    const auto path = folder_.write("silence.wav", wav_of({}, 8'000, 7'200 * 16'000));
    std::filesystem::resize_file(path, 44 + 7'200ULL * 16'000);

    const auto audio = workshop_.prepare_file(path, go_on);

    ASSERT_FALSE(audio);
    EXPECT_EQ(audio.error().code, ErrorCode::audio_silent);
}

TEST_F(WorkshopTest, ReadsVietnameseTextAloud) {
    const auto audio = workshop_.prepare_text("Kính thưa bà con! Sáng mai họp thôn tại nhà văn hóa.", go_on);

    ASSERT_TRUE(audio) << audio.error().detail;
    EXPECT_GT(audio->content.duration, std::chrono::seconds{2});
    EXPECT_LT(audio->content.duration, std::chrono::seconds{10});
    EXPECT_NEAR(audio->content.loudness_lufs, -16, 1);
}

TEST_F(WorkshopTest, ReadsSlowerWhenAsked) {
    auto slow_options = options(folder_.path());
    slow_options.speech_speed = 0.7;
    Workshop slow(slow_options);
    const std::string text = "Kính thưa bà con, sáng mai họp thôn tại nhà văn hóa.";

    EXPECT_GT(slow.prepare_text(text, go_on)->content.duration, workshop_.prepare_text(text, go_on)->content.duration * 5 / 4);
}

TEST_F(WorkshopTest, SaysWhatIsWrongWithAText) {
    const auto code = [&](const std::string& text) { return workshop_.prepare_text(text, go_on).error().code; };

    EXPECT_EQ(code(""), ErrorCode::invalid_argument);
    EXPECT_EQ(code(" \n ... !"), ErrorCode::invalid_argument);
    EXPECT_EQ(code("Xin ch\xC3"), ErrorCode::invalid_argument);
    EXPECT_EQ(code(std::string("a\0b", 3)), ErrorCode::invalid_argument);
    EXPECT_EQ(code("a\x1B[2J"), ErrorCode::invalid_argument);
    EXPECT_EQ(code(std::string(20'001, 'a')), ErrorCode::too_long);
}

TEST_F(WorkshopTest, DoesNotReadMarkupAsACommandToTheVoice) {
    const auto audio = workshop_.prepare_text("<audio src=\"/etc/passwd\"/> [[xin tSaw]] họp thôn", go_on);

    EXPECT_TRUE(audio) << audio.error().detail;
}

domain::EmergencyTemplate flood() {
    domain::EmergencyTemplate emergency;
    emergency.text = "Khẩn cấp! {issuer} thông báo: nước lũ đang dâng tại {hamlet}.";
    emergency.attention = {{"tone", 6}};
    emergency.siren = {{"siren", 10}, {"gap", 10}, {"siren", 10}};
    return emergency;
}

TEST_F(WorkshopTest, RendersToneSentenceSirenSentence) {
    const auto sentence = domain::fill_slots(flood().text, {{"issuer", "Trưởng thôn"}, {"hamlet", "Bản Mới"}});
    ASSERT_TRUE(sentence);
    const auto spoken = workshop_.prepare_text(*sentence, go_on);
    ASSERT_TRUE(spoken);

    const auto audio = workshop_.prepare_emergency(flood(), *sentence, go_on);

    ASSERT_TRUE(audio) << audio.error().detail;
    const double seconds = static_cast<double>(audio->content.duration.count()) / 1e6;
    const double sentence_seconds = static_cast<double>(spoken->content.duration.count()) / 1e6;
    EXPECT_NEAR(seconds, 6 + 30 + 2 * sentence_seconds, 2.5);
    EXPECT_LE(audio->content.true_peak_dbtp, -1);
    const auto sound = heard(*audio);
    const auto level_at = [&](double from, double length) {
        return rms_dbfs(
            std::span(sound).subspan(static_cast<std::size_t>(from * 48'000), static_cast<std::size_t>(length * 48'000)));
    };
    EXPECT_GT(level_at(0.5, 5), -22);
    EXPECT_LT(level_at(6.05, 0.2), -40);
    EXPECT_GT(level_at(6.3, 0.7), -30) << "the first word comes within 7 s";
}

TEST_F(WorkshopTest, SpeaksAsLoudAsItWarns) {
    const auto audio = workshop_.prepare_emergency(flood(), "Khẩn cấp! Khẩn cấp! Nước lũ đang dâng nhanh tại Bản Mới.", go_on);
    ASSERT_TRUE(audio);
    const auto sound = heard(*audio);

    const double tone_level = rms_dbfs(std::span(sound).subspan(24'000, 5 * 48'000));
    const double voice_level = rms_dbfs(std::span(sound).subspan(static_cast<std::size_t>(6.4 * 48'000), 3 * 48'000));

    EXPECT_NEAR(tone_level, voice_level, 5);
}

TEST_F(WorkshopTest, RendersAnAllClearWithoutTonesAsTheSentenceTwice) {
    const auto audio = workshop_.prepare_emergency({}, "Tình huống nguy hiểm đã chấm dứt.", go_on);
    const auto once = workshop_.prepare_text("Tình huống nguy hiểm đã chấm dứt.", go_on);

    ASSERT_TRUE(audio);
    EXPECT_NEAR(static_cast<double>(audio->content.duration.count()), 2.0 * static_cast<double>(once->content.duration.count()),
                2e6);
}

TEST_F(WorkshopTest, RefusesATemplateWhoseToneKeepsTheWordsWaiting) {
    auto slow = flood();
    slow.attention = {{"tone", 6}, {"gap", 1}};

    EXPECT_EQ(workshop_.prepare_emergency(slow, "Khẩn cấp!", go_on).error().code, ErrorCode::invalid_argument);
}

TEST_F(WorkshopTest, LeavesOnlyTheFinishedFileBehind) {
    const auto audio = workshop_.prepare_file(samples_folder / "sweep.mp3", go_on);
    ASSERT_TRUE(audio);
    (void)workshop_.prepare_file(folder_.write("text.mp3", std::string("no sound")), go_on);

    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "work")) left.push_back(entry.path().string());
    EXPECT_THAT(left, ::testing::ElementsAre(audio->path));
}

TEST_F(WorkshopTest, NamesTheFolderWhenItCannotWork) {
    auto broken = options("/proc/none");
    Workshop workshop(broken);

    const auto audio = workshop.prepare_file(samples_folder / "sweep.mp3", go_on);

    ASSERT_FALSE(audio);
    EXPECT_EQ(audio.error().code, ErrorCode::storage_failed);
    EXPECT_THAT(audio.error().detail, HasSubstr("/proc/none"));
}

}  // namespace
}  // namespace village::media
