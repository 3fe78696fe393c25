// Carries values from one thread to another. Bounded: when it is full, `push` says no and the caller decides what that means.
// The lock is held for a move of one value only, so the device thread never waits for work of the other side; nothing is allocated
// after the queue was made.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace village::node::audio {

template <class Value>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t values_max) : values_(values_max) {}

    /// False when full; `value` is then left as it was.
    bool push(Value&& value) {
        std::lock_guard hold(mutex_);
        if (count_ == values_.size()) return false;
        values_[(first_ + count_++) % values_.size()].emplace(std::move(value));
        return true;
    }
    std::optional<Value> pop() {
        std::lock_guard hold(mutex_);
        if (count_ == 0) return std::nullopt;
        auto value = std::exchange(values_[first_], std::nullopt);
        first_ = (first_ + 1) % values_.size();
        --count_;
        return value;
    }

    std::size_t size() const {
        std::lock_guard hold(mutex_);
        return count_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::optional<Value>> values_;
    std::size_t first_ = 0, count_ = 0;
};

}  // namespace village::node::audio
