#include "controller/storage/runner.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace village::storage {

namespace asio = boost::asio;

Runner::Runner(asio::any_io_executor executor, std::unique_ptr<Ownership> ownership, Threads threads)
    : executor_(std::move(executor)), ownership_(std::move(ownership)), threads_(std::move(threads)) {}

Runner::Runner(asio::any_io_executor executor, std::unique_ptr<Ownership> ownership, std::unique_ptr<Database> database)
    : executor_(std::move(executor)), ownership_(std::move(ownership)), database_(std::move(database)) {}

ports::Awaitable<Status> Runner::finish(Lane lane, std::shared_ptr<Job> job) {
    if (!threads_.writer) co_return run_here(lane, job);
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
    switch (lane) {
        case Lane::write: return threads_.writer->push(std::move(job));
        case Lane::read: return threads_.readers->push(std::move(job));
        case Lane::aside: break;
    }
    return threads_.caretaker->push(std::move(job));
}

Status Runner::run_here(Lane lane, const std::shared_ptr<Job>& job) {
    if (!database_) return Error{ErrorCode::unavailable, "storage is closed"};
    if (lane != Lane::write) {
        (void)job->run(*database_);  // Its error is its result.
    } else {
        std::vector<std::shared_ptr<Job>> group{job};
        commit_group(*database_, *ownership_, group);
    }
    return {};
}

ports::Awaitable<Status> Runner::maintain(TypedJob<void>::Work work) {
    return perform<void>(Lane::write, Grouping::outside, std::move(work));
}

ports::Awaitable<Status> Runner::aside(TypedJob<void>::Work work) {
    return perform<void>(Lane::aside, Grouping::alone, std::move(work));
}

void Runner::close() {
    if (threads_.caretaker) threads_.caretaker->close();
    if (threads_.readers) threads_.readers->close();
    if (threads_.writer) threads_.writer->close();
    database_.reset();
}

}  // namespace village::storage
