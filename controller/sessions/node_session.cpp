#include "controller/sessions/node_session.hpp"

#include "controller/observability/log.hpp"

namespace village::sessions {

using domain::Error;
using domain::ErrorCode;

domain::Result<SharedFrame> shared_frame(const wire::SessionMessage& message) {
    auto encoded = protocol::encode_message(message);
    if (!encoded) return encoded.error();
    return std::make_shared<const protocol::ByteVector>(std::move(*encoded));
}

NodeSession::NodeSession(std::shared_ptr<FrameChannel> channel, domain::NodeNumber node, NodeSessionOwner& owner)
    : channel_(std::move(channel)), node_(node), owner_(owner), machine_(node) {
    heard_at = heartbeat_at = std::chrono::steady_clock::now();
}

ports::Awaitable<void> NodeSession::run(std::chrono::milliseconds hello_limit) {
    const auto self = shared_from_this();
    channel_->end_in(hello_limit);
    while (true) {
        auto frames = co_await channel_->read();
        if (!frames) {
            if (!why_ended_) why_ended_ = frames.error();
            const bool by_its_fault = frames.error().code == ErrorCode::malformed || frames.error().code == ErrorCode::too_large;
            if (!by_its_fault || channel_->is_finishing()) break;
            perform(machine_.refuse(frames.error()));
            continue;
        }
        heard_at = std::chrono::steady_clock::now();
        for (const auto& frame : *frames) perform(machine_.received(frame));
    }
    owner_.ended(*this, *why_ended_);
}

void NodeSession::perform(const machines::SessionActions& actions) {
    for (const auto& action : actions) {
        if (const auto* to_send = std::get_if<machines::SendToNode>(&action)) {
            send(to_send->message);
        } else if (const auto* closing = std::get_if<machines::CloseSession>(&action)) {
            if (!why_ended_) why_ended_ = closing->why;
            channel_->finish();
        } else {
            if (std::holds_alternative<machines::NodeJoined>(action)) channel_->stay_open();
            owner_.happened(*this, action);
        }
    }
}

void NodeSession::send(const wire::SessionMessage& message) {
    auto frame = shared_frame(message);
    if (!frame) return log::error("a message for node {} could not be sent: {} [too_large]", node_.value, frame.error().detail);
    send(std::move(*frame));
}

void NodeSession::send(SharedFrame frame) {
    const bool was_open = channel_->is_open() && !channel_->is_finishing();
    if (channel_->send(std::move(frame)) || !was_open || why_ended_) return;
    why_ended_ = Error{ErrorCode::too_large, "it does not take what it is sent; it is cut off and will join anew"};
}

void NodeSession::close(const Error& why) { perform(machine_.refuse(why)); }

void NodeSession::abort(Error why) {
    if (!why_ended_) why_ended_ = std::move(why);
    channel_->abort();
}

}  // namespace village::sessions
