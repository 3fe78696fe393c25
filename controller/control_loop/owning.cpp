// Which loudspeakers know this controller as the owner of their commune, and what is overtaken before they join.
#include "controller/control_loop/control_loop.hpp"

namespace village::control_loop {

void ControlLoop::node_connected(domain::NodeNumber node) { nodes_.connected(node); }

void ControlLoop::node_refused(domain::NodeNumber node, domain::GrantId grant, domain::Error why) {
    if (why.code == domain::ErrorCode::replayed) owner_.number_used_before(node, grant);
    nodes_.refused(node, grant, why);
}

void ControlLoop::enrolment_finished(domain::NodeId id, domain::Status outcome) {
    if (const auto* node = office_.commune.find_node(id); node != nullptr && outcome) owner_.moved_to(node->number);
    nodes_.enrolment_finished(id, outcome);
}

ports::Awaitable<domain::Result<std::uint64_t>> ControlLoop::rise_for(domain::NodeNumber node, std::uint64_t seen) {
    const auto before = owner_.epoch();
    auto risen = co_await owner_.rise_for(node, seen);
    // By the new epoch the signer knows that its numbers may have been used by another one.
    if (owner_.epoch() != before) office_.spawn("tell the signer of a new epoch", signer_.introduce());
    co_return risen;
}

}  // namespace village::control_loop
