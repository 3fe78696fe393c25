// A real sound server for device tests: PulseAudio with one null sink "horn", whose monitor is the microphone, and an ALSA
// configuration whose devices lead there. Everything lives in one temporary folder and ends with the test.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <vector>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/sound_device.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node::audio {

class Child {
public:
    Child() = default;
    explicit Child(const std::vector<std::string>& words) : process_(::fork()) {
        if (process_ != 0) return;
        std::vector<char*> arguments;
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        if (!std::freopen("/dev/null", "w", stderr)) ::_exit(1);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    Child(Child&& other) noexcept : process_(std::exchange(other.process_, 0)) {}
    Child& operator=(Child&& other) noexcept {
        std::swap(process_, other.process_);
        return *this;
    }
    ~Child() { end(SIGTERM); }

    void end(int signal) {
        if (process_ <= 0) return;
        ::kill(process_, signal);
        ::waitpid(std::exchange(process_, 0), nullptr, 0);
    }

private:
    pid_t process_ = 0;
};

class SoundServer {
public:
    static bool is_installed() { return std::system("command -v pulseaudio >/dev/null && command -v parec >/dev/null") == 0; }

    /// Points every library of this process at the folder; starts nothing yet.
    SoundServer() {
        for (const auto* name : {"XDG_RUNTIME_DIR", "HOME"}) ::setenv(name, folder_.path().c_str(), 1);
        const auto alsa = folder_.path() / "asound.conf";
        std::ofstream(alsa) << "pcm.horn { type pulse device horn }\npcm.nowhere { type null }\n";
        ::setenv("ALSA_CONFIG_PATH", alsa.c_str(), 1);
    }

    void start() {
        server_ = Child({"pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "-L", "module-native-protocol-unix", "-L",
                         "module-null-sink sink_name=horn"});
        wait_until([&] { return std::filesystem::exists(folder_.path() / "pulse" / "native"); });
    }
    /// As when it crashes, or somebody pulls the plug of the sound card.
    void die() {
        server_.end(SIGKILL);
        std::filesystem::remove_all(folder_.path() / "pulse");
    }

    /// What comes out of the horn within the time, as samples at 48 kHz.
    std::vector<std::int16_t> hear(std::chrono::milliseconds duration) {
        const auto path = (folder_.path() / "heard.raw").string();
        Child recorder({"sh", "-c", "exec parec -d horn.monitor --raw --format=s16le --rate=48000 --channels=1 > " + path});
        sleep_until(monotonic_now() + duration);
        recorder.end(SIGTERM);
        std::ifstream in(path, std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
        std::vector<std::int16_t> heard(bytes.size() / 2);
        std::copy_n(bytes.begin(), heard.size() * 2, reinterpret_cast<char*>(heard.data()));
        return heard;
    }

    /// 20 s at most; the sound server's own start takes one or two.
    template <class Holds>
    static bool wait_until(Holds holds) {
        for (int turn = 0; turn < 400 && !holds(); ++turn) sleep_until(monotonic_now() + std::chrono::milliseconds{50});
        return holds();
    }

private:
    test::TemporaryFolder folder_;
    Child server_;
};

/// 1 kHz at -11 dBFS, and a count of what the device asked for.
class Tone final : public Renderer {
public:
    static constexpr double amplitude = 9000;

    void render(std::span<std::int16_t> out, const BlockTime& time) override {
        for (auto& sample : out)
            sample = static_cast<std::int16_t>(amplitude * std::sin(phase_ += 2 * std::numbers::pi * 1000 / 48'000));
        ++(time.audible ? audible : inaudible);
    }
    std::atomic<std::uint32_t> audible{0};
    std::atomic<std::uint32_t> inaudible{0};

private:
    double phase_ = 0;
};

/// The level of the loudest 20 ms: on a busy machine a tone has gaps; where it sounds it has its level.
inline double loudest(const std::vector<std::int16_t>& heard) {
    double top = 0;
    for (std::size_t at = 0; at + 960 <= heard.size(); at += 960) {
        double power = 0;
        for (std::size_t sample = at; sample < at + 960; ++sample) power += double(heard[sample]) * heard[sample];
        top = std::max(top, std::sqrt(power / 960));
    }
    return top;
}

}  // namespace village::node::audio
