// Virtual time: a queue of things to do, in order of time and then of asking. Nothing waits; an hour passes in microseconds.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "scheduler/domain/time.hpp"

namespace village::simulation {

class Clockwork {
public:
    explicit Clockwork(domain::UtcTime start) : now_(start) {}

    domain::UtcTime now() const { return now_; }
    std::uint64_t steps() const { return steps_; }

    void at(domain::UtcTime when, std::function<void()> what) { queue_.push({std::max(when, now_), order_++, std::move(what)}); }
    void after(domain::Duration delay, std::function<void()> what) { at(now_ + delay, std::move(what)); }

    /// False: `is_enough` said so before the end.
    template <class IsEnough>
    bool run_until(domain::UtcTime end, IsEnough&& is_enough) {
        while (!queue_.empty() && queue_.top().when <= end) {
            if (is_enough()) return false;
            // The queue only lends its top; the task is moved out just before it is removed.
            auto task = std::move(const_cast<Task&>(queue_.top()));
            queue_.pop();
            now_ = task.when;
            ++steps_;
            task.what();
        }
        now_ = end;
        return !is_enough();
    }

private:
    struct Task {
        domain::UtcTime when;
        std::uint64_t order;
        std::function<void()> what;
        bool operator<(const Task& other) const { return when != other.when ? when > other.when : order > other.order; }
    };
    domain::UtcTime now_;
    std::priority_queue<Task> queue_;
    std::uint64_t order_ = 0;
    std::uint64_t steps_ = 0;
};

}  // namespace village::simulation
