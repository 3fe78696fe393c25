#include "controller/sessions/session_messages.hpp"

#include <sodium.h>

#include <algorithm>

#include "protocol/hours_codec.hpp"

namespace village::sessions {
namespace {

// Spread, or all who were turned away together come back together.
constexpr std::uint32_t busy_retry_least_ms = 15'000, busy_retry_most_ms = 45'000;

/// What is no hash is left out.
std::vector<domain::ContentHash> hashes_of(const google::protobuf::RepeatedPtrField<std::string>& fields) {
    std::vector<domain::ContentHash> hashes;
    for (const auto& field : fields) {
        domain::ContentHash hash;
        if (field.size() != hash.bytes.size()) continue;
        std::ranges::copy(protocol::bytes_of(field), hash.bytes.begin());
        hashes.push_back(hash);
    }
    return hashes;
}

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

wire::NodePolicy node_policy(const ports::NodeProfile& profile) {
    wire::NodePolicy policy;
    policy.set_node_name(profile.name);
    policy.set_commune_name(profile.commune_name);
    policy.set_start_delay_ms(profile.start_delay_ms);
    policy.mutable_volume()->set_day(profile.volume.day);
    policy.mutable_volume()->set_evening(profile.volume.evening);
    policy.mutable_volume()->set_emergency(profile.volume.emergency);
    protocol::write_hours(profile.hours, *policy.mutable_hours());
    return policy;
}

wire::SessionMessage policy_message(const ports::NodeProfile& profile) {
    wire::SessionMessage message;
    *message.mutable_policy() = node_policy(profile);
    return message;
}

ports::NodeStatus node_status(domain::NodeNumber node, const wire::Hello& hello, const wire::NodeStatus& status) {
    ports::NodeStatus news;
    news.node = node;
    news.software = hello.software_version();
    news.clock_trusted = status.clock_trusted();
    news.clock_offset_ms = static_cast<double>(status.clock_offset()) / 1000;
    news.clock_uncertainty_ms = static_cast<double>(status.clock_uncertainty()) / 1000;
    // The uncertainty of the exchange is half its round trip.
    news.round_trip_ms = 2 * news.clock_uncertainty_ms;
    news.receipts_waiting = status.receipts_waiting();
    if (auto playing = protocol::id_of<domain::BroadcastId>(status.playing(), "playing")) news.playing = *playing;
    news.volume_percent = static_cast<std::uint8_t>(std::min(status.gain_percent(), 100U));
    news.contents_lost = hashes_of(status.contents_lost());
    return news;
}

std::vector<domain::ContentHash> contents_ready(const wire::NodeStatus& status) { return hashes_of(status.contents_ready()); }

}  // namespace village::sessions
