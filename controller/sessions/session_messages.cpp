#include "controller/sessions/session_messages.hpp"

#include <sodium.h>

#include <algorithm>

namespace village::sessions {
namespace {

// Spread, or all who were turned away together come back together.
constexpr std::uint32_t busy_retry_least_ms = 15'000, busy_retry_most_ms = 45'000;

}  // namespace

wire::SessionMessage committed_message(std::uint64_t number) {
    wire::SessionMessage message;
    message.mutable_receipt_committed()->set_up_to_number(number);
    return message;
}

wire::SessionMessage error_message(const domain::Error& why) {
    wire::SessionMessage message;
    *message.mutable_error() = protocol::wire_error(why);
    return message;
}

wire::SessionMessage busy_message() {
    const domain::Error why{domain::ErrorCode::too_many_requests, "the controller has as many sessions as it may"};
    wire::SessionMessage message;
    const auto retry_after_ms = busy_retry_least_ms + randombytes_uniform(busy_retry_most_ms - busy_retry_least_ms);
    *message.mutable_error() = protocol::wire_error(why, retry_after_ms);
    return message;
}

wire::SessionMessage heartbeat_message() {
    wire::SessionMessage message;
    message.mutable_heartbeat()->set_answer_wanted(true);
    return message;
}

machines::JoinFacts join_facts(const ports::NodeProfile& profile, std::uint64_t last_receipt) {
    machines::JoinFacts facts;
    facts.node_name = profile.name;
    facts.commune_name = profile.commune_name;
    facts.volume_percent = profile.volume_percent;
    facts.start_delay_ms = profile.start_delay_ms;
    facts.hours = profile.hours;
    facts.policy_epoch = profile.policy_epoch;
    facts.receipts_committed = last_receipt;
    return facts;
}

ports::NodeStatus node_status(domain::NodeNumber node, const wire::Hello& hello, const wire::NodeStatus& status,
                              std::uint64_t last_receipt) {
    ports::NodeStatus news;
    news.node = node;
    news.software = hello.software_version();
    news.clock_trusted = status.clock_trusted();
    news.clock_offset_ms = static_cast<double>(status.clock_offset()) / 1000;
    news.clock_uncertainty_ms = static_cast<double>(status.clock_uncertainty()) / 1000;
    // The uncertainty of the exchange is half its round trip.
    news.round_trip_ms = 2 * news.clock_uncertainty_ms;
    news.last_receipt = last_receipt + status.receipts_waiting();
    if (auto playing = protocol::id_of<domain::BroadcastId>(status.playing(), "playing")) news.playing = *playing;
    news.volume_percent = static_cast<std::uint8_t>(std::min(status.gain_percent(), 100U));
    return news;
}

std::vector<domain::ContentHash> contents_ready(const wire::NodeStatus& status) {
    std::vector<domain::ContentHash> ready;
    for (const auto& content : status.contents_ready()) {
        domain::ContentHash hash;
        if (content.size() != hash.bytes.size()) continue;
        std::ranges::copy(protocol::bytes_of(content), hash.bytes.begin());
        ready.push_back(hash);
    }
    return ready;
}

}  // namespace village::sessions
