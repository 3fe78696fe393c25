// The commune's emergency templates, one at a time: who may change them, and what they may say.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class TemplateDesk {
public:
    explicit TemplateDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<domain::EmergencyTemplate>> add(domain::Operator caller, domain::EmergencyTemplate item);
    ports::Awaitable<domain::Result<domain::EmergencyTemplate>> save(domain::Operator caller, domain::EmergencyTemplate item);
    ports::Awaitable<domain::Status> remove(domain::Operator caller, domain::TemplateId id, std::uint32_t version);

private:
    domain::Status check(const domain::Operator& caller, const domain::EmergencyTemplate& item) const;

    Office& office_;
};

}  // namespace village::control_loop
