#include "tests/simulation/media/station.hpp"

#include <stdexcept>

#include "controller/fanout/fanout.hpp"
#include "protocol/session_codec.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::Duration;
using domain::GrantId;
using domain::NodeNumber;
using domain::UtcTime;
using protocol::UdpKind;

namespace {

// As fan-out has them.
constexpr Duration lead = 1300ms, catching_up = 10ms;
constexpr int repairs_per_second_max = fanout::FanoutOptions{}.repairs_per_second_max;
/// After the last packet its repairs are still answered.
constexpr Duration answers_for = lead + 1s;
/// From the operator's wish to T0.
constexpr Duration countdown = 3s;
constexpr Duration relay_length = 30min;

wire::SessionMessage message_of(const domain::SignedGrant& order) {
    wire::SessionMessage message;
    message.mutable_start()->set_grant(protocol::string_of(order.envelope.bytes));
    return message;
}

wire::SessionMessage message_of(const domain::SignedStop& stop) {
    wire::SessionMessage message;
    message.mutable_stop()->set_stop(protocol::string_of(stop.envelope.bytes));
    return message;
}

wire::SessionMessage message_of(const protocol::StreamKey& key) {
    wire::SessionMessage message;
    protocol::write_stream_key(key, *message.mutable_stream_key());
    return message;
}

protocol::SrtpSender sender_of(const protocol::StreamKey& key, GrantId grant, const protocol::Ed25519KeyPair& signing_key) {
    auto sender = protocol::SrtpSender::create({key, grant}, signing_key);
    if (!sender) throw std::runtime_error(sender.error().detail);
    return std::move(*sender);
}

}  // namespace

// ---- What is put on the air ----

domain::Grant Station::make_grant(const domain::NodeSet& nodes, UtcTime starts_at, Duration length) {
    domain::Grant grant;
    grant.id.bytes = random_bytes<16>(random_);
    grant.broadcast.bytes = random_bytes<16>(random_);
    grant.nodes = nodes;
    grant.starts_at = starts_at;
    grant.not_before = starts_at - 1min;
    grant.start_by = starts_at + length;
    grant.not_after = starts_at + length;
    grant.max_duration = length;
    grant.issuer_sequence = ++sequence_;
    return grant;
}

Stream Station::make_stream(GrantId grant, domain::BroadcastId broadcast) {
    const auto signing_key = protocol::Ed25519KeyPair::from_seed(random_bytes<32>(random_));
    const auto ssrc = static_cast<std::uint32_t>(random_.next() | 1);
    const auto key = protocol::make_stream_key(broadcast, protocol::StreamClass::r1, 1, ssrc, {0}, random_bytes<28>(random_));
    return {signing_key, key, sender_of(key, grant, signing_key), std::nullopt, {}, 0, {}};
}

Broadcast& Station::put_on_air(Broadcast broadcast) {
    const auto id = broadcast.grant().id;
    auto& kept = broadcasts_.insert_or_assign(id, std::move(broadcast)).first->second;
    ways_.put_on_air(kept);
    const auto start = message_of(kept.order);
    say({UdpKind::start,
         protocol::encode_start_body(kept.order.envelope, {}),
         start,
         id.bytes,
         {kept.grant().nodes, monotonic()}});
    return kept;
}

Broadcast& Station::put_on_air_as_stream(domain::Grant grant, Voice voice) {
    auto stream = make_stream(grant.id, grant.broadcast);
    grant.stream = domain::StreamDescription{stream.signing_key.public_key().bytes, stream.key.ssrc + 1, stream.key.ssrc};
    say_key(stream.key, grant.nodes);
    return put_on_air({voice, commune_.sign(grant), std::move(stream), std::nullopt});
}

void Station::start_stream(Voice voice, const domain::NodeSet& nodes, Duration length) {
    auto grant = make_grant(nodes, clockwork_.now() + countdown, length);
    grant.kind = domain::BroadcastKind::live;
    grant.priority = domain::Priority::live;
    const auto& broadcast = put_on_air_as_stream(std::move(grant), voice);
    make_packet(broadcast.grant().id, 0, clockwork_.now() - catching_up);
}

void Station::plan_relay(const domain::NodeSet& nodes, Duration begins_in) {
    auto grant = make_grant(nodes, clockwork_.now() + begins_in, relay_length);
    grant.kind = domain::BroadcastKind::scheduled;
    grant.priority = domain::Priority::normal;
    put_on_air_as_stream(std::move(grant), Voice::rising);
}

void Station::start_alarm(const domain::ContentHash& content, const domain::NodeSet& nodes, Duration length) {
    auto grant = make_grant(nodes, clockwork_.now(), length);
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.content = content;
    grant.content_bytes = alarm_file().size();
    grant.content_duration = alarm_time;
    grant.repeat_every = alarm_time + 2s;
    put_on_air({Voice::alarm, commune_.sign(grant), std::nullopt, std::nullopt});
}

void Station::stop(GrantId grant) {
    auto& broadcast = broadcasts_.at(grant);
    domain::StopOrder order;
    order.id.bytes = random_bytes<16>(random_);
    order.grants = {grant};
    order.issuer_sequence = ++sequence_;
    order.issued_at = clockwork_.now();
    broadcast.stop = commune_.sign(order);
    ways_.ordered_to_stop(broadcast);
    const auto& nodes = broadcast.grant().nodes;
    say({UdpKind::stop,
         protocol::encode_stop_body(broadcast.stop->envelope, {}),
         message_of(*broadcast.stop),
         order.id.bytes,
         {nodes, monotonic()}});
}

void Station::change_key(GrantId grant) {
    auto& broadcast = broadcasts_.at(grant);
    auto& stream = *broadcast.stream;
    const auto next =
        static_cast<std::uint64_t>((clockwork_.now() + lead + packet_time - broadcast.grant().starts_at) / packet_time);
    stream.key = protocol::make_stream_key(stream.key.broadcast, protocol::StreamClass::r1, stream.key.generation + 1,
                                           stream.key.ssrc, {next}, random_bytes<28>(random_));
    stream.sender = sender_of(stream.key, grant, stream.signing_key);
    stream.first_of_key.reset();
    say_key(stream.key, broadcast.grant().nodes);
}

// ---- Packets ----

void Station::make_packet(GrantId grant, std::uint64_t index, UtcTime due) {
    auto& broadcast = broadcasts_.at(grant);
    if (broadcast.stop || packet_time * static_cast<std::int64_t>(index) >= broadcast.grant().max_duration) return;
    const auto heard_at = broadcast.grant().starts_at + packet_time * static_cast<std::int64_t>(index);
    due = std::max(heard_at - lead, due + catching_up);
    clockwork_.at(due, [this, grant, index, due] {
        auto& now_due = broadcasts_.at(grant);
        if (now_due.stop) return;
        send(now_due, index);
        make_packet(grant, index + 1, due);
    });
}

void Station::send(Broadcast& broadcast, std::uint64_t index) {
    auto& stream = *broadcast.stream;
    const protocol::PacketIndex number{index};
    if (index < stream.key.first_index.value) return;
    auto sealed = stream.sender.send(number, speech_packet(broadcast.voice, index), stream.sent_count == 0);
    if (plant_ == Plant::number_used_twice && index % 100 == 50) say_again(broadcast, index);
    if (!sealed) throw std::runtime_error(sealed.error().detail);
    const auto bytes = std::make_shared<const protocol::ByteVector>(std::move(*sealed));
    const auto ordinal = stream.sent_count++;
    stream.sent.remember(number.sequence(), ordinal, bytes);
    const auto& grant = broadcast.grant();
    const Passing packet{bytes, grant.id, index, stream.key.generation, stream.first_of_key.value_or(index)};
    stream.first_of_key = packet.first_of_key;
    stream.sealed.insert_or_assign(index, packet);
    if (stream.sealed.size() > Stream::sealed_max) stream.sealed.erase(stream.sealed.begin());
    for (auto& [node, reachable] : reachable_) {
        if (!grant.nodes.contains(node)) continue;
        reachable.since.try_emplace(grant.id, ordinal);
        ways_.send_packet(node, packet);
    }
}

void Station::say_again(const Broadcast& broadcast, std::uint64_t index) {
    const auto& stream = *broadcast.stream;
    auto sender = sender_of(stream.key, broadcast.grant().id, stream.signing_key);
    const auto bytes =
        std::make_shared<const protocol::ByteVector>(*sender.send({index}, speech_packet(broadcast.voice, index + 1)));
    for (const auto& [node, reachable] : reachable_)
        if (broadcast.grant().nodes.contains(node))
            ways_.send_packet(node, {bytes, broadcast.grant().id, index, stream.key.generation, index});
}

bool Station::may_repair(Reachable& node) const {
    return node.repairs.take_one(repairs_per_second_max, clockwork_.now()) || plant_ == Plant::repairs_unlimited;
}

void Station::repair(NodeNumber node, const protocol::Nack& nack) {
    const auto* broadcast = of_ssrc(nack.media_ssrc);
    if (!broadcast || plant_ == Plant::repairs_for_nobody) return;
    const bool is_over = broadcast->stop || clockwork_.now() > broadcast->ends_at() - lead + answers_for;
    auto& reachable = reachable_.at(node);
    const auto since = reachable.since.find(broadcast->grant().id);
    if (is_over || since == reachable.since.end()) return;
    const auto& stream = *broadcast->stream;
    for (const auto sequence : nack.sequences) {
        const auto bytes = stream.sent.find(sequence, since->second);
        if (!bytes || !may_repair(reachable)) continue;
        ways_.send_packet(node, stream.sealed.at(sequence));
        ways_.sent_again(node);
    }
}

// ---- What is said until it is answered ----

void Station::by_udp(NodeNumber node, UdpKind kind, domain::Bytes body) {
    const auto found = reachable_.find(node);
    if (found == reachable_.end()) return;
    if (auto packet = found->second.association.seal(kind, body)) ways_.send_udp(node, std::move(*packet));
}

void Station::say(Urgent urgent) {
    const bool is_once = (urgent.kind == UdpKind::stop && plant_ == Plant::stop_said_once) ||
                         (urgent.kind == UdpKind::start && plant_ == Plant::start_said_once);
    if (is_once) {
        for (const auto node : urgent.schedule.waiting().numbers()) by_udp(node, urgent.kind, urgent.body);
        return;
    }
    for (const auto node : urgent.schedule.waiting().numbers())
        if (reachable_.contains(node)) ways_.send_session(node, urgent.message);
    rounds(urgent_.insert(urgent_.end(), std::move(urgent)));
}

void Station::rounds(std::list<Urgent>::iterator urgent) {
    if (urgent->schedule.take_due(monotonic()))
        for (const auto node : urgent->schedule.waiting().numbers()) by_udp(node, urgent->kind, urgent->body);
    const auto next = urgent->schedule.next();
    if (!next) return;
    clockwork_.at(UtcTime{next->time_since_epoch()}, [this, urgent] { rounds(urgent); });
}

void Station::say_key(const protocol::StreamKey& key, const domain::NodeSet& nodes) {
    for (const auto node : nodes.numbers())
        if (reachable_.contains(node)) ways_.send_session(node, message_of(key));
}

void Station::take_ack(NodeNumber node, const wire::Ack& ack) {
    for (auto& urgent : urgent_)
        if (ack.id() == protocol::string_of(urgent.id)) urgent.schedule.answered(node);
}

// ---- The nodes ----

void Station::joined(NodeNumber node, protocol::UdpAssociation association) {
    reachable_.insert_or_assign(node, Reachable{std::move(association), {}});
    for (const auto& [id, broadcast] : broadcasts_) {
        if (!broadcast.grant().nodes.contains(node) || broadcast.ends_at() <= clockwork_.now()) continue;
        if (broadcast.stop) {
            ways_.send_session(node, message_of(*broadcast.stop));
            continue;
        }
        if (broadcast.stream && plant_ != Plant::key_said_to_present) ways_.send_session(node, message_of(broadcast.stream->key));
        ways_.send_session(node, message_of(broadcast.order));
    }
}

void Station::udp(NodeNumber node, domain::Bytes datagram) {
    const auto found = reachable_.find(node);
    if (found == reachable_.end()) return;
    const auto packet = found->second.association.open(datagram);
    if (!packet) return;
    if (packet->kind == UdpKind::clock_request) {
        const auto request = protocol::decode_clock_request(packet->body);
        const auto now = clockwork_.now();
        if (request)
            by_udp(node, UdpKind::clock_answer, protocol::encode_clock_answer({request->sequence, request->sent_us, now, now}));
    } else if (packet->kind == UdpKind::nack) {
        if (const auto nack = protocol::decode_nack(packet->body)) repair(node, *nack);
    } else if (packet->kind == UdpKind::ack) {
        if (const auto ack = protocol::decode_ack_body(packet->body)) take_ack(node, *ack);
    }
}

void Station::session(NodeNumber node, const wire::SessionMessage& message) {
    if (message.has_ack()) return take_ack(node, message.ack());
    wire::SessionMessage answer;
    if (message.has_time_challenge()) {
        protocol::TimeNonce nonce{};
        const auto& asked = message.time_challenge().nonce();
        std::copy_n(asked.begin(), std::min(asked.size(), nonce.size()), nonce.begin());
        answer.set_time_attestation(protocol::string_of(commune_.attest(nonce, clockwork_.now()).bytes));
    } else if (message.has_heartbeat()) {
        answer.mutable_heartbeat()->set_sequence(message.heartbeat().sequence());
    } else {
        return;
    }
    ways_.send_session(node, std::move(answer));
}

std::vector<GrantId> Station::streams_on_air() const {
    std::vector<GrantId> streams;
    for (const auto& [id, broadcast] : broadcasts_) {
        const auto now = clockwork_.now();
        const bool is_on =
            broadcast.stream && !broadcast.stop && now < broadcast.ends_at() && now + countdown >= broadcast.grant().starts_at;
        if (is_on) streams.push_back(id);
    }
    return streams;
}

const Broadcast* Station::find(GrantId grant) const {
    const auto found = broadcasts_.find(grant);
    return found == broadcasts_.end() ? nullptr : &found->second;
}

const Broadcast* Station::of_ssrc(std::uint32_t ssrc) const {
    for (const auto& [id, broadcast] : broadcasts_)
        if (broadcast.stream && broadcast.stream->key.ssrc == ssrc) return &broadcast;
    return nullptr;
}

}  // namespace village::simulation::media
