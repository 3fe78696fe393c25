// The ownership of the commune, as the rest of the program sees it.
#pragma once

#include "controller/storage/runner.hpp"

namespace village::storage {

class OwnershipSqlStore final : public ports::OwnershipStore {
public:
    explicit OwnershipSqlStore(Runner& runner) : runner_(runner) {}
    ports::Owner owner() const override { return runner_.ownership().owner(); }
    std::uint64_t epoch_on_disk() const override { return runner_.ownership().epoch_on_disk(); }
    ports::Awaitable<Status> rise_above(std::uint64_t epoch) override {
        runner_.ownership().rise_above(epoch);
        return runner_.write<void>([this](Database& database) { return runner_.ownership().check(database); });
    }

private:
    Runner& runner_;
};

}  // namespace village::storage
