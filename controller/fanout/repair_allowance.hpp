// How many packets are sent again to one node: what one asks for takes nothing from the others.
#pragma once

#include <chrono>

namespace village::fanout {

/// By whole seconds, so that twice as many fit into one that begins in the middle.
template <class Moment>
class RepairAllowance {
public:
    bool take_one(int per_second_max, Moment now) {
        if (now - since_ >= std::chrono::seconds{1}) *this = RepairAllowance{now};
        return used_++ < per_second_max;
    }

    RepairAllowance() = default;

private:
    explicit RepairAllowance(Moment since) : since_(since) {}

    Moment since_{};
    int used_ = 0;
};

}  // namespace village::fanout
