// A real sound server with a null sink: what was rendered comes out of its monitor. Not run, and said so, where `pulseaudio` is missing.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <vector>

#include "node-firmware/audio/gst_device.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

/// GLib keeps what it allocated once for the whole life of a program; only that is excused.
extern "C" const char* __lsan_default_suppressions() { return "leak:g_malloc\n"; }

namespace village::node::audio {
namespace {
using namespace std::chrono_literals;

class Tone final : public Renderer {
public:
    void render(std::span<std::int16_t> out, const BlockTime&) override {
        for (auto& sample : out) sample = static_cast<std::int16_t>(9000 * std::sin(phase_ += 2 * std::numbers::pi * 1000 / 48'000));
    }

private:
    double phase_ = 0;
};

bool has(const char* program) { return std::system(("command -v " + std::string(program) + " >/dev/null 2>&1").c_str()) == 0; }

pid_t spawn(const std::vector<std::string>& words) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (!std::freopen("/dev/null", "w", stderr)) ::_exit(1);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

TEST(PulseDevice, WhatIsRenderedComesOutOfTheSoundServer) {
    if (!has("pulseaudio") || !has("parec")) GTEST_SKIP() << "NOT RUN: pulseaudio is not installed";
    test::TemporaryFolder folder;
    ::setenv("XDG_RUNTIME_DIR", folder.path().c_str(), 1);
    ::setenv("HOME", folder.path().c_str(), 1);
    const auto server = spawn({"pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "-L", "module-native-protocol-unix", "-L",
                               "module-null-sink sink_name=horn"});
    for (int turn = 0; turn < 100 && !std::filesystem::exists(folder.path() / "pulse" / "native"); ++turn) sleep_until(monotonic_now() + 50ms);
    const auto recording = (folder.path() / "heard.raw").string();
    Tone tone;
    GstDevice device({GstSink::pulse, "horn"});
    ASSERT_TRUE(device.start(tone));
    sleep_until(monotonic_now() + 500ms);
    const auto recorder = spawn({"sh", "-c", "exec parec -d horn.monitor --raw --format=s16le --rate=48000 --channels=1 > " + recording});
    sleep_until(monotonic_now() + 2500ms);
    const bool ok = device.state().ok;
    device.stop();
    for (const auto child : {recorder, server}) {
        ::kill(child, SIGTERM);
        ::waitpid(child, nullptr, 0);
    }

    EXPECT_TRUE(ok);
    std::ifstream in(recording, std::ios::binary);
    std::vector<std::int16_t> heard(48'000);
    in.read(reinterpret_cast<char*>(heard.data()), static_cast<std::streamsize>(heard.size() * 2));
    ASSERT_GT(in.gcount(), 48'000);
    // On a busy machine the tone has gaps; where it sounds it has its level.
    double loudest = 0;
    for (std::size_t at = 0; at + 960 <= heard.size(); at += 960) {
        double power = 0;
        for (std::size_t sample = at; sample < at + 960; ++sample) power += double(heard[sample]) * heard[sample];
        loudest = std::max(loudest, std::sqrt(power / 960));
    }
    EXPECT_NEAR(loudest, 9000 / std::sqrt(2.0), 400);
}

}  // namespace
}  // namespace village::node::audio
