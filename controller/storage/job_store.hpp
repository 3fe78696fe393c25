// Long work as it stood, so that a restart can go on with it or say why it ended.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class JobSqlStore final : public ports::JobStore {
public:
    explicit JobSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Status> save(ports::JobRow row) override;
    ports::Awaitable<Result<std::vector<ports::JobRow>>> unfinished() override;

private:
    Runner& runner_;
};

}  // namespace village::storage
