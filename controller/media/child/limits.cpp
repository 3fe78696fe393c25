#include "controller/media/child/limits.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace village::media {
namespace {

bool limit(__rlimit_resource resource, std::uint64_t value) {
    const rlimit both{value, value};
    return setrlimit(resource, &both) == 0;
}

}  // namespace

bool apply_limits(const ChildLimits& limits) {
    // A write over the limit shall fail with EFBIG instead of killing the process without a word.
    signal(SIGXFSZ, SIG_IGN);
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           limit(RLIMIT_AS, limits.address_space_bytes) && limit(RLIMIT_CPU, limits.cpu_seconds) &&
           limit(RLIMIT_FSIZE, limits.output_bytes) && limit(RLIMIT_CORE, 0);
}

}  // namespace village::media
