// The thread of a sound device: real-time priority where the machine allows it, signals left to the main thread, waiting on
// CLOCK_MONOTONIC to an absolute time so that no error adds up.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "scheduler/domain/time.hpp"

namespace village::node::audio {

class DeviceThread {
public:
    ~DeviceThread() { stop(); }
    /// `run` returns soon after `stopping()` is true.
    void start(const char* name, std::function<void()> run);
    void stop();
    bool stopping() const { return stopping_.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

domain::MonotonicTime monotonic_now();
domain::UtcTime machine_utc_now();
/// What the machine's UTC is at a monotonic time; reads both clocks until nothing came between.
domain::UtcTime machine_utc_at(domain::MonotonicTime when);
void sleep_until(domain::MonotonicTime when);

}  // namespace village::node::audio
