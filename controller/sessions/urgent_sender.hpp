// START, STOP and QUENCH: by UDP and by TLS at once, by UDP again until each node has answered (machines/start_schedule.hpp).
// Remembers for two minutes which answers belong to what. Control thread; one timer for all.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <optional>

#include "controller/sessions/frame_channel.hpp"
#include "controller/sessions/machines/start_schedule.hpp"
#include "protocol/udp_association.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::sessions {

struct UrgentMessage {
    domain::UuidBytes id{};                ///< What an Ack names.
    std::optional<domain::GrantId> grant;  ///< Of a START: its answer is told to the loop.
    protocol::UdpKind kind = protocol::UdpKind::start;
    protocol::ByteVector udp_body;  ///< Empty when it does not fit a datagram: TLS only.
    SharedFrame frame;
};

class UrgentSender {
public:
    struct Ways {
        std::function<void(const domain::NodeSet&, protocol::UdpKind, domain::Bytes)> by_udp;
        std::function<void(const domain::NodeSet&, const SharedFrame&)> by_tls;
    };
    UrgentSender(boost::asio::io_context& context, Ways ways);

    void send(UrgentMessage message, domain::NodeSet nodes);
    /// The grant of a START this node had not answered before; else nothing.
    std::optional<domain::GrantId> answered(domain::NodeNumber node, const domain::UuidBytes& id);
    /// A node that joins while something is being repeated gets it by TLS.
    void joined(domain::NodeNumber node);
    void stop();
    std::size_t remembered() const { return sending_.size(); }

private:
    struct Sending {
        UrgentMessage message;
        machines::StartSchedule schedule;
        domain::NodeSet unanswered;
        domain::MonotonicTime decided;
    };
    void rounds();
    void arm();

    boost::asio::steady_timer timer_;
    Ways ways_;
    std::list<Sending> sending_;
};

}  // namespace village::sessions
