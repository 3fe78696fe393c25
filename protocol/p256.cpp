// ECDSA P-256 with SHA-256 by OpenSSL's EVP, in the forms WebCrypto uses (intent_codec.hpp).
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <memory>

#include "protocol/intent_codec.hpp"

namespace village::protocol {
namespace {

template <class Type, void (*release)(Type*)>
struct Release {
    void operator()(Type* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM, OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Release<BIGNUM, BN_free>>;
using Group = std::unique_ptr<EC_GROUP, Release<EC_GROUP, EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Release<EC_POINT, EC_POINT_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG, ECDSA_SIG_free>>;

/// `from_data` checks that the point is on the curve.
Key make_key(Bytes public_key, const BIGNUM* private_key) {
    Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.data(), public_key.size());
    if (private_key) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, private_key);
    Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    auto selection = private_key ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) return nullptr;
    return Key(key);
}

/// OpenSSL wants DER; WebCrypto gives r ‖ s.
ByteVector to_der(Bytes raw) {
    Signature signature(ECDSA_SIG_new());
    ECDSA_SIG_set0(signature.get(), BN_bin2bn(raw.data(), 32, nullptr), BN_bin2bn(raw.data() + 32, 32, nullptr));
    ByteVector der(static_cast<std::size_t>(i2d_ECDSA_SIG(signature.get(), nullptr)));
    auto* end = der.data();
    i2d_ECDSA_SIG(signature.get(), &end);
    return der;
}

Result<ByteVector> to_raw(Bytes der) {
    const auto* begin = der.data();
    Signature signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
    if (!signature) return domain::Error{domain::ErrorCode::internal, "OpenSSL made a signature it cannot read"};
    ByteVector raw(p256_signature_bytes);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32);
    return raw;
}

}  // namespace

Status verify_p256(Bytes public_key, Bytes message, Bytes signature) {
    if (public_key.size() != p256_public_key_bytes || public_key[0] != 0x04) {
        return domain::Error{domain::ErrorCode::malformed, "a device key is an uncompressed P-256 point of 65 bytes"};
    }
    if (signature.size() != p256_signature_bytes)
        return domain::Error{domain::ErrorCode::signature_invalid, "a device signature has 64 bytes"};
    auto key = make_key(public_key, nullptr);
    if (!key) return domain::Error{domain::ErrorCode::malformed, "a device key is not a point of P-256"};
    auto der = to_der(signature);
    Digest digest(EVP_MD_CTX_new());
    if (EVP_DigestVerifyInit_ex(digest.get(), nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr) == 1 &&
        EVP_DigestVerify(digest.get(), der.data(), der.size(), message.data(), message.size()) == 1) {
        return {};
    }
    return domain::Error{domain::ErrorCode::signature_invalid, "the device's signature does not hold"};
}

Result<ByteVector> p256_public_key(std::span<const std::uint8_t, 32> private_key) {
    Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    Point point(EC_POINT_new(group.get()));
    Number scalar(BN_bin2bn(private_key.data(), 32, nullptr));
    if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0) {
        return domain::Error{domain::ErrorCode::invalid_argument, "a P-256 private key is 0 or not below the group's order"};
    }
    EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, nullptr);
    ByteVector bytes(p256_public_key_bytes);
    EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(), bytes.size(), nullptr);
    return bytes;
}

Result<ByteVector> sign_p256(std::span<const std::uint8_t, 32> private_key, Bytes message) {
    auto public_key = p256_public_key(private_key);
    if (!public_key) return public_key.error();
    Number scalar(BN_bin2bn(private_key.data(), 32, nullptr));
    auto key = make_key(*public_key, scalar.get());
    Digest digest(EVP_MD_CTX_new());
    ByteVector der(80);
    std::size_t size = der.size();
    if (!key || EVP_DigestSignInit_ex(digest.get(), nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr) != 1 ||
        EVP_DigestSign(digest.get(), der.data(), &size, message.data(), message.size()) != 1) {
        return domain::Error{domain::ErrorCode::internal, "OpenSSL could not sign with P-256"};
    }
    return to_raw(Bytes(der).first(size));
}

}  // namespace village::protocol
