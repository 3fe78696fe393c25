#include "controller/signer/authority.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "controller/signer/field_bytes.hpp"
#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/key_ring.hpp"

namespace village::signer {
namespace {

using protocol::Ed25519KeyPair;

constexpr std::uint64_t root_serial = 1;
// A signer whose clock was a little fast must not make grants that a node calls too early.
constexpr std::chrono::hours clock_slack{1};

// version ‖ passes u64 BE ‖ memory u64 BE ‖ salt ‖ nonce ‖ box
constexpr std::uint8_t seal_version = 1;
constexpr std::size_t seal_header = 1 + 8 + 8 + crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES;
constexpr std::size_t sealed_bytes = seal_header + 32 + crypto_secretbox_MACBYTES;
constexpr std::size_t seal_memory_max = std::size_t{1} << 30;

void put_u64(ByteVector& bytes, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t get_u64(Bytes bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | bytes[i];
    return value;
}

Status derive_key(const std::string& passphrase, Bytes salt, const SealCost& cost, protocol::Secret<32>& key) {
    auto place = key.writable();
    const int failed = crypto_pwhash(place.data(), place.size(), passphrase.data(), passphrase.size(), salt.data(), cost.passes,
                                     cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed == 0) return {};
    return Error{ErrorCode::unavailable, "not enough memory to seal the root key; free some and try again"};
}

Result<ByteVector> seal_root(Bytes seed, const std::string& passphrase, const Randomness& random, const SealCost& cost) {
    ByteVector sealed{seal_version};
    put_u64(sealed, cost.passes);
    put_u64(sealed, cost.memory_bytes);
    sealed.resize(sealed_bytes);
    const std::span all(sealed);
    const auto salt = all.subspan(17, crypto_pwhash_SALTBYTES);
    const auto nonce = all.subspan(17 + crypto_pwhash_SALTBYTES, crypto_secretbox_NONCEBYTES);
    random(salt);
    random(nonce);
    protocol::Secret<32> key;
    if (auto derived = derive_key(passphrase, salt, cost, key); !derived) return derived.error();
    crypto_secretbox_easy(all.subspan(seal_header).data(), seed.data(), seed.size(), nonce.data(), key.view().data());
    return sealed;
}

Result<Ed25519KeyPair> open_root(const ByteVector& sealed, const std::string& passphrase) {
    const Error damaged{ErrorCode::storage_failed, "the sealed root is damaged; restore the signer's folder from its copy"};
    if (sealed.size() != sealed_bytes || sealed[0] != seal_version) return damaged;
    const Bytes all(sealed);
    const SealCost cost{get_u64(all.subspan(1)), static_cast<std::size_t>(get_u64(all.subspan(9)))};
    if (cost.memory_bytes > seal_memory_max || cost.passes > 100) return damaged;
    const auto salt = all.subspan(17, crypto_pwhash_SALTBYTES);
    const auto nonce = all.subspan(17 + crypto_pwhash_SALTBYTES, crypto_secretbox_NONCEBYTES);
    const auto box = all.subspan(seal_header);
    protocol::Secret<32> key, seed;
    if (auto derived = derive_key(passphrase, salt, cost, key); !derived) return derived.error();
    if (crypto_secretbox_open_easy(seed.writable().data(), box.data(), box.size(), nonce.data(), key.view().data()) != 0)
        return Error{ErrorCode::wrong_credentials, "this is not the passphrase of the recovery sheet"};
    return Ed25519KeyPair::from_seed(seed.view());
}

Authority::DelegatedKey fresh_key(std::uint64_t serial, const Randomness& random) {
    Authority::DelegatedKey key;
    key.serial = serial;
    random(key.seed.writable());
    return key;
}

protocol::Delegation delegation_of(const Authority& authority, const Authority::DelegatedKey& key, domain::UtcTime now) {
    protocol::Delegation delegation;
    delegation.serial = key.serial;
    delegation.public_key = Ed25519KeyPair::from_seed(key.seed.view()).public_key();
    if (authority.commune.size() == 16) std::memcpy(delegation.area.bytes.data(), authority.commune.data(), 16);
    delegation.priorities = protocol::every_priority;
    delegation.not_before = now - clock_slack;
    delegation.not_after = delegation.not_before + protocol::delegation_lifetime_max;
    return delegation;
}

protocol::DelegatedActs live_acts() {
    auto acts = protocol::DelegatedActs::everything();
    acts.broadcast_kinds &= static_cast<std::uint8_t>(~(1U << static_cast<unsigned>(domain::BroadcastKind::drill)));
    return acts;
}

protocol::DelegatedActs drill_acts() {
    protocol::DelegatedActs acts;
    acts.allow(domain::BroadcastKind::drill);
    return acts;
}

void delegate(Authority& authority, const Ed25519KeyPair& root, domain::UtcTime now) {
    auto live = delegation_of(authority, authority.live, now);
    live.acts = live_acts();
    auto drill = delegation_of(authority, authority.drill, now);
    drill.acts = drill_acts();
    authority.delegated_until = live.not_after;
    authority.trust.clear_delegations();
    for (const auto& delegation : {live, drill})
        authority.trust.add_delegations(as_string(protocol::sign_delegation(root, root_serial, delegation).bytes));
}

std::uint64_t next_serial(const Authority& authority) { return std::max(authority.live.serial, authority.drill.serial) + 1; }

protocol::Revocations revocations_of(const Authority& authority) {
    const auto& bytes = authority.trust.revocations();
    const auto envelope = protocol::split_envelope(domain::as_bytes(bytes));
    if (bytes.empty() || !envelope) return {};
    const auto revocations = protocol::decode_revocations(envelope->payload);
    return revocations ? *revocations : protocol::Revocations{};
}

}  // namespace

Result<Authority> make_authority(const std::string& commune, const std::string& passphrase, const Randomness& random,
                                 domain::UtcTime now, const SealCost& cost) {
    if (passphrase.size() < passphrase_bytes_min)
        return Error{ErrorCode::invalid_argument,
                     fmt::format("the passphrase needs at least {} characters", passphrase_bytes_min)};
    protocol::Secret<32> seed;
    random(seed.writable());
    auto sealed = seal_root(seed.view(), passphrase, random, cost);
    if (!sealed) return sealed.error();
    const auto root = Ed25519KeyPair::from_seed(seed.view());

    Authority authority;
    authority.root_sealed = std::move(*sealed);
    authority.root = root.public_key();
    authority.commune = commune;
    authority.live = fresh_key(1, random);
    authority.drill = fresh_key(2, random);
    const protocol::TrustAnchors anchors{1, {{root_serial, root.public_key()}}};
    authority.trust.add_anchors(as_string(protocol::sign_anchors(root, root_serial, anchors).bytes));
    delegate(authority, root, now);
    return authority;
}

Result<Authority> renew_authority(Authority authority, const std::string& passphrase, domain::UtcTime now) {
    auto root = open_root(authority.root_sealed, passphrase);
    if (!root) return root.error();
    authority.live.serial = next_serial(authority);
    authority.drill.serial = next_serial(authority);
    delegate(authority, *root, now);
    return authority;
}

Result<Authority> revoke_keys(Authority authority, const std::vector<std::uint64_t>& serials, const std::string& passphrase,
                              const Randomness& random, domain::UtcTime now) {
    auto root = open_root(authority.root_sealed, passphrase);
    if (!root) return root.error();
    auto revocations = revocations_of(authority);
    for (auto serial : serials)
        if (std::find(revocations.serials.begin(), revocations.serials.end(), serial) == revocations.serials.end())
            revocations.serials.push_back(serial);
    if (revocations.serials.size() > 4096)
        return Error{ErrorCode::too_large, "more than 4096 serials are revoked; make a new root"};
    ++revocations.version;
    authority.trust.set_revocations(as_string(protocol::sign_revocations(*root, root_serial, revocations).bytes));

    const auto is_revoked = [&](std::uint64_t serial) {
        return std::find(serials.begin(), serials.end(), serial) != serials.end();
    };
    // Both get new serials: a node refuses another delegation under a serial it knows.
    for (auto* key : {&authority.live, &authority.drill}) {
        const auto serial = next_serial(authority);
        if (is_revoked(key->serial)) *key = fresh_key(serial, random);
        key->serial = serial;
    }
    delegate(authority, *root, now);
    return authority;
}

bool is_whole(const Authority& authority) {
    if (authority.trust.anchors_size() == 0) return false;
    auto ring = protocol::KeyRing::bootstrap(authority.root.fingerprint(), authority.root.bytes,
                                             domain::as_bytes(authority.trust.anchors(0)));
    if (!ring) return false;
    for (const auto& envelope : authority.trust.delegations())
        if (auto lent = ring->accept_delegation(domain::as_bytes(envelope)); !lent) return false;
    const auto is_lent = [&](const Authority::DelegatedKey& key) {
        const auto delegation = ring->find_delegation(key.serial);
        return delegation && delegation->public_key == Ed25519KeyPair::from_seed(key.seed.view()).public_key() &&
               delegation->not_after == authority.delegated_until;
    };
    return is_lent(authority.live) && is_lent(authority.drill);
}

std::string make_passphrase(const Randomness& random) {
    static constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789-";  // 32; the last is not used below.
    std::string passphrase;
    while (passphrase.size() < 35) {
        std::uint8_t byte = 0;
        random({&byte, 1});
        if ((byte & 31) == 31) continue;
        if (passphrase.size() % 6 == 5) passphrase += '-';
        passphrase += letters[byte & 31];
    }
    return passphrase;
}

}  // namespace village::signer
