#include "controller/sessions/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <charconv>

#include "controller/sessions/x509_text.hpp"
#include "protocol/session_codec.hpp"

namespace village::sessions {
namespace {

using domain::Error;
using domain::ErrorCode;

std::optional<std::string_view> offered(std::string_view wanted, const unsigned char* list, unsigned size) {
    const std::string_view all(reinterpret_cast<const char*>(list), size);
    for (std::size_t at = 0; at < all.size();) {
        const auto length = static_cast<unsigned char>(all[at]);
        if (all.substr(at + 1, length) == wanted) return all.substr(at + 1, length);
        at += length + 1U;
    }
    return std::nullopt;
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* list, unsigned size, void*) {
    for (const auto wanted : {protocol::alpn_session, protocol::alpn_http}) {
        const auto found = offered(wanted, list, size);
        if (!found) continue;
        *out = reinterpret_cast<const unsigned char*>(found->data());
        *out_size = static_cast<unsigned char>(found->size());
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string chosen_protocol(SSL& ssl) {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(&ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string common_name(X509& certificate) {
    std::array<char, 128> text{};
    const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, text.data(), text.size());
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string{};
}

std::optional<domain::NodeNumber> node_of(std::string_view name) {
    constexpr std::string_view prefix = "node-";
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    domain::NodeNumber node;
    const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), node.value);
    if (failure != std::errc{} || end != name.data() + name.size() || node.value == 0) return std::nullopt;
    return node;
}

}  // namespace

domain::Result<boost::asio::ssl::context> make_tls_context(const DeviceCa& ca, const ServerIdentity& identity) {
    namespace ssl = boost::asio::ssl;
    ssl::context context{ssl::context::tls_server};
    auto* native = context.native_handle();
    boost::system::error_code failure;
    context.use_certificate_chain_file(identity.certificate_path, failure);
    if (!failure) context.use_private_key_file(identity.key_path, ssl::context::pem, failure);
    if (!failure) context.load_verify_file(ca.certificate_path(), failure);
    if (failure) return Error{ErrorCode::configuration_invalid, "the server certificate cannot be used: " + failure.message()};
    // Optional: browsers have none. One that is not ours fails the handshake with an alert.
    context.set_verify_mode(ssl::verify_peer);
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(ca.certificate_path().c_str()));
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    return context;
}

domain::Result<Caller> identify(TlsStream& stream) {
    auto& ssl = *stream.native_handle();
    Caller caller;
    caller.spoken = chosen_protocol(ssl) == protocol::alpn_session ? Spoken::session : Spoken::http;
    boost::system::error_code gone;
    const auto peer = boost::beast::get_lowest_layer(stream).socket().remote_endpoint(gone);
    caller.address = gone ? "a caller that has gone" : peer.address().to_string();
    Certificate certificate{SSL_get1_peer_certificate(&ssl)};
    if (!certificate) return caller;
    caller.certificate = certificate_fingerprint(*certificate);
    caller.node = node_of(common_name(*certificate));
    if (!caller.node)
        return Error{ErrorCode::certificate_foreign, fmt::format("the certificate of {} names no node", caller.address)};
    return caller;
}

std::array<std::uint8_t, 32> export_secret(TlsStream& stream, std::string_view label, std::optional<domain::Bytes> context) {
    std::array<std::uint8_t, 32> secret{};
    const auto bytes = context.value_or(domain::Bytes{});
    SSL_export_keying_material(stream.native_handle(), secret.data(), secret.size(), label.data(), label.size(), bytes.data(),
                               bytes.size(), context ? 1 : 0);
    return secret;
}

std::string certificate_complaint(TlsStream& stream) {
    const long verdict = SSL_get_verify_result(stream.native_handle());
    return verdict == X509_V_OK ? std::string{} : X509_verify_cert_error_string(verdict);
}

}  // namespace village::sessions
