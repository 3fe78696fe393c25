// The promises about uploads: what people have becomes sound, what is no sound becomes a sentence, and nothing hangs.
#include "controller/media/decode.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "controller/media/child_process.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using domain::ErrorCode;
using ::testing::HasSubstr;

class DecodeTest : public ::testing::Test {
protected:
    DecodeOptions options() const { return {.decoder = VILLAGE_DECODER, .work_folder = folder_.path()}; }
    ErrorCode refusal(const std::filesystem::path& upload) const { return refusal(upload, options()); }
    static ErrorCode refusal(const std::filesystem::path& upload, const DecodeOptions& options) {
        const auto decoded = decode_file(upload, options, WorkControl{});
        EXPECT_FALSE(decoded);
        return decoded ? ErrorCode::internal : decoded.error().code;
    }
    Samples decode(const std::filesystem::path& upload) const {
        const auto decoded = decode_file(upload, options(), WorkControl{});
        EXPECT_TRUE(decoded) << upload << ": " << (decoded ? "" : decoded.error().detail);
        return decoded ? *decoded->pcm.read_all() : Samples{};
    }
    static bool blames_the_file(ErrorCode code) {
        return code == ErrorCode::audio_unreadable || code == ErrorCode::audio_truncated || code == ErrorCode::audio_empty ||
               code == ErrorCode::audio_too_long;
    }
    /// A WAV of silence that needs no space on disk.
    std::filesystem::path sparse_silence(const std::string& name, std::uint32_t seconds) const {
        const auto path = folder_.write(name, wav_of({}, 8'000, seconds * 16'000));
        std::filesystem::resize_file(path, 44 + std::uint64_t{seconds} * 16'000);
        return path;
    }

    TemporaryFolder folder_;
};

TEST_F(DecodeTest, GivesBackAWavSampleForSample) {
    const auto sound = sweep(1, 0.5);

    EXPECT_EQ(decode(folder_.write("a.wav", wav_of(sound))), sound);
}

TEST_F(DecodeTest, HearsTheSameSoundInEveryFormat) {
    const auto original = as_floats(decode(samples_folder / "sweep.flac"));
    for (const char* name : {"sweep.mp3", "sweep.m4a", "sweep.aac", "sweep.ogg", "sweep.opus", "sweep.webm", "sweep.amr",
                             "sweep-wb.amr", "sweep.3gp"}) {
        const auto sound = as_floats(decode(samples_folder / name));
        EXPECT_NEAR(static_cast<double>(sound.size()) / 48'000, 2.0, 0.06) << name;
        EXPECT_GE(likeness(original, sound), 0.9) << name;
    }
}

TEST_F(DecodeTest, HearsTheSoundOfAPhonesVideo) {
    const auto original = as_floats(decode(samples_folder / "sweep.flac"));

    EXPECT_GE(likeness(original, as_floats(decode(samples_folder / "phone-video.mp4"))), 0.9);
}

TEST_F(DecodeTest, NamesTheFormat) {
    const auto decoded = decode_file(samples_folder / "sweep.webm", options(), WorkControl{});

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->format, "webm");
}

TEST_F(DecodeTest, TellsProgressThatEndsNearTheEnd) {
    std::vector<int> percents;
    const WorkControl control([&](std::uint8_t percent, std::string_view) {
        percents.push_back(percent);
        return true;
    });
    ASSERT_TRUE(decode_file(folder_.write("a.wav", wav_of(sweep(60, 0.5))), options(), control));

    EXPECT_TRUE(std::is_sorted(percents.begin(), percents.end()));
    EXPECT_LE(percents.back(), 100);
}

TEST_F(DecodeTest, CallsATextNamedMp3Unreadable) {
    EXPECT_EQ(refusal(folder_.write("bulletin.mp3", std::string("Kính thưa bà con, đây là văn bản."))),
              ErrorCode::audio_unreadable);
}

TEST_F(DecodeTest, CallsAFileOfZeroBytesEmpty) {
    EXPECT_EQ(refusal(folder_.write("nothing.mp3", std::string())), ErrorCode::audio_empty);
}

TEST_F(DecodeTest, CallsAWavWithoutSamplesEmpty) {
    EXPECT_EQ(refusal(folder_.write("nothing.wav", wav_of({}))), ErrorCode::audio_empty);
}

TEST_F(DecodeTest, CallsEveryCutFileTruncated) {
    for (const char* name : {"sweep.mp3", "sweep.m4a", "sweep.aac", "sweep.ogg", "sweep.opus", "sweep.flac", "sweep.webm",
                             "sweep.amr", "sweep-wb.amr", "sweep.3gp"}) {
        auto bytes = read_bytes(samples_folder / name);
        bytes.resize(bytes.size() * 3 / 5 + 1);
        EXPECT_EQ(refusal(folder_.write(name, bytes)), ErrorCode::audio_truncated) << name;
    }
}

TEST_F(DecodeTest, GivesWhatIsThereOfACutFileWhenAskedTo) {
    auto bytes = read_bytes(samples_folder / "sweep.mp3");
    bytes.resize(bytes.size() / 2);
    auto accepting = options();
    accepting.accept_truncated = true;

    const auto decoded = decode_file(folder_.write("cut.mp3", bytes), accepting, WorkControl{});

    ASSERT_TRUE(decoded) << decoded.error().detail;
    EXPECT_NEAR(static_cast<double>(decoded->pcm.samples()) / 48'000, 1.0, 0.1);
}

TEST_F(DecodeTest, RefusesTwoGigabytesWithoutReadingThem) {
    const auto huge = folder_.write("huge.wav", wav_of({}));
    std::filesystem::resize_file(huge, 2'000'000'000);

    EXPECT_EQ(refusal(huge), ErrorCode::too_large);
}

TEST_F(DecodeTest, RefusesMoreThanTwoHours) { EXPECT_EQ(refusal(sparse_silence("long.wav", 7'201)), ErrorCode::audio_too_long); }

TEST_F(DecodeTest, SurvivesHeadersThatLie) {
    auto wav = wav_of(tone(0.5, 440, 0.5));
    for (std::size_t at = 16; at < 44; at += 4) {
        auto hostile = wav;
        for (std::size_t i = 0; i < 4; ++i) hostile[at + i] = 0xFF;
        const auto decoded = decode_file(folder_.write("hostile.wav", hostile), options(), WorkControl{});
        EXPECT_TRUE(decoded || blames_the_file(decoded.error().code)) << at;
    }
    auto mp4 = read_bytes(samples_folder / "sweep.m4a");
    for (std::size_t at = 0; at < 64; at += 4) {
        auto hostile = mp4;
        for (std::size_t i = 0; i < 4; ++i) hostile[at + i] = 0x7F;
        const auto decoded = decode_file(folder_.write("hostile.m4a", hostile), options(), WorkControl{});
        EXPECT_TRUE(decoded || blames_the_file(decoded.error().code)) << at;
    }
}

TEST_F(DecodeTest, EndsADecoderThatHangs) {
    auto hanging = options();
    hanging.decoder = folder_.script("hang", "exec sleep 1000");
    hanging.time_limit = std::chrono::milliseconds{200};

    EXPECT_EQ(refusal(samples_folder / "sweep.mp3", hanging), ErrorCode::timed_out);
}

// Waits on the process itself, because a killed one takes a moment to be gone.
bool ends_within_10_s(int process) {
    const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
    if (descriptor < 0) return errno == ESRCH;
    pollfd wait{descriptor, POLLIN, 0};
    const bool ended = poll(&wait, 1, 10'000) == 1;
    close(descriptor);
    return ended;
}

TEST_F(DecodeTest, EndsWhatAHangingDecoderStarted) {
    auto hanging = options();
    const auto note = folder_.path() / "pid";
    hanging.decoder = folder_.script("hang", "sleep 1000 & echo $! > " + note.string() + "; wait");
    hanging.time_limit = std::chrono::milliseconds{500};
    EXPECT_EQ(refusal(samples_folder / "sweep.mp3", hanging), ErrorCode::timed_out);

    int grandchild = 0;
    std::ifstream(note) >> grandchild;
    ASSERT_GT(grandchild, 0);
    EXPECT_TRUE(ends_within_10_s(grandchild));
}

TEST_F(DecodeTest, SurvivesADecoderThatCrashes) {
    auto crashing = options();
    crashing.decoder = folder_.script("crash", "kill -SEGV $$");

    EXPECT_EQ(refusal(samples_folder / "sweep.mp3", crashing), ErrorCode::audio_unreadable);
}

TEST_F(DecodeTest, SaysThatTheDecoderIsMissing) {
    auto missing = options();
    missing.decoder = folder_.path() / "village-decoder";

    const auto decoded = decode_file(samples_folder / "sweep.mp3", missing, WorkControl{});

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::unavailable);
    EXPECT_THAT(decoded.error().detail, HasSubstr("village-decoder"));
}

TEST_F(DecodeTest, StopsWhenCancelled) {
    auto slow = options();
    slow.decoder = folder_.script("slow", "exec sleep 1000");
    const WorkControl control([](std::uint8_t, std::string_view) { return false; });

    const auto decoded = decode_file(samples_folder / "sweep.mp3", slow, control);

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::cancelled);
}

TEST_F(DecodeTest, TakesNothingButLettersFromTheDecodersWords) {
    auto lying = options();
    lying.decoder = folder_.script("lie", "printf '{\"format\":\"mp3\\033[2J<b>\"}' >&3; printf '\\001\\000'");

    const auto decoded = decode_file(samples_folder / "sweep.mp3", lying, WorkControl{});

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->format, "mp3");
}

TEST_F(DecodeTest, SurvivesADecoderThatTalksWithoutEnd) {
    auto talking = options();
    talking.decoder = folder_.script("talk", "head -c 3000000 /dev/zero >&3; head -c 3000000 /dev/zero >&2; exit 10");

    EXPECT_EQ(refusal(samples_folder / "sweep.mp3", talking), ErrorCode::audio_unreadable);
}

TEST_F(DecodeTest, SaysThatTheDiskIsFull) {
    auto full = options();
    full.decoder = folder_.script("full", "exit 15");

    EXPECT_EQ(refusal(samples_folder / "sweep.mp3", full), ErrorCode::disk_full);
}

TEST_F(DecodeTest, LeavesNothingInTheWorkFolder) {
    TemporaryFolder work;
    auto elsewhere = options();
    elsewhere.work_folder = work.path();
    ASSERT_TRUE(decode_file(samples_folder / "sweep.mp3", elsewhere, WorkControl{}));

    EXPECT_TRUE(std::filesystem::is_empty(work.path()));
}

class SandboxTest : public ::testing::TestWithParam<const char*> {};

std::string refusals_of(const char* program) {
    TemporaryFolder folder;
    auto answers = PcmFile::create(folder.path());
    if (!answers) return answers.error().detail;
    const ChildCommand command{.program = program, .arguments = {"--check-sandbox"}, .output = answers->descriptor()};
    const auto outcome = run_child(command, WorkControl{});
    if (!outcome) return outcome.error().detail;
    EXPECT_EQ(outcome->exit_status, 0);
    const auto words = *answers->read_all();
    return {reinterpret_cast<const char*>(words.data()), words.size() * 2};
}

TEST_P(SandboxTest, OpensNoFileNoSocketAndStartsNoProgram) {
    const auto text = refusals_of(GetParam());

    EXPECT_THAT(text, HasSubstr("read a file: refused"));
    EXPECT_THAT(text, HasSubstr("internet socket: refused"));
    EXPECT_THAT(text, HasSubstr("start a program: refused"));
    EXPECT_THAT(text, HasSubstr("4 GB of memory: refused"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("OPEN")));
}

TEST(Sandbox, OfTheRelayLeavesNothingButCallingAndReading) {
    const auto text = refusals_of(VILLAGE_RELAY);

    EXPECT_THAT(text, HasSubstr("write a file: refused"));
    EXPECT_THAT(text, HasSubstr("local socket: refused"));
    EXPECT_THAT(text, HasSubstr("answer calls: refused"));
    EXPECT_THAT(text, HasSubstr("audit socket: refused"));
    EXPECT_THAT(text, HasSubstr("read what it need not: "));
    EXPECT_THAT(text, HasSubstr("start a program: refused"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("OPEN")));
}

INSTANTIATE_TEST_SUITE_P(Children, SandboxTest, ::testing::Values(VILLAGE_DECODER, VILLAGE_SPEECH),
                         [](const auto& child) { return std::string(child.index == 0 ? "Decoder" : "Speech"); });

}  // namespace
}  // namespace village::media
