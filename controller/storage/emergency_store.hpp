// Emergency templates and what was rendered of them for each hamlet.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

/// Inside the caller's transaction.
/// As a file brings it, over whatever version is stored.
Status put_template(Database& database, const domain::EmergencyTemplate& item);

class EmergencySqlStore final : public ports::EmergencyStore {
public:
    explicit EmergencySqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<std::vector<domain::EmergencyTemplate>>> templates() override;
    ports::Awaitable<Result<domain::EmergencyTemplate>> add(domain::EmergencyTemplate item, ports::Audit audit) override;
    ports::Awaitable<Result<domain::EmergencyTemplate>> save(domain::EmergencyTemplate item, ports::Audit audit) override;
    ports::Awaitable<Status> remove(domain::TemplateId id, std::uint32_t version, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::RenderedTemplate>>> rendered() override;
    ports::Awaitable<Status> save(domain::RenderedTemplate rendered) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
