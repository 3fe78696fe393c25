// One HTTP connection from its first byte to its last: heads, bodies, answers, each with a time limit and a size limit.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include "controller/web_api/dispatch.hpp"
#include "controller/web_api/web_stream.hpp"

namespace village::web_api {

/// Who is at the other end; an IPv4 address in its own form. The unspecified address when they have gone.
boost::asio::ip::address client_of(const WebStream& stream);

class Connection {
public:
    static constexpr std::size_t head_bytes_max = 16 * 1024;
    static constexpr std::chrono::seconds head_time{15};
    static constexpr std::chrono::seconds body_time{15};
    static constexpr std::chrono::seconds piece_time{60};
    static constexpr std::chrono::seconds idle_time{60};
    static constexpr std::chrono::seconds write_time{60};

    Connection(Api& api, const Pages* pages, WebStream stream);

    ports::Awaitable<void> run();
    /// Everything under way on the socket ends with an error.
    void close() { stream_.close(); }
    const boost::asio::ip::address& client() const { return client_; }

private:
    /// False: the connection is to be closed.
    ports::Awaitable<bool> serve_one();
    ports::Awaitable<bool> wait_for_bytes();
    ports::Awaitable<bool> read_body(std::uint64_t length, std::string* into, std::chrono::seconds time);
    ports::Awaitable<bool> send(Answer answer, bool head_only, bool keep_alive);
    ports::Awaitable<bool> send_blob(BlobBody blob);
    ports::Awaitable<bool> send_bytes(std::string_view bytes);
    std::string head_text(const Answer& answer, std::uint64_t length, bool keep_alive) const;

    Api& api_;
    const Pages* pages_;
    WebStream stream_;
    boost::beast::flat_buffer buffer_;
    boost::asio::ip::address client_;
    bool first_ = true;
};

}  // namespace village::web_api
