// The one read-write connection and the thread that owns it. Every job is a transaction; receipts that come close together
// share one. It also moves the write-ahead log into the database, which nobody else may do.
#pragma once

#include <chrono>
#include <memory>
#include <thread>

#include "controller/storage/ownership.hpp"
#include "controller/storage/work_queue.hpp"

namespace village::storage {

struct GroupCommit {
    std::chrono::milliseconds wait{5};
    std::size_t rows_max = 200;
};

/// Runs the jobs in one transaction, of the commune's owner alone, and finishes each. Used by the thread, and directly where there is
/// none.
void commit_group(Database& database, Ownership& ownership, std::vector<std::shared_ptr<Job>>& group);

class Writer {
public:
    static constexpr std::size_t waiting_max = 4096;

    Writer(std::unique_ptr<Database> database, Ownership& ownership, GroupCommit group_commit);
    ~Writer() { close(); }

    Status push(std::shared_ptr<Job> job) { return queue_.push(std::move(job)); }
    void close();

private:
    void work();

    std::unique_ptr<Database> database_;
    Ownership& ownership_;
    GroupCommit group_commit_;
    WorkQueue queue_{waiting_max};
    std::thread thread_;
};

}  // namespace village::storage
