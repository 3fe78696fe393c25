#include "node-firmware/player_loop/live_desk.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "protocol/red.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;
using protocol::RtpVerdict;

namespace {
constexpr std::size_t nacks_at_once = 4;

/// The highest goes first: granted, of low priority, far in the future.
auto dispensability(const std::optional<domain::Grant>& grant) {
    return grant ? std::tuple(true, -static_cast<int>(grant->priority), grant->starts_at)
                 : std::tuple(false, 0, domain::UtcTime{});
}
}  // namespace

LiveDesk::Stream* LiveDesk::granted(domain::BroadcastId broadcast) {
    const auto found = streams_.find(broadcast);
    return found != streams_.end() && found->second.grant ? &found->second : nullptr;
}

void LiveDesk::shed() {
    const auto is_granted = [](const auto& entry) { return entry.second.grant.has_value(); };
    auto granted = static_cast<std::size_t>(std::ranges::count_if(streams_, is_granted));
    if (granted > streams_max) {
        auto& last =
            std::ranges::max_element(streams_, {}, [](const auto& entry) { return dispensability(entry.second.grant); })->second;
        // There may be room again before its time, and its keys are said only when it joins.
        Stream waiting;
        waiting.keys = std::move(last.keys);
        waiting.key_came = last.key_came;
        last = std::move(waiting);
        --granted;
    }
    std::erase_if(streams_, [](const auto& entry) { return !entry.second.grant && entry.second.keys.empty(); });
    if (streams_.size() - granted <= waiting_max) return;
    streams_.erase(std::ranges::min_element(
        streams_, {}, [](const auto& entry) { return std::pair(entry.second.grant.has_value(), entry.second.key_came); }));
}

void LiveDesk::expect(const domain::Grant& grant) {
    if (!grant.stream || granted(grant.broadcast)) return;
    streams_[grant.broadcast].grant = grant;
    shed();
    if (auto* stream = granted(grant.broadcast)) make_receivers(*stream, clock_());
}

void LiveDesk::take_key(const protocol::StreamKey& key, MonotonicTime now) {
    auto& stream = streams_[key.broadcast];
    std::erase_if(stream.keys, [&](const auto& held) { return held.ssrc == key.ssrc && held.generation == key.generation; });
    stream.keys.push_back(key);
    stream.key_came = now;
    if (stream.keys.size() > keys_per_stream_max) stream.keys.erase(stream.keys.begin());
    if (stream.grant) make_receivers(stream, now);
    shed();
}

std::uint64_t LiveDesk::due_packet(const Stream& stream, MonotonicTime now) {
    const auto since = std::max(domain::Duration{0}, domain::Duration{now - *stream.expected_at});
    return stream.expected + static_cast<std::uint64_t>(audio::samples_of(since) / LiveSource::packet_samples);
}

void LiveDesk::make_receivers(Stream& stream, MonotonicTime now) {
    const auto& description = *stream.grant->stream;
    for (const auto& key : stream.keys) {
        const bool named = key.ssrc == description.ssrc_r0 || key.ssrc == description.ssrc_r1;
        const bool known = std::any_of(stream.receivers.begin(), stream.receivers.end(), [&](const auto& held) {
            return held.receiver.ssrc() == key.ssrc && held.receiver.generation() >= key.generation;
        });
        if (!named || known) continue;
        for (auto& held : stream.receivers) {
            if (held.receiver.ssrc() == key.ssrc && !held.until) held.until = now + old_key_life;
        }
        protocol::SrtpReceiverOptions options;
        options.key = key;
        options.grant = stream.grant->id;
        options.stream_public_key.bytes = description.public_key;
        stream.receivers.insert(stream.receivers.begin(), Receiver{protocol::SrtpReceiver(options), std::nullopt});
        // A key that comes in the second hour must not look for the first 65,536 packets (RFC 3711, 3.3.1).
        if (stream.expected_at) stream.receivers.front().receiver.expect_around({due_packet(stream, now)});
    }
    while (stream.receivers.size() > keys_per_stream_max) stream.receivers.pop_back();
}

RtpVerdict LiveDesk::take_packet(domain::Bytes packet, MonotonicTime now) {
    const auto ssrc = protocol::rtp_ssrc(packet);
    for (auto& [broadcast, stream] : streams_) {
        std::erase_if(stream.receivers, [&](const auto& held) { return held.until && now > *held.until; });
        auto verdict = RtpVerdict::unknown_ssrc;
        for (auto& held : stream.receivers) {
            if (held.receiver.ssrc() != ssrc) continue;
            const auto received = held.receiver.receive(packet, now);
            verdict = received.verdict;
            if (verdict == RtpVerdict::accepted) {
                stream.ssrc = ssrc;
                ++stream.packets_lately;
                hand_on(stream, received);
            }
            // Only "does not open" can mean another generation.
            if (verdict != RtpVerdict::not_authentic) return verdict;
        }
        if (verdict != RtpVerdict::unknown_ssrc) return verdict;
    }
    return RtpVerdict::unknown_ssrc;
}

void LiveDesk::hand_on(Stream& stream, const protocol::ReceivedRtp& packet) {
    const auto index = packet.index.value;
    // While an emergency is heard, nobody takes packets out of the line, and it would fill up with what is over.
    const bool is_listened_to = stream.line.use_count() > 1;
    const auto give = [&](std::uint64_t sequence, playout::PacketOrigin origin, domain::Bytes opus) {
        const auto [kept, is_new] = stream.kept.try_emplace(sequence, playout::MediaPacket{sequence, origin, {}});
        if (!is_new) return;
        kept->second.opus.assign(opus.begin(), opus.end());
        if (is_listened_to) (void)stream.line->packets.push(playout::MediaPacket(kept->second));
        if (stream.kept.size() > packets_kept_max) stream.kept.erase(stream.kept.begin());
    };
    const auto origin = stream.asked.erase(index) ? playout::PacketOrigin::resent : playout::PacketOrigin::first_sent;
    stream.highest = std::max(stream.highest, index);
    if (packet.header.payload_type != protocol::red_payload_type) return give(index, origin, packet.payload);
    auto blocks = protocol::parse_red(packet.payload);
    if (!blocks) return;
    for (const auto& block : *blocks) {
        const auto back = block.timestamp_offset / protocol::rtp_packet_ticks;
        if (block.payload_type != protocol::opus_payload_type || back > index) continue;
        give(index - back, back == 0 ? origin : playout::PacketOrigin::copy, block.data);
    }
}

domain::Result<std::unique_ptr<audio::SampleSource>> LiveDesk::source(const domain::Grant& grant, domain::UtcTime from) {
    expect(grant);
    auto* stream = granted(grant.broadcast);
    if (!stream) return Error{ErrorCode::not_ready, "too many live streams at once"};
    const auto elapsed = std::max(domain::Duration{0}, domain::Duration{from - grant.starts_at});
    const auto first = static_cast<std::uint64_t>(audio::samples_of(elapsed) / LiveSource::packet_samples);
    stream->expected = first;
    stream->expected_at = clock_();
    for (auto& held : stream->receivers) held.receiver.expect_around({first});
    stream->line = std::make_shared<LiveLine>();
    const auto samples = audio::samples_of(grant.max_duration);
    const auto end = static_cast<std::uint64_t>((samples + LiveSource::packet_samples - 1) / LiveSource::packet_samples);
    for (auto kept = stream->kept.lower_bound(first); kept != stream->kept.end(); ++kept)
        (void)stream->line->packets.push(playout::MediaPacket(kept->second));
    // Another station comes back when it wants to; what stands in for it sounds meanwhile.
    const bool is_relay = grant.kind == domain::BroadcastKind::scheduled;
    const auto patience = is_relay ? end : LiveSource::speech_patience;
    return std::unique_ptr<audio::SampleSource>(std::make_unique<LiveSource>(stream->line, first, end, patience, clock_));
}

void LiveDesk::forget(domain::GrantId grant) {
    std::erase_if(streams_, [&](const auto& entry) { return entry.second.grant && entry.second.grant->id == grant; });
}

std::vector<domain::GrantId> LiveDesk::heard() {
    std::vector<domain::GrantId> heard;
    for (auto& [broadcast, stream] : streams_) {
        const auto lately = std::exchange(stream.packets_lately, 0);
        if (lately >= packets_heard_min && stream.grant) heard.push_back(stream.grant->id);
        // After a long silence the rollover could no longer be guessed from the last packet (RFC 3711, 3.3.1).
        if (lately > 0 || !stream.expected_at) continue;
        for (auto& held : stream.receivers) held.receiver.expect_around({due_packet(stream, clock_())});
    }
    return heard;
}

std::vector<protocol::ByteVector> LiveDesk::nacks() {
    std::vector<protocol::ByteVector> packets;
    for (auto& [broadcast, stream] : streams_) {
        while (stream.line && packets.size() < nacks_at_once) {
            auto wishes = stream.line->wishes.pop();
            if (!wishes) break;
            if (stream.asked.size() + wishes->size() > asked_max) stream.asked.clear();
            protocol::Nack nack{node_.value, stream.ssrc, {}};
            for (const auto sequence : *wishes) {
                stream.asked.insert(sequence);
                nack.sequences.push_back(static_cast<std::uint16_t>(sequence));
            }
            if (auto encoded = protocol::encode_nack(nack); encoded && stream.ssrc != 0) packets.push_back(std::move(*encoded));
        }
    }
    return packets;
}

std::vector<StreamMemory> LiveDesk::memory() const {
    std::vector<StreamMemory> all;
    for (const auto& [broadcast, stream] : streams_) {
        auto& one = all.emplace_back();
        if (stream.grant) one.grant = stream.grant->id;
        one.keys = stream.keys.size();
        one.receivers = stream.receivers.size();
        one.packets = stream.kept.size();
        for (const auto& [sequence, packet] : stream.kept) one.bytes += packet.opus.size();
        one.asked = stream.asked.size();
        if (!stream.line) continue;
        one.packets_in_line = stream.line->packets.size();
        one.wishes_in_line = stream.line->wishes.size();
        one.buffered = stream.line->buffered;
        one.holes = stream.line->holes;
    }
    return all;
}

std::vector<protocol::ByteVector> LiveDesk::reports() {
    std::vector<protocol::ByteVector> packets;
    for (const auto& [broadcast, stream] : streams_) {
        if (stream.ssrc == 0) continue;
        protocol::ReceiverReport report;
        report.sender_ssrc = node_.value;
        report.media_ssrc = stream.ssrc;
        report.highest_sequence = static_cast<std::uint32_t>(stream.highest);
        packets.push_back(protocol::encode_receiver_report(report));
    }
    return packets;
}

}  // namespace village::node::player_loop
