// One thread that runs one piece of work at a time. The slot for the next piece is the only thing shared, under its
// mutex.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace village::jobs {

class Worker {
public:
    Worker();
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Hands over the next piece; the one before must have been taken already (the caller waits for its result first).
    void run(std::function<void()> work);
    /// Takes no more work and waits for the piece that runs.
    void stop();

private:
    void loop(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any ready_;
    std::function<void()> next_;
    std::jthread thread_;
};

}  // namespace village::jobs
