#include "controller/control_loop/enrolment_desk.hpp"

#include "scheduler/domain/gone.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<ports::EnrolmentCode>> EnrolmentDesk::begin(domain::Operator caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    const auto* node = office_.commune.find_node(id);
    if (node == nullptr) co_return domain::no_such_node(id);
    const auto number = node->number;
    // The code itself is never kept, so its row stands alone, and comes first.
    auto row = office_.row(caller, "node.enrol", id.text(), node->name);
    if (auto noted = co_await office_.ports.stores.audit.append(std::move(row)); !noted) co_return noted.error();
    co_return office_.ports.enrolment->begin(id, number);
}

ports::Awaitable<domain::Status> EnrolmentDesk::confirm(domain::Operator caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed;
    if (auto confirmed = office_.ports.enrolment->confirm(id); !confirmed) co_return confirmed;
    // In the same turn: the certificate is on its way, and only what was accepted has a row.
    office_.ledger.write(office_.row(caller, "node.confirm", id.text()));
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> EnrolmentDesk::revoke(domain::Operator caller, domain::NodeId id) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed;
    const auto* found = office_.commune.find_node(id);
    if (found == nullptr) co_return domain::no_such_node(id);
    domain::Node node = *found;
    if (auto revoked = office_.ports.enrolment->revoke(node.number); !revoked) co_return revoked;
    // It is cut off already; when the disk refuses, the administrator hears of it and revokes it again.
    node.stage = domain::NodeStage::revoked;
    auto row = office_.row(caller, "node.revoke", id.text(), node.name);
    auto saved = co_await office_.ports.stores.commune.revoke(node, office_.now(), std::move(row));
    if (!saved) co_return saved.error();
    for (auto& one : office_.commune.nodes)
        if (one.id == id) one = *saved;
    co_return domain::Status{};
}

}  // namespace village::control_loop
