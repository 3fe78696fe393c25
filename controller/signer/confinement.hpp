// What the signer gives up once its socket is open: new sockets, new programs, tracing others. A bug in it then has no way out.
#pragma once

#include "scheduler/domain/error.hpp"

namespace village::signer {

/// For the rest of this process; `unavailable` where the kernel has no seccomp.
domain::Status confine();

}  // namespace village::signer
