// Strangers must not fill the log: at most ten lines a second about them, and how many were left out.
#pragma once

#include <chrono>
#include <cstdint>

namespace village::sessions {

class LogAllowance {
public:
    bool take(std::chrono::steady_clock::time_point now) {
        if (now - since_ >= std::chrono::seconds{1}) {
            since_ = now;
            used_ = 0;
        }
        const bool allowed = used_++ < lines_per_second;
        if (!allowed) ++left_out_;
        return allowed;
    }
    /// And counts from zero again.
    std::uint64_t take_left_out() {
        const auto count = left_out_;
        left_out_ = 0;
        return count;
    }

private:
    static constexpr int lines_per_second = 10;
    std::chrono::steady_clock::time_point since_{};
    int used_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace village::sessions
