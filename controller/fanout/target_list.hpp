// The receivers of one stream as sendmmsg wants them: message headers, addresses and one shared iovec, built once and used for
// every packet. Nodes stand in the order of a hash of their number, so each has its fixed place in the packet interval and
// neighbours are not served one after the other. Fan-out thread.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "controller/ports/media_path.hpp"

namespace village::fanout {

struct SliceOutcome {
    std::size_t sent = 0;
    std::size_t failed = 0;   ///< Refused by the system and passed over.
    bool is_blocked = false;  ///< The socket's buffer is full: go on from `sent + failed` later.
};

class TargetList {
public:
    explicit TargetList(int family) : family_(family) {}
    TargetList(const TargetList&) = delete;
    TargetList& operator=(const TargetList&) = delete;

    /// Adds a node or moves it; `ordinal` is the first packet it will be sent. Takes effect with `build`.
    void put(domain::NodeNumber node, const ports::NodeAddress& address, std::uint64_t ordinal);
    void remove(domain::NodeNumber node);
    bool needs_build() const { return changed_; }
    void build();
    std::size_t size() const { return messages_.size(); }

    /// The bytes for all, until the next call.
    void aim(const std::vector<std::uint8_t>& packet);
    SliceOutcome send(int socket, std::size_t first, std::size_t count);

    struct Target {
        ports::NodeAddress address;
        std::uint64_t since = 0;
    };
    const Target* find(domain::NodeNumber node) const;

private:
    int family_;
    std::map<domain::NodeNumber, Target> targets_;
    std::vector<sockaddr_storage> addresses_;
    std::vector<mmsghdr> messages_;
    iovec packet_{};
    bool changed_ = false;
};

}  // namespace village::fanout
