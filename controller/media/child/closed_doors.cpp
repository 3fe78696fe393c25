#include "controller/media/child/closed_doors.hpp"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <array>

namespace village::media {
namespace {

// What a decoder with all its files open still needs.
constexpr std::array allowed_calls{
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(eventfd2),
    SCMP_SYS(pipe2),
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getuid),
    SCMP_SYS(getrusage),
    SCMP_SYS(membarrier),
};

// What calling another machine needs beside that.
constexpr std::array network_calls{
    SCMP_SYS(connect),       SCMP_SYS(bind),        SCMP_SYS(sendto),   SCMP_SYS(sendmsg),       SCMP_SYS(sendmmsg),
    SCMP_SYS(recvfrom),      SCMP_SYS(recvmsg),     SCMP_SYS(shutdown), SCMP_SYS(getsockopt),    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockname),   SCMP_SYS(getpeername), SCMP_SYS(fcntl),    SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),    SCMP_SYS(newfstatat),  SCMP_SYS(access),   SCMP_SYS(uname),         SCMP_SYS(statx),
    SCMP_SYS(getdents64),    SCMP_SYS(geteuid),     SCMP_SYS(getgid),   SCMP_SYS(getegid),       SCMP_SYS(socketpair),
    SCMP_SYS(sched_getattr),
};

bool allow(scmp_filter_ctx filter, int call) { return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0; }

bool allow_calls(scmp_filter_ctx filter) {
    for (const int call : allowed_calls)
        if (!allow(filter, call)) return false;
    return true;
}

// Memory yes, new code no.
bool allow_memory_without_code(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

// Threads yes, processes no. clone3 hides its flags from a filter; ENOSYS makes the C library use clone.
bool allow_threads_only(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool allow_socket(scmp_filter_ctx filter, scmp_datum_t family) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family)) == 0;
}

// The resolver asks the kernel for this machine's addresses; a local socket would reach other programs.
bool allow_the_network(scmp_filter_ctx filter) {
    const bool sockets = allow_socket(filter, AF_INET) && allow_socket(filter, AF_INET6) &&
                         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2, SCMP_A0(SCMP_CMP_EQ, AF_NETLINK),
                                          SCMP_A2(SCMP_CMP_EQ, NETLINK_ROUTE)) == 0 &&
                         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, FIONBIO)) == 0 &&
                         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, FIONREAD)) == 0;
    if (!sockets) return false;
    for (const int call : network_calls)
        if (!allow(filter, call)) return false;
    constexpr auto writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY)) == 0;
}

}  // namespace

bool close_the_doors(Doors which) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return false;
    const bool closed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && allow_calls(filter) &&
                        allow_memory_without_code(filter) && allow_threads_only(filter) &&
                        (which == Doors::all || allow_the_network(filter)) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return closed;
}

}  // namespace village::media
