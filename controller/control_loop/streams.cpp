#include "controller/control_loop/streams.hpp"

#include "controller/observability/log.hpp"

namespace village::control_loop {

domain::Status open_stream(const Office& office, dispatch::BroadcastOrder& order) {
    auto stream = office.ports.streams->prepare(order.broadcast.id);
    if (!stream) return stream.error();
    order.stream = stream->description;
    for (const auto& key : stream->keys) office.ports.gateway->send_stream_key(key, order.broadcast.targets);
    return {};
}

bool has_its_source(const Office& office, const domain::Occurrence& occurrence, dispatch::BroadcastOrder& order) {
    const auto& broadcast = order.broadcast;
    if (order.broadcast.relay.empty() || office.known().is_planned(broadcast.id)) return true;
    if (occurrence.planned > office.now() + relay_opened_before) return false;
    const auto opened = open_stream(office, order);
    if (!opened)
        log::error("\"{}\" cannot be relayed: {} [{}]", broadcast.title, opened.error().detail,
                   domain::error_name(opened.error().code));
    return opened.has_value();
}

}  // namespace village::control_loop
