// The boxes that were enrolled. Exactly the certificate that was issued last counts: an older one of the same number is
// somebody else's box by now. In memory; what is on disk is CredentialStore's. Control thread.
#pragma once

#include <map>

#include "controller/ports/stores.hpp"
#include "protocol/keys.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::sessions {

class KnownDevices {
public:
    /// In place of what this node had before; `malformed` when its certificate cannot be read.
    domain::Status learn(const ports::NodeCredential& credential);
    /// The key that this node's receipts are signed with. Why the box that came with this certificate is not
    /// that node: `key_unknown`, another one was given it since; `key_revoked`, nobody is to be it any more.
    domain::Result<protocol::Ed25519PublicKey> receipt_key(domain::NodeNumber node, const domain::Sha256& certificate) const;
    /// `not_found` when it was never enrolled.
    domain::Status revoke(domain::NodeNumber node, domain::UtcTime now);

private:
    struct Device {
        domain::Sha256 certificate;
        ports::NodeCredential credential;
    };
    std::map<domain::NodeNumber, Device> devices_;
};

}  // namespace village::sessions
