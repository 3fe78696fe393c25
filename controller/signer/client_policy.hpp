// The policy of the commune as the controller tells it to the signer, which reads it back with `PolicyBook`.
#pragma once

#include "controller/ports/signer.hpp"
#include "protocol/signer.pb.h"

namespace village::signer {

/// The epoch and the device keys are the asker's to add.
wire::PolicyBundle bundle_of(const ports::SignerPolicy& policy);

}  // namespace village::signer
