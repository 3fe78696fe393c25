#include "controller/fanout/target_list.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "controller/ports/socket_address.hpp"

namespace village::fanout {
namespace {

// Fibonacci hashing: neighbours on paper get places far from each other.
std::uint32_t place(domain::NodeNumber node) { return node.value * 2'654'435'769U; }

}  // namespace

void TargetList::put(domain::NodeNumber node, const ports::NodeAddress& address, std::uint64_t ordinal) {
    const auto [entry, is_new] = targets_.try_emplace(node, Target{address, ordinal});
    if (!is_new && entry->second.address == address) return;
    entry->second.address = address;
    changed_ = true;
}

void TargetList::remove(domain::NodeNumber node) {
    if (targets_.erase(node) > 0) changed_ = true;
}

void TargetList::build() {
    changed_ = false;
    std::vector<std::pair<std::uint32_t, const Target*>> order;
    for (const auto& [node, target] : targets_) order.emplace_back(place(node), &target);
    std::sort(order.begin(), order.end());
    addresses_.resize(order.size());
    messages_.assign(order.size(), mmsghdr{});
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& header = messages_[i].msg_hdr;
        header.msg_namelen = ports::write_address(order[i].second->address, family_, addresses_[i]);
        header.msg_name = &addresses_[i];
        header.msg_iov = &packet_;
        header.msg_iovlen = 1;
    }
}

void TargetList::aim(const std::vector<std::uint8_t>& packet) {
    packet_ = {const_cast<std::uint8_t*>(packet.data()), packet.size()};
}

SliceOutcome TargetList::send(int socket, std::size_t first, std::size_t count) {
    SliceOutcome outcome;
    const auto end = std::min(first + count, messages_.size());
    while (first < end) {
        const int sent = ::sendmmsg(socket, &messages_[first], static_cast<unsigned>(end - first), MSG_DONTWAIT);
        if (sent > 0) {
            outcome.sent += static_cast<std::size_t>(sent);
            first += static_cast<std::size_t>(sent);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == ENOBUFS) {
            outcome.is_blocked = true;
            return outcome;
        }
        // No route to this one: those behind it must not suffer.
        ++outcome.failed;
        ++first;
    }
    return outcome;
}

const TargetList::Target* TargetList::find(domain::NodeNumber node) const {
    const auto found = targets_.find(node);
    return found == targets_.end() ? nullptr : &found->second;
}

}  // namespace village::fanout
