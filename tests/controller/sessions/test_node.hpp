// A small node written from PROTOCOL.md: its keys, a TLS connection, frames, a UDP association. Every call waits at most 10 s and
// throws when nothing comes, which fails the test.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <deque>

#include "controller/sessions/x509_text.hpp"
#include "protocol/frame.hpp"
#include "protocol/pairing_code.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/udp_packets.hpp"
#include "tests/controller/sessions/test_commune.hpp"

namespace village::sessions {

class TestNode {
public:
    TestNode(TestCommune& commune, std::uint8_t seed = 1);

    /// What a box holds after enrolment; gives itself a certificate of `ca_folder`'s CA when one is named.
    void certify(domain::NodeNumber number, const std::string& ca_folder);
    /// By the commune's own CA, with the credential stored: as if enrolled.
    void enrol_directly(domain::NodeNumber number);

    /// TCP, TLS and ALPN; false when the handshake or the first read after it fails.
    bool connect(std::string_view alpn);
    void send(const wire::SessionMessage& message);
    void send_raw(domain::Bytes bytes);
    /// The next frame's message.
    wire::SessionMessage receive();
    /// The next one for which `wanted` holds; others are passed over.
    template <class Wanted>
    wire::SessionMessage receive_until(Wanted wanted) {
        while (true) {
            auto message = receive();
            if (wanted(message)) return message;
        }
    }
    /// True when the controller closes within 10 s.
    bool is_closed_by_controller();
    void close();

    /// Hello, and everything up to UdpBinding.
    wire::SessionMessage join(std::uint64_t next_receipt = 1);
    wire::SessionMessage hello(std::uint64_t next_receipt = 1) const;

    /// Enrolment up to the controller's answer to the proof.
    wire::SessionMessage prove(const protocol::PairingCode& code);
    std::array<std::uint8_t, 32> enrolment_exporter();

    void open_udp(const wire::UdpBinding& binding);
    void send_udp(protocol::UdpKind kind, domain::Bytes body);
    void send_udp_raw(domain::Bytes bytes);
    /// A packet of this node that has not left yet.
    protocol::ByteVector sealed(protocol::UdpKind kind, domain::Bytes body);
    /// As when the box between node and controller gives it another port.
    void move_udp(std::uint16_t port_of_controller);
    std::uint16_t udp_port() const { return udp_->local_endpoint().port(); }
    protocol::UdpPacket receive_udp();
    std::uint64_t connection_id() const { return association_->connection_id(); }

    /// One HTTP request, answered whole; the connection stays.
    struct Answer {
        int status = 0;
        std::map<std::string, std::string> fields;
        std::string body;
    };
    Answer request(const std::string& text, bool is_head = false);

    std::string certificate_request() const;

    domain::NodeNumber number;
    std::uint64_t owner_epoch = 0;  ///< The highest it has seen.
    protocol::Ed25519KeyPair receipt_key;
    PrivateKey key;
    std::string certificate;  // PEM.

private:
    using Stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;
    TestCommune& commune_;
    std::unique_ptr<boost::asio::ssl::context> tls_;
    std::unique_ptr<Stream> stream_;
    protocol::FrameDecoder decoder_;
    std::deque<protocol::ByteVector> frames_;
    std::unique_ptr<boost::asio::ip::udp::socket> udp_;
    std::optional<protocol::UdpAssociation> association_;
    std::string http_rest_;
};

}  // namespace village::sessions
