// OpenSSL's certificates and keys with owners, and the few conversions the Device CA needs.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "scheduler/domain/sha256.hpp"

namespace village::sessions {

struct FreeX509 {
    void operator()(X509* object) const { X509_free(object); }
    void operator()(X509_REQ* object) const { X509_REQ_free(object); }
    void operator()(EVP_PKEY* object) const { EVP_PKEY_free(object); }
    void operator()(BIO* object) const { BIO_free(object); }
    void operator()(X509_EXTENSION* object) const { X509_EXTENSION_free(object); }
};
using Certificate = std::unique_ptr<X509, FreeX509>;
using CertificateRequest = std::unique_ptr<X509_REQ, FreeX509>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeX509>;
using Text = std::unique_ptr<BIO, FreeX509>;

PrivateKey make_p256_key();
std::string pem_of(X509& certificate);
std::vector<std::uint8_t> der_of(X509& certificate);
std::string pem_of(EVP_PKEY& key);
/// `malformed` when the text is none.
domain::Result<Certificate> read_certificate_pem(const std::string& pem);
domain::Result<PrivateKey> read_key_pem(const std::string& pem);
/// SHA-256 of the SubjectPublicKeyInfo.
domain::Sha256 public_key_fingerprint(X509& certificate);
/// SHA-256 of the whole certificate.
domain::Sha256 certificate_fingerprint(X509& certificate);
/// OpenSSL's last complaint, for a log line; empties its queue.
std::string openssl_complaint();

}  // namespace village::sessions
