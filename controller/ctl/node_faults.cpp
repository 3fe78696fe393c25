#include "controller/ctl/node_faults.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>

namespace village::ctl {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Status;

std::optional<long> number_in(std::string_view text) {
    long value = 0;
    if (text.starts_with("+") && !text.starts_with("+-")) text.remove_prefix(1);
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool takes(std::string_view verb, std::string_view word) {
    const auto value = number_in(word);
    if (verb == "drop") return value && *value >= 0 && *value <= 100;
    return verb == "clock" && value;
}

Status kill_node(const std::string& pid_file) {
    std::ifstream file(pid_file);
    pid_t process = 0;
    if (!(file >> process) || process <= 1)
        return Error{ErrorCode::not_found, fmt::format("no node runs there: {}; --demo names the demo's folder", pid_file)};
    if (::kill(process, SIGKILL) != 0) return Error{ErrorCode::not_found, "this node does not run any more"};
    return {};
}

Status send_line(const std::string& path, const std::string& line) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error{ErrorCode::invalid_argument, "the demo's folder has too long a name"};
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int channel = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool sent = channel >= 0 && ::connect(channel, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                      ::send(channel, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size());
    if (channel >= 0) ::close(channel);
    if (!sent)
        return Error{ErrorCode::not_found,
                     fmt::format("no node listens at {}; does the demo run there? --demo names its folder", path)};
    return {};
}

}  // namespace

Status node_fault(const std::string& demo_folder, std::uint16_t node, const std::vector<std::string>& words) {
    const std::string verb = words.empty() ? "" : words.front();
    if (verb == "kill" && words.size() == 1) return kill_node(fmt::format("{}/node-{:02}.pid", demo_folder, node));
    const bool plain = (verb == "cut" || verb == "uncut") && words.size() == 1;
    const bool with_number = words.size() == 2 && takes(verb, words[1]);
    if (!plain && !with_number)
        return Error{ErrorCode::invalid_argument, "a fault is one of: kill, cut, uncut, clock SECONDS, drop PERCENT"};
    const std::string line = plain ? verb + "\n" : fmt::format("{} {}\n", verb, words[1]);
    return send_line(fmt::format("{}/node-{:02}/faults.sock", demo_folder, node), line);
}

}  // namespace village::ctl
