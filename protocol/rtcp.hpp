// What a node tells about a live stream, in RTCP format inside its UDP association: generic NACK (RFC 4585, 6.2.1) and receiver
// report (RFC 3550, 6.4.2).
#pragma once

#include <cstdint>
#include <vector>

#include "protocol/keys.hpp"

namespace village::protocol {

inline constexpr std::size_t nack_entries_max = 32;

struct Nack {
    std::uint32_t sender_ssrc = 0;  ///< The node number.
    std::uint32_t media_ssrc = 0;
    std::vector<std::uint16_t> sequences;  ///< In wire order; packed as PID and bitmask, at most 32 entries of 17.
    bool operator==(const Nack&) const = default;
};

struct ReceiverReport {
    std::uint32_t sender_ssrc = 0;
    std::uint32_t media_ssrc = 0;
    std::uint8_t fraction_lost = 0;      ///< In 1/256 since the last report.
    std::int32_t cumulative_lost = 0;    ///< 24 bits, signed.
    std::uint32_t highest_sequence = 0;  ///< Low 16 bits of ROC, then the sequence.
    std::uint32_t jitter = 0;            ///< In 1/48000 s.
    bool operator==(const ReceiverReport&) const = default;
};

/// Sequences are sorted in the circular sense from the first; `too_large` when they need more than 32 entries.
Result<ByteVector> encode_nack(const Nack& nack);
Result<Nack> decode_nack(Bytes packet);
ByteVector encode_receiver_report(const ReceiverReport& report);
Result<ReceiverReport> decode_receiver_report(Bytes packet);

}  // namespace village::protocol
