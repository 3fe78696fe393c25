#include "scheduler/policy/sequence_window.hpp"

#include <algorithm>

namespace village::policy {

SequenceWindow::SequenceWindow() : words_(size / 64) {}

bool SequenceWindow::bit(std::uint64_t sequence) const {
    const auto place = sequence % size;
    return words_[place / 64] >> place % 64 & 1;
}

void SequenceWindow::set_bit(std::uint64_t sequence, bool value) {
    const auto place = sequence % size;
    const auto mask = std::uint64_t{1} << place % 64;
    if (value) words_[place / 64] |= mask;
    else words_[place / 64] &= ~mask;
}

bool SequenceWindow::is_new(std::uint64_t sequence) const {
    if (sequence == 0) return false;
    if (sequence > highest_) return true;
    return highest_ - sequence < size && !bit(sequence);
}

bool SequenceWindow::take(std::uint64_t sequence) {
    if (!is_new(sequence)) return false;
    if (sequence > highest_) {
        if (sequence - highest_ >= size) std::ranges::fill(words_, 0);
        else
            for (auto passed = highest_ + 1; passed < sequence; ++passed) set_bit(passed, false);
        highest_ = sequence;
    }
    set_bit(sequence, true);
    return true;
}

domain::Result<SequenceWindow> SequenceWindow::restore(const Saved& saved) {
    SequenceWindow window;
    if (saved.words.size() != window.words_.size())
        return domain::Error{domain::ErrorCode::malformed, "the saved window of sequences has another size"};
    window.highest_ = saved.highest;
    window.words_ = saved.words;
    return window;
}

}  // namespace village::policy
