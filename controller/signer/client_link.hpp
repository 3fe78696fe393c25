// One connection to the signer: frames out in order, answers matched by their id. Shared by the client and by the two
// coroutines that read and write, so that each may end in its own time.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "controller/ports/awaitable.hpp"
#include "protocol/frame.hpp"
#include "protocol/signer.pb.h"

namespace village::signer {

class ClientLink : public std::enable_shared_from_this<ClientLink> {
public:
    explicit ClientLink(boost::asio::any_io_executor executor) : socket_(executor), executor_(std::move(executor)) {}

    /// At once or not at all: a Unix socket does not keep one waiting.
    domain::Status connect(const std::string& path);
    bool is_open() const { return socket_.is_open(); }
    std::size_t waiting() const { return waiting_.size(); }
    /// The answer to this request; `timed_out`, or `unavailable` when the connection ends first.
    ports::Awaitable<domain::Result<wire::SignerResponse>> ask(wire::SignerRequest request, std::chrono::milliseconds limit);
    void close();

private:
    struct Call {
        explicit Call(const boost::asio::any_io_executor& executor) : timer(executor) {}
        boost::asio::steady_timer timer;
        std::optional<wire::SignerResponse> response;
    };
    ports::Awaitable<void> read_all();
    ports::Awaitable<void> write_all();
    bool take(const protocol::ByteVector& body);
    void send(protocol::ByteVector frame);

    boost::asio::local::stream_protocol::socket socket_;
    boost::asio::any_io_executor executor_;
    protocol::FrameDecoder decoder_;
    std::deque<protocol::ByteVector> out_;
    bool writing_ = false;
    std::map<std::uint64_t, std::shared_ptr<Call>> waiting_;  ///< Shared with the coroutine that waits.
    std::uint64_t next_id_ = 1;
};

}  // namespace village::signer
