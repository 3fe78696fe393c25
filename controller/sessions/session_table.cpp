#include "controller/sessions/session_table.hpp"

#include <fmt/format.h>

#include "controller/observability/log.hpp"
#include "controller/sessions/session_messages.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;
using domain::NodeNumber;
using std::chrono::steady_clock;

constexpr auto heartbeat_without_udp = 8s;
constexpr auto heartbeat_always = 60s;

}  // namespace

SessionTable::SessionTable(Options options, SessionTableWorld world, PlanBuilder& plans)
    : options_(options), world_(std::move(world)), plans_(plans) {}

ports::Awaitable<void> SessionTable::serve(std::unique_ptr<TlsStream> stream, NodeNumber node,
                                           protocol::Ed25519PublicKey receipt_key) {
    // A node that comes again takes the place of its own session, which may be half-open.
    if (keys_.size() >= options_.nodes_max && !find(node)) {
        co_await turn_away(std::move(stream), node);
        co_return;
    }
    auto limits = FrameChannel::Limits{protocol::frame_bytes_max, options_.send_queue_bytes_max};
    auto channel = std::make_shared<FrameChannel>(std::move(stream), limits);
    auto session = std::make_shared<NodeSession>(channel, node, *this);
    TaskGroup::Closer closer{world_.tasks, [channel] { channel->abort(); }};
    keys_.emplace(session.get(), receipt_key);
    co_await session->run(options_.hello_limit);
    keys_.erase(session.get());
}

ports::Awaitable<void> SessionTable::turn_away(std::unique_ptr<TlsStream> stream, NodeNumber node) {
    log::warn("node {} is not taken: {} sessions are open [too_many_requests]", node.value, keys_.size());
    auto channel = std::make_shared<FrameChannel>(std::move(stream), FrameChannel::Limits{});
    TaskGroup::Closer closer{world_.tasks, [channel] { channel->abort(); }};
    if (auto frame = shared_frame(busy_message())) channel->send(std::move(*frame));
    channel->finish();
    // Until it has read the reason and closed, or did not in time.
    co_await channel->read();
}

SessionTable::Joined* SessionTable::find(NodeNumber node) {
    const auto found = joined_.find(node);
    return found == joined_.end() ? nullptr : &found->second;
}

// Nothing for a session that a newer one of the same node has replaced.
SessionTable::Joined* SessionTable::current(const NodeSession& session) {
    auto* joined = find(session.node());
    return joined && joined->session.get() == &session ? joined : nullptr;
}

void SessionTable::happened(NodeSession& session, const machines::SessionAction& action) {
    if (std::holds_alternative<machines::LookUpNode>(action)) {
        world_.tasks.spawn(look_up(session.shared_from_this()), "a join");
        return;
    }
    auto* joined = current(session);
    if (!joined) return;
    if (const auto* question = std::get_if<machines::AskAttestation>(&action))
        world_.tasks.spawn(attest(joined->session, question->nonce), "a time attestation");
    else if (const auto* ack = std::get_if<machines::NodeAnswered>(&action)) world_.answered(session.node(), *ack);
    else if (const auto* plan = std::get_if<machines::PlanAnswered>(&action)) plan_answered(session.node(), *plan);
    else if (const auto* status = std::get_if<machines::StatusCame>(&action)) status_came(*joined, status->status);
    else if (const auto* receipt = std::get_if<machines::ReceiptCame>(&action)) receipt_came(*joined, receipt->envelope);
    else if (const auto* began = std::get_if<machines::SoundBegan>(&action))
        world_.events.node_started(session.node(), began->grant, began->first_sample);
}

ports::Awaitable<void> SessionTable::look_up(std::shared_ptr<NodeSession> session) {
    const auto key = keys_.find(session.get());
    if (key == keys_.end()) co_return;  // It ended while this waited for its turn.
    // Below what the node offers it holds none any more; an old backup of ours may have forgotten some of them.
    const auto offered_from = std::max<std::uint64_t>(1, session->hello().next_receipt());
    auto last_receipt = co_await world_.receipts.complete_up_to(session->node(), key->second.bytes, offered_from);
    const auto profile = world_.directory.profile(session->node());
    if (!profile) {
        session->refuse(
            Error{ErrorCode::node_unknown, fmt::format("node {} is not of this commune (any more)", session->node().value)});
        co_return;
    }
    if (!last_receipt) {
        session->refuse(Error{ErrorCode::unavailable, "the controller cannot read its database; try again later"});
        co_return;
    }
    // It obeys nobody below what it has seen.
    auto risen = co_await world_.directory.rise_for(session->node(), session->hello().owner_epoch());
    if (!risen) {
        session->refuse(risen.error());
        co_return;
    }
    join(session, *profile, *last_receipt, *risen);
}

void SessionTable::join(const std::shared_ptr<NodeSession>& session, const ports::NodeProfile& profile,
                        std::uint64_t last_receipt, std::uint64_t owner_epoch) {
    const auto key = keys_.find(session.get());
    if (key == keys_.end()) return;  // It ended while it was looked up.
    const auto node = session->node();
    if (auto* before = find(node)) {
        const auto replaced = before->session;
        joined_.erase(node);
        replaced->abort(Error{ErrorCode::cancelled, "the node joined anew"});
    }
    machines::ReceiptIntake intake{node, key->second, last_receipt};
    joined_.emplace(node, Joined{session, intake, profile, steady_clock::now()});
    machines::JoinFacts facts{.policy = node_policy(profile), .receipts_committed = last_receipt};
    facts.owner_epoch = owner_epoch;
    if (const auto* trust = world_.trust()) facts.trust = trust->update;
    facts.connection_id = world_.bind_udp(*session);
    facts.udp_port = world_.udp_port();
    session->greet(facts, world_.clock());
    log::info("node {} ({}) is connected, software {}", node.value, profile.name, session->hello().software_version());
    world_.events.node_connected(node);
    world_.joined(node);
}

ports::Awaitable<void> SessionTable::attest(std::shared_ptr<NodeSession> session, protocol::TimeNonce nonce) {
    auto word = co_await world_.signer.attest_time(nonce);
    if (!word)
        log::warn("node {} gets no attested time: {} [{}]", session->node().value, word.error().detail,
                  domain::error_name(word.error().code));
    session->attested(word);
}

void SessionTable::plan_answered(NodeNumber node, const machines::PlanAnswered& answer) {
    for (const auto& grant : answer.accepted) world_.events.node_acknowledged(node, grant);
    for (const auto& refused : answer.refused) world_.events.node_refused(node, refused.grant, refused.why);
}

void SessionTable::status_came(Joined& joined, const wire::NodeStatus& status) {
    const auto node = joined.session->node();
    // The loop may disconnect the node while it hears this: nothing of `joined` is used afterwards.
    world_.events.node_status(node_status(node, joined.session->hello(), status));
    for (const auto& content : contents_ready(status)) world_.events.node_fetched(node, content);
}

void SessionTable::receipt_came(Joined& joined, const std::string& envelope) {
    auto verdict = joined.receipts.take(protocol::bytes_of(envelope));
    auto& session = *joined.session;
    if (!verdict) {
        ++counters_.receipts_refused;
        log::warn("a receipt of node {} is refused: {} [{}]", session.node().value, verdict.error().detail,
                  domain::error_name(verdict.error().code));
        session.send(error_message(verdict.error()));
    } else if (const auto* known = std::get_if<machines::ReceiptIntake::AnswerCommitted>(&*verdict)) {
        session.send(committed_message(known->up_to));
    } else if (auto* fresh = std::get_if<machines::ReceiptIntake::HandOn>(&*verdict)) {
        world_.events.receipt_arrived(std::move(fresh->receipt));
    }
}

void SessionTable::receipt_committed(NodeNumber node, const domain::ReceiptKey& key, std::uint64_t number) {
    auto* joined = find(node);
    if (!joined) return;
    // A late receipt of the box that stood here before says nothing about the numbers of this one.
    const auto own = keys_.find(joined->session.get());
    if (own == keys_.end() || own->second.bytes != key) return;
    if (joined->receipts.committed(number)) joined->session->send(committed_message(joined->receipts.committed_up_to()));
}

void SessionTable::ended(NodeSession& session, const Error& why) {
    if (why.code == ErrorCode::malformed) ++counters_.frames_refused;
    if (why.code == ErrorCode::too_large) ++counters_.overflows;
    if (!current(session)) {
        if (session.is_joined()) return;
        log::warn("node {} did not join: {} [{}]", session.node().value, why.detail, domain::error_name(why.code));
        return;
    }
    const auto node = session.node();
    joined_.erase(node);
    log::warn("node {} is lost: {} [node_lost]", node.value, why.detail);
    world_.events.node_lost(node, why.detail);
}

void SessionTable::send_plan(NodeNumber node, const ports::NodePlan& wanted) {
    auto* joined = find(node);
    if (!joined) return;
    const auto& hello = joined->session->hello().plan();
    auto plan = plans_.plan(node, wanted, {hello.policy_epoch(), hello.issuer_sequence()});
    std::vector<domain::GrantId> ids;
    for (const auto& grant : wanted.grants) ids.push_back(grant.grant.id);
    joined->session->send_plan(std::move(plan), std::move(ids));
}

void SessionTable::send_profile(NodeNumber node, ports::NodeProfile profile) {
    auto* joined = find(node);
    if (!joined || joined->told == profile) return;
    joined->told = std::move(profile);
    joined->session->send(policy_message(joined->told));
}

void SessionTable::send(NodeNumber node, const wire::SessionMessage& message) {
    if (auto* joined = find(node)) joined->session->send(message);
}

void SessionTable::send(const domain::NodeSet& nodes, const SharedFrame& frame) {
    for (auto node : nodes.numbers())
        if (auto* joined = find(node)) joined->session->send(frame);
}

void SessionTable::send_to_all(const SharedFrame& frame) {
    for (auto& [node, joined] : joined_) joined.session->send(frame);
}

void SessionTable::disconnect(NodeNumber node, const Error& why) {
    if (auto* joined = find(node)) joined->session->close(why);
}

bool SessionTable::all_know(const domain::NodeSet& nodes, std::uint64_t delegation_serial) const {
    const auto knows = [&](NodeNumber node) {
        const auto found = joined_.find(node);
        if (found == joined_.end()) return false;
        const auto& serials = found->second.session->hello().delegation_serials();
        return std::find(serials.begin(), serials.end(), delegation_serial) != serials.end();
    };
    const auto numbers = nodes.numbers();
    return std::all_of(numbers.begin(), numbers.end(), knows);
}

void SessionTable::heard_by_udp(NodeNumber node) {
    if (auto* joined = find(node)) joined->udp_heard_at = steady_clock::now();
}

void SessionTable::sweep() {
    const auto now = steady_clock::now();
    std::vector<std::shared_ptr<NodeSession>> silent;
    for (auto& [node, joined] : joined_) {
        const auto heard_at = std::max(joined.session->heard_at, joined.udp_heard_at);
        if (now - heard_at >= options_.silence_max) silent.push_back(joined.session);
        else keep_awake(joined, now);
    }
    for (const auto& session : silent)
        session->abort(Error{ErrorCode::timed_out, fmt::format("silent for {} s", options_.silence_max.count())});
}

void SessionTable::keep_awake(Joined& joined, steady_clock::time_point now) {
    const bool udp_is_silent = now - joined.udp_heard_at >= heartbeat_without_udp;
    const auto every = udp_is_silent ? steady_clock::duration{heartbeat_without_udp} : steady_clock::duration{heartbeat_always};
    if (now - joined.session->heartbeat_at < every) return;
    joined.session->heartbeat_at = now;
    joined.session->send(heartbeat_message());
}

}  // namespace village::sessions
