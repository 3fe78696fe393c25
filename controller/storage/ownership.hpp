// Who owns the commune: taken with the next epoch when the database is opened, and asked in every transaction that writes, so that a
// controller whose place was taken can change nothing any more (a fencing token: Kleppmann, "How to do distributed locking", 2016).
#pragma once

#include <atomic>

#include "controller/ports/stores.hpp"
#include "controller/storage/database.hpp"

namespace village::storage {

class Ownership {
public:
    explicit Ownership(domain::UuidBytes owner) : owner_(owner) {}

    /// Takes it from whoever had it. A full disk is no reason not to start: then the first transaction that is written takes it.
    Status take(Database& database);
    /// Inside of a transaction, before it writes: `superseded` when another controller has taken the commune.
    Status check(Database& database);
    /// That transaction is on disk, or is not.
    void settled(bool committed);
    /// Inside of a transaction: the next epoch above `epoch`.
    Result<std::uint64_t> raise(Database& database, std::uint64_t epoch);

    ports::Owner owner() const { return {epoch_, owner_}; }

private:
    domain::UuidBytes owner_;
    std::atomic<std::uint64_t> epoch_{0};  ///< Written on the writer's thread, read on the control thread.
    std::uint64_t becomes_ = 0;            ///< Of the transaction under way; 0: it stays.
    bool taken_ = false;
};

}  // namespace village::storage
