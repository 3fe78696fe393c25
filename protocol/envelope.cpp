#include "protocol/envelope.hpp"

#include <fmt/format.h>

#include "protocol/grant.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {}  // namespace

domain::SignedEnvelope seal_envelope(const Ed25519KeyPair& key, std::uint64_t key_serial, SignedPurpose purpose, Bytes payload) {
    auto signature = key.sign(purpose, {payload});
    wire::SignedEnvelope message;
    message.set_payload(payload.data(), payload.size());
    message.set_key_serial(key_serial);
    message.set_signature(signature.data(), signature.size());
    domain::SignedEnvelope envelope;
    envelope.bytes.resize(message.ByteSizeLong());
    message.SerializeToArray(envelope.bytes.data(), static_cast<int>(envelope.bytes.size()));
    return envelope;
}

Result<Envelope> split_envelope(Bytes envelope) {
    if (envelope.size() > envelope_bytes_max) {
        return domain::Error{domain::ErrorCode::too_large,
                             fmt::format("an envelope of {} bytes is over 16 KiB", envelope.size())};
    }
    wire::SignedEnvelope message;
    if (!message.ParseFromArray(envelope.data(), static_cast<int>(envelope.size()))) return malformed("not a signed envelope");
    if (message.payload().empty()) return malformed("an envelope without payload");
    if (message.key_serial() == 0) return malformed("an envelope without key serial");
    if (message.signature().size() != 64) return malformed("an envelope whose signature is not 64 bytes");
    Envelope parts;
    parts.payload.assign(message.payload().begin(), message.payload().end());
    parts.key_serial = message.key_serial();
    std::copy(message.signature().begin(), message.signature().end(), parts.signature.begin());
    return parts;
}

Result<ByteVector> open_envelope(Bytes envelope, const Ed25519PublicKey& key, SignedPurpose purpose) {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    if (!signature_holds(key, purpose, {parts->payload}, parts->signature)) {
        return domain::Error{domain::ErrorCode::signature_invalid,
                             fmt::format("the signature of {} does not hold", purpose_prefix(purpose))};
    }
    return std::move(parts->payload);
}

}  // namespace village::protocol
