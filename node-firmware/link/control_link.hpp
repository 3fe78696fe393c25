// The line to the controller: dials, joins, keeps alive, reads and writes session messages, and owns the UDP fast path. Decisions
// are the machines'; what was heard goes to `LinkEvents`. Main thread only; `stop` ends every coroutine of it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <random>
#include <vector>

#include "node-firmware/link/machines/join_machine.hpp"
#include "node-firmware/link/machines/keepalive.hpp"
#include "node-firmware/link/machines/reconnect.hpp"
#include "node-firmware/link/tls_client.hpp"
#include "node-firmware/link/udp_link.hpp"

namespace village::node::link {

/// Four timestamps of one exchange.
struct Exchange {
    domain::MonotonicTime sent{};
    domain::UtcTime received{};
    domain::UtcTime answered{};
    domain::MonotonicTime returned{};
};

class LinkEvents {
public:
    virtual ~LinkEvents() = default;
    virtual HelloFacts hello() = 0;
    /// A fresh nonce leaves now.
    virtual void time_asked(const protocol::TimeNonce& nonce) = 0;
    virtual void joined(const wire::Welcome& welcome) = 0;
    virtual void lost() = 0;
    /// The controller says that this node was revoked.
    virtual void dismissed() = 0;
    virtual void message(const wire::SessionMessage& message) = 0;
    virtual void udp_packet(const protocol::UdpPacket& packet) = 0;
    virtual void bare_start(domain::Bytes datagram) = 0;
    virtual void rtp(domain::Bytes datagram) = 0;
    virtual void exchange(const Exchange& exchange) = 0;
    virtual protocol::ClockRequest clock_request() = 0;
    virtual bool on_air() = 0;
};

struct ControlLinkOptions {
    std::vector<ControllerAddress> controllers;
    KnownTime known_time;
};

class ControlLink {
public:
    static constexpr std::size_t queue_bytes_max = 4 * 1024 * 1024;  ///< A session that does not drain is closed.

    ControlLink(boost::asio::io_context& context, ControlLinkOptions options, const NodeIdentity& identity, LinkEvents& events,
                DemoFaults& faults);
    ~ControlLink();

    void start();
    /// Closes everything; coroutines end with the next turn of the loop.
    void stop();
    /// Dropped without a session: whatever matters is said again after the next join.
    void send(const wire::SessionMessage& message);
    void send_udp(protocol::UdpKind kind, domain::Bytes body) { udp_.send(kind, body); }
    void ask_time();
    void begin_burst() { keepalive_.begin_burst(); }
    bool is_joined() const { return connection_ && join_.is_joined(); }
    /// The demo cuts the line.
    void drop_session();
    /// Does not wait any longer before the next try.
    void dial_now() { pause_.cancel(); }

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<domain::Error> session(ControllerAddress address, Reconnect& reconnect);
    boost::asio::awaitable<domain::Error> read_messages(std::shared_ptr<TlsConnection> connection, Reconnect& reconnect);
    boost::asio::awaitable<void> write_messages(std::shared_ptr<TlsConnection> connection);
    boost::asio::awaitable<void> keep_alive(std::shared_ptr<TlsConnection> connection);
    void perform(JoinMachine::Step& step, Reconnect& reconnect);
    void bind_udp(const wire::UdpBinding& binding);
    void take_udp(const protocol::UdpPacket& packet);
    void send_clock_request();
    double random() { return std::uniform_real_distribution<double>(0, 1)(random_); }
    domain::MonotonicTime now() const;

    boost::asio::io_context& context_;
    ControlLinkOptions options_;
    const NodeIdentity& identity_;
    LinkEvents& events_;
    DemoFaults& faults_;
    UdpLink udp_;
    JoinMachine join_;
    Keepalive keepalive_;
    std::shared_ptr<TlsConnection> connection_;
    boost::asio::steady_timer pause_;
    boost::asio::steady_timer write_wanted_;
    std::deque<protocol::ByteVector> queue_;
    std::size_t queue_bytes_ = 0;
    std::uint32_t clock_sequence_ = 0;
    std::uint64_t heartbeats_ = 0;
    std::mt19937_64 random_{std::random_device{}()};
    bool stopping_ = false;
};

}  // namespace village::node::link
