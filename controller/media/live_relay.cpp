#include "controller/media/live_relay.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "controller/media/child_process.hpp"
#include "controller/media/live_encoder.hpp"

namespace village::media {
namespace {

using domain::Error;
using domain::ErrorCode;
using Packet = std::vector<std::uint8_t>;
using Block = std::array<Sample, live_packet_samples>;

constexpr int pipe_bytes = 256 * 1024;         // 2.7 s: then the station waits.
constexpr int cushion_bytes = sample_rate_hz;  // Half a second, before the first sound and after a gap.
constexpr int silence_peak = 33;               // -60 dBFS.
// A loudspeaker takes a stream for dead 5 s after its last packet: 10 s of silence at most, all in all.
constexpr int silent_packets_max = 4500 / 40;
constexpr std::chrono::seconds first_pause{1}, longest_pause{5};
constexpr std::chrono::hours longest_call{3};

/// Calls the station until it is told to stop; a thread of its own.
class Caller {
public:
    Caller(LiveRelayOptions options, Descriptor sound, Descriptor cancel)
        : options_(std::move(options)), sound_(std::move(sound)), cancel_(std::move(cancel)) {
        thread_ = std::jthread([this](const std::stop_token& stop) { call_again_and_again(stop); });
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    ~Caller() {
        thread_.request_stop();
        const std::uint64_t one = 1;
        (void)!write(cancel_.number(), &one, sizeof one);
    }

    void heard() { tell({}); }

private:
    void call_again_and_again(const std::stop_token& stop) {
        for (auto pause = first_pause; !stop.stop_requested(); pause = std::min(pause * 2, longest_pause)) {
            const auto begun = std::chrono::steady_clock::now();
            auto why = call();
            if (stop.stop_requested()) return;
            tell(std::move(why));
            // One that was heard for a while is called at once.
            if (std::chrono::steady_clock::now() - begun > longest_pause) pause = first_pause;
            std::unique_lock lock(mutex_);
            waiting_.wait_for(lock, stop, pause, [] { return false; });
        }
    }

    Error call() const {
        auto address = text_as_input(options_.address);
        if (!address) return address.error();
        const ChildCommand command{.program = options_.receiver,
                                   .input = address->number(),
                                   .output = sound_.number(),
                                   .cancel = cancel_.number(),
                                   .time_limit = longest_call};
        const auto outcome = run_child(command, {});
        if (!outcome) return outcome.error();
        if (outcome->exit_status == 0) return {ErrorCode::unavailable, "the station ended"};
        if (outcome->complaint.empty())
            return {ErrorCode::unavailable,
                    fmt::format("village-relay ended: exit status {}, signal {}", outcome->exit_status, outcome->signal)};
        return {ErrorCode::unavailable, outcome->complaint};
    }

    void tell(domain::Status news) {
        const std::scoped_lock lock(telling_);
        if (told_ && *told_ == news) return;
        told_ = news;
        if (options_.tell) options_.tell(news);
    }

    LiveRelayOptions options_;
    Descriptor sound_, cancel_;
    std::mutex mutex_, telling_;
    std::condition_variable_any waiting_;
    std::optional<domain::Status> told_;
    std::jthread thread_;
};

class LiveRelay : public ports::LivePackets {
public:
    LiveRelay(LiveRelayOptions options, Descriptor sound, Descriptor into_it, Descriptor cancel)
        : encoder_({.bitrate_bps = options.bitrate_bps}),
          sound_(std::move(sound)),
          caller_(std::move(options), std::move(into_it), std::move(cancel)) {}

    domain::Result<std::optional<Packet>> next() override {
        Block block;
        if (!take(block)) return std::optional(Packet{});
        auto packets = encoder_.push(std::span<const Sample>(block));
        if (!packets) return packets.error();
        const bool is_heard = note_level(block) && !packets->empty();
        return std::optional(is_heard ? std::move(packets->front().payload) : Packet{});
    }

private:
    /// 40 ms, if they are there.
    bool take(Block& block) {
        int waiting = 0;
        ::ioctl(sound_.number(), FIONREAD, &waiting);
        const int wanted = flows_ ? static_cast<int>(sizeof block) : cushion_bytes;
        flows_ = waiting >= wanted && ::read(sound_.number(), block.data(), sizeof block) == static_cast<ssize_t>(sizeof block);
        return flows_;
    }
    /// False when there was only silence for too long.
    bool note_level(const Block& block) {
        const bool is_silent = std::ranges::all_of(block, [](Sample one) { return one > -silence_peak && one < silence_peak; });
        silent_packets_ = is_silent ? silent_packets_ + 1 : 0;
        if (!is_silent) caller_.heard();
        return silent_packets_ <= silent_packets_max;
    }

    LiveEncoder encoder_;
    Descriptor sound_;
    bool flows_ = false;
    int silent_packets_ = 0;
    Caller caller_;
};

Error no_pipe() { return {ErrorCode::unavailable, fmt::format("no pipe for another station: {}", strerror(errno))}; }

}  // namespace

domain::Result<std::unique_ptr<ports::LivePackets>> open_live_relay(LiveRelayOptions options) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return no_pipe();
    Descriptor sound(ends[0]), into_it(ends[1]);
    fcntl(sound.number(), F_SETFL, O_NONBLOCK);
    fcntl(sound.number(), F_SETPIPE_SZ, pipe_bytes);
    Descriptor cancel(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!cancel.is_open()) return no_pipe();
    return std::unique_ptr<ports::LivePackets>(
        std::make_unique<LiveRelay>(std::move(options), std::move(sound), std::move(into_it), std::move(cancel)));
}

}  // namespace village::media
