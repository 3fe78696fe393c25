// One node's control session: performs what the session machine says on a TLS connection and tells its owner the rest. Lives
// until the connection ends. Control thread.
#pragma once

#include <memory>

#include "controller/ports/awaitable.hpp"
#include "controller/sessions/frame_channel.hpp"
#include "controller/sessions/machines/session_machine.hpp"

namespace village::sessions {

class NodeSession;

class NodeSessionOwner {
public:
    virtual ~NodeSessionOwner() = default;
    /// Everything the machine reports or asks for but sending and closing.
    virtual void happened(NodeSession& session, const machines::SessionAction& action) = 0;
    virtual void ended(NodeSession& session, const domain::Error& why) = 0;
};

class NodeSession : public std::enable_shared_from_this<NodeSession> {
public:
    NodeSession(std::shared_ptr<FrameChannel> channel, domain::NodeNumber node, NodeSessionOwner& owner);

    /// Reads until the end. `hello_limit` is for the first message.
    ports::Awaitable<void> run(std::chrono::milliseconds hello_limit);

    void greet(const machines::JoinFacts& facts, domain::UtcTime now) { perform(machine_.greet(facts, now)); }
    void refuse(domain::Error why) { perform(machine_.refuse(std::move(why))); }
    void attested(const domain::Result<std::vector<std::uint8_t>>& word) { perform(machine_.attested(word)); }
    void send_plan(wire::Plan plan, std::vector<domain::GrantId> grants) {
        perform(machine_.plan(std::move(plan), std::move(grants)));
    }
    void send(const wire::SessionMessage& message);
    void send(SharedFrame frame);
    /// Tells the node why, then closes.
    void close(const domain::Error& why);
    /// Closes without a word.
    void abort(domain::Error why);

    domain::NodeNumber node() const { return node_; }
    const wire::Hello& hello() const { return machine_.hello(); }
    bool is_joined() const { return machine_.is_joined(); }
    TlsStream& stream() { return channel_->stream(); }

    std::chrono::steady_clock::time_point heard_at{};      ///< Last byte of the node on this connection.
    std::chrono::steady_clock::time_point heartbeat_at{};  ///< Last heartbeat sent on it.

private:
    void perform(const machines::SessionActions& actions);

    std::shared_ptr<FrameChannel> channel_;
    domain::NodeNumber node_;
    NodeSessionOwner& owner_;
    machines::SessionMachine machine_;
    std::optional<domain::Error> why_ended_;
};

/// `too_large` over 1 MiB, which a caller's limits exclude.
domain::Result<SharedFrame> shared_frame(const wire::SessionMessage& message);

}  // namespace village::sessions
