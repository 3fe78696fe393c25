#include "controller/fanout/fanout.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <thread>

#include "controller/fanout/live_stream.hpp"
#include "controller/observability/log.hpp"

namespace village::fanout {
namespace {

using domain::BroadcastId;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

constexpr std::size_t prepared_max = 32;

template <std::size_t size>
std::array<std::uint8_t, size> random_bytes() {
    std::array<std::uint8_t, size> bytes{};
    // Up to 256 bytes come whole or not at all (getrandom(2)); without randomness nothing may be sealed.
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
    return bytes;
}

std::uint32_t random_ssrc() {
    std::uint32_t ssrc = 0;
    while (ssrc == 0) {
        const auto bytes = random_bytes<4>();
        std::memcpy(&ssrc, bytes.data(), bytes.size());
    }
    return ssrc;
}

ports::StreamKey fresh_key(BroadcastId broadcast, std::uint8_t redundancy_class, std::uint32_t ssrc) {
    return {broadcast, redundancy_class, 1, ssrc, random_bytes<16>(), random_bytes<12>()};
}

Result<int> own_socket() {
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return Error{ErrorCode::unavailable, fmt::format("no socket for live media: {}", std::strerror(errno))};
    const int bytes = 4 * 1024 * 1024, unfragmented = IP_PMTUDISC_PROBE;
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    ::setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &unfragmented, sizeof unfragmented);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    ::bind(descriptor, reinterpret_cast<const sockaddr*>(&any), sizeof any);
    return descriptor;
}

}  // namespace

struct Fanout::Parts {
    Parts(FanoutOptions chosen, ports::OpenLiveSource opener, PostToControl poster, int socket)
        : options(chosen),
          open(std::move(opener)),
          post(std::move(poster)),
          sender(socket, {options.slice, options.slice_every, options.repairs_per_second_max}, inbox, counters),
          thread([this] { sender.run(); }) {}
    ~Parts() {
        on_air.clear();
        stopping.clear();
        inbox.stop();
        thread.join();
    }

    struct Prepared {
        protocol::Ed25519KeyPair signing_key;
        ports::StreamSetUp set_up;
        std::uint64_t order = 0;
    };
    struct OnAir {
        ports::StreamKey key;
        std::uint64_t run = 0;  ///< Tells a later start of the same broadcast from this one.
        bool is_relay = false;
        std::unique_ptr<LiveStream> stream;
    };
    void forget_oldest_prepared();
    Status check_room(bool for_relay) const;
    void ended(BroadcastId broadcast, std::uint64_t run, const Status& outcome, const std::function<void(Status)>& tell);

    FanoutOptions options;
    ports::OpenLiveSource open;
    PostToControl post;
    SharedCounters counters;
    Inbox inbox;
    PacketSender sender;
    std::thread thread;
    std::map<BroadcastId, Prepared> prepared;
    std::map<BroadcastId, OnAir> on_air;
    std::map<std::uint64_t, std::unique_ptr<LiveStream>> stopping;  ///< By run, until their thread is at its end.
    std::uint64_t next_number = 0;
    // What was posted to the control thread may arrive after this object is gone.
    std::shared_ptr<Parts*> alive = std::make_shared<Parts*>(this);
};

void Fanout::Parts::forget_oldest_prepared() {
    if (prepared.size() < prepared_max) return;
    const auto oldest = std::min_element(prepared.begin(), prepared.end(), [](const auto& left, const auto& right) {
        return left.second.order < right.second.order;
    });
    prepared.erase(oldest);
}

Status Fanout::Parts::check_room(bool for_relay) const {
    const auto alike = std::ranges::count_if(on_air, [&](const auto& known) { return known.second.is_relay == for_relay; });
    const auto most = for_relay ? options.relays_max : options.speakers_max;
    if (static_cast<std::size_t>(alike) < most) return {};
    return Error{ErrorCode::too_many_requests,
                 fmt::format("{} {} are on the air already", most, for_relay ? "relays" : "live broadcasts")};
}

void Fanout::Parts::ended(BroadcastId broadcast, std::uint64_t run, const Status& outcome,
                          const std::function<void(Status)>& tell) {
    stopping.erase(run);
    const auto found = on_air.find(broadcast);
    if (found != on_air.end() && found->second.run == run) {
        // The last packets are on their way, and may have to be repaired until their moment has come.
        inbox.close_later({found->second.key.ssrc, std::chrono::steady_clock::now() + options.lead + std::chrono::seconds{1}});
        on_air.erase(found);
    }
    if (!outcome && outcome.error().code != ErrorCode::cancelled)
        log::error("live broadcast {} ended early: {} [{}]", broadcast.text(), outcome.error().detail,
                   domain::error_name(outcome.error().code));
    tell(outcome);
}

Fanout::Fanout(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Fanout::~Fanout() = default;

Result<std::unique_ptr<Fanout>> Fanout::create(FanoutOptions options, ports::OpenLiveSource open, PostToControl post) {
    if (auto ready = protocol::prepare_cryptography(); !ready) return ready.error();
    auto socket = options.udp_socket >= 0 ? Result<int>{options.udp_socket} : own_socket();
    if (!socket) return socket.error();
    auto parts = std::make_unique<Parts>(options, std::move(open), std::move(post), *socket);
    return std::unique_ptr<Fanout>{new Fanout{std::move(parts)}};
}

Result<ports::StreamSetUp> Fanout::prepare(BroadcastId broadcast) {
    if (parts_->on_air.contains(broadcast)) return Error{ErrorCode::already_exists, "this broadcast is on the air"};
    if (const auto known = parts_->prepared.find(broadcast); known != parts_->prepared.end()) return known->second.set_up;
    parts_->forget_oldest_prepared();
    const auto seed = random_bytes<32>();
    auto signing_key = protocol::Ed25519KeyPair::from_seed(seed);
    ports::StreamSetUp set_up;
    set_up.description.public_key = signing_key.public_key().bytes;
    set_up.description.ssrc_r0 = random_ssrc();
    do set_up.description.ssrc_r1 = random_ssrc();
    while (set_up.description.ssrc_r1 == set_up.description.ssrc_r0);
    set_up.keys = {fresh_key(broadcast, 0, set_up.description.ssrc_r0), fresh_key(broadcast, 1, set_up.description.ssrc_r1)};
    parts_->prepared.insert_or_assign(broadcast, Parts::Prepared{signing_key, set_up, parts_->next_number++});
    return set_up;
}

Status Fanout::start(domain::SignedGrant grant, ports::LiveSource source, domain::NodeSet nodes,
                     std::function<void(Status)> ended) {
    const auto broadcast = grant.grant.broadcast;
    const auto prepared = parts_->prepared.find(broadcast);
    if (prepared == parts_->prepared.end()) return Error{ErrorCode::not_found, "this broadcast has no stream; prepare it first"};
    if (grant.grant.stream != prepared->second.set_up.description)
        return Error{ErrorCode::key_unknown, "the grant does not name the stream key that was prepared"};
    const bool is_relay = source.kind == ports::LiveSource::Kind::relay;
    if (auto room = parts_->check_room(is_relay); !room) return room;
    const auto key = prepared->second.set_up.keys.at(parts_->options.redundancy_class == 0 ? 0 : 1);
    const auto sealing_key = protocol::stream_key(broadcast, key.redundancy_class, key.generation, key.ssrc, key.key, key.salt);
    auto sender = protocol::SrtpSender::create({sealing_key, grant.grant.id}, prepared->second.signing_key);
    if (!sender) return sender.error();
    // A key serves one sending: packet numbers begin again, and must never do so under the same key.
    parts_->prepared.erase(prepared);
    parts_->inbox.open({key.ssrc, std::move(nodes)});
    const auto run = parts_->next_number++;
    auto tell = [alive = std::weak_ptr(parts_->alive), post = parts_->post, broadcast, run,
                 ended = std::move(ended)](Status outcome) {
        post([alive, broadcast, run, ended, outcome] {
            if (const auto parts = alive.lock()) (*parts)->ended(broadcast, run, outcome, ended);
        });
    };
    auto open_sound = [open = parts_->open, source = std::move(source), bitrate = parts_->options.bitrate_bps] {
        return open(source, bitrate);
    };
    LiveStream::Start start{std::move(open_sound), std::move(*sender),       key.ssrc,
                            grant.grant.starts_at, grant.grant.max_duration, parts_->options.lead};
    auto stream = std::make_unique<LiveStream>(std::move(start), parts_->inbox, parts_->counters, std::move(tell));
    parts_->on_air.insert_or_assign(broadcast, Parts::OnAir{key, run, is_relay, std::move(stream)});
    return Status{};
}

void Fanout::stop(BroadcastId broadcast) {
    parts_->prepared.erase(broadcast);
    const auto found = parts_->on_air.find(broadcast);
    if (found == parts_->on_air.end()) return;
    // Silence at once: what is queued goes nowhere any more.
    parts_->inbox.close(found->second.key.ssrc);
    // Its source may take a moment to end, for which the control thread does not wait.
    found->second.stream->ask_to_end();
    parts_->stopping.emplace(found->second.run, std::move(found->second.stream));
    parts_->on_air.erase(found);
}

Result<ports::StreamMonitor> Fanout::monitor(BroadcastId broadcast, ports::NodeAddress listener) {
    const auto found = parts_->on_air.find(broadcast);
    if (found == parts_->on_air.end()) return Error{ErrorCode::not_found, "this broadcast is not on the air as a stream"};
    const auto& on_air = found->second;
    parts_->inbox.put_monitor({on_air.key.ssrc, listener});
    return ports::StreamMonitor{on_air.key, protocol::PacketIndex{on_air.stream->next_index()}.rollover()};
}

void Fanout::node_reachable(domain::NodeNumber node, ports::NodeAddress address) { parts_->inbox.put_address(node, address); }
void Fanout::node_unreachable(domain::NodeNumber node) { parts_->inbox.put_address(node, std::nullopt); }

void Fanout::repair_wanted(domain::NodeNumber node, std::uint32_t ssrc, std::vector<std::uint16_t> sequences) {
    if (!parts_->inbox.put_repair({node, ssrc, std::move(sequences)})) ++parts_->counters.repairs_refused;
}

FanoutCounters Fanout::counters() const {
    const auto& counters = parts_->counters;
    return {counters.packets_made,    counters.datagrams_sent, counters.datagrams_failed, counters.datagrams_late,
            counters.packets_dropped, counters.repairs_sent,   counters.repairs_refused};
}

}  // namespace village::fanout
