// village-relay: the address of another station comes in on standard input, mono 48 kHz s16le samples go out on standard output as
// they sound, a sentence for the log on standard error. What a station sends is trusted no more than an upload: before it
// is called this process gives up every file but those that calling needs, and every program.
#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <unistd.h>
#include <array>
#include <cstdio>

#include "controller/media/child/closed_doors.hpp"
#include "controller/media/child/input_bytes.hpp"
#include "controller/media/child/limits.hpp"
#include "controller/media/child/pcm_output.hpp"
#include "controller/media/child/readable_files.hpp"
#include "controller/media/relay/receiver.hpp"

namespace village::media {
namespace {

constexpr std::uint64_t address_bytes_max = 2000;
constexpr std::uint64_t samples_max = 3ULL * 3600 * 48'000;  // No relay is longer.
constexpr ChildLimits limits{.address_space_bytes = 1'500'000'000, .cpu_seconds = 3600, .output_bytes = 4096};

constexpr const char* help_text =
    "village-relay < address > samples\n"
    "  Receives another station (HTTP stream or HLS) as mono 48 kHz signed 16 bit samples, until it ends.\n"
    "  --check-sandbox   close the doors, try every one of them, say which hold\n"
    "Exit status: 0 the station ended, 2 cannot start, 10 not reached or not understood, 11 no address, 13 longer than 3 h,\n"
    "14 too long an address, 15 samples could not be written, 16 could not be confined.\n";

/// To find a machine by its name and to trust its certificate.
constexpr std::array readable{"/usr",
                              "/lib",
                              "/lib64",
                              "/etc/ssl",
                              "/etc/ca-certificates",
                              "/etc/resolv.conf",
                              "/etc/hosts",
                              "/etc/nsswitch.conf",
                              "/etc/host.conf",
                              "/etc/gai.conf",
                              "/etc/services",
                              "/etc/protocols",
                              "/etc/ld.so.cache",
                              "/proc/self",
                              "/sys/devices/system"};

ChildExit complain(ChildExit status, std::string_view sentence) {
    fmt::print(stderr, "village-relay: {}\n", sentence);
    return status;
}

ChildExit check_sandbox() {
    if (!apply_limits(limits)) return complain(ChildExit::not_confined, "the limits could not be set");
    // Before any library can start a thread, which would stay free. One fence more, where the kernel has it.
    (void)keep_readable(readable);
    if (!close_the_doors(Doors::but_the_network))
        return complain(ChildExit::not_confined, "the seccomp filter could not be loaded");
    const int unneeded = open("/etc/passwd", O_RDONLY);
    fmt::print("read what it need not: {}\n", unneeded < 0 ? "refused" : "not refused, this kernel has no Landlock");
    return doors_are_closed(Doors::but_the_network) ? ChildExit::done : ChildExit::not_confined;
}

ChildExit relay(const std::string& address) {
    if (auto problem = load_relay_plugins(); !problem.empty()) return complain(ChildExit::cannot_start, problem);
    Receiver receiver(address);
    if (!receiver.is_built()) return complain(ChildExit::cannot_start, "GStreamer's basic elements are missing");
    if (!close_the_doors(Doors::but_the_network))
        return complain(ChildExit::not_confined, "the seccomp filter could not be loaded");
    PcmOutput output(samples_max);
    std::string problem;
    const auto status = receiver.run([&](std::span<const std::int16_t> samples) { return output.write(samples); }, problem);
    if (problem.empty()) return status;
    if (output.samples() > 0) return complain(status, problem);
    // GStreamer says only "Internal data stream error." of a name that is not found, a refused call or an untrusted certificate.
    return complain(status, fmt::format("no sound came; are the address, its certificate and the line right? ({})", problem));
}

ChildExit read_and_relay() {
    if (!apply_limits(limits)) return complain(ChildExit::not_confined, "the limits could not be set");
    // Before any library can start a thread, which would stay free. One fence more, where the kernel has it.
    (void)keep_readable(readable);
    const auto input = map_standard_input(address_bytes_max);
    if (input.problem == InputProblem::too_large) return complain(ChildExit::too_large, "the address is too long");
    if (input.problem == InputProblem::unreadable) return complain(ChildExit::cannot_start, "standard input cannot be read");
    if (input.bytes.empty()) return complain(ChildExit::empty, "there is no address");
    return relay({input.bytes.begin(), input.bytes.end()});
}

ChildExit run(int count, char** arguments) {
    if (count == 1) return read_and_relay();
    if (count == 2 && strcmp(arguments[1], "--check-sandbox") == 0) return check_sandbox();
    const bool asks = count == 2 && strcmp(arguments[1], "--help") == 0;
    fmt::print(asks ? stdout : stderr, "{}", help_text);
    return asks ? ChildExit::done : ChildExit::cannot_start;
}

}  // namespace
}  // namespace village::media

int main(int count, char** arguments) {
    const auto status = village::media::run(count, arguments);
    fflush(nullptr);
    // The libraries' own clean-up is of no use to anybody and would meet closed doors.
    _exit(static_cast<int>(status));
}
