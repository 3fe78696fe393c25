// Frames over one TLS connection: reading as they come, writing from a bounded queue. Overflow rule: a peer that does not take
// what it is sent is cut off (it joins anew and gets the present state), nothing is dropped in between. Control thread.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "controller/sessions/tls_stream.hpp"
#include "protocol/frame.hpp"

namespace village::sessions {

/// Header and body, encoded once and sent to many.
using SharedFrame = std::shared_ptr<const protocol::ByteVector>;

// Shared, because a write under way and the reader each keep it alive.
class FrameChannel : public std::enable_shared_from_this<FrameChannel> {
public:
    struct Limits {
        std::size_t frame_bytes_max = protocol::frame_bytes_max;
        std::size_t queue_bytes_max = 4 * 1024 * 1024;
    };
    FrameChannel(std::unique_ptr<TlsStream> stream, Limits limits);

    /// What came next, at least one frame. An error when the connection ended: `malformed` and `too_large` by the peer's
    /// fault, `timed_out` when its time was over, `unavailable` else.
    boost::asio::awaitable<domain::Result<std::vector<protocol::ByteVector>>> read();
    /// False when the queue was full: the channel is closed then.
    bool send(SharedFrame frame);
    /// Sends what is queued, then closes; at most 2 s.
    void finish();
    /// Closes now.
    void abort();
    /// Closes when the time is over; a later call counts instead.
    void end_in(std::chrono::steady_clock::duration time);
    void stay_open();

    bool is_open() const { return open_; }
    bool is_finishing() const { return finishing_; }
    std::size_t queued_bytes() const { return queued_bytes_; }
    TlsStream& stream() { return *stream_; }

private:
    void write_more();
    void written(const boost::system::error_code& failure);
    void half_close();

    std::unique_ptr<TlsStream> stream_;
    Limits limits_;
    protocol::FrameDecoder decoder_;
    boost::asio::steady_timer end_;
    std::deque<SharedFrame> queue_;
    protocol::ByteVector writing_;
    std::array<std::uint8_t, 4096> space_{};
    std::size_t queued_bytes_ = 0;
    bool is_writing_ = false;
    bool finishing_ = false;
    bool open_ = true;
    bool out_of_time_ = false;
};

}  // namespace village::sessions
