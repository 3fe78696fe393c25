#include "controller/web_api/base64.hpp"
#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {

boost::json::object write(const domain::Operator& who) {
    boost::json::array roles;
    for (const auto role : who.roles) roles.emplace_back(domain::role_name(role));
    return {{"id", who.id.text()},           {"login", who.login},   {"title", who.title},    {"roles", std::move(roles)},
            {"areas", write_ids(who.areas)}, {"active", who.active}, {"version", who.version}};
}

boost::json::object write(const domain::DeviceKey& key) {
    boost::json::object body{{"id", key.id.text()},
                             {"owner", key.owner.text()},
                             {"name", key.name},
                             {"public_key", base64_text(key.public_key)},
                             {"registered_at", domain::utc_text(key.registered_at)}};
    if (key.last_seen_at) body["last_seen_at"] = domain::utc_text(*key.last_seen_at);
    if (key.revoked_at) body["revoked_at"] = domain::utc_text(*key.revoked_at);
    return body;
}

boost::json::object write(const ports::AuditEntry& entry) {
    return {{"at", domain::utc_text(entry.at)},
            {"who", entry.who},
            {"action", entry.action},
            {"subject", entry.subject},
            {"detail", entry.detail}};
}

boost::json::object write_trust(const std::string& device_ca_pem, const ports::TrustMaterial& trust,
                                const std::vector<ports::NodeCredential>& credentials) {
    boost::json::array delegations;
    for (const auto& delegation : trust.delegations) delegations.emplace_back(base64_text(delegation));
    boost::json::array nodes;
    for (const auto& credential : credentials) {
        boost::json::object node{{"number", credential.node.value},
                                 {"certificate_pem", credential.certificate_pem},
                                 {"receipt_key", base64_text(credential.receipt_key)},
                                 {"enrolled_at", domain::utc_text(credential.enrolled_at)}};
        if (credential.revoked_at) node["revoked_at"] = domain::utc_text(*credential.revoked_at);
        nodes.emplace_back(std::move(node));
    }
    return {{"device_ca_pem", device_ca_pem},
            {"broadcast_root", base64_text(trust.root_key)},
            {"delegations", std::move(delegations)},
            {"nodes", std::move(nodes)}};
}

}  // namespace village::web_api
