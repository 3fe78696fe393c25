#include "controller/sessions/x509_text.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace village::sessions {
namespace {

std::string text_of(BIO& text) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(&text, &data);
    return {data, static_cast<std::size_t>(size)};
}

Text text_from(const std::string& pem) { return Text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))}; }

}  // namespace

PrivateKey make_p256_key() { return PrivateKey{EVP_EC_gen("P-256")}; }

std::string pem_of(X509& certificate) {
    Text text{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(text.get(), &certificate);
    return text_of(*text);
}

std::vector<std::uint8_t> der_of(X509& certificate) {
    std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_X509(&certificate, nullptr)));
    auto* at = der.data();
    i2d_X509(&certificate, &at);
    return der;
}

std::string pem_of(EVP_PKEY& key) {
    Text text{BIO_new(BIO_s_mem())};
    PEM_write_bio_PrivateKey(text.get(), &key, nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(*text);
}

domain::Result<Certificate> read_certificate_pem(const std::string& pem) {
    auto text = text_from(pem);
    Certificate certificate{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)};
    if (!certificate) return domain::Error{domain::ErrorCode::malformed, "not a certificate: " + openssl_complaint()};
    return certificate;
}

domain::Result<PrivateKey> read_key_pem(const std::string& pem) {
    auto text = text_from(pem);
    PrivateKey key{PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr)};
    if (!key) return domain::Error{domain::ErrorCode::malformed, "not a private key: " + openssl_complaint()};
    return key;
}

domain::Sha256 public_key_fingerprint(X509& certificate) {
    auto* key = X509_get_X509_PUBKEY(&certificate);
    std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_X509_PUBKEY(key, nullptr)));
    auto* at = der.data();
    i2d_X509_PUBKEY(key, &at);
    return domain::sha256(der);
}

domain::Sha256 certificate_fingerprint(X509& certificate) { return domain::sha256(der_of(certificate)); }

std::string openssl_complaint() {
    const auto code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = ERR_reason_error_string(code);
    return reason ? reason : "no reason given";
}

}  // namespace village::sessions
