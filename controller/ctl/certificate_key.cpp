#include "controller/ctl/certificate_key.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <charconv>
#include <memory>
#include <string_view>

namespace village::ctl {
namespace {

using domain::Error;
using domain::ErrorCode;

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* memory) const { BIO_free(memory); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
template <class Type>
using Owned = std::unique_ptr<Type, Free>;

constexpr std::string_view key_prefix = "urn:village:receipt-key:";
constexpr std::string_view name_prefix = "node-";

Owned<X509> read_certificate(const std::string& pem) {
    const Owned<BIO> memory{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    return Owned<X509>{PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)};
}

domain::Result<domain::NodeNumber> number_of(const X509& certificate) {
    char name[64] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, name, sizeof name);
    const std::string_view text{name};
    domain::NodeNumber number;
    const bool has_form = text.starts_with(name_prefix);
    const auto digits = has_form ? text.substr(name_prefix.size()) : std::string_view{};
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    if (!has_form || failed != std::errc{} || end != digits.data() + digits.size() || number.value == 0)
        return Error{ErrorCode::malformed, "the certificate names no node"};
    return number;
}

domain::Result<protocol::Ed25519PublicKey> key_of(const X509& certificate) {
    const Owned<GENERAL_NAMES> names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_URI) continue;
        const auto* uri = name->d.uniformResourceIdentifier;
        const std::string_view text{reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                                    static_cast<std::size_t>(ASN1_STRING_length(uri))};
        if (!text.starts_with(key_prefix)) continue;
        const auto bytes = domain::hex_decode(text.substr(key_prefix.size()));
        if (!bytes) return bytes.error();
        return protocol::Ed25519PublicKey::from(domain::as_bytes(*bytes));
    }
    return Error{ErrorCode::malformed, "the certificate names no receipt key"};
}

}  // namespace

domain::Result<CertifiedNode> certified_node(const std::string& certificate_pem, const std::string& ca_pem) {
    const auto certificate = read_certificate(certificate_pem), ca = read_certificate(ca_pem);
    if (!certificate || !ca) return Error{ErrorCode::malformed, "not a certificate in PEM"};
    const Owned<EVP_PKEY> ca_key{X509_get_pubkey(ca.get())};
    if (X509_check_issued(ca.get(), certificate.get()) != X509_V_OK || X509_verify(certificate.get(), ca_key.get()) != 1)
        return Error{ErrorCode::certificate_foreign, "the Device CA did not sign this certificate"};
    auto number = number_of(*certificate);
    if (!number) return number.error();
    auto key = key_of(*certificate);
    if (!key) return key.error();
    return CertifiedNode{*number, *key};
}

}  // namespace village::ctl
