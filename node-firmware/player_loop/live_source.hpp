// The samples of a live stream: verified packets come in through a bounded queue, wait in the jitter buffer for their time, are
// decoded or concealed. Packet n is the media time [40 n, 40 n + 40) ms, so a node that joins late needs no history.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "node-firmware/audio/bounded_queue.hpp"
#include "node-firmware/audio/opus_decoder.hpp"
#include "node-firmware/audio/sample_source.hpp"
#include "node-firmware/playout/jitter_buffer.hpp"

namespace village::node::player_loop {

/// What crosses between the main thread (packets in, wishes out) and the device's thread.
struct LiveLine {
    static constexpr std::size_t packets_max = 512;  ///< More are dropped: the device has not taken any for 10 s.
    static constexpr std::size_t wishes_max = 32;    ///< More are dropped: they are wished for again.
    audio::BoundedQueue<playout::MediaPacket> packets{packets_max};
    audio::BoundedQueue<std::vector<std::uint64_t>> wishes{wishes_max};
    /// In the jitter buffer; written by the device's thread, for whoever asks what a stream holds.
    std::atomic<std::size_t> buffered{0}, holes{0};
};

class LiveSource final : public audio::SampleSource {
public:
    static constexpr std::int64_t packet_samples = 1920;
    static constexpr std::uint32_t conceal_packets_max = 3;  ///< 120 ms; then silence, which does not pretend.
    /// Two minutes without a packet: nobody speaks any more. A mobile outage is shorter, and the node joins again after it.
    static constexpr std::uint32_t speech_patience = 3000;

    /// The line has two ends in two threads, so it is shared. `first` is the packet expected to sound first, `end` the number
    /// after the last one of all; it is over after `patience` packets that did not come, too.
    LiveSource(std::shared_ptr<LiveLine> line, std::uint64_t first, std::uint64_t end, std::uint64_t patience,
               std::function<domain::MonotonicTime()> clock);

    domain::Status seek(std::int64_t sample) override;
    domain::Result<std::size_t> read(std::span<float> out) override;
    void prepare(domain::Duration until) override;
    domain::FrameLedger ledger() const override;

private:
    void take_packets();
    void wish(domain::Duration until);
    void decode_next();

    std::shared_ptr<LiveLine> line_;
    std::function<domain::MonotonicTime()> clock_;
    playout::JitterBuffer buffer_;
    audio::MonoDecoder decoder_;
    std::vector<float> ready_;
    std::size_t ready_at_ = 0;
    std::uint64_t patience_;
    std::uint64_t missing_in_a_row_ = 0;
    std::uint32_t silent_packets_ = 0;
};

}  // namespace village::node::player_loop
