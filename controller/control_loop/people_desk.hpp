// Accounts and paired devices: who may change them, and that the signer knows what it must.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class PeopleDesk {
public:
    explicit PeopleDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<domain::Operator>> save(domain::Operator caller, domain::Operator who, std::string password);
    ports::Awaitable<domain::Result<domain::DeviceKey>> pair(domain::Operator caller, std::string name,
                                                             std::vector<std::uint8_t> public_key);
    ports::Awaitable<domain::Status> revoke(domain::Operator caller, domain::DeviceKeyId key);
    /// Learns every paired device, at start, so that an emergency never asks the disk.
    ports::Awaitable<domain::Status> load_devices();
    /// The same, and tells the signer of each, also of those revoked; when areas or rights change.
    ports::Awaitable<domain::Status> introduce_devices();

private:
    ports::Awaitable<domain::Status> introduce(PairedDevice device);
    std::optional<domain::UtcTime> revoked_at(domain::DeviceKeyId id) const;

    Office& office_;
};

}  // namespace village::control_loop
