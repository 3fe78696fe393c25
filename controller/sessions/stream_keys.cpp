#include "controller/sessions/stream_keys.hpp"

#include "controller/sessions/node_session.hpp"
#include "protocol/stream_key.hpp"

namespace village::sessions {
namespace {

wire::SessionMessage message_of(const ports::StreamKey& key) {
    const auto wanted = protocol::stream_key(key.broadcast, key.redundancy_class, key.generation, key.ssrc, key.key, key.salt);
    wire::SessionMessage message;
    protocol::write_stream_key(wanted, *message.mutable_stream_key());
    return message;
}

}  // namespace

domain::Result<SharedFrame> StreamKeys::keep(const ports::StreamKey& key, domain::NodeSet nodes) {
    auto frame = shared_frame(message_of(key));
    if (!frame) return frame.error();
    if (kept_.size() >= kept_max) kept_.pop_front();
    kept_.push_back({std::move(nodes), *frame});
    return frame;
}

std::vector<SharedFrame> StreamKeys::of(domain::NodeNumber node) const {
    std::vector<SharedFrame> frames;
    for (const auto& kept : kept_)
        if (kept.nodes.contains(node)) frames.push_back(kept.frame);
    return frames;
}

}  // namespace village::sessions
