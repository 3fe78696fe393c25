// The packets of the last two seconds of one stream, to answer a NACK with the identical bytes. Fan-out thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace village::fanout {

using SharedPacket = std::shared_ptr<const std::vector<std::uint8_t>>;

class SentPackets {
public:
    static constexpr std::size_t kept = 64;  ///< 2.56 s of 40 ms.

    void remember(std::uint16_t sequence, std::uint64_t ordinal, SharedPacket packet) {
        packets_[sequence % kept] = {sequence, ordinal, std::move(packet)};
    }
    /// Null when it is too old or was never sent; not for a node that was added at `since` or later.
    SharedPacket find(std::uint16_t sequence, std::uint64_t since) const {
        const auto& entry = packets_[sequence % kept];
        return entry.packet && entry.sequence == sequence && entry.ordinal >= since ? entry.packet : nullptr;
    }

    /// What lies here for repairs.
    std::size_t size() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(packets_, [](const Entry& entry) { return entry.packet != nullptr; }));
    }

private:
    struct Entry {
        std::uint16_t sequence = 0;
        std::uint64_t ordinal = 0;
        SharedPacket packet;
    };
    std::array<Entry, kept> packets_{};
};

}  // namespace village::fanout
