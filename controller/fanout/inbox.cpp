#include "controller/fanout/inbox.hpp"

#include <utility>

namespace village::fanout {

void Inbox::wake(std::unique_lock<std::mutex> lock) {
    const bool is_first = !std::exchange(is_urgent_, true);
    lock.unlock();
    if (is_first) arrived_.notify_one();
}

void Inbox::open(OpenStream stream) {
    std::unique_lock lock(mutex_);
    waiting_.opened.push_back(std::move(stream));
    wake(std::move(lock));
}

void Inbox::close(std::uint32_t ssrc) {
    std::unique_lock lock(mutex_);
    waiting_.closed.push_back({ssrc, Moment{}});
    std::erase_if(waiting_.packets, [ssrc](const StreamPacket& packet) { return packet.ssrc == ssrc; });
    wake(std::move(lock));
}

void Inbox::put_address(domain::NodeNumber node, std::optional<ports::NodeAddress> address) {
    std::unique_lock lock(mutex_);
    waiting_.addresses[node] = address;
    wake(std::move(lock));
}

void Inbox::close_later(CloseStream request) {
    std::unique_lock lock(mutex_);
    waiting_.closed.push_back(request);
    wake(std::move(lock));
}

void Inbox::put_monitor(Monitor monitor) {
    std::unique_lock lock(mutex_);
    std::erase_if(waiting_.monitors, [&](const Monitor& earlier) { return earlier.ssrc == monitor.ssrc; });
    waiting_.monitors.push_back(monitor);
    wake(std::move(lock));
}

bool Inbox::put_packet(StreamPacket packet) {
    std::unique_lock lock(mutex_);
    const bool is_full = waiting_.packets.size() >= packets_max;
    if (is_full) waiting_.packets.pop_front();
    const bool is_urgent = packet.due < asleep_until_;
    waiting_.packets.push_back(std::move(packet));
    if (is_urgent) wake(std::move(lock));
    return !is_full;
}

bool Inbox::put_repair(RepairRequest request) {
    std::unique_lock lock(mutex_);
    if (waiting_.repairs.size() >= repairs_max) return false;
    waiting_.repairs.push_back(std::move(request));
    wake(std::move(lock));
    return true;
}

void Inbox::stop() {
    std::unique_lock lock(mutex_);
    waiting_.stop = true;
    wake(std::move(lock));
}

Delivery Inbox::take(Moment until) {
    std::unique_lock lock(mutex_);
    asleep_until_ = until;
    arrived_.wait_until(lock, until, [this] { return is_urgent_; });
    asleep_until_ = Moment::max();
    is_urgent_ = false;
    return std::exchange(waiting_, Delivery{});
}

}  // namespace village::fanout
