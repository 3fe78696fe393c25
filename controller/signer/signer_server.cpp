#include "controller/signer/signer_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "controller/observability/log.hpp"
#include "controller/signer/whole_file.hpp"

namespace village::signer {
namespace {

constexpr int poll_ms = 500;
// A controller that asks without reading its answers is put off, not buffered for.
constexpr std::size_t out_bytes_max = 2 * protocol::frame_bytes_max;

Result<sockaddr_un> socket_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return Error{ErrorCode::configuration_invalid, "the socket's path must have 1 to 107 characters"};
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

// A socket file that refuses connections is what a killed signer left behind.
bool somebody_listens(const sockaddr_un& address) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return false;
    const bool there = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return there;
}

}  // namespace

Result<std::unique_ptr<SignerServer>> SignerServer::listen(ServerOptions options, SignerCore& core, SignerFolder& folder,
                                                           std::function<domain::UtcTime()> now) {
    std::unique_ptr<SignerServer> server(new SignerServer(std::move(options), core, folder, std::move(now)));
    if (auto bound = server->bind(); !bound) return bound.error();
    return server;
}

Status SignerServer::bind() {
    auto address = socket_address(options_.socket_path);
    if (!address) return address.error();
    if (somebody_listens(*address))
        return Error{ErrorCode::already_running, fmt::format("another signer listens on {}", options_.socket_path)};
    ::unlink(options_.socket_path.c_str());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener_ < 0) return disk_error(errno, "making a socket for", options_.socket_path);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
        return disk_error(errno, "binding", options_.socket_path);
    ::chmod(options_.socket_path.c_str(), 0660);
    if (::listen(listener_, static_cast<int>(options_.connections_max)) != 0)
        return disk_error(errno, "listening on", options_.socket_path);
    return {};
}

SignerServer::~SignerServer() {
    for (auto& connection : connections_) ::close(connection.descriptor);
    if (listener_ < 0) return;
    ::close(listener_);
    ::unlink(options_.socket_path.c_str());
}

void SignerServer::run(const std::atomic<bool>& stop) {
    while (!stop) {
        std::vector<pollfd> watched{{listener_, POLLIN, 0}};
        for (const auto& connection : connections_)
            watched.push_back({connection.descriptor, static_cast<short>(connection.out.empty() ? POLLIN : POLLOUT), 0});
        if (::poll(watched.data(), watched.size(), poll_ms) < 0 && errno != EINTR) {
            log::error("poll failed: {}, stopping [internal]", std::strerror(errno));
            return;
        }
        std::vector<short> events;
        for (std::size_t i = 1; i < watched.size(); ++i) events.push_back(watched[i].revents);
        serve(events);
        if (watched[0].revents & POLLIN) accept_one();
        write_log();
        core_.rest();
    }
}

void SignerServer::serve(const std::vector<short>& events) {
    std::size_t index = 0;
    for (auto at = connections_.begin(); at != connections_.end() && index < events.size(); ++index) {
        bool alive = !is_stuck(*at);
        if (alive && (events[index] & (POLLIN | POLLHUP | POLLERR))) alive = read_from(*at);
        if (alive && !at->out.empty()) alive = write_to(*at);
        if (alive) {
            ++at;
        } else {
            ::close(at->descriptor);
            at = connections_.erase(at);
        }
    }
}

void SignerServer::accept_one() {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) return;
    if (!is_allowed(descriptor)) {
        ::close(descriptor);
    } else if (connections_.size() >= options_.connections_max) {
        log::warn("{} connections are open, the next is closed at once [too_many_requests]", connections_.size());
        ::close(descriptor);
    } else {
        auto& connection = connections_.emplace_back();
        connection.descriptor = descriptor;
        connection.last_progress = std::chrono::steady_clock::now();
    }
}

bool SignerServer::is_allowed(int descriptor) const {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
    const auto& users = options_.allowed_users;
    if (peer.uid == ::geteuid() || std::find(users.begin(), users.end(), peer.uid) != users.end()) return true;
    log::warn("user {} may not ask the signer, connection closed [not_permitted]", peer.uid);
    return false;
}

bool SignerServer::is_stuck(const Connection& connection) const {
    const bool owes = connection.decoder.bytes_held() > 0 || !connection.out.empty();
    return owes && std::chrono::steady_clock::now() - connection.last_progress > options_.idle_limit;
}

bool SignerServer::read_from(Connection& connection) {
    std::array<std::uint8_t, 64 * 1024> buffer;
    const auto got = ::recv(connection.descriptor, buffer.data(), buffer.size(), 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return false;
    // The clock runs from the first byte of a frame: one byte now and then does not keep a connection.
    if (connection.decoder.bytes_held() == 0) connection.last_progress = std::chrono::steady_clock::now();
    auto bodies = connection.decoder.feed(Bytes(buffer).first(static_cast<std::size_t>(got)));
    if (!bodies) {
        log::warn("a frame on the socket cannot be: {}, connection closed [malformed]", bodies.error().detail);
        return false;
    }
    for (const auto& body : *bodies)
        if (!answer(connection, body)) return false;
    return true;
}

bool SignerServer::answer(Connection& connection, Bytes body) {
    wire::SignerRequest request;
    if (!request.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
        log::warn("a request cannot be read, connection closed [malformed]");
        return false;
    }
    const auto response = core_.handle(request, now_()).SerializeAsString();
    auto frame = protocol::encode_frame(domain::as_bytes(response));
    if (!frame || connection.out.size() + frame->size() > out_bytes_max) return false;
    connection.out.insert(connection.out.end(), frame->begin(), frame->end());
    connection.last_progress = std::chrono::steady_clock::now();
    return write_to(connection);
}

bool SignerServer::write_to(Connection& connection) {
    while (!connection.out.empty()) {
        const auto sent = ::send(connection.descriptor, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN || errno == EINTR;
        connection.out.erase(connection.out.begin(), connection.out.begin() + sent);
        connection.last_progress = std::chrono::steady_clock::now();
    }
    return true;
}

void SignerServer::write_log() {
    if (!folder_.has_waiting_log()) return;
    const bool was_well = static_cast<bool>(folder_.log_health());
    const auto written = folder_.flush_log();
    if (was_well && !written)
        log::error("{}; only emergencies and STOP are signed until it can be written [{}]", written.error().detail,
                   domain::error_name(written.error().code));
    if (!was_well && written) log::info("the log can be written again");
}

}  // namespace village::signer
