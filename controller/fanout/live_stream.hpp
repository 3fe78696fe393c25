// One broadcast on air: its live thread reads packets of sound, signs and seals them (SrtpSender) and hands them to fan-out,
// each `lead` before its moment. Waits for nothing but the time and its end.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "controller/fanout/packet_sender.hpp"
#include "controller/ports/live_packets.hpp"
#include "protocol/srtp_sender.hpp"
#include "scheduler/domain/time.hpp"

namespace village::fanout {

class LiveStream {
public:
    struct Start {
        std::function<domain::Result<std::unique_ptr<ports::LivePackets>>()> open_sound;  ///< May read a whole file: done here.
        protocol::SrtpSender sender;
        std::uint32_t ssrc = 0;
        domain::UtcTime starts_at{};
        domain::Duration max_duration{};
        std::chrono::milliseconds lead{};
    };
    /// `ended` is called on the live thread, once.
    LiveStream(Start start, Inbox& inbox, SharedCounters& counters, std::function<void(domain::Status)> ended);

    /// The destructor need not wait then.
    void ask_to_end() { thread_.request_stop(); }
    /// Of the packet that is made next. Any thread.
    std::uint64_t next_index() const { return next_index_; }

private:
    std::atomic<std::uint64_t> next_index_{0};
    // The destructor asks the thread to end and waits for it.
    std::jthread thread_;
};

}  // namespace village::fanout
