#include "tests/controller/sessions/test_node.hpp"

#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>

#include "controller/sessions/device_ca.hpp"
#include "protocol/enrolment.hpp"

namespace village::sessions {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

[[noreturn]] void give_up(const std::string& why) { throw std::runtime_error(why); }

ports::Awaitable<bool> shake(asio::ssl::stream<tcp::socket>& stream, tcp::endpoint to) {
    auto [refused] = co_await stream.next_layer().async_connect(to, await_tuple);
    if (refused) co_return false;
    stream.next_layer().set_option(tcp::no_delay{true});
    auto [failure] = co_await stream.async_handshake(asio::ssl::stream_base::client, await_tuple);
    co_return !failure;
}

ports::Awaitable<std::size_t> read_some(asio::ssl::stream<tcp::socket>& stream, std::vector<std::uint8_t>& space) {
    auto [failure, size] = co_await stream.async_read_some(asio::buffer(space), await_tuple);
    co_return failure ? 0 : size;
}

ports::Awaitable<bool> write(asio::ssl::stream<tcp::socket>& stream, protocol::ByteVector bytes) {
    auto [failure, size] = co_await asio::async_write(stream, asio::buffer(bytes), await_tuple);
    co_return !failure;
}

ports::Awaitable<std::size_t> read_datagram(udp::socket& socket, std::vector<std::uint8_t>& space) {
    auto [failure, size] = co_await socket.async_receive(asio::buffer(space), await_tuple);
    co_return failure ? 0 : size;
}

}  // namespace

TestNode::TestNode(TestCommune& commune, std::uint8_t seed)
    : receipt_key(key_from(seed)), key(make_p256_key()), commune_(commune) {}

std::string TestNode::certificate_request() const {
    CertificateRequest request{X509_REQ_new()};
    X509_REQ_set_pubkey(request.get(), key.get());
    X509_REQ_sign(request.get(), key.get(), EVP_sha256());
    std::string der(static_cast<std::size_t>(i2d_X509_REQ(request.get(), nullptr)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509_REQ(request.get(), &at);
    return der;
}

void TestNode::certify(domain::NodeNumber chosen, const std::string& ca_folder) {
    auto ca = DeviceCa::open(ca_folder, "some commune", commune_.now());
    if (!ca) give_up(ca.error().detail);
    const auto request = certificate_request();
    auto issued = ca->issue_node(domain::as_bytes(request), {chosen, domain::NodeId{{1}}}, commune_.now());
    if (!issued) give_up(issued.error().detail);
    number = chosen;
    certificate = issued->pem;
}

void TestNode::enrol_directly(domain::NodeNumber chosen) {
    certify(chosen, commune_.options.folder);
    ports::NodeCredential credential{
        .node = chosen, .certificate_pem = certificate, .receipt_key = receipt_key.public_key().bytes};
    commune_.await(commune_.credentials.save(credential, ports::by_itself));
    commune_.restart();
}

bool TestNode::connect(std::string_view alpn) {
    tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_3_VERSION);
    tls_->load_verify_file(commune_.service->ca_certificate_path());
    tls_->set_verify_mode(asio::ssl::verify_peer);
    if (!certificate.empty()) {
        tls_->use_certificate(asio::buffer(certificate), asio::ssl::context::pem);
        const auto pem = pem_of(*key);
        tls_->use_private_key(asio::buffer(pem), asio::ssl::context::pem);
    }
    const auto offer = static_cast<char>(alpn.size()) + std::string(alpn);
    SSL_CTX_set_alpn_protos(tls_->native_handle(), reinterpret_cast<const unsigned char*>(offer.data()),
                            static_cast<unsigned>(offer.size()));
    stream_ = std::make_unique<Stream>(commune_.context, *tls_);
    decoder_ = protocol::FrameDecoder{};
    frames_.clear();
    http_rest_.clear();
    return commune_.await(shake(*stream_, {asio::ip::address_v4::loopback(), commune_.service->port()}));
}

void TestNode::send(const wire::SessionMessage& message) {
    auto frame = protocol::encode_message(message);
    if (!frame) give_up(frame.error().detail);
    send_raw(*frame);
}

void TestNode::send_raw(domain::Bytes bytes) { commune_.await(write(*stream_, {bytes.begin(), bytes.end()})); }

wire::SessionMessage TestNode::receive() {
    std::vector<std::uint8_t> space(64 * 1024);
    while (frames_.empty()) {
        const auto size = commune_.await(read_some(*stream_, space));
        if (size == 0) give_up("the controller closed the connection");
        auto frames = decoder_.feed(domain::Bytes{space.data(), size});
        if (!frames) give_up(frames.error().detail);
        for (auto& frame : *frames) frames_.push_back(std::move(frame));
    }
    auto message = protocol::decode_session_message(frames_.front());
    frames_.pop_front();
    if (!message) give_up(message.error().detail);
    return std::move(*message);
}

bool TestNode::is_closed_by_controller() {
    std::vector<std::uint8_t> space(64 * 1024);
    while (commune_.await(read_some(*stream_, space)) > 0) {
    }
    return true;
}

void TestNode::close() {
    boost::system::error_code ignored;
    stream_->next_layer().close(ignored);
}

wire::SessionMessage TestNode::hello(std::uint64_t next_receipt) const {
    wire::SessionMessage message;
    auto& hello = *message.mutable_hello();
    hello.add_versions(1);
    hello.set_node_number(number.value);
    hello.set_software(std::string(32, 's'));
    hello.set_software_version("0.1.0");
    hello.set_boot_id(std::string(16, 'b'));
    hello.set_next_receipt(next_receipt);
    hello.set_owner_epoch(owner_epoch);
    return message;
}

wire::SessionMessage TestNode::join(std::uint64_t next_receipt) {
    if (!connect(protocol::alpn_session)) give_up("the handshake failed");
    send(hello(next_receipt));
    const auto welcome = receive_until([](const auto& message) { return message.has_welcome(); });
    const auto binding = receive_until([](const auto& message) { return message.has_udp_binding(); });
    open_udp(binding.udp_binding());
    return welcome;
}

std::array<std::uint8_t, 32> TestNode::enrolment_exporter() {
    std::array<std::uint8_t, 32> exporter{};
    const auto label = protocol::enrolment_exporter_label;
    SSL_export_keying_material(stream_->native_handle(), exporter.data(), exporter.size(), label.data(), label.size(), nullptr, 0,
                               0);
    return exporter;
}

wire::SessionMessage TestNode::prove(const protocol::PairingCode& code) {
    wire::SessionMessage begin;
    begin.mutable_enrol_begin()->add_versions(1);
    begin.mutable_enrol_begin()->set_node_public_key(protocol::string_of(receipt_key.public_key().bytes));
    begin.mutable_enrol_begin()->set_certificate_request(certificate_request());
    begin.mutable_enrol_begin()->set_software(std::string(32, 's'));
    send(begin);
    if (!receive().has_enrol_challenge()) give_up("no EnrolChallenge came");
    wire::SessionMessage proof;
    const auto proved = protocol::node_enrolment_proof(code, enrolment_exporter(), receipt_key.public_key());
    proof.mutable_enrol_proof()->set_proof(protocol::string_of(proved));
    proof.mutable_enrol_proof()->set_code_id(protocol::string_of(protocol::pairing_code_id(code)));
    send(proof);
    return receive();
}

void TestNode::open_udp(const wire::UdpBinding& binding) {
    std::array<std::uint8_t, 8> id{};
    for (int i = 0; i < 8; ++i)
        id[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(binding.connection_id() >> (56 - 8 * i));
    std::array<std::uint8_t, 32> exporter{};
    const auto label = protocol::udp_exporter_label;
    SSL_export_keying_material(stream_->native_handle(), exporter.data(), exporter.size(), label.data(), label.size(), id.data(),
                               id.size(), 1);
    protocol::UdpAssociationState state;
    state.connection_id = binding.connection_id();
    state.exporter = protocol::Secret<32>{exporter};
    association_.emplace(protocol::UdpRole::node, state);
    udp_ = std::make_unique<udp::socket>(commune_.context, udp::endpoint{asio::ip::address_v4::loopback(), 0});
    udp_->connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(binding.port())});
}

void TestNode::send_udp(protocol::UdpKind kind, domain::Bytes body) { send_udp_raw(sealed(kind, body)); }

protocol::ByteVector TestNode::sealed(protocol::UdpKind kind, domain::Bytes body) {
    auto packet = association_->seal(kind, body);
    if (!packet) give_up(packet.error().detail);
    return std::move(*packet);
}

void TestNode::move_udp(std::uint16_t port_of_controller) {
    // The old socket is closed only afterwards: the new one must not get its port.
    auto moved = std::make_unique<udp::socket>(commune_.context, udp::endpoint{asio::ip::address_v4::loopback(), 0});
    moved->connect({asio::ip::address_v4::loopback(), port_of_controller});
    udp_ = std::move(moved);
}

void TestNode::send_udp_raw(domain::Bytes bytes) { udp_->send(asio::buffer(bytes.data(), bytes.size())); }

protocol::UdpPacket TestNode::receive_udp() {
    std::vector<std::uint8_t> space(2048);
    const auto size = commune_.await(read_datagram(*udp_, space));
    auto packet = association_->open(domain::Bytes{space.data(), size});
    if (!packet) give_up(packet.error().detail);
    return std::move(*packet);
}

TestNode::Answer TestNode::request(const std::string& text, bool is_head) {
    send_raw(domain::as_bytes(text));
    std::vector<std::uint8_t> space(64 * 1024);
    const auto more = [&] {
        const auto size = commune_.await(read_some(*stream_, space));
        http_rest_.append(space.begin(), space.begin() + static_cast<long>(size));
        return size > 0;
    };
    std::size_t end = 0;
    while ((end = http_rest_.find("\r\n\r\n")) == std::string::npos)
        if (!more()) give_up("the connection ended before the answer's head");
    Answer answer;
    std::from_chars(http_rest_.data() + 9, http_rest_.data() + 12, answer.status);
    for (auto at = http_rest_.find("\r\n") + 2; at < end;) {
        const auto line_end = http_rest_.find("\r\n", at);
        const auto line = http_rest_.substr(at, line_end - at);
        const auto colon = line.find(": ");
        answer.fields[line.substr(0, colon)] = line.substr(colon + 2);
        at = line_end + 2;
    }
    const std::size_t length =
        is_head || !answer.fields.contains("Content-Length") ? 0 : std::stoul(answer.fields["Content-Length"]);
    while (http_rest_.size() < end + 4 + length)
        if (!more()) give_up("the connection ended inside the answer's body");
    answer.body = http_rest_.substr(end + 4, length);
    http_rest_.erase(0, end + 4 + length);
    return answer;
}

}  // namespace village::sessions
