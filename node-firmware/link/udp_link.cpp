#include "node-firmware/link/udp_link.hpp"

#include "controller/observability/log.hpp"

namespace village::node::link {
namespace asio = boost::asio;
using asio::ip::udp;

UdpLink::UdpLink(asio::io_context& context, UdpHandlers handlers, DemoFaults& faults)
    : context_(context), socket_(context), handlers_(std::move(handlers)), faults_(faults), buffer_(2048) {}
UdpLink::~UdpLink() { close(); }

void UdpLink::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void UdpLink::open(const udp& protocol) {
    boost::system::error_code error;
    if (socket_.is_open() && socket_.local_endpoint(error).protocol() == protocol && !error) return;
    close();
    socket_.open(protocol, error);
    if (!error) socket_.bind(udp::endpoint(protocol, 0), error);
    if (!error) socket_.non_blocking(true, error);
    if (error) return log::warn("no UDP socket ({}), media will come over TLS [udp]", error.message());
    wait();
}

void UdpLink::bind(protocol::UdpAssociation association, udp::endpoint controller) {
    open(controller.protocol());
    controller_ = controller;
    lost_at_.reset();
    associations_.insert(associations_.begin(), std::move(association));
    if (associations_.size() > 2) associations_.pop_back();
}

void UdpLink::wait() {
    socket_.async_wait(udp::socket::wait_read, [this](boost::system::error_code error) {
        if (error) return;
        receive_all();
        if (socket_.is_open()) wait();
    });
}

void UdpLink::receive_all() {
    for (std::size_t count = 0; count < datagrams_at_once; ++count) {
        udp::endpoint from;
        boost::system::error_code error;
        const auto size = socket_.receive_from(asio::buffer(buffer_), from, 0, error);
        if (error == asio::error::would_block || error == asio::error::bad_descriptor) return;
        if (error || size == 0 || size > protocol::udp_packet_bytes_max) continue;
        if (!faults_.loses_datagram()) take(domain::Bytes(buffer_).first(size));
    }
}

void UdpLink::take(domain::Bytes datagram) {
    if (protocol::looks_like_rtp(datagram)) return handlers_.on_rtp(datagram);
    if (datagram[0] == protocol::udp_bare_start) return handlers_.on_bare_start(datagram);
    if (datagram[0] != protocol::udp_associated) return;
    const auto id = protocol::udp_connection_id(datagram);
    for (auto& association : associations_) {
        if (!id || association.connection_id() != *id) continue;
        if (auto packet = association.open(datagram)) handlers_.on_packet(std::move(*packet));
        return;
    }
}

void UdpLink::send(protocol::UdpKind kind, domain::Bytes body) {
    if (associations_.empty() || !socket_.is_open()) return;
    auto packet = associations_.front().seal(kind, body);
    if (!packet || faults_.loses_datagram()) return;
    boost::system::error_code ignored;
    socket_.send_to(asio::buffer(*packet), controller_, 0, ignored);
}

}  // namespace village::node::link
