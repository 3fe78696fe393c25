// When and whom to dial again: the first retry after 0-2 s, then full jitter between 1 and 30 s, through an ordered list of
// controllers. Randomness is handed in. Pure.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scheduler/domain/time.hpp"

namespace village::node::link {

class Reconnect {
public:
    explicit Reconnect(std::size_t controllers) : controllers_(controllers) {}

    struct Attempt {
        domain::Duration wait{};
        std::size_t controller = 0;  ///< Index into the ordered list.
    };
    /// The line is down. `random` is uniform in [0, 1).
    Attempt next(double random);
    /// A session was joined: the next failure begins anew, with the same controller.
    void joined();
    /// The controller asked not to come back before this long.
    void hold_off(domain::Duration at_least) { hold_off_ = at_least; }

private:
    std::size_t controllers_;
    std::size_t controller_ = 0;
    std::uint32_t failures_ = 0;
    domain::Duration hold_off_{};
};

}  // namespace village::node::link
