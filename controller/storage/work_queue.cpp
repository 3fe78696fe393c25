#include "controller/storage/work_queue.hpp"

namespace village::storage {

Status WorkQueue::push(std::shared_ptr<Job> job) {
    {
        std::lock_guard lock(mutex_);
        if (closed_) return Error{ErrorCode::unavailable, "storage is closing"};
        if (jobs_.size() >= capacity_)
            return Error{ErrorCode::unavailable, "the disk is slower than the work; try again in a moment"};
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return {};
}

std::shared_ptr<Job> WorkQueue::pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    if (jobs_.empty()) return nullptr;
    return take_front();
}

std::vector<std::shared_ptr<Job>> WorkQueue::pop_group(std::chrono::milliseconds wait, std::size_t rows_max) {
    std::vector<std::shared_ptr<Job>> group;
    auto first = pop();
    if (!first) return group;
    const bool joins = first->grouping() == Grouping::together;
    group.push_back(std::move(first));
    if (!joins) return group;

    const auto deadline = std::chrono::steady_clock::now() + wait;
    std::unique_lock lock(mutex_);
    while (group.size() < rows_max) {
        const bool something = changed_.wait_until(lock, deadline, [this] { return closed_ || !jobs_.empty(); });
        if (!something || !front_joins()) break;  // Time is up, or somebody waits who must not wait.
        group.push_back(take_front());
    }
    return group;
}

void WorkQueue::close() {
    {
        std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

std::shared_ptr<Job> WorkQueue::take_front() {
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
}

bool WorkQueue::front_joins() const { return !jobs_.empty() && jobs_.front()->grouping() == Grouping::together; }

}  // namespace village::storage
