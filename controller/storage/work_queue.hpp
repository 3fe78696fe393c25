// The bounded queue between the control thread and a disk thread. When it is full the newcomer is refused (`unavailable`):
// the disk is slower than the work, and whoever asked can say so.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "controller/storage/job.hpp"

namespace village::storage {

class WorkQueue {
public:
    explicit WorkQueue(std::size_t capacity) : capacity_(capacity) {}

    Status push(std::shared_ptr<Job> job);
    /// Waits for work. Empty only when the queue was closed and nothing is left.
    std::shared_ptr<Job> pop();
    /// Waits for work and what may share its transaction: up to `rows_max` jobs, at most `wait` after the first.
    std::vector<std::shared_ptr<Job>> pop_group(std::chrono::milliseconds wait, std::size_t rows_max);
    /// Nothing more goes in; what is in comes out.
    void close();

private:
    std::shared_ptr<Job> take_front();
    bool front_joins() const;

    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Job>> jobs_;
    bool closed_ = false;
};

}  // namespace village::storage
