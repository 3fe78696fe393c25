#include "controller/storage/runner.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace village::storage {

namespace asio = boost::asio;

Runner::Runner(asio::any_io_executor executor, std::unique_ptr<Writer> writer, std::unique_ptr<Readers> readers)
    : executor_(std::move(executor)), readers_(std::move(readers)), writer_(std::move(writer)) {}

Runner::Runner(asio::any_io_executor executor, std::unique_ptr<Database> database)
    : executor_(std::move(executor)), database_(std::move(database)) {}

ports::Awaitable<Status> Runner::finish(Lane lane, std::shared_ptr<Job> job) {
    if (!writer_) co_return run_here(lane, job);
    auto start = [this, lane, job](auto handler) {
        // Shared because std::function copies; the disk thread holds the only one that is called.
        auto waiting = std::make_shared<asio::any_completion_handler<void()>>(std::move(handler));
        auto guard = asio::make_work_guard(executor_);
        job->when_finished([waiting, guard] { asio::post(guard.get_executor(), [waiting] { std::move (*waiting)(); }); });
        if (auto pushed = push(lane, job); !pushed) {
            job->fail(pushed.error());
            job->finish();
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(start), asio::use_awaitable);
    co_return Status{};
}

Status Runner::push(Lane lane, std::shared_ptr<Job> job) {
    return lane == Lane::write ? writer_->push(std::move(job)) : readers_->push(std::move(job));
}

Status Runner::run_here(Lane lane, const std::shared_ptr<Job>& job) {
    if (!database_) return Error{ErrorCode::unavailable, "storage is closed"};
    if (lane == Lane::read) {
        (void)job->run(*database_);  // Its error is its result.
    } else {
        std::vector<std::shared_ptr<Job>> group{job};
        commit_group(*database_, group);
    }
    return {};
}

ports::Awaitable<Status> Runner::maintain(TypedJob<void>::Work work) {
    return perform<void>(Lane::write, Grouping::outside, std::move(work));
}

void Runner::close() {
    if (readers_) readers_->close();
    if (writer_) writer_->close();
    database_.reset();
}

}  // namespace village::storage
