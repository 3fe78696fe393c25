#include "controller/storage/writer.hpp"

#include "controller/storage/engine_sqlite.hpp"

namespace village::storage {
namespace {

// A receipt that is refused for its own sake leaves its neighbours alone; a disk that refuses concerns them all.
bool concerns_all(const Error& error) { return error.code == ErrorCode::storage_failed || error.code == ErrorCode::disk_full; }

Status run_all(Database& database, std::vector<std::shared_ptr<Job>>& group) {
    for (auto& job : group) {
        auto done = job->run(database);
        if (!done && (group.size() == 1 || concerns_all(done.error()))) return done;
    }
    return {};
}

}  // namespace

void commit_group(Database& database, Ownership& ownership, std::vector<std::shared_ptr<Job>>& group) {
    const bool outside = group.front()->grouping() == Grouping::outside;
    bool changes = false;
    const auto work = [&] {
        const auto before = database.rows_ever_changed();
        auto done = run_all(database, group);
        changes = database.rows_ever_changed() != before;
        return done && changes ? ownership.check(database) : done;
    };
    const auto committed = outside ? run_all(database, group) : in_transaction(database, work);
    if (committed && changes) ownership.committed();
    for (auto& job : group) {
        if (!committed) job->fail(committed.error());
        job->finish();
    }
    checkpoint_when_due(database);
}

Writer::Writer(std::unique_ptr<Database> database, Ownership& ownership, GroupCommit group_commit)
    : database_(std::move(database)), ownership_(ownership), group_commit_(group_commit), thread_([this] { work(); }) {}

void Writer::close() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
    database_.reset();
}

void Writer::work() {
    for (;;) {
        auto group = queue_.pop_group(group_commit_.wait, group_commit_.rows_max);
        if (group.empty()) return;
        commit_group(*database_, ownership_, group);
    }
}

}  // namespace village::storage
