// Programmes with their items, and the bulletins of their days.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class ProgrammeSqlStore final : public ports::ProgrammeStore {
public:
    explicit ProgrammeSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<std::vector<domain::Programme>>> all() override;
    ports::Awaitable<Result<domain::Programme>> find(domain::ProgrammeId id) override;
    ports::Awaitable<Result<domain::Programme>> add(domain::Programme programme, ports::Audit audit) override;
    ports::Awaitable<Result<domain::Programme>> save(domain::Programme programme, ports::Audit audit) override;
    ports::Awaitable<Status> remove(domain::ProgrammeId id, std::uint32_t version, ports::Audit audit) override;
    ports::Awaitable<Result<domain::ProgrammeDay>> day(domain::ProgrammeId id, date::local_days day) override;
    ports::Awaitable<Result<domain::ProgrammeDay>> save(domain::ProgrammeDay day, ports::Audit audit) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
