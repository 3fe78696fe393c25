#include "controller/media/live_relay.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
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

constexpr std::size_t kept_samples = 3 * sample_rate_hz;  // More comes only after the line stood still.
constexpr std::size_t cushion_samples = sample_rate_hz / 2;
constexpr int silence_peak = 33;  // -60 dBFS.
// A loudspeaker takes a stream for dead 5 s after its last packet: 10 s of silence at most, all in all.
constexpr int unheard_packets_max = 4500 / 40;
constexpr std::chrono::seconds first_pause{1}, longest_pause{5};
constexpr std::chrono::hours longest_call{3};

/// The newest sound of the station: its receiver's thread puts in, the live thread takes out.
class NewestSound {
public:
    void put(std::string_view bytes) {
        const std::scoped_lock lock(mutex_);
        const auto* samples = reinterpret_cast<const Sample*>(bytes.data());
        sound_.insert(sound_.end(), samples, samples + bytes.size() / sizeof(Sample));
        keep(kept_samples);
    }
    /// 40 ms, if they are there. It begins, and goes on after a gap, with a cushion of what is newest.
    bool take(Block& block) {
        const std::scoped_lock lock(mutex_);
        if (!flows_ && sound_.size() < cushion_samples) return false;
        if (!flows_) keep(cushion_samples);
        flows_ = sound_.size() >= block.size();
        if (!flows_) return false;
        std::copy_n(sound_.begin(), block.size(), block.begin());
        sound_.erase(sound_.begin(), sound_.begin() + block.size());
        return true;
    }

private:
    void keep(std::size_t samples) {
        if (sound_.size() > samples) sound_.erase(sound_.begin(), sound_.end() - static_cast<std::ptrdiff_t>(samples));
    }

    std::mutex mutex_;
    std::deque<Sample> sound_;
    bool flows_ = false;
};

/// Calls the station until it is told to stop; a thread of its own.
class Caller {
public:
    Caller(LiveRelayOptions options, NewestSound& sound, Descriptor cancel)
        : options_(std::move(options)), sound_(sound), cancel_(std::move(cancel)) {
        thread_ = std::jthread([this](const std::stop_token& stop) { call_again_and_again(stop); });
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    ~Caller() {
        thread_.request_stop();
        const std::uint64_t one = 1;
        (void)!write(cancel_.number(), &one, sizeof one);
        thread_.join();
        if (options_.watch) options_.watch->over(options_.station);
    }

    /// What is left of a call that ended is no news.
    void heard() {
        if (is_calling_) tell({});
    }
    void only_silence() { tell("nothing but silence comes"); }

private:
    void call_again_and_again(const std::stop_token& stop) {
        for (auto pause = first_pause; !stop.stop_requested(); pause = std::min(pause * 2, longest_pause)) {
            const auto begun = std::chrono::steady_clock::now();
            is_calling_ = true;
            const auto why = call();
            is_calling_ = false;
            if (stop.stop_requested()) return;
            tell(why.detail);
            // One that was heard for a while is called at once.
            if (std::chrono::steady_clock::now() - begun > longest_pause) pause = first_pause;
            std::unique_lock lock(waiting_);
            woken_.wait_for(lock, stop, pause, [] { return false; });
        }
    }

    Error call() const {
        auto address = text_as_input(options_.address);
        if (!address) return address.error();
        const ChildCommand command{.program = options_.receiver,
                                   .input = address->number(),
                                   .take_output = [this](std::string_view bytes) { sound_.put(bytes); },
                                   .cancel = cancel_.number(),
                                   .time_limit = longest_call};
        const auto outcome = run_child(command, {});
        if (!outcome) return outcome.error();
        if (outcome->exit_status == 0) return {ErrorCode::unavailable, "the station ended"};
        if (!outcome->complaint.empty()) return {ErrorCode::unavailable, outcome->complaint};
        return {ErrorCode::unavailable,
                fmt::format("village-relay ended with status {}, signal {}", outcome->exit_status, outcome->signal)};
    }

    /// Empty: it is heard.
    void tell(const std::string& why) {
        const std::scoped_lock lock(telling_);
        if (!options_.watch || told_ == why) return;
        told_ = why;
        if (why.empty()) options_.watch->heard(options_.station);
        else options_.watch->not_heard(options_.station, why);
    }

    LiveRelayOptions options_;
    NewestSound& sound_;
    Descriptor cancel_;
    std::atomic<bool> is_calling_ = false;
    std::mutex waiting_, telling_;
    std::condition_variable_any woken_;
    std::optional<std::string> told_;
    std::jthread thread_;
};

bool is_audible(const Block& block) {
    return std::ranges::any_of(block, [](Sample one) { return one <= -silence_peak || one >= silence_peak; });
}

class LiveRelay : public ports::LivePackets {
public:
    LiveRelay(LiveRelayOptions options, Descriptor cancel)
        : encoder_({.bitrate_bps = options.bitrate_bps}), caller_(std::move(options), sound_, std::move(cancel)) {}

    domain::Result<std::optional<Packet>> next() override {
        Block block;
        const bool is_there = sound_.take(block);
        note(is_there, is_there && is_audible(block));
        if (!is_there) return std::optional(Packet{});
        auto packets = encoder_.push(std::span<const Sample>(block));
        if (!packets) return packets.error();
        const bool is_sent = unheard_packets_ <= unheard_packets_max && !packets->empty();
        return std::optional(is_sent ? std::move(packets->front().payload) : Packet{});
    }

private:
    /// A gap and the silence behind it are one silence to whoever listens.
    void note(bool is_there, bool is_heard) {
        unheard_packets_ = is_heard ? 0 : unheard_packets_ + 1;
        if (is_heard) caller_.heard();
        else if (is_there && unheard_packets_ > unheard_packets_max) caller_.only_silence();
    }

    LiveEncoder encoder_;
    NewestSound sound_;
    int unheard_packets_ = 0;
    Caller caller_;
};

}  // namespace

domain::Result<std::unique_ptr<ports::LivePackets>> open_live_relay(LiveRelayOptions options) {
    Descriptor cancel(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!cancel.is_open())
        return Error{ErrorCode::unavailable, fmt::format("another station cannot be called: {}", strerror(errno))};
    return std::unique_ptr<ports::LivePackets>(std::make_unique<LiveRelay>(std::move(options), std::move(cancel)));
}

}  // namespace village::media
