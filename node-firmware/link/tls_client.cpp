#include "node-firmware/link/tls_client.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

namespace village::node::link {
namespace asio = boost::asio;
using asio::ip::tcp;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

namespace {
bool use_identity(asio::ssl::context& context, const NodeIdentity& identity) {
    boost::system::error_code error;
    context.use_certificate(asio::buffer(identity.certificate_pem()), asio::ssl::context::pem, error);
    if (!error) context.use_private_key(asio::buffer(identity.tls_key_pem()), asio::ssl::context::pem, error);
    if (!error) context.add_certificate_authority(asio::buffer(identity.ca_pem()), error);
    return !error;
}

Result<asio::ssl::context> make_context(const TlsOptions& options) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    auto* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    if (options.identity) {
        if (!use_identity(context, *options.identity))
            return Error{ErrorCode::certificate_foreign, "the node's certificate or key is damaged; enrol it again"};
        context.set_verify_mode(asio::ssl::verify_peer);
        auto* parameters = SSL_CTX_get0_param(native);
        // Only the commune's controllers have a certificate of this CA for servers; names and addresses may change.
        X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
        if (options.now) X509_VERIFY_PARAM_set_time(parameters, domain::to_us(*options.now) / 1'000'000);
        else X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
    } else {
        context.set_verify_mode(asio::ssl::verify_none);
    }
    std::string wire(1, static_cast<char>(options.alpn.size()));
    wire += options.alpn;
    SSL_CTX_set_alpn_protos(native, reinterpret_cast<const unsigned char*>(wire.data()), static_cast<unsigned>(wire.size()));
    return context;
}

domain::Sha256 key_fingerprint(X509* certificate) {
    unsigned char* der = nullptr;
    const auto size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return {};
    const auto hash = domain::sha256(domain::Bytes(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return hash;
}

/// The ticket's CA ends the chain, and the chain holds.
domain::Status check_pinned(SSL* ssl, const domain::Sha256& fingerprint) {
    auto* chain = SSL_get_peer_cert_chain(ssl);
    const int length = chain ? sk_X509_num(chain) : 0;
    const Error foreign{ErrorCode::certificate_foreign,
                        "the controller's certificate is not of the pairing ticket's commune; do not go on"};
    if (length < 2) return foreign;
    auto* ca = sk_X509_value(chain, length - 1);
    if (key_fingerprint(ca) != fingerprint) return foreign;
    std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), X509_STORE_free);
    std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(X509_STORE_CTX_new(), X509_STORE_CTX_free);
    X509_STORE_add_cert(store.get(), ca);
    X509_STORE_CTX_init(check.get(), store.get(), sk_X509_value(chain, 0), chain);
    auto* parameters = X509_STORE_CTX_get0_param(check.get());
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
    if (X509_verify_cert(check.get()) != 1) return foreign;
    return {};
}

bool alpn_agreed(SSL* ssl, const std::string& wanted) {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &name, &size);
    return std::string_view(reinterpret_cast<const char*>(name), size) == wanted;
}

}  // namespace

Result<ControllerAddress> ControllerAddress::parse(std::string_view text) {
    ControllerAddress address;
    const Error bad{ErrorCode::configuration_invalid,
                    fmt::format("controller: \"{}\" is no address; write host:port, such as 203.0.113.7:8443", text)};
    auto host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return bad;
        host = text.substr(1, end - 1);
        if (text.size() > end + 1 && text[end + 1] == ':') port = text.substr(end + 2);
    } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos && text.find(':') == colon) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return bad;
    }
    unsigned value = 8443;
    if (!port.empty()) {
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
        if (error != std::errc{} || end != port.data() + port.size()) return bad;
    }
    if (host.empty() || host.size() > 253 || value < 1 || value > 65'535) return bad;
    address.host = std::string(host);
    address.port = static_cast<std::uint16_t>(value);
    return address;
}

std::string ControllerAddress::text() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

TlsConnection::TlsConnection(asio::any_io_executor executor, asio::ssl::context context)
    : context_(std::move(context)), stream_(executor, context_), deadline_(executor) {}
TlsConnection::~TlsConnection() { close(); }

void TlsConnection::set_deadline(std::chrono::milliseconds within) {
    deadline_.expires_after(within);
    deadline_.async_wait([this](boost::system::error_code error) {
        if (!error) close();
    });
}
void TlsConnection::clear_deadline() { deadline_.cancel(); }

void TlsConnection::close() {
    boost::system::error_code ignored;
    deadline_.cancel();
    stream_.lowest_layer().close(ignored);
}

std::array<std::uint8_t, 32> TlsConnection::export_secret(std::string_view label, std::optional<domain::Bytes> context) {
    std::array<std::uint8_t, 32> secret{};
    const auto* bytes = context ? context->data() : nullptr;
    const bool exported = SSL_export_keying_material(stream_.native_handle(), secret.data(), secret.size(), label.data(),
                                                     label.size(), bytes, context ? context->size() : 0, context ? 1 : 0) == 1;
    // Only an unfinished handshake has no exporter, and then there is no connection to speak of.
    if (!exported) close();
    return secret;
}

namespace {

struct Dialling {
    explicit Dialling(const asio::any_io_executor& executor) : resolver(executor) {}
    tcp::resolver resolver;
    bool is_over = false;
};

}  // namespace

asio::awaitable<Result<std::shared_ptr<TlsConnection>>> dial(ControllerAddress address, TlsOptions options) {
    auto executor = co_await asio::this_coro::executor;
    auto context = make_context(options);
    if (!context) co_return context.error();
    auto connection = std::make_shared<TlsConnection>(executor, std::move(*context));
    // Shared: the timer may have gone off, and its handler wait its turn, when this coroutine has already ended.
    const auto dialling = std::make_shared<Dialling>(executor);
    asio::steady_timer limit(executor, TlsConnection::dial_within);
    limit.async_wait([dialling, connection](boost::system::error_code error) {
        if (error || dialling->is_over) return;
        dialling->resolver.cancel();
        connection->close();
    });
    const auto port = std::to_string(address.port);
    auto [resolve_error, found] = co_await dialling->resolver.async_resolve(address.host, port, awaiting);
    if (resolve_error)
        co_return Error{ErrorCode::unavailable, fmt::format("{} is not found: {}", address.text(), resolve_error.message())};
    boost::system::error_code error;
    for (const auto& entry : found) {
        auto& socket = connection->stream_.lowest_layer();
        boost::system::error_code ignored;
        socket.close(ignored);
        socket.open(entry.endpoint().protocol(), error);
        if (error) continue;
        // 44 ms each way otherwise.
        socket.set_option(tcp::no_delay(true), ignored);
        auto [connect_error] = co_await socket.async_connect(entry.endpoint(), awaiting);
        error = connect_error;
        if (!error) {
            connection->remote_ = entry.endpoint();
            break;
        }
    }
    if (error || !connection->stream_.lowest_layer().is_open()) {
        co_return Error{ErrorCode::unavailable, fmt::format("{} does not answer: {}", address.text(), error.message())};
    }
    auto [handshake_error] = co_await connection->stream_.async_handshake(asio::ssl::stream_base::client, awaiting);
    dialling->is_over = true;
    limit.cancel();
    if (handshake_error) {
        const auto verdict = SSL_get_verify_result(connection->stream_.native_handle());
        if (verdict != X509_V_OK) {
            co_return Error{ErrorCode::certificate_foreign, fmt::format("{} has a certificate that is not of our commune: {}",
                                                                        address.text(), X509_verify_cert_error_string(verdict))};
        }
        co_return Error{ErrorCode::unavailable, fmt::format("no TLS with {}: {}", address.text(), handshake_error.message())};
    }
    if (!alpn_agreed(connection->stream_.native_handle(), options.alpn)) {
        co_return Error{ErrorCode::unsupported_version, fmt::format("{} does not speak {}", address.text(), options.alpn)};
    }
    if (options.ca_fingerprint) {
        if (auto pinned = check_pinned(connection->stream_.native_handle(), *options.ca_fingerprint); !pinned)
            co_return pinned.error();
    }
    co_return connection;
}

}  // namespace village::node::link
