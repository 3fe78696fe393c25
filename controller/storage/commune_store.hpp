// Areas, zones, nodes and hours of the one commune in this folder.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class CommuneSqlStore final : public ports::CommuneStore {
public:
    explicit CommuneSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<domain::Commune>> load() override;
    ports::Awaitable<Result<domain::Area>> save(domain::Area area, ports::Audit audit) override;
    ports::Awaitable<Result<domain::Zone>> save(domain::Zone zone, ports::Audit audit) override;
    ports::Awaitable<Result<domain::Node>> save(domain::Node node, ports::Audit audit) override;
    ports::Awaitable<Status> save(std::vector<domain::Node> nodes, ports::Audit audit) override;
    ports::Awaitable<Result<domain::Node>> revoke(domain::Node node, domain::UtcTime at, ports::Audit audit) override;
    ports::Awaitable<Result<domain::Operator>> set_up(ports::CommuneImport import, ports::Account first,
                                                      std::vector<ports::AuditEntry> audit) override;
    ports::Awaitable<Status> import(ports::CommuneImport import, ports::Audit audit) override;
    ports::Awaitable<Result<ports::KeptHours>> hours() override;
    ports::Awaitable<Result<ports::KeptHours>> save(ports::KeptHours hours, ports::Audit audit) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
