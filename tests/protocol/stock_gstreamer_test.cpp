// Plays a stream of ours through stock GStreamer elements in real time: whoever has the key can listen without our code.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <opus/opus.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "protocol/monitor_text.hpp"
#include "protocol/srtp_sender.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using namespace std::chrono_literals;
constexpr double pi = 3.14159265358979;
constexpr int packets_sent = 75;  // 3 s.
constexpr double tone_hz = 440;

class UdpSocket {
public:
    UdpSocket() : descriptor_(socket(AF_INET, SOCK_DGRAM, 0)) {}
    ~UdpSocket() { close(descriptor_); }
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    /// A port nobody has at the moment.
    std::uint16_t free_port() {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        EXPECT_EQ(bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        return ntohs(address.sin_port);
    }
    bool can_bind(std::uint16_t port) {
        auto address = loopback(port);
        return bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    void send(std::uint16_t port, Bytes bytes) {
        auto address = loopback(port);
        sendto(descriptor_, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }

private:
    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    int descriptor_;
};

class ToneEncoder {
public:
    ToneEncoder() : encoder_(opus_encoder_create(48'000, 1, OPUS_APPLICATION_AUDIO, nullptr)) {
        opus_encoder_ctl(encoder_, OPUS_SET_BITRATE(24'000));
    }
    ~ToneEncoder() { opus_encoder_destroy(encoder_); }
    ToneEncoder(const ToneEncoder&) = delete;
    ToneEncoder& operator=(const ToneEncoder&) = delete;

    /// The next 40 ms.
    ByteVector next() {
        std::array<float, rtp_packet_ticks> samples;
        for (auto& sample : samples) sample = static_cast<float>(0.5 * std::sin(2 * pi * tone_hz / 48'000 * static_cast<double>(position_++)));
        ByteVector packet(1000);
        auto size = opus_encode_float(encoder_, samples.data(), static_cast<int>(samples.size()), packet.data(), 1000);
        EXPECT_GT(size, 0);
        packet.resize(static_cast<std::size_t>(std::max(size, 0)));
        return packet;
    }

private:
    OpusEncoder* encoder_;
    std::uint64_t position_ = 0;
};

/// gst-launch in its own process, ended with an interrupt so that it finishes its file.
class Monitor {
public:
    Monitor(const StreamKey& key, std::uint16_t port, const std::filesystem::path& file) {
        auto sink = "filesink location=" + file.string();
        auto command = "exec gst-launch-1.0 -q -e " + shell_pipeline(monitor_pipeline(key, port, sink));
        child_ = fork();
        if (child_ == 0) {
            execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            _exit(127);
        }
    }
    ~Monitor() { stop(); }
    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;
    int stop() {
        if (child_ <= 0) return status_;
        kill(child_, SIGINT);
        waitpid(child_, &status_, 0);
        child_ = 0;
        return status_;
    }

private:
    /// The shell takes "!" and parentheses for itself.
    static std::string shell_pipeline(const std::string& pipeline) {
        std::string text;
        for (char character : pipeline) {
            if (character == '!') text += "'!'";
            else text += character;
        }
        return text;
    }
    pid_t child_ = 0;
    int status_ = 0;
};

std::vector<std::int16_t> read_samples(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    std::vector<std::int16_t> samples(bytes.size() / 2);
    if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
    return samples;
}

/// How much of 20 ms is the tone: 1 is all of it.
double tone_share(std::span<const std::int16_t> samples) {
    double sine = 0, cosine = 0, power = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        auto angle = 2 * pi * tone_hz / 48'000 * static_cast<double>(i);
        sine += samples[i] * std::sin(angle);
        cosine += samples[i] * std::cos(angle);
        power += double{static_cast<double>(samples[i])} * samples[i];
    }
    if (power < 1e6 * static_cast<double>(samples.size())) return 0;
    return (sine * sine + cosine * cosine) * 2 / (power * static_cast<double>(samples.size()));
}

/// The longest run of 20 ms pieces between the first and the last sound that are not the tone.
int longest_gap_pieces(const std::vector<std::int16_t>& samples, int& tone_pieces) {
    int gap = 0, longest = 0;
    tone_pieces = 0;
    for (std::size_t at = 0; at + 960 <= samples.size(); at += 960) {
        if (tone_share(std::span(samples).subspan(at, 960)) > 0.8) {
            ++tone_pieces;
            longest = std::max(longest, gap);
            gap = 0;
        } else if (tone_pieces > 0) {
            ++gap;
        }
    }
    return longest;
}

/// Until GStreamer listens there; a busy machine takes its time.
void wait_until_taken(std::uint16_t port) {
    for (int tries = 0; tries < 200 && UdpSocket().can_bind(port); ++tries) std::this_thread::sleep_for(50ms);
    std::this_thread::sleep_for(300ms);
}

/// Sends in real time, losing the given share of packets, and returns what GStreamer made of it.
std::vector<std::int16_t> play(StreamClass stream_class, double loss, std::string_view name) {
    auto file = std::filesystem::temp_directory_path() / fmt::format("village-{}-{}.pcm", name, getpid());
    auto key = samples::stream_key(stream_class);
    std::uint16_t port = UdpSocket().free_port();
    auto sender = std::move(*SrtpSender::create({key, samples::id<domain::GrantId>(4)}, samples::key(4)));
    UdpSocket socket;
    ToneEncoder encoder;
    std::mt19937 random(5);
    Monitor monitor(key, port, file);
    wait_until_taken(port);
    auto start = std::chrono::steady_clock::now();
    for (std::uint64_t index = 0; index < packets_sent; ++index) {
        std::this_thread::sleep_until(start + index * 40ms);
        auto packet = *sender.send({index}, encoder.next());
        auto is_lost = index > 10 && index < packets_sent - 10 && std::uniform_real_distribution<>(0, 1)(random) < loss;
        if (!is_lost) socket.send(port, packet);
    }
    std::this_thread::sleep_for(1s);
    monitor.stop();
    auto samples = read_samples(file);
    std::filesystem::remove(file);
    return samples;
}

TEST(StockGStreamer, PlaysClassR0) {
    int tone_pieces = 0;

    auto gap = longest_gap_pieces(play(StreamClass::r0, 0, "r0"), tone_pieces);

    EXPECT_GE(tone_pieces, packets_sent * 2 - 8) << "20 ms pieces of tone, of 150 sent";
    EXPECT_LE(gap, 1);
}

TEST(StockGStreamer, PlaysClassR1WithoutAGapAtTwentyPercentLoss) {
    int tone_pieces = 0;

    auto gap = longest_gap_pieces(play(StreamClass::r1, 0.2, "r1"), tone_pieces);

    EXPECT_GE(tone_pieces, packets_sent * 2 - 12);
    EXPECT_LE(gap, 2) << "at most one packet of 40 ms that neither copy could repair";
}

}  // namespace
}  // namespace village::protocol
