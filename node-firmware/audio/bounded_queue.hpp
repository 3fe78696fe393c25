// Carries values from one thread to another. Bounded: when it is full, `push` says no and the caller decides what that means.
// The lock is held for a move of one value only, so the device thread never waits for work of the other side.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace village::node::audio {

template <class Value>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t values_max) : values_max_(values_max) {}

    /// False when full; `value` is then left as it was.
    bool push(Value&& value) {
        std::lock_guard hold(mutex_);
        if (values_.size() >= values_max_) return false;
        values_.push_back(std::move(value));
        return true;
    }
    std::optional<Value> pop() {
        std::lock_guard hold(mutex_);
        if (values_.empty()) return std::nullopt;
        std::optional<Value> value(std::move(values_.front()));
        values_.pop_front();
        return value;
    }

private:
    std::mutex mutex_;
    std::size_t values_max_;
    std::deque<Value> values_;
};

}  // namespace village::node::audio
