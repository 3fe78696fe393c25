// The officers' device keys that may sign an Intent. A revoked key stays revoked for ever.
#pragma once

#include <map>
#include <set>
#include <string>

#include "controller/signer/keeper.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::signer {

struct OfficerKey {
    domain::OperatorId owner;
    std::string public_key;
    std::vector<domain::AreaId> areas;
};

class DeviceBook {
public:
    static constexpr std::size_t keys_max = 512;

    static Result<DeviceBook> read(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked);

    /// A new key, or other areas for a known one. Another public key under a known id is `already_exists`.
    Status put(const wire::DeviceKey& key);
    Status revoke(const std::string& id);
    bool is_revoked(const std::string& id) const { return revoked_.contains(id); }
    /// The key that may speak for this officer: `key_unknown`, `key_revoked`, `not_permitted` (another person's device).
    Result<OfficerKey> find(const domain::EmergencyIntent& intent) const;

    std::size_t size() const { return keys_.size(); }
    wire::PolicyBundle to_wire() const;
    std::vector<std::string> revoked() const { return {revoked_.begin(), revoked_.end()}; }

private:
    std::map<std::string, wire::DeviceKey> keys_;
    std::set<std::string> revoked_;
};

}  // namespace village::signer
