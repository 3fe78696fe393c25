#include "controller/control_loop/enrolment_desk.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;

domain::Result<ports::EnrolmentCode> EnrolmentDesk::begin(const domain::Operator& caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) return allowed.error();
    const auto* node = office_.commune.find_node(id);
    if (node == nullptr) return Error{ErrorCode::node_unknown, "no such node"};
    office_.audit(caller, "node.enrol", id.text(), node->name);
    return office_.ports.enrolment->begin(id, node->number);
}

domain::Status EnrolmentDesk::confirm(const domain::Operator& caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) return allowed;
    office_.audit(caller, "node.confirm", id.text());
    return office_.ports.enrolment->confirm(id);
}

ports::Awaitable<domain::Status> EnrolmentDesk::revoke(domain::Operator caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed;
    const auto* found = office_.commune.find_node(id);
    if (found == nullptr) co_return Error{ErrorCode::node_unknown, "no such node"};
    domain::Node node = *found;
    if (auto revoked = office_.ports.enrolment->revoke(node.number); !revoked) co_return revoked;
    office_.ports.gateway->disconnect(node.number, "revoked by the administrator");
    office_.audit(caller, "node.revoke", id.text(), node.name);
    node.stage = domain::NodeStage::revoked;
    auto saved = co_await office_.ports.stores.commune.save(node);
    if (!saved) co_return saved.error();
    for (auto& one : office_.commune.nodes)
        if (one.id == id) one = *saved;
    co_return domain::Status{};
}

}  // namespace village::control_loop
