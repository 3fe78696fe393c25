#include "controller/fanout/live_stream.hpp"

#include <condition_variable>
#include <mutex>

namespace village::fanout {
namespace {

using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

constexpr auto packet_time = std::chrono::milliseconds{protocol::rtp_packet_ms};
// A stream that begins late is sent four times as fast until it has its lead.
constexpr auto catching_up = 10ms;
// Packets are made four at a time: waking up for each costs as much as signing and sealing it. They are made while the last one
// of before still waits, so that fan-out, which wakes for that one, need not be woken for these.
constexpr auto made_at_once = 3 * packet_time;
constexpr auto made_before_due = packet_time + 10ms;

domain::UtcTime utc_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return domain::UtcTime{std::chrono::duration_cast<domain::Duration>(since)};
}

/// T0 on the clock that never steps, as seen at the start.
Moment moment_of(domain::UtcTime time) { return std::chrono::steady_clock::now() + (time - utc_now()); }

bool wait_until(const std::stop_token& stop, Moment moment) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_until(lock, stop, moment, [] { return false; });
    return !stop.stop_requested();
}

Status stream(const std::stop_token& stop, LiveStream::Start start, Inbox& inbox, SharedCounters& counters,
              std::atomic<std::uint64_t>& next_index) {
    auto sound = start.open_sound();
    if (!sound) return sound.error();
    const auto t0 = moment_of(start.starts_at);
    auto due = std::chrono::steady_clock::now() - catching_up;
    auto made_until = Moment::min();
    bool is_first = true;
    for (std::uint64_t index = 0; index * packet_time < start.max_duration; ++index) {
        const auto heard_at = t0 + packet_time * index;
        // Whose moment is over cannot be heard any more; its number is skipped.
        const bool is_over = heard_at + packet_time <= std::chrono::steady_clock::now();
        if (!is_over) due = std::max<Moment>(heard_at - start.lead, due + catching_up);
        if (!is_over && due > made_until) {
            if (!wait_until(stop, due - made_before_due)) return Error{ErrorCode::cancelled, "the broadcast was stopped"};
            made_until = due + made_at_once;
        }
        // Not asked for sooner: another station gives it as it comes.
        auto opus = (*sound)->next();
        if (!opus) return opus.error();
        if (!*opus) return Status{};
        if (is_over || (*opus)->empty()) continue;
        const protocol::PacketIndex number{index};
        auto packet = start.sender.send(number, **opus, is_first);
        if (!packet) return packet.error();
        is_first = false;
        next_index = index + 1;
        auto bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(*packet));
        ++counters.packets_made;
        if (!inbox.put_packet({start.ssrc, number.sequence(), due, std::move(bytes)})) ++counters.packets_dropped;
    }
    return Status{};
}

}  // namespace

LiveStream::LiveStream(Start start, Inbox& inbox, SharedCounters& counters, std::function<void(Status)> ended) {
    auto work = [this, &inbox, &counters, ended = std::move(ended)](const std::stop_token& stop, Start begun) {
        ended(stream(stop, std::move(begun), inbox, counters, next_index_));
    };
    thread_ = std::jthread(std::move(work), std::move(start));
}

}  // namespace village::fanout
