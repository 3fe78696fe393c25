#include "controller/signer/device_book.hpp"

#include "controller/signer/policy_book.hpp"
#include "protocol/intent_codec.hpp"

namespace village::signer {
namespace {

constexpr int device_areas_max = 64;

Status check_key(const wire::DeviceKey& key) {
    if (key.id().size() != 16 || key.owner().size() != 16)
        return Error{ErrorCode::malformed, "a device key needs its id and its owner"};
    if (key.public_key().size() != protocol::p256_public_key_bytes || key.public_key()[0] != 4)
        return Error{ErrorCode::malformed, "a device key is an uncompressed P-256 point of 65 bytes"};
    if (key.areas_size() > device_areas_max) return Error{ErrorCode::too_large, "a device key has more than 64 areas"};
    for (const auto& area : key.areas())
        if (area.size() != 16) return Error{ErrorCode::malformed, "an area's id has 16 bytes"};
    if (key.name().size() > 1024) return Error{ErrorCode::too_large, "a device's name has more than 1024 bytes"};
    return {};
}

}  // namespace

Result<DeviceBook> DeviceBook::read(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked) {
    DeviceBook book;
    book.revoked_.insert(revoked.begin(), revoked.end());
    for (const auto& key : keys.device_keys())
        if (auto done = book.put(key); !done) return done.error();
    return book;
}

Status DeviceBook::put(const wire::DeviceKey& key) {
    if (auto good = check_key(key); !good) return good;
    if (revoked_.contains(key.id())) return Error{ErrorCode::key_revoked, "this device key was revoked; pair the device anew"};
    const auto known = keys_.find(key.id());
    if (known != keys_.end() && (known->second.public_key() != key.public_key() || known->second.owner() != key.owner()))
        return Error{ErrorCode::already_exists, "another key is registered under this id"};
    if (known == keys_.end() && keys_.size() >= keys_max)
        return Error{ErrorCode::too_large, "512 device keys are registered; revoke those nobody uses"};
    keys_[key.id()] = key;
    return {};
}

Status DeviceBook::revoke(const std::string& id) {
    if (id.size() != 16) return Error{ErrorCode::malformed, "a device key's id has 16 bytes"};
    keys_.erase(id);
    revoked_.insert(id);
    return {};
}

Result<OfficerKey> DeviceBook::find(const domain::EmergencyIntent& intent) const {
    const std::string id(intent.device.bytes.begin(), intent.device.bytes.end());
    if (revoked_.contains(id))
        return Error{ErrorCode::key_revoked, "this device was revoked; use another, or telephone the duty officer",
                     domain::BrokenRule{"device_key", {}, intent.device.text()}};
    const auto found = keys_.find(id);
    if (found == keys_.end())
        return Error{ErrorCode::key_unknown, "this device is not registered; pair it first",
                     domain::BrokenRule{"device_key", {}, intent.device.text()}};
    OfficerKey key;
    key.public_key = found->second.public_key();
    key.owner = *read_bytes<domain::OperatorId>(found->second.owner(), "an owner");
    if (key.owner != intent.officer)
        return Error{ErrorCode::not_permitted, "this device belongs to another officer",
                     domain::BrokenRule{"device_owner", {}, {}}};
    for (const auto& area : found->second.areas()) key.areas.push_back(*read_bytes<domain::AreaId>(area, "an area"));
    return key;
}

wire::PolicyBundle DeviceBook::to_wire() const {
    wire::PolicyBundle keys;
    for (const auto& [id, key] : keys_) *keys.add_device_keys() = key;
    return keys;
}

}  // namespace village::signer
