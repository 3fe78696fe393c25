// RED payloads (RFC 2198): the Opus packet of now with copies of the packets 3 and 8 before (120 and 320 ms).
#pragma once

#include <array>
#include <vector>

#include "protocol/rtp.hpp"

namespace village::protocol {

inline constexpr std::array<std::uint32_t, 2> red_distances{8, 3};  ///< In packets, oldest first, as they stand in the payload.
inline constexpr std::size_t red_block_bytes_max = 1023;            ///< Ten bits of length.
inline constexpr std::size_t red_blocks_max = 4;

struct RedBlock {
    std::uint8_t payload_type = 0;
    std::uint32_t timestamp_offset = 0;  ///< How far before the packet's timestamp; 0 for the primary block, which comes last.
    Bytes data;                          ///< Points into what was parsed.
};

/// Oldest first, the primary last. Truncated, too many or oversized blocks are `malformed`.
Result<std::vector<RedBlock>> parse_red(Bytes payload);
/// The primary is the last; the others carry their offset.
Result<ByteVector> encode_red(const std::vector<RedBlock>& blocks);

/// Remembers the last 8 Opus packets of a stream and adds the copies. One per sender.
class RedWriter {
public:
    /// `index` must rise; copies whose packet was never given are left out, as are those that would burst the packet.
    Result<ByteVector> add(PacketIndex index, Bytes opus);

private:
    struct Remembered {
        PacketIndex index;
        ByteVector opus;
    };
    const Remembered* find(std::uint64_t index) const;
    static constexpr std::size_t remembered_max = 8;
    std::vector<Remembered> remembered_;
};

}  // namespace village::protocol
