#include "controller/sessions/urgent_sender.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>

namespace village::sessions {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t remembered_max = 256;
constexpr auto remembered_for = 2min;

domain::MonotonicTime monotonic_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return domain::MonotonicTime{std::chrono::duration_cast<domain::Duration>(since)};
}

}  // namespace

UrgentSender::UrgentSender(boost::asio::io_context& context, Ways ways) : timer_(context), ways_(std::move(ways)) {}

void UrgentSender::send(UrgentMessage message, domain::NodeSet nodes) {
    const auto now = monotonic_now();
    // More than 256 in two minutes: the oldest is not repeated any more; each was sent by both ways once.
    if (sending_.size() >= remembered_max) sending_.pop_front();
    sending_.push_back({std::move(message), machines::StartSchedule{nodes, now}, nodes, now});
    rounds();
    ways_.by_tls(nodes, sending_.back().message.frame);
    arm();
}

void UrgentSender::rounds() {
    const auto now = monotonic_now();
    std::erase_if(sending_, [now](const Sending& sending) { return now - sending.decided > remembered_for; });
    for (auto& sending : sending_) {
        if (!sending.schedule.take_due(now) || sending.message.udp_body.empty()) continue;
        ways_.by_udp(sending.schedule.waiting(), sending.message.kind, sending.message.udp_body);
    }
}

void UrgentSender::arm() {
    std::optional<domain::MonotonicTime> earliest;
    for (const auto& sending : sending_)
        if (const auto next = sending.schedule.next(); next && (!earliest || *next < *earliest)) earliest = next;
    if (!earliest) return;
    timer_.expires_at(std::chrono::steady_clock::time_point{earliest->time_since_epoch()});
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        rounds();
        arm();
    });
}

std::optional<domain::GrantId> UrgentSender::answered(domain::NodeNumber node, const domain::UuidBytes& id) {
    std::optional<domain::GrantId> grant;
    for (auto& sending : sending_) {
        if (sending.message.id != id || !sending.unanswered.contains(node)) continue;
        sending.unanswered.erase(node);
        sending.schedule.answered(node);
        grant = sending.message.grant;
    }
    return grant;
}

void UrgentSender::joined(domain::NodeNumber node) {
    for (const auto& sending : sending_)
        if (sending.schedule.next() && sending.unanswered.contains(node))
            ways_.by_tls(domain::NodeSet{node}, sending.message.frame);
}

void UrgentSender::stop() {
    sending_.clear();
    timer_.cancel();
}

}  // namespace village::sessions
