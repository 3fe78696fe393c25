#include "controller/control_loop/office.hpp"

#include <algorithm>
#include <set>

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

ports::Awaitable<void> log_failure(std::string what, ports::Awaitable<domain::Status> work) {
    const domain::Status outcome = co_await std::move(work);
    if (!outcome) log::error("could not {}: {} [{}]", what, outcome.error().detail, domain::error_name(outcome.error().code));
}

}  // namespace

domain::Result<PairedDevice> Office::paired(domain::DeviceKeyId device) const {
    const auto found = std::ranges::find(devices, device, [](const PairedDevice& one) { return one.key.id; });
    const auto refused = [](domain::ErrorCode code, const char* why, const char* rule, std::string name = {}) {
        return domain::Error{code, why, domain::BrokenRule{rule, {}, std::move(name)}};
    };
    using enum domain::ErrorCode;
    if (found == devices.end()) return refused(key_unknown, "this device is not registered", "device_key", device.text());
    if (found->key.revoked_at) return refused(key_revoked, "this device was revoked", "device_key", found->key.name);
    if (!found->owner.active) return refused(key_revoked, "the account of this device is closed", "account_closed");
    return *found;
}

void Office::spawn(std::string what, ports::Awaitable<domain::Status> work) const {
    boost::asio::co_spawn(executor, log_failure(std::move(what), std::move(work)), boost::asio::detached);
}

ports::AuditEntry Office::row(const domain::Operator& who, std::string action, std::string subject, std::string detail) const {
    return {now(), who.login, std::move(action), std::move(subject), std::move(detail)};
}

domain::Status Office::may_at(const domain::Operator& who, policy::Action action, const domain::NodeSet& nodes,
                              domain::Priority priority, policy::HoursStanding standing) const {
    std::set<domain::AreaId> hamlets;
    for (const auto& node : commune.nodes)
        if (nodes.contains(node.number)) hamlets.insert(node.hamlet);
    for (auto hamlet : hamlets)
        if (auto allowed = policy::may(who, action, {hamlet, priority, standing}, commune); !allowed) return allowed;
    return {};
}

domain::Status Office::may_somewhere(const domain::Operator& who, policy::Action action, domain::Priority priority) const {
    auto verdict = policy::may(who, action, {commune.id, priority}, commune);
    for (auto area : who.areas)
        if (!verdict) verdict = policy::may(who, action, {area, priority}, commune);
    return verdict;
}

domain::Status Office::may_write(const domain::Operator& who, const domain::Announcement& item) const {
    if (item.created_by == who.id) return may_somewhere(who, policy::Action::write, item.priority);
    return policy::may(who, policy::Action::write, {commune.id, item.priority}, commune);
}

domain::Status Office::may(const domain::Operator& who, policy::Action action) const {
    return policy::may(who, action, {.area = commune.id}, commune);
}

}  // namespace village::control_loop
