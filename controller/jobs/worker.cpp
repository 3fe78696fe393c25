#include "controller/jobs/worker.hpp"

#include <cassert>
#include <utility>

namespace village::jobs {

Worker::Worker() : thread_([this](const std::stop_token& stop) { loop(stop); }) {}
Worker::~Worker() { stop(); }

void Worker::run(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        assert(!next_);
        next_ = std::move(work);
    }
    ready_.notify_one();
}

void Worker::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Worker::loop(const std::stop_token& stop) {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, stop, [this] { return static_cast<bool>(next_); });
            if (stop.stop_requested()) return;
            work = std::exchange(next_, nullptr);
        }
        work();
    }
}

}  // namespace village::jobs
