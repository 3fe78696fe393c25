// Delegation, TrustAnchors and Revocations: what roots sign.
#include "protocol/envelope.hpp"
#include "protocol/grant.pb.h"
#include "protocol/grant_codec.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::uint32_t stop_bit = 1U << 16, time_bit = 1U << 17;
constexpr std::uint32_t kind_bits = 0x7E, level_bits = 0x3E;  // Kinds 1..6, priorities 1..5.

std::uint32_t acts_to_wire(const DelegatedActs& acts) {
    return std::uint32_t{acts.broadcast_kinds} << 1 | (acts.stop ? stop_bit : 0) | (acts.time ? time_bit : 0);
}

DelegatedActs acts_from_wire(std::uint32_t bits) {
    DelegatedActs acts;
    acts.broadcast_kinds = static_cast<std::uint8_t>((bits & kind_bits) >> 1);
    acts.stop = bits & stop_bit;
    acts.time = bits & time_bit;
    return acts;
}

Status read_lifetime(const wire::Delegation& message, Delegation& delegation) {
    if (!is_time(message.not_before()) || !is_time(message.not_after())) return malformed("a delegation's time is out of range");
    delegation.not_before = domain::utc_from_us(message.not_before());
    delegation.not_after = domain::utc_from_us(message.not_after());
    if (delegation.not_after <= delegation.not_before) return malformed("a delegation ends before it begins");
    if (delegation.not_after - delegation.not_before > delegation_lifetime_max)
        return malformed("a delegation lasts over 100 days");
    return {};
}

Status read_scope(const wire::Delegation& message, Delegation& delegation) {
    if (message.every_node() == message.has_nodes()) return malformed("a delegation is for every node or for named ones");
    // Bits we do not know would be rights we do not know: the key has them for newer readers only.
    delegation.acts = acts_from_wire(message.kinds());
    delegation.priorities = static_cast<std::uint8_t>((message.levels() & level_bits) >> 1);
    if (message.every_node()) return {};
    auto nodes = read_nodes(message.nodes());
    if (!nodes) return nodes.error();
    delegation.nodes = std::move(*nodes);
    return {};
}

}  // namespace

DelegatedActs DelegatedActs::everything() { return {0b111111, true, true}; }

ByteVector encode_delegation(const Delegation& delegation) {
    wire::Delegation message;
    message.set_serial(delegation.serial);
    message.set_public_key(string_of(delegation.public_key.bytes));
    message.set_area(string_of(delegation.area.bytes));
    message.set_every_node(!delegation.nodes.has_value());
    if (delegation.nodes) write_nodes(*delegation.nodes, *message.mutable_nodes());
    message.set_kinds(acts_to_wire(delegation.acts));
    message.set_levels(std::uint32_t{delegation.priorities} << 1);
    message.set_not_before(domain::to_us(delegation.not_before));
    message.set_not_after(domain::to_us(delegation.not_after));
    return serialize(message);
}

Result<Delegation> decode_delegation(Bytes payload) {
    wire::Delegation message;
    if (!parse(payload, message)) return malformed("not a delegation");
    if (message.serial() == 0) return malformed("a delegation without serial");
    auto key = Ed25519PublicKey::from(bytes_of(message.public_key()));
    if (!key) return key.error();
    auto area = id_of<domain::AreaId>(message.area(), "a delegation's area");
    if (!area) return area.error();
    Delegation delegation;
    delegation.serial = message.serial();
    delegation.public_key = *key;
    delegation.area = *area;
    if (auto lifetime = read_lifetime(message, delegation); !lifetime) return lifetime.error();
    if (auto scope = read_scope(message, delegation); !scope) return scope.error();
    return delegation;
}

ByteVector encode_anchors(const TrustAnchors& anchors) {
    wire::TrustAnchors message;
    message.set_version(anchors.version);
    for (const auto& root : anchors.roots) {
        auto* added = message.add_roots();
        added->set_serial(root.serial);
        added->set_public_key(string_of(root.public_key.bytes));
    }
    return serialize(message);
}

Result<TrustAnchors> decode_anchors(Bytes payload) {
    wire::TrustAnchors message;
    if (!parse(payload, message)) return malformed("not trust anchors");
    if (message.version() == 0) return malformed("trust anchors without version");
    if (message.roots_size() < 1 || message.roots_size() > 8) return malformed("trust anchors have 1 to 8 roots");
    TrustAnchors anchors{message.version(), {}};
    for (const auto& root : message.roots()) {
        auto key = Ed25519PublicKey::from(bytes_of(root.public_key()));
        if (!key) return key.error();
        if (root.serial() == 0) return malformed("a root without serial");
        for (const auto& other : anchors.roots) {
            if (other.serial == root.serial()) return malformed("two roots have one serial");
        }
        anchors.roots.push_back({root.serial(), *key});
    }
    return anchors;
}

ByteVector encode_revocations(const Revocations& revocations) {
    wire::Revocations message;
    message.set_version(revocations.version);
    message.mutable_serials()->Assign(revocations.serials.begin(), revocations.serials.end());
    return serialize(message);
}

Result<Revocations> decode_revocations(Bytes payload) {
    wire::Revocations message;
    if (!parse(payload, message)) return malformed("not revocations");
    if (message.version() == 0) return malformed("revocations without version");
    if (message.serials_size() > 4096) return domain::Error{domain::ErrorCode::too_large, "over 4096 revoked serials"};
    return Revocations{message.version(), {message.serials().begin(), message.serials().end()}};
}

domain::SignedEnvelope sign_delegation(const Ed25519KeyPair& root, std::uint64_t root_serial, const Delegation& delegation) {
    return seal_envelope(root, root_serial, SignedPurpose::delegation, encode_delegation(delegation));
}

domain::SignedEnvelope sign_anchors(const Ed25519KeyPair& root, std::uint64_t root_serial, const TrustAnchors& anchors) {
    return seal_envelope(root, root_serial, SignedPurpose::anchors, encode_anchors(anchors));
}

domain::SignedEnvelope sign_revocations(const Ed25519KeyPair& root, std::uint64_t root_serial, const Revocations& revocations) {
    return seal_envelope(root, root_serial, SignedPurpose::revocations, encode_revocations(revocations));
}

}  // namespace village::protocol
