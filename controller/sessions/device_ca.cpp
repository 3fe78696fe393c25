#include "controller/sessions/device_ca.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "controller/sessions/private_file.hpp"
#include "controller/sessions/x509_text.hpp"

namespace village::sessions {

struct DeviceCa::Parts {
    std::string folder;
    std::string certificate_path;
    PrivateKey key;
    Certificate certificate;
    std::vector<std::uint8_t> der;
    domain::Sha256 fingerprint;
};

namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::UtcTime;

constexpr std::chrono::hours ca_lifetime{20 * 365 * 24};
constexpr std::chrono::hours server_lifetime{397 * 24};  // What browsers accept at most.
constexpr std::chrono::hours server_renewal{30 * 24};
// Clocks of boxes without a battery may be a little behind.
constexpr std::chrono::hours backdated{24};

struct Validity {
    UtcTime from;
    UtcTime until;
};

std::time_t seconds(UtcTime time) { return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(); }

void set_random_serial(X509& certificate) {
    std::array<unsigned char, 16> random{};
    RAND_bytes(random.data(), static_cast<int>(random.size()));
    random[0] &= 0x7F;
    std::unique_ptr<BIGNUM, decltype(&BN_free)> number{BN_bin2bn(random.data(), random.size(), nullptr), BN_free};
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate));
}

void set_name(X509_NAME& name, const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(&name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                               static_cast<int>(value.size()), -1, 0);
}

bool add_extension(X509& certificate, X509& issuer, int id, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, FreeX509> extension{X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str())};
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

Certificate blank_certificate(EVP_PKEY& public_key, Validity validity) {
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    set_random_serial(*certificate);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(validity.from));
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(validity.until));
    X509_set_pubkey(certificate.get(), &public_key);
    return certificate;
}

Result<Certificate> finish(Certificate certificate, EVP_PKEY& issuer_key) {
    if (X509_sign(certificate.get(), &issuer_key, EVP_sha256()) == 0)
        return Error{ErrorCode::internal, "the certificate could not be signed: " + openssl_complaint()};
    return certificate;
}

Result<Certificate> make_ca_certificate(EVP_PKEY& key, const std::string& commune_name, UtcTime now) {
    auto certificate = blank_certificate(key, {now - backdated, now + ca_lifetime});
    auto* name = X509_get_subject_name(certificate.get());
    // X.520 allows 64 characters of common name; a longer commune name is only decoration.
    set_name(*name, "CN", "Tieng Lang Device CA");
    set_name(*name, "O", commune_name.substr(0, 60));
    X509_set_issuer_name(certificate.get(), name);
    add_extension(*certificate, *certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(*certificate, *certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(*certificate, *certificate, NID_subject_key_identifier, "hash");
    return finish(std::move(certificate), key);
}

bool is_literal_address(const std::string& name) {
    boost::system::error_code not_one;
    boost::asio::ip::make_address(name, not_one);
    return !not_one;
}

/// "DNS:localhost,IP:127.0.0.1,...", without doubles; the order is kept.
std::string alternative_names(const std::vector<std::string>& names) {
    std::vector<std::string> all{"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
    for (const auto& name : names) {
        auto entry = (is_literal_address(name) ? "IP:" : "DNS:") + name;
        if (std::find(all.begin(), all.end(), entry) == all.end()) all.push_back(std::move(entry));
    }
    return fmt::format("{}", fmt::join(all, ","));
}

bool is_safe_name(const std::string& name) {
    const auto is_safe = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == ':'; };
    return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), is_safe);
}

Result<CertificateRequest> read_request(domain::Bytes request) {
    if (request.size() > certificate_request_bytes_max)
        return Error{ErrorCode::too_large, "the certificate request is over 4096 bytes"};
    const auto* at = request.data();
    CertificateRequest parsed{d2i_X509_REQ(nullptr, &at, static_cast<long>(request.size()))};
    if (!parsed) return Error{ErrorCode::malformed, "not a certificate request: " + openssl_complaint()};
    auto* key = X509_REQ_get0_pubkey(parsed.get());
    if (!key || X509_REQ_verify(parsed.get(), key) != 1)
        return Error{ErrorCode::malformed, "the certificate request is not signed by its own key"};
    return parsed;
}

// Only what we make ourselves is worth certifying: P-256, as the protocol says.
bool is_p256(EVP_PKEY& key) {
    std::array<char, 32> group{};
    std::size_t length = 0;
    return EVP_PKEY_get_group_name(&key, group.data(), group.size(), &length) == 1 &&
           std::string_view(group.data(), length) == "prime256v1";
}

IssuedCertificate issued(X509& certificate) { return {der_of(certificate), pem_of(certificate)}; }

}  // namespace

DeviceCa::DeviceCa(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
DeviceCa::DeviceCa(DeviceCa&&) noexcept = default;
DeviceCa& DeviceCa::operator=(DeviceCa&&) noexcept = default;
DeviceCa::~DeviceCa() = default;

Result<DeviceCa> DeviceCa::open(const std::string& folder, const std::string& commune_name, UtcTime now) {
    if (auto made = make_private_folder(folder); !made) return made.error();
    auto parts = std::make_unique<Parts>();
    parts->folder = folder;
    parts->certificate_path = folder + "/device-ca.pem";
    const auto key_path = folder + "/device-ca.key";
    auto stored_key = read_private_file(key_path);
    auto stored_certificate = read_private_file(parts->certificate_path);
    if (!stored_key && stored_key.error().code != ErrorCode::not_found) return stored_key.error();
    if (stored_certificate && !stored_key)
        return Error{ErrorCode::configuration_invalid,
                     parts->certificate_path + " has lost its key file; restore device-ca.key from the backup"};
    if (stored_key) {
        auto key = read_key_pem(*stored_key);
        if (!key) return Error{ErrorCode::configuration_invalid, key_path + ": " + key.error().detail};
        parts->key = std::move(*key);
    } else {
        parts->key = make_p256_key();
        if (auto kept = write_private_file(key_path, pem_of(*parts->key)); !kept) return kept.error();
    }
    if (stored_certificate) {
        auto certificate = read_certificate_pem(*stored_certificate);
        if (!certificate)
            return Error{ErrorCode::configuration_invalid, parts->certificate_path + ": " + certificate.error().detail};
        parts->certificate = std::move(*certificate);
    } else {
        // The key is written first, so a cut in between ends here at the next start.
        auto certificate = make_ca_certificate(*parts->key, commune_name, now);
        if (!certificate) return certificate.error();
        parts->certificate = std::move(*certificate);
        if (auto kept = write_private_file(parts->certificate_path, pem_of(*parts->certificate)); !kept) return kept.error();
    }
    if (X509_check_private_key(parts->certificate.get(), parts->key.get()) != 1)
        return Error{ErrorCode::configuration_invalid,
                     "device-ca.key and device-ca.pem in " + folder + " do not belong together"};
    parts->der = der_of(*parts->certificate);
    parts->fingerprint = public_key_fingerprint(*parts->certificate);
    return DeviceCa{std::move(parts)};
}

Result<IssuedCertificate> DeviceCa::issue_node(domain::Bytes request, CertificateSubject subject, UtcTime now) const {
    auto parsed = read_request(request);
    if (!parsed) return parsed.error();
    auto* key = X509_REQ_get0_pubkey(parsed->get());
    if (!is_p256(*key)) return Error{ErrorCode::malformed, "the key of the certificate request is not P-256"};
    auto certificate = blank_certificate(*key, {now - backdated, now + node_certificate_lifetime});
    auto* name = X509_get_subject_name(certificate.get());
    set_name(*name, "CN", fmt::format("node-{}", subject.number.value));
    set_name(*name, "serialNumber", subject.id.text());
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(parts_->certificate.get()));
    add_extension(*certificate, *parts_->certificate, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(*certificate, *parts_->certificate, NID_key_usage, "critical,digitalSignature");
    add_extension(*certificate, *parts_->certificate, NID_ext_key_usage, "clientAuth");
    add_extension(*certificate, *parts_->certificate, NID_subject_alt_name,
                  "URI:urn:village:receipt-key:" + domain::hex_text(subject.receipt_key));
    auto signed_one = finish(std::move(certificate), *parts_->key);
    if (!signed_one) return signed_one.error();
    return issued(**signed_one);
}

Result<ServerIdentity> DeviceCa::server_identity(const std::vector<std::string>& names, UtcTime now) const {
    for (const auto& name : names)
        if (!is_safe_name(name))
            return Error{ErrorCode::configuration_invalid, fmt::format("\"{}\" is neither a host name nor an address", name)};
    ServerIdentity identity{parts_->folder + "/server.pem", parts_->folder + "/server.key"};
    const auto wanted = alternative_names(names);
    const auto names_path = parts_->folder + "/server.names";
    auto stored = read_private_file(identity.certificate_path);
    auto stored_names = read_private_file(names_path);
    auto stored_key = read_private_file(identity.key_path);
    if (stored && stored_key && stored_names && *stored_names == wanted) {
        auto certificate = read_certificate_pem(*stored);
        auto key = read_key_pem(*stored_key);
        auto renew_at = seconds(now + server_renewal);
        if (certificate && key && X509_check_private_key(certificate->get(), key->get()) == 1 &&
            X509_verify(certificate->get(), parts_->key.get()) == 1 &&
            X509_cmp_time(X509_get0_notAfter(certificate->get()), &renew_at) > 0)
            return identity;
    }
    auto key = make_p256_key();
    auto certificate = blank_certificate(*key, {now - backdated, now + server_lifetime});
    set_name(*X509_get_subject_name(certificate.get()), "CN", "village-controller");
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(parts_->certificate.get()));
    add_extension(*certificate, *parts_->certificate, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(*certificate, *parts_->certificate, NID_key_usage, "critical,digitalSignature");
    add_extension(*certificate, *parts_->certificate, NID_ext_key_usage, "serverAuth");
    if (!add_extension(*certificate, *parts_->certificate, NID_subject_alt_name, wanted))
        return Error{ErrorCode::configuration_invalid, "the server names cannot stand in a certificate: " + wanted};
    auto signed_one = finish(std::move(certificate), *parts_->key);
    if (!signed_one) return signed_one.error();
    const auto chain = pem_of(**signed_one) + pem_of(*parts_->certificate);
    for (const auto& [path, content] :
         {std::pair{identity.key_path, pem_of(*key)}, {identity.certificate_path, chain}, {names_path, wanted}})
        if (auto kept = write_private_file(path, content); !kept) return kept.error();
    return identity;
}

const domain::Sha256& DeviceCa::fingerprint() const { return parts_->fingerprint; }
const std::vector<std::uint8_t>& DeviceCa::certificate_der() const { return parts_->der; }
const std::string& DeviceCa::certificate_path() const { return parts_->certificate_path; }

}  // namespace village::sessions
