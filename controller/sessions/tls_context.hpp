// What the TLS port insists on: TLS 1.3, a certificate of our Device CA or none, ALPN village/1 or http/1.1, no resumption (a
// ticket would outlive a revocation). And who came, after the handshake.
#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <string>

#include "controller/sessions/device_ca.hpp"
#include "controller/sessions/tls_stream.hpp"

namespace village::sessions {

/// `configuration_invalid` when OpenSSL refuses the files.
domain::Result<boost::asio::ssl::context> make_tls_context(const DeviceCa& ca, const ServerIdentity& identity);

enum class Spoken : std::uint8_t { session, http };

struct Caller {
    Spoken spoken = Spoken::http;
    std::optional<domain::NodeNumber> node;  ///< By its certificate, which our CA signed.
    domain::Sha256 certificate;              ///< Fingerprint; zero without one.
    std::string address;                     ///< Literal, for log lines and limits.
};
/// After the handshake. `certificate_foreign` when a certificate of ours names no node.
domain::Result<Caller> identify(TlsStream& stream);

/// RFC 5705 (TLS 1.3: RFC 8446, 7.5).
std::array<std::uint8_t, 32> export_secret(TlsStream& stream, std::string_view label, std::optional<domain::Bytes> context);

/// Whether a handshake failed because of the peer's certificate, in words; empty when it was something else.
std::string certificate_complaint(TlsStream& stream);

}  // namespace village::sessions
