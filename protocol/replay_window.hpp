// Which 64-bit packet numbers were seen: a bitmap behind the highest one (RFC 4303, 3.4.3). Looking changes nothing; only
// `mark`, after everything was verified, moves the window.
#pragma once

#include <array>
#include <cstdint>

namespace village::protocol {

class ReplayWindow {
public:
    static constexpr std::uint64_t size = 1024;

    ReplayWindow() = default;
    /// Everything below `first` counts as seen.
    explicit ReplayWindow(std::uint64_t first) : next_(first), floor_(first) {}

    /// New means: not marked, not below the floor, not older than the window.
    bool is_new(std::uint64_t number) const;
    /// Older than the window or below the floor: cannot be told apart from a replay.
    bool is_too_old(std::uint64_t number) const;
    void mark(std::uint64_t number);
    /// One past the highest marked; `first` before anything was marked.
    std::uint64_t next() const { return next_; }

private:
    bool bit(std::uint64_t number) const;
    void set_bit(std::uint64_t number, bool value);

    std::uint64_t next_ = 0;
    std::uint64_t floor_ = 0;
    std::array<std::uint64_t, size / 64> bits_{};
};

}  // namespace village::protocol
