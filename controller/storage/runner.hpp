// The bridge between coroutines on the control thread and the disk threads: hands work over, resumes the coroutine on the
// control executor with the result. Without threads (`RunOn::caller`) the work is done on the spot.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "controller/ports/awaitable.hpp"
#include "controller/storage/readers.hpp"
#include "controller/storage/writer.hpp"

namespace village::storage {

class Runner {
public:
    /// With its own threads.
    struct Threads {
        std::unique_ptr<Writer> writer;
        std::unique_ptr<Readers> readers;
        std::unique_ptr<Readers> caretaker;  ///< One thread for what takes its time, so that no list waits behind it.
    };
    /// `ownership` is what the writer asks, too.
    Runner(boost::asio::any_io_executor executor, std::unique_ptr<Ownership> ownership, Threads threads);
    /// On the caller's thread, with the one connection there is.
    Runner(boost::asio::any_io_executor executor, std::unique_ptr<Ownership> ownership, std::unique_ptr<Database> database);

    /// In a transaction, all or nothing; returns after the commit. `together` may share the transaction (see Grouping).
    template <class Value>
    ports::Awaitable<Result<Value>> write(typename TypedJob<Value>::Work work, Grouping grouping = Grouping::alone) {
        return perform<Value>(Lane::write, grouping, std::move(work));
    }
    /// On a read-only connection.
    template <class Value>
    ports::Awaitable<Result<Value>> read(typename TypedJob<Value>::Work work) {
        return perform<Value>(Lane::read, Grouping::alone, std::move(work));
    }
    /// On the writer's connection, outside of a transaction: copies.
    ports::Awaitable<Status> maintain(TypedJob<void>::Work work);

    /// Aside from lists and writes: checking a copy, removing files. One after the other.
    ports::Awaitable<Status> aside(TypedJob<void>::Work work);

    Ownership& ownership() { return *ownership_; }

    void close();

private:
    enum class Lane : std::uint8_t { read, write, aside };

    template <class Value>
    ports::Awaitable<Result<Value>> perform(Lane lane, Grouping grouping, typename TypedJob<Value>::Work work) {
        auto job = std::make_shared<TypedJob<Value>>(grouping, std::move(work));
        auto accepted = co_await finish(lane, job);
        if (!accepted) co_return accepted.error();
        co_return job->take_result();
    }
    ports::Awaitable<Status> finish(Lane lane, std::shared_ptr<Job> job);
    Status push(Lane lane, std::shared_ptr<Job> job);
    Status run_here(Lane lane, const std::shared_ptr<Job>& job);

    boost::asio::any_io_executor executor_;
    std::unique_ptr<Ownership> ownership_;
    std::unique_ptr<Database> database_;  ///< Without threads only.
    Threads threads_;
};

}  // namespace village::storage
