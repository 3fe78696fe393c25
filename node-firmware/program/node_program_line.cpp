// The program's part towards the line: what the controller says goes to the loop, what the node is goes to the controller.
#include "controller/observability/log.hpp"
#include "node-firmware/program/node_program.hpp"
#include "protocol/session_codec.hpp"

namespace village::node {
using player_loop::Path;

link::HelloFacts NodeProgram::hello() {
    link::HelloFacts facts;
    facts.node = identity_.membership()->number;
    facts.software = software_;
    facts.software_version = "0.1.0";
    facts.clock = loop_.now();
    facts.clock_trusted = time_.trusted();
    facts.plan_epoch = loop_.plan_epoch();
    facts.plan_sequence = loop_.plan_sequence();
    facts.next_receipt = receipt_store_.committed() + 1;
    facts.delegation_serials = loop_.ring().delegation_serials();
    facts.boot_id = boot_id_;
    facts.anchors_version = loop_.ring().anchors().version;
    facts.owner_epoch = loop_.owner_epoch();
    return facts;
}

void NodeProgram::time_asked(const protocol::TimeNonce& nonce) { time_.asked(nonce, now()); }

void NodeProgram::joined(const wire::Welcome& welcome) {
    log::info("joined \"{}\" as node {} \"{}\" [joined]", welcome.policy().commune_name(), identity_.membership()->number.value,
              welcome.policy().node_name());
    forget_receipts(welcome.receipts_committed());
    outbox_.joined(receipt_store_.committed());
    loop_.session_joined();
    status_due_ = true;
    send_receipts();
    prefetcher_.wake();
}

void NodeProgram::lost() { outbox_.lost(); }

void NodeProgram::dismissed() {
    log::error("this node was revoked: it falls silent until it is enrolled anew [key_revoked]");
    loop_.dismissed();
}

void NodeProgram::message(const wire::SessionMessage& message) {
    if (message.has_receipt_committed()) {
        take_committed(message.receipt_committed().up_to_number());
        return send_receipts();
    }
    if (message.has_plan()) {
        wire::SessionMessage answer;
        *answer.mutable_plan_ack() = loop_.take_plan(message.plan());
        link_.send(answer);
        return prefetcher_.wake();
    }
    const bool was_trusted = time_.trusted();
    loop_.take_message(message);
    if (message.has_time_attestation()) {
        sound_.tell_time(now());
        if (!was_trusted && time_.trusted()) link_.begin_burst();
    }
    if (message.has_prefetch()) prefetcher_.wake();
    if (live_.is_active()) tend_live();
}

void NodeProgram::udp_packet(const protocol::UdpPacket& packet) {
    using protocol::UdpKind;
    if (packet.kind == UdpKind::start) {
        if (auto start = protocol::decode_start_body(packet.body)) loop_.take_start(*start, Path::udp);
    } else if (packet.kind == UdpKind::stop) {
        if (auto stop = protocol::decode_stop_body(packet.body)) loop_.take_stop(*stop, Path::udp);
    } else if (packet.kind == UdpKind::quench) {
        if (auto quench = protocol::decode_quench_body(packet.body)) loop_.take_quench(*quench, Path::udp);
    } else if (packet.kind == UdpKind::stream_key) {
        if (auto key = protocol::decode_stream_key_body(packet.body)) loop_.take_stream_key(*key, Path::udp);
    }
    if (live_.is_active()) tend_live();
}

void NodeProgram::bare_start(domain::Bytes datagram) {
    if (auto start = protocol::decode_bare_start(datagram)) loop_.take_start(*start, Path::bare_udp);
    if (live_.is_active()) tend_live();
}

void NodeProgram::rtp(domain::Bytes datagram) { (void)live_.take_packet(datagram, now()); }

void NodeProgram::exchange(const link::Exchange& exchange) {
    const playout::ClockSample sample{exchange.sent, exchange.received, exchange.answered, exchange.returned};
    if (!loop_.take_exchange(sample)) {
        log::warn("the controller's clock is further off than may be slewed, asking for an attestation [clock]");
        link_.ask_time();
    }
    sound_.tell_time(now());
}

protocol::ClockRequest NodeProgram::clock_request() {
    protocol::ClockRequest request;
    if (loop_.is_on_air()) request.flags |= protocol::clock_flag_on_air;
    if (time_.trusted()) request.flags |= protocol::clock_flag_trusted;
    if (!device_->state().ok) request.flags |= protocol::clock_flag_device_fails;
    request.plan_sequence = loop_.plan_sequence();
    return request;
}

}  // namespace village::node
