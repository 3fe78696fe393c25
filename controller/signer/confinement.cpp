#include "controller/signer/confinement.hpp"

#include <seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <memory>

namespace village::signer {

domain::Status confine() {
    const domain::Error failed{domain::ErrorCode::unavailable, "the kernel does not let the signer give up the network"};
    ::prctl(PR_SET_DUMPABLE, 0);  // No core file with keys in it.
    const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
    if (!filter) return failed;
    for (const int call :
         {SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(execve), SCMP_SYS(execveat),
          SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(io_uring_setup)})
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) != 0) return failed;
    if (seccomp_load(filter.get()) != 0) return failed;
    return {};
}

}  // namespace village::signer
