// Plays a stream of ours through stock GStreamer elements in real time: whoever has the key can listen without our code.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <opus/opus.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <random>

#include "protocol/monitor_text.hpp"
#include "protocol/srtp_sender.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using namespace std::chrono_literals;
constexpr double pi = 3.14159265358979;
constexpr int packets_sent = 75;  // 3 s.
constexpr double tone_hz = 440;
constexpr auto patience = 20s;

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
        for (auto& sample : samples)
            sample = static_cast<float>(0.5 * std::sin(2 * pi * tone_hz / 48'000 * static_cast<double>(position_++)));
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

using Moment = std::chrono::steady_clock::time_point;

/// What a child writes; waiting is for its bytes or its end, never longer than told.
class Pipe {
public:
    Pipe() { EXPECT_EQ(pipe2(ends_, O_CLOEXEC), 0); }
    ~Pipe() {
        close(ends_[0]);
        close_writing_end();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int writing_end() const { return ends_[1]; }
    void close_writing_end() {
        if (ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }
    /// False when the child has closed it or the time is over.
    bool read_more(Moment until) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd waiting{ends_[0], POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(std::max(left, 0ms).count())) <= 0) return false;
        std::array<char, 65536> space;
        const auto size = read(ends_[0], space.data(), space.size());
        if (size > 0) bytes_.append(space.data(), static_cast<std::size_t>(size));
        return size > 0;
    }
    const std::string& bytes() const { return bytes_; }

private:
    int ends_[2] = {-1, -1};
    std::string bytes_;
};

/// gst-launch in its own process; what it plays comes through a pipe. Ended with an interrupt, so that it plays out what it holds.
class Monitor {
public:
    Monitor(const StreamKey& key, std::uint16_t port) {
        const auto command = "exec gst-launch-1.0 -e " + shell_pipeline(monitor_pipeline(key, port, "fdsink fd=3"));
        child_ = fork();
        if (child_ == 0) {
            dup2(words_.writing_end(), STDOUT_FILENO);
            // When it stands at 3 already, dup2 would leave it to be closed by exec.
            dup2(fcntl(sound_.writing_end(), F_DUPFD, 10), 3);
            execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            _exit(127);
        }
        words_.close_writing_end();
        sound_.close_writing_end();
    }
    ~Monitor() {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
    }
    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;

    bool is_playing(Moment until) {
        while (words_.bytes().find("New clock") == std::string::npos)
            if (!words_.read_more(until)) return false;
        return true;
    }
    void listen(Moment until) {
        while (std::chrono::steady_clock::now() < until && sound_.read_more(until)) {
        }
    }
    void listen_for(std::size_t samples, Moment until) {
        while (sound_.bytes().size() < samples * 2 && sound_.read_more(until)) {
        }
    }
    /// Everything that was heard to the end.
    std::vector<std::int16_t> finish(Moment until) {
        kill(child_, SIGINT);
        listen(until);
        std::vector<std::int16_t> samples(sound_.bytes().size() / 2);
        if (!samples.empty()) std::memcpy(samples.data(), sound_.bytes().data(), samples.size() * 2);
        return samples;
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
    Pipe words_, sound_;
    pid_t child_ = 0;
};

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

/// Sends in real time, losing the given share of packets, and returns what GStreamer made of it.
std::vector<std::int16_t> play(StreamClass stream_class, double loss) {
    auto key = samples::stream_key(stream_class);
    std::uint16_t port = UdpSocket().free_port();
    auto sender = std::move(*SrtpSender::create({key, samples::id<domain::GrantId>(4)}, samples::key(4)));
    UdpSocket socket;
    ToneEncoder encoder;
    std::mt19937 random(5);
    Monitor monitor(key, port);
    EXPECT_TRUE(monitor.is_playing(std::chrono::steady_clock::now() + patience));
    auto start = std::chrono::steady_clock::now();
    for (std::uint64_t index = 0; index < packets_sent; ++index) {
        monitor.listen(start + index * 40ms);
        auto packet = *sender.send({index}, encoder.next());
        auto is_lost = index > 10 && index < packets_sent - 10 && std::uniform_real_distribution<>(0, 1)(random) < loss;
        if (!is_lost) socket.send(port, packet);
    }
    monitor.listen_for(packets_sent * rtp_packet_ticks, std::chrono::steady_clock::now() + 5s);
    return monitor.finish(std::chrono::steady_clock::now() + patience);
}

TEST(StockGStreamer, PlaysClassR0) {
    int tone_pieces = 0;

    auto gap = longest_gap_pieces(play(StreamClass::r0, 0), tone_pieces);

    EXPECT_GE(tone_pieces, packets_sent * 2 - 8) << "20 ms pieces of tone, of 150 sent";
    EXPECT_LE(gap, 1);
}

TEST(StockGStreamer, PlaysClassR1WithoutAGapAtTwentyPercentLoss) {
    int tone_pieces = 0;

    auto gap = longest_gap_pieces(play(StreamClass::r1, 0.2), tone_pieces);

    EXPECT_GE(tone_pieces, packets_sent * 2 - 12);
    EXPECT_LE(gap, 2) << "at most one packet of 40 ms that neither copy could repair";
}

}  // namespace
}  // namespace village::protocol
