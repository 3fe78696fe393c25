// What a node's certificate proves offline: that the commune's Device CA gave this receipt key to this node.
#pragma once

#include <string>

#include "protocol/keys.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::ctl {

struct CertifiedNode {
    domain::NodeNumber number;
    protocol::Ed25519PublicKey receipt_key;
};

/// Checks the CA's signature, not the dates: a receipt outlives the certificate. `certificate_foreign` when the CA did not sign
/// it, `malformed` when it names no node or no receipt key (PROTOCOL.md, Enrolment).
domain::Result<CertifiedNode> certified_node(const std::string& certificate_pem, const std::string& ca_pem);

}  // namespace village::ctl
