// The sending end: seals each packet once as `controller/fanout/live_stream.cpp` does, sends it to every node it reaches, answers
// requests out of the packets it remembers, and says START, STOP and keys as `controller/sessions` does: at once by both ways, by
// UDP again until it is answered, and anew to whoever joins.
#pragma once

#include <functional>
#include <list>

#include "controller/fanout/repair_allowance.hpp"
#include "controller/sessions/machines/start_schedule.hpp"
#include "protocol/session.pb.h"
#include "protocol/udp_packets.hpp"
#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/media/broadcast.hpp"
#include "tests/simulation/media/commune.hpp"
#include "tests/simulation/media/plants.hpp"

namespace village::simulation::media {

struct StationWays {
    std::function<void(domain::NodeNumber, protocol::ByteVector)> send_udp;
    std::function<void(domain::NodeNumber, const Passing&)> send_packet;
    std::function<void(domain::NodeNumber, wire::SessionMessage)> send_session;
    std::function<void(domain::NodeNumber)> sent_again;
    std::function<void(const Broadcast&)> put_on_air;
    std::function<void(const Broadcast&)> ordered_to_stop;
};

class Station {
public:
    Station(Clockwork& clockwork, const Commune& commune, Random random, Plant plant, StationWays ways)
        : clockwork_(clockwork), commune_(commune), random_(random), plant_(plant), ways_(std::move(ways)) {}

    void start_stream(Voice voice, const domain::NodeSet& nodes, domain::Duration length);
    /// Another station, hours from now: it has its stream and key already.
    void plan_relay(const domain::NodeSet& nodes, domain::Duration begins_in);
    void start_alarm(const domain::ContentHash& content, const domain::NodeSet& nodes, domain::Duration length);
    void stop(domain::GrantId grant);
    /// From the next packet on under a key of the next generation.
    void change_key(domain::GrantId grant);

    void joined(domain::NodeNumber node, protocol::UdpAssociation association);
    void gone(domain::NodeNumber node) { reachable_.erase(node); }
    void udp(domain::NodeNumber node, domain::Bytes datagram);
    void session(domain::NodeNumber node, const wire::SessionMessage& message);

    /// On the air as a stream, or about to be, and not stopped.
    std::vector<domain::GrantId> streams_on_air() const;
    const std::map<domain::GrantId, Broadcast>& broadcasts() const { return broadcasts_; }
    const Broadcast* find(domain::GrantId grant) const;
    const Broadcast* of_ssrc(std::uint32_t ssrc) const;

private:
    struct Reachable {
        protocol::UdpAssociation association;
        std::map<domain::GrantId, std::uint64_t> since;  ///< The stream's first packet that was sent to it.
        fanout::RepairAllowance<domain::UtcTime> repairs;
    };
    struct Urgent {
        protocol::UdpKind kind = protocol::UdpKind::start;
        protocol::ByteVector body;
        wire::SessionMessage message;
        domain::UuidBytes id{};
        sessions::machines::StartSchedule schedule;
    };
    domain::Grant make_grant(const domain::NodeSet& nodes, domain::UtcTime starts_at, domain::Duration length);
    Broadcast& put_on_air(Broadcast broadcast);
    Broadcast& put_on_air_as_stream(domain::Grant grant, Voice voice);
    Stream make_stream(domain::GrantId grant, domain::BroadcastId broadcast);
    void make_packet(domain::GrantId grant, std::uint64_t index, domain::UtcTime due);
    void send(Broadcast& broadcast, std::uint64_t index);
    /// With `number_used_twice`: another packet under a number that was used.
    void say_again(const Broadcast& broadcast, std::uint64_t index);
    void repair(domain::NodeNumber node, const protocol::Nack& nack);
    bool may_repair(Reachable& node) const;
    void say(Urgent urgent);
    void rounds(std::list<Urgent>::iterator urgent);
    void by_udp(domain::NodeNumber node, protocol::UdpKind kind, domain::Bytes body);
    void say_key(const protocol::StreamKey& key, const domain::NodeSet& nodes);
    void take_ack(domain::NodeNumber node, const wire::Ack& ack);
    domain::MonotonicTime monotonic() const { return domain::MonotonicTime{clockwork_.now().time_since_epoch()}; }

    Clockwork& clockwork_;
    const Commune& commune_;
    Random random_;
    Plant plant_;
    StationWays ways_;
    std::map<domain::GrantId, Broadcast> broadcasts_;
    std::map<domain::NodeNumber, Reachable> reachable_;
    std::list<Urgent> urgent_;
    std::uint64_t sequence_ = 0;
};

}  // namespace village::simulation::media
