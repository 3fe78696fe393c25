// SessionMessage and signer messages in frames: parse with bounds, serialize with length. Every list's limit (PROTOCOL.md,
// Limits) is checked here once, so that no receiver has to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/frame.hpp"
#include "scheduler/domain/error.hpp"
#include "scheduler/domain/grant.hpp"

namespace google::protobuf {
class MessageLite;
}
namespace village::wire {
class Error;
class SessionMessage;
class SignerRequest;
class SignerResponse;
}  // namespace village::wire

namespace village::protocol {

inline constexpr std::uint32_t protocol_version = 1;
/// ALPN of the control session, and of API, pages and prefetch on the same port.
inline constexpr std::string_view alpn_session = "village/1";
inline constexpr std::string_view alpn_http = "http/1.1";

/// The best version both speak: the first of `offered` that we know.
std::optional<std::uint32_t> choose_version(std::span<const std::uint32_t> offered);

/// A frame ready to write. `too_large` over 1 MiB.
Result<ByteVector> encode_message(const google::protobuf::MessageLite& message);

/// The body of one frame. `malformed` when it does not parse, `too_large` when a list is over its limit, `unsupported_version`
/// when the body is of a kind we do not know (a newer peer's; it may be ignored).
Result<wire::SessionMessage> decode_session_message(Bytes body);
Result<wire::SignerRequest> decode_signer_request(Bytes body);
Result<wire::SignerResponse> decode_signer_response(Bytes body);

/// Errors travel by name; a name we do not know becomes `internal` with the name in the detail.
wire::Error wire_error(const domain::Error& error, std::uint32_t retry_after_ms = 0);
domain::Error domain_error(const wire::Error& message);

Bytes bytes_of(const std::string& field);
inline Bytes bytes_of(const domain::SignedEnvelope& envelope) { return envelope.bytes; }
std::string string_of(Bytes bytes);
/// A 16-byte field as an id; anything else is `malformed`, naming the field.
template <class AnyId>
Result<AnyId> id_of(const std::string& field, std::string_view name) {
    if (field.size() != 16) return domain::Error{domain::ErrorCode::malformed, std::string(name) + " is not 16 bytes"};
    return AnyId::from(bytes_of(field).first<16>());
}

}  // namespace village::protocol
