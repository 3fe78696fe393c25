// A person with rights (người dùng), and the key of a paired phone or browser that signs for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

enum class Role : std::uint8_t { administrator, approver, editor, hamlet_head, viewer };
std::string_view role_name(Role role);
std::optional<Role> role_from_name(std::string_view name);

struct Operator {
    OperatorId id;
    std::string login;
    std::string title;  ///< Position, never a person's name: "Trưởng thôn Bến".
    std::vector<Role> roles;
    std::vector<AreaId> areas;  ///< Where; the commune's own id is everywhere in it.
    bool active = true;
    std::uint32_t version = 1;
    bool operator==(const Operator&) const = default;
};

/// A paired device: an ECDSA P-256 key that never leaves it, registered once, revoked in one tap.
struct DeviceKey {
    DeviceKeyId id;
    OperatorId owner;
    std::string name;                      ///< "Điện thoại trưởng thôn Bến"
    std::vector<std::uint8_t> public_key;  ///< 65 bytes: uncompressed P-256 point (SEC 1, 2.3.3).
    UtcTime registered_at{};
    std::optional<UtcTime> last_seen_at;
    std::optional<UtcTime> revoked_at;
    bool operator==(const DeviceKey&) const = default;
};

}  // namespace village::domain
