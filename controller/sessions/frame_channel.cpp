#include "controller/sessions/frame_channel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace village::sessions {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;

constexpr auto write_limit = 15s;
constexpr auto finish_limit = 2s;
// One TLS record: more in one write saves nothing.
constexpr std::size_t write_bytes = 16 * 1024;

}  // namespace

FrameChannel::FrameChannel(std::unique_ptr<TlsStream> stream, Limits limits)
    : stream_(std::move(stream)), limits_(limits), decoder_(limits.frame_bytes_max), end_(stream_->get_executor()) {
    boost::beast::get_lowest_layer(*stream_).expires_never();
}

asio::awaitable<domain::Result<std::vector<protocol::ByteVector>>> FrameChannel::read() {
    const auto self = shared_from_this();
    while (open_) {
        boost::beast::get_lowest_layer(*stream_).expires_never();
        auto [failure, size] = co_await stream_->async_read_some(asio::buffer(space_), asio::as_tuple(asio::use_awaitable));
        if (failure) break;
        // The last words were said: what still comes only keeps the peer from losing them.
        if (finishing_) continue;
        auto frames = decoder_.feed(domain::Bytes{space_.data(), size});
        if (!frames) co_return frames.error();
        if (!frames->empty()) co_return std::move(*frames);
    }
    const bool in_time = !out_of_time_;
    abort();
    if (in_time) co_return Error{ErrorCode::unavailable, "the connection ended"};
    co_return Error{ErrorCode::timed_out, "no answer in time"};
}

bool FrameChannel::send(SharedFrame frame) {
    if (!open_ || finishing_) return false;
    if (queued_bytes_ + frame->size() > limits_.queue_bytes_max) {
        abort();
        return false;
    }
    queued_bytes_ += frame->size();
    queue_.push_back(std::move(frame));
    write_more();
    return true;
}

void FrameChannel::write_more() {
    if (is_writing_ || queue_.empty() || !open_) return;
    writing_.clear();
    while (!queue_.empty() && (writing_.empty() || writing_.size() + queue_.front()->size() <= write_bytes)) {
        writing_.insert(writing_.end(), queue_.front()->begin(), queue_.front()->end());
        queue_.pop_front();
    }
    is_writing_ = true;
    allow(*stream_, write_limit);
    asio::async_write(
        *stream_, asio::buffer(writing_),
        [self = shared_from_this()](const boost::system::error_code& failure, std::size_t) { self->written(failure); });
}

void FrameChannel::written(const boost::system::error_code& failure) {
    is_writing_ = false;
    queued_bytes_ -= writing_.size();
    if (failure) {
        out_of_time_ = out_of_time_ || failure == boost::beast::error::timeout;
        return abort();
    }
    write_more();
    if (finishing_ && !is_writing_) half_close();
}

void FrameChannel::finish() {
    if (!open_ || finishing_) return;
    finishing_ = true;
    end_in(finish_limit);
    if (!is_writing_) half_close();
}

// The reader goes on until the peer closes too, else a reset could overtake our last words.
void FrameChannel::half_close() {
    boost::system::error_code ignored;
    boost::beast::get_lowest_layer(*stream_).socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void FrameChannel::abort() {
    if (!open_) return;
    open_ = false;
    queue_.clear();
    end_.cancel();
    boost::beast::get_lowest_layer(*stream_).close();
}

void FrameChannel::end_in(std::chrono::steady_clock::duration time) {
    end_.expires_after(time);
    end_.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
        const auto self = weak.lock();
        if (cancelled || !self) return;
        self->out_of_time_ = true;
        self->abort();
    });
}

void FrameChannel::stay_open() { end_.cancel(); }

}  // namespace village::sessions
