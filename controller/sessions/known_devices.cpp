#include "controller/sessions/known_devices.hpp"

#include <fmt/format.h>

#include "controller/sessions/x509_text.hpp"

namespace village::sessions {

using domain::Error;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::Result;

domain::Status KnownDevices::learn(const ports::NodeCredential& credential) {
    const auto certificate = read_certificate_pem(credential.certificate_pem);
    if (!certificate) return certificate.error();
    devices_[credential.node] = {certificate_fingerprint(**certificate), credential};
    return {};
}

Result<protocol::Ed25519PublicKey> KnownDevices::receipt_key(NodeNumber node, const domain::Sha256& certificate) const {
    const auto found = devices_.find(node);
    if (found == devices_.end() || found->second.certificate != certificate)
        return Error{ErrorCode::key_unknown, "is not the one it was given last"};
    if (found->second.credential.revoked_at) return Error{ErrorCode::key_revoked, "was revoked"};
    return protocol::Ed25519PublicKey{found->second.credential.receipt_key};
}

domain::Status KnownDevices::revoke(NodeNumber node, domain::UtcTime now) {
    const auto found = devices_.find(node);
    if (found == devices_.end()) return Error{ErrorCode::not_found, fmt::format("node {} was never enrolled", node.value)};
    found->second.credential.revoked_at = now;
    return {};
}

}  // namespace village::sessions
