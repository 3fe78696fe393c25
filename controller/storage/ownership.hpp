// Who owns the commune: taken with the next epoch when the database is opened, and asked in every transaction that changes something,
// so that a controller whose place was taken can change nothing any more (a fencing token: Kleppmann, "How to do distributed locking",
// 2016). Who only reads is never asked.
#pragma once

#include <atomic>

#include "controller/ports/stores.hpp"
#include "controller/storage/database.hpp"

namespace village::storage {

class Ownership {
public:
    explicit Ownership(domain::UuidBytes owner) : owner_(owner) {}

    /// Takes it from whoever had it. A full disk is no reason not to start: it is written with the first change that finds room.
    Status take(Database& database);
    /// In a transaction, after it changed something: `superseded` when another controller has taken the commune.
    Status check(Database& database);
    /// That transaction is on disk.
    void committed();

    ports::Owner owner() const { return {epoch_, owner_}; }
    /// Below `owner()` as long as there was no room for that.
    std::uint64_t epoch_on_disk() const { return epoch_on_disk_; }
    /// Above this one, written with the next change.
    void rise_above(std::uint64_t epoch);

private:
    domain::UuidBytes owner_;
    std::atomic<std::uint64_t> epoch_{0};  ///< Rises on the control thread, read on the writer's.
    std::atomic<std::uint64_t> epoch_on_disk_{0};
    std::uint64_t checked_ = 0;  ///< The epoch of the transaction under way. The writer's thread alone ...
    bool was_ours_ = false;      ///< ... as is this: it was committed once that we own the commune.
};

}  // namespace village::storage
