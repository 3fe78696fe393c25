#include "protocol/replay_window.hpp"

#include <limits>

namespace village::protocol {

bool ReplayWindow::bit(std::uint64_t number) const { return bits_[number % size / 64] >> (number % 64) & 1U; }

void ReplayWindow::set_bit(std::uint64_t number, bool value) {
    auto mask = std::uint64_t{1} << (number % 64);
    auto& word = bits_[number % size / 64];
    word = value ? word | mask : word & ~mask;
}

bool ReplayWindow::is_too_old(std::uint64_t number) const {
    // The very last number has no successor to remember it by.
    if (number == std::numeric_limits<std::uint64_t>::max()) return true;
    return number < floor_ || (next_ > size && number < next_ - size);
}

bool ReplayWindow::is_new(std::uint64_t number) const {
    if (is_too_old(number)) return false;
    return number >= next_ || !bit(number);
}

void ReplayWindow::mark(std::uint64_t number) {
    if (is_too_old(number)) return;
    if (number >= next_) {
        auto skipped = number - next_;
        if (skipped >= size) {
            bits_.fill(0);
        } else {
            for (auto passed = next_; passed < number; ++passed) set_bit(passed, false);
        }
        next_ = number + 1;
    }
    set_bit(number, true);
}

}  // namespace village::protocol
