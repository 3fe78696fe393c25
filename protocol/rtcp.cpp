#include "protocol/rtcp.hpp"

#include "protocol/big_endian.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::uint8_t nack_first_byte = 0x81;    // Version 2, FMT 1.
constexpr std::uint8_t nack_type = 205;           // RTPFB.
constexpr std::uint8_t report_first_byte = 0x81;  // Version 2, one block.
constexpr std::uint8_t report_type = 201;
constexpr std::uint16_t report_words = 7;
constexpr std::int32_t lost_max = 0x7FFFFF, lost_min = -0x800000;

struct NackEntry {
    std::uint16_t first;
    std::uint16_t others;
};

Result<std::vector<NackEntry>> pack(std::vector<std::uint16_t> sequences) {
    auto start = sequences.front();
    std::sort(sequences.begin(), sequences.end(), [start](std::uint16_t left, std::uint16_t right) {
        return static_cast<std::uint16_t>(left - start) < static_cast<std::uint16_t>(right - start);
    });
    std::vector<NackEntry> entries;
    for (auto sequence : sequences) {
        auto after = entries.empty() ? 0 : static_cast<std::uint16_t>(sequence - entries.back().first);
        if (!entries.empty() && after == 0) continue;
        if (!entries.empty() && after <= 16) {
            entries.back().others = static_cast<std::uint16_t>(entries.back().others | 1U << (after - 1));
        } else {
            entries.push_back({sequence, 0});
        }
    }
    if (entries.size() > nack_entries_max) return domain::Error{domain::ErrorCode::too_large, "a NACK needs over 32 entries"};
    return entries;
}

}  // namespace

Result<ByteVector> encode_nack(const Nack& nack) {
    if (nack.sequences.empty()) return domain::Error{domain::ErrorCode::invalid_argument, "a NACK names at least one packet"};
    auto entries = pack(nack.sequences);
    if (!entries) return entries.error();
    BigEndianWriter writer;
    writer.u8(nack_first_byte);
    writer.u8(nack_type);
    writer.u16(static_cast<std::uint16_t>(2 + entries->size()));
    writer.u32(nack.sender_ssrc);
    writer.u32(nack.media_ssrc);
    for (auto [first, others] : *entries) {
        writer.u16(first);
        writer.u16(others);
    }
    return writer.take();
}

Result<Nack> decode_nack(Bytes packet) {
    BigEndianReader reader(packet);
    if (reader.u8() != nack_first_byte || reader.u8() != nack_type) return malformed("not a generic NACK");
    auto words = reader.u16();
    if (words < 3 || words > 2 + nack_entries_max || packet.size() != 4U * (words + 1U))
        return malformed("the length of a NACK is wrong");
    Nack nack;
    nack.sender_ssrc = reader.u32();
    nack.media_ssrc = reader.u32();
    while (!reader.rest().empty()) {
        auto first = reader.u16();
        auto others = reader.u16();
        nack.sequences.push_back(first);
        for (std::uint16_t bit = 0; bit < 16; ++bit) {
            if (others >> bit & 1) nack.sequences.push_back(static_cast<std::uint16_t>(first + bit + 1));
        }
    }
    return nack;
}

ByteVector encode_receiver_report(const ReceiverReport& report) {
    auto lost = static_cast<std::uint32_t>(std::clamp(report.cumulative_lost, lost_min, lost_max)) & 0xFFFFFFU;
    BigEndianWriter writer;
    writer.u8(report_first_byte);
    writer.u8(report_type);
    writer.u16(report_words);
    writer.u32(report.sender_ssrc);
    writer.u32(report.media_ssrc);
    writer.u32(std::uint32_t{report.fraction_lost} << 24 | lost);
    writer.u32(report.highest_sequence);
    writer.u32(report.jitter);
    writer.u64(0);
    return writer.take();
}

Result<ReceiverReport> decode_receiver_report(Bytes packet) {
    BigEndianReader reader(packet);
    if (reader.u8() != report_first_byte || reader.u8() != report_type || reader.u16() != report_words) {
        return malformed("not a receiver report with one block");
    }
    ReceiverReport report;
    report.sender_ssrc = reader.u32();
    report.media_ssrc = reader.u32();
    auto loss = reader.u32();
    report.fraction_lost = static_cast<std::uint8_t>(loss >> 24);
    auto lost = static_cast<std::int32_t>(loss & 0xFFFFFFU);
    report.cumulative_lost = lost > lost_max ? lost - 0x1000000 : lost;
    report.highest_sequence = reader.u32();
    report.jitter = reader.u32();
    reader.u64();
    if (!reader.is_complete()) return malformed("the length of a receiver report is wrong");
    return report;
}

}  // namespace village::protocol
