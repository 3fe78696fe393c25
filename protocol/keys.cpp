#include "protocol/keys.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <memory>
#include <stdexcept>

namespace village::protocol {
namespace {

ByteVector signed_bytes(SignedPurpose purpose, std::initializer_list<Bytes> parts) {
    auto prefix = domain::as_bytes(purpose_prefix(purpose));
    ByteVector message(prefix.begin(), prefix.end());
    message.push_back(0);
    for (auto part : parts) message.insert(message.end(), part.begin(), part.end());
    return message;
}

OSSL_PARAM octets(const char* name, Bytes value) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(value.data()), value.size());
}

}  // namespace

std::string_view purpose_prefix(SignedPurpose purpose) {
    switch (purpose) {
        case SignedPurpose::grant: return "village-grant-v1";
        case SignedPurpose::stop: return "village-stop-v1";
        case SignedPurpose::delegation: return "village-delegation-v1";
        case SignedPurpose::anchors: return "village-anchors-v1";
        case SignedPurpose::revocations: return "village-revocations-v1";
        case SignedPurpose::receipt: return "village-receipt-v1";
        case SignedPurpose::time: return "village-time-v1";
        case SignedPurpose::rtp: return "village-rtp-v1";
    }
    throw std::logic_error("a purpose without a prefix");
}

Result<Ed25519PublicKey> Ed25519PublicKey::from(Bytes source) {
    if (source.size() != 32) return domain::Error{domain::ErrorCode::malformed, "an Ed25519 public key has 32 bytes"};
    Ed25519PublicKey key;
    std::copy(source.begin(), source.end(), key.bytes.begin());
    return key;
}

domain::Sha256 Ed25519PublicKey::fingerprint() const { return domain::sha256(Bytes{bytes}); }

Ed25519KeyPair Ed25519KeyPair::from_seed(std::span<const std::uint8_t, 32> seed) {
    Ed25519KeyPair pair;
    crypto_sign_seed_keypair(pair.public_key_.bytes.data(), pair.secret_.writable().data(), seed.data());
    return pair;
}

Ed25519Signature Ed25519KeyPair::sign(SignedPurpose purpose, std::initializer_list<Bytes> parts) const {
    auto message = signed_bytes(purpose, parts);
    Ed25519Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.view().data());
    return signature;
}

bool signature_holds(const Ed25519PublicKey& key, SignedPurpose purpose, std::initializer_list<Bytes> parts, Bytes signature) {
    if (signature.size() != crypto_sign_BYTES) return false;
    auto message = signed_bytes(purpose, parts);
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

ByteVector hkdf_sha256(Bytes secret, Bytes salt, Bytes info, std::size_t size) {
    std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
    std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                               octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_SALT, salt),
                               octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
    ByteVector output(size);
    if (EVP_KDF_derive(context.get(), output.data(), output.size(), parameters) != 1) throw std::logic_error("HKDF refused");
    return output;
}

bool equal_in_constant_time(Bytes left, Bytes right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Status prepare_cryptography() {
    if (sodium_init() < 0) return domain::Error{domain::ErrorCode::internal, "libsodium could not start (no system randomness?)"};
    return {};
}

}  // namespace village::protocol
