// The ownership of the commune, as the rest of the program sees it.
#pragma once

#include <memory>

#include "controller/storage/ownership.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class OwnershipSqlStore final : public ports::OwnershipStore {
public:
    explicit OwnershipSqlStore(Runner& runner) : runner_(runner) {}
    ports::Owner owner() const override { return runner_.ownership().owner(); }
    ports::Awaitable<Result<std::uint64_t>> rise_above(std::uint64_t epoch) override {
        return runner_.write<std::uint64_t>(
            [this, epoch](Database& database) { return runner_.ownership().raise(database, epoch); });
    }

private:
    Runner& runner_;
};

}  // namespace village::storage
