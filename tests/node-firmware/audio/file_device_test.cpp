// Watches the recording device for a moment of real time: what it is for is the clock.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>

#include "node-firmware/audio/file_device.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node::audio {
namespace {
using namespace std::chrono_literals;

/// Silence, and one loud sample at the moment it was told.
class Pulse final : public Renderer {
public:
    explicit Pulse(domain::MonotonicTime at) : at_(at) {}
    void render(std::span<std::int16_t> out, const BlockTime& time) override {
        std::fill(out.begin(), out.end(), std::int16_t{0});
        const auto sample = (at_ - time.first_sample_at).count() * 48 / 1000;
        if (sample >= 0 && sample < static_cast<std::int64_t>(out.size())) out[static_cast<std::size_t>(sample)] = 20'000;
        if (time.first_sample_at > at_ + 60ms) done = true;
    }
    std::atomic<bool> done{false};

private:
    domain::MonotonicTime at_;
};

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(FileDevice, TheSampleInTheFileTellsWhenItSounded) {
    test::TemporaryFolder folder;
    const auto pulse_at = monotonic_now() + 200ms;
    const auto pulse_utc = machine_utc_at(pulse_at);
    Pulse pulse(pulse_at);
    FileDevice device({folder.path() / "sound", 7});

    ASSERT_TRUE(device.start(pulse));
    while (!pulse.done) sleep_until(monotonic_now() + 5ms);
    device.stop();

    const auto wav = read(folder.path() / "sound" / "latest.wav");
    ASSERT_GT(wav.size(), 44U);
    EXPECT_EQ(wav.substr(0, 4), "RIFF");
    std::size_t at = 0;
    for (std::size_t sample = 0; 44 + sample * 2 + 1 < wav.size(); ++sample) {
        if (wav[44 + sample * 2 + 1] != 0) at = sample;
    }
    ASSERT_GT(at, 0U);
    std::string sidecar;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "sound")) {
        if (entry.path().extension() == ".json") sidecar = read(entry.path());
    }
    const auto first = std::stoll(sidecar.substr(sidecar.find(": ") + 2));
    const auto heard_at = first + static_cast<std::int64_t>(at) * 1000 / 48;
    EXPECT_LT(std::abs(heard_at - domain::to_us(pulse_utc)), 1000);
}

TEST(WavFile, SilenceTakesNoRoomAndTheHeaderIsAlwaysTrue) {
    test::TemporaryFolder folder;
    const auto path = folder.path() / "quiet.wav";
    auto file = WavFile::create(path);
    ASSERT_TRUE(file);
    const std::vector<std::int16_t> silence(48'000, 0);
    for (int second = 0; second < 60; ++second) ASSERT_TRUE(file->write(silence));
    ASSERT_TRUE(file->patch_header());

    EXPECT_EQ(std::filesystem::file_size(path), 44 + 60 * 96'000U);
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_LT(status.st_blocks * 512, 64 * 1024);
    const auto wav = read(path);
    EXPECT_EQ(static_cast<std::uint8_t>(wav[40]) | static_cast<std::uint8_t>(wav[41]) << 8 |
                  static_cast<std::uint8_t>(wav[42]) << 16 | static_cast<std::uint8_t>(wav[43]) << 24,
              60 * 96'000);
}

TEST(FileDevice, SaysWhichSettingIsWrongWhenTheFolderCannotBeMade) {
    Pulse pulse({});
    FileDevice device({"/proc/no/such/folder", 1});
    const auto started = device.start(pulse);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, domain::ErrorCode::configuration_invalid);
    EXPECT_NE(started.error().detail.find("sink.record"), std::string::npos);
}

}  // namespace
}  // namespace village::node::audio
