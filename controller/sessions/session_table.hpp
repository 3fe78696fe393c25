// The joined sessions by node, and what their news means: looks nodes up for their join, checks receipts, tells the
// loop. Control thread; one per controller.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "controller/ports/node_directory.hpp"
#include "controller/ports/stores.hpp"
#include "controller/sessions/enrolment_door.hpp"
#include "controller/sessions/machines/receipt_intake.hpp"
#include "controller/sessions/node_session.hpp"
#include "controller/sessions/plan_builder.hpp"
#include "controller/sessions/task_group.hpp"

namespace village::sessions {

struct SessionTableWorld {
    ports::NodeEvents& events;
    ports::NodeDirectory& directory;
    ports::Signer& signer;
    ports::ReceiptStore& receipts;
    TaskGroup& tasks;
    std::function<domain::UtcTime()> clock;
    std::function<const RootTrust*()> trust;
    /// Binds a UDP association to the session and returns its connection id.
    std::function<std::uint64_t(NodeSession&)> bind_udp;
    std::function<void(domain::NodeNumber, const machines::NodeAnswered&)> answered;
    std::function<void(domain::NodeNumber)> joined;
    std::function<std::uint16_t()> udp_port;
};

class SessionTable final : public NodeSessionOwner {
public:
    struct Options {
        std::size_t nodes_max = 12'000;
        std::size_t send_queue_bytes_max = 4 * 1024 * 1024;
        std::chrono::milliseconds hello_limit{5'000};
        std::chrono::seconds silence_max{30};
    };
    struct Counters {
        std::uint64_t frames_refused = 0;
        std::uint64_t overflows = 0;
        std::uint64_t receipts_refused = 0;
    };
    SessionTable(Options options, SessionTableWorld world, PlanBuilder& plans);

    ports::Awaitable<void> serve(std::unique_ptr<TlsStream> stream, domain::NodeNumber node,
                                 protocol::Ed25519PublicKey receipt_key);

    void send_plan(domain::NodeNumber node, const ports::NodePlan& plan);
    void send_profile(domain::NodeNumber node, ports::NodeProfile profile);
    void send(domain::NodeNumber node, const wire::SessionMessage& message);
    void send(const domain::NodeSet& nodes, const SharedFrame& frame);
    void send_to_all(const SharedFrame& frame);
    void receipt_committed(domain::NodeNumber node, const domain::ReceiptKey& key, std::uint64_t number);
    void disconnect(domain::NodeNumber node, const domain::Error& why);
    bool is_connected(domain::NodeNumber node) const { return joined_.contains(node); }
    /// Whether every one of these is connected and says it holds this delegation.
    bool all_know(const domain::NodeSet& nodes, std::uint64_t delegation_serial) const;
    void heard_by_udp(domain::NodeNumber node);
    /// Ends what was silent for too long, keeps the others awake; once a second.
    void sweep();
    const Counters& counters() const { return counters_; }

    // NodeSessionOwner.
    void happened(NodeSession& session, const machines::SessionAction& action) override;
    void ended(NodeSession& session, const domain::Error& why) override;

private:
    struct Joined {
        std::shared_ptr<NodeSession> session;
        machines::ReceiptIntake receipts;
        ports::NodeProfile told;
        std::chrono::steady_clock::time_point udp_heard_at{};
    };
    Joined* find(domain::NodeNumber node);
    Joined* current(const NodeSession& session);
    ports::Awaitable<void> turn_away(std::unique_ptr<TlsStream> stream, domain::NodeNumber node);
    ports::Awaitable<void> look_up(std::shared_ptr<NodeSession> session);
    ports::Awaitable<void> attest(std::shared_ptr<NodeSession> session, protocol::TimeNonce nonce);
    void join(const std::shared_ptr<NodeSession>& session, const ports::NodeProfile& profile, std::uint64_t last_receipt,
              std::uint64_t owner_epoch);
    void plan_answered(domain::NodeNumber node, const machines::PlanAnswered& answer);
    void status_came(Joined& joined, const wire::NodeStatus& status);
    void receipt_came(Joined& joined, const std::string& envelope);
    void keep_awake(Joined& joined, std::chrono::steady_clock::time_point now);

    Options options_;
    SessionTableWorld world_;
    PlanBuilder& plans_;
    std::map<domain::NodeNumber, Joined> joined_;
    std::map<const NodeSession*, protocol::Ed25519PublicKey> keys_;  ///< Of every session, joined or not.
    Counters counters_;
};

}  // namespace village::sessions
