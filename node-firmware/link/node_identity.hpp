// Who this node is: its two keys (one signs receipts, one speaks TLS), made at first boot, and what enrolment gave it. Small files
// readable by the owner only; nothing here gives the right to speak.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "node-firmware/link/machines/enrolment_machine.hpp"

namespace village::node::link {

struct Membership {
    domain::NodeNumber number;
    domain::NodeId id;
    std::string name;
    domain::Sha256 controller_fingerprint;  ///< Of the Device CA's key.
    domain::Sha256 root_fingerprint;
};

class NodeIdentity {
public:
    /// Makes the keys when they are not there. An enrolled node needs its receipt key; without the TLS key it has no line (said in
    /// the log) and `tls_key_pem` is empty. `storage_failed` when a file is there and cannot be read.
    static domain::Result<NodeIdentity> open(const std::filesystem::path& folder);

    const protocol::Ed25519KeyPair& receipt_key() const { return receipt_key_; }
    const std::string& tls_key_pem() const { return tls_key_pem_; }
    const std::optional<Membership>& membership() const { return membership_; }
    const std::string& certificate_pem() const { return certificate_pem_; }
    const std::string& ca_pem() const { return ca_pem_; }

    domain::Result<std::string> certificate_request() const;
    /// Keeps what enrolment gave; the root key and trust are kept by whoever verifies with them.
    domain::Status become(const Enrolled& enrolled, const domain::Sha256& controller_fingerprint);

private:
    NodeIdentity(std::filesystem::path folder, protocol::Ed25519KeyPair key)
        : folder_(std::move(folder)), receipt_key_(std::move(key)) {}
    domain::Status load_membership();

    std::filesystem::path folder_;
    protocol::Ed25519KeyPair receipt_key_;
    std::string tls_key_pem_;
    std::string certificate_pem_;
    std::string ca_pem_;
    std::optional<Membership> membership_;
};

/// SHA-256 of a file: what the node says its software is.
domain::Sha256 hash_of_file(const std::filesystem::path& path);
/// Cryptographically random bytes.
void fill_random(std::span<std::uint8_t> out);

}  // namespace village::node::link
