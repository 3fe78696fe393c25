// Tries what a hostile file might make the process do.
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstdio>

#include "controller/media/child/closed_doors.hpp"

namespace village::media {
namespace {

struct Door {
    const char* name;
    long (*attempt)();
    Doors closed_in = Doors::all;  ///< but_the_network: in both.
    int refusal = EPERM;
};

long read_a_file() { return open("/etc/hostname", O_RDONLY); }
long write_a_file() { return open("/tmp/village-door", O_WRONLY | O_CREAT, 0600); }
long remove_a_file() { return unlink("/tmp/village-door"); }
long make_internet_socket() { return socket(AF_INET, SOCK_STREAM, 0); }
long make_local_socket() { return socket(AF_UNIX, SOCK_STREAM, 0); }
long make_kernel_socket() { return socket(AF_NETLINK, SOCK_RAW, 0); }
long make_audit_socket() { return socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT); }
long make_packet_socket() { return socket(AF_PACKET, SOCK_RAW, 0); }
long answer_calls() { return listen(STDIN_FILENO, 1); }
long start_a_program() {
    char* const arguments[] = {const_cast<char*>("true"), nullptr};
    return execve("/bin/true", arguments, nullptr);
}
long make_a_process() {
    const long child = syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) _exit(0);
    return child;
}
long signal_the_parent() { return kill(getppid(), 0); }
long trace_the_parent() { return ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr); }
long map_new_code() {
    void* memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? -1 : 0;
}
long take_four_gigabytes() {
    void* memory = mmap(nullptr, 4'000'000'000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? -1 : 0;
}
long use_io_uring() { return syscall(SYS_io_uring_setup, 1, nullptr); }

constexpr auto always = Doors::but_the_network;
constexpr Door doors[] = {
    {"read a file", read_a_file},
    {"write a file", write_a_file, always},
    {"remove a file", remove_a_file, always},
    {"internet socket", make_internet_socket},
    {"local socket", make_local_socket, always},
    {"kernel socket", make_kernel_socket},
    {"audit socket", make_audit_socket, always},
    {"packet socket", make_packet_socket, always},
    {"answer calls", answer_calls, always},
    {"start a program", start_a_program, always},
    {"make a process", make_a_process, always},
    {"signal the parent", signal_the_parent, always},
    {"trace the parent", trace_the_parent, always},
    {"map new code", map_new_code, always},
    {"io_uring", use_io_uring, always},
    {"4 GB of memory", take_four_gigabytes, always, ENOMEM},
};

}  // namespace

bool doors_are_closed(Doors which) {
    bool all_closed = true;
    for (const Door& door : doors) {
        if (which == Doors::but_the_network && door.closed_in == Doors::all) continue;
        errno = 0;
        const bool closed = door.attempt() == -1 && errno == door.refusal;
        dprintf(STDOUT_FILENO, "%s: %s\n", door.name, closed ? "refused" : "OPEN");
        all_closed = all_closed && closed;
    }
    return all_closed;
}

}  // namespace village::media
