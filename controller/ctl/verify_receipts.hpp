// `villagectl receipts verify`: offline, with the commune's public keys only. Each node's receipt key is believed because the
// Device CA certified it; each receipt because the node signed it and the chain of hashes has no gap. A node whose box was
// replaced has a chain per box.
#pragma once

#include <string>

#include "scheduler/domain/error.hpp"

namespace village::ctl {

struct VerifiedReceipts {
    std::size_t receipts = 0;
    std::size_t nodes = 0;
};

/// `trust_path`: what GET /trust gave. `ca_path`: the Device CA as known beforehand (PEM); empty takes the one in the trust file.
/// `receipts_path`: what GET /receipts gave (`items`). The error names node and number.
domain::Result<VerifiedReceipts> verify_receipts(const std::string& trust_path, const std::string& ca_path,
                                                 const std::string& receipts_path);

}  // namespace village::ctl
