// The commune's Device CA (X.509, ECDSA P-256): says who may connect, never who may speak. Made at the first start in a folder
// of its own (keys 0600), loaded afterwards; issues the controller's own certificate and those of the nodes. Control thread.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::sessions {

inline constexpr std::chrono::hours node_certificate_lifetime{90 * 24};
inline constexpr std::size_t certificate_request_bytes_max = 4096;

/// Whom a node's certificate names: CN "node-17", serialNumber = the node's id, and (a URI) the Ed25519 key that signs its
/// receipts, so that a receipt can be verified with nothing but the CA.
struct CertificateSubject {
    domain::NodeNumber number;
    domain::NodeId id;
    std::array<std::uint8_t, 32> receipt_key{};
    bool operator==(const CertificateSubject&) const = default;
};

struct IssuedCertificate {
    std::vector<std::uint8_t> der;
    std::string pem;
};

/// Files for the TLS context.
struct ServerIdentity {
    std::string certificate_path;  ///< PEM, leaf then CA.
    std::string key_path;
};

class DeviceCa {
public:
    /// `storage_failed` when the folder cannot be used, `configuration_invalid` when what lies there does not belong together.
    static domain::Result<DeviceCa> open(const std::string& folder, const std::string& commune_name, domain::UtcTime now);
    DeviceCa(DeviceCa&&) noexcept;
    DeviceCa& operator=(DeviceCa&&) noexcept;
    ~DeviceCa();

    /// The request is PKCS #10, DER; its key is taken, its names are not. `malformed` when it is none or not signed by itself.
    domain::Result<IssuedCertificate> issue_node(domain::Bytes request, CertificateSubject subject, domain::UtcTime now) const;
    /// Keeps the certificate of last time while it names the same and lasts 30 days more. Names are DNS names or addresses.
    domain::Result<ServerIdentity> server_identity(const std::vector<std::string>& names, domain::UtcTime now) const;

    /// SHA-256 of the CA's SubjectPublicKeyInfo: what a pairing ticket carries.
    const domain::Sha256& fingerprint() const;
    const std::vector<std::uint8_t>& certificate_der() const;
    const std::string& certificate_path() const;  ///< PEM.

private:
    struct Parts;
    explicit DeviceCa(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::sessions
