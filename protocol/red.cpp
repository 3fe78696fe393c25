#include "protocol/red.hpp"

#include <fmt/format.h>

#include "protocol/big_endian.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::uint32_t offset_max = (1U << 14) - 1;
constexpr std::size_t copy_header_bytes = 4;

struct CopyHeader {
    std::uint8_t payload_type;
    std::uint32_t timestamp_offset;
    std::size_t size;
};

}  // namespace

Result<std::vector<RedBlock>> parse_red(Bytes payload) {
    BigEndianReader reader(payload);
    std::vector<CopyHeader> copies;
    auto first = reader.u8();
    for (; !reader.failed() && (first & 0x80); first = reader.u8()) {
        if (copies.size() + 1 == red_blocks_max) return malformed("a RED payload has over 4 blocks");
        std::uint32_t packed = std::uint32_t{reader.u8()} << 16;
        packed |= reader.u16();
        copies.push_back({static_cast<std::uint8_t>(first & 0x7F), packed >> 10, packed & 0x3FF});
    }
    std::vector<RedBlock> blocks;
    for (const auto& copy : copies) blocks.push_back({copy.payload_type, copy.timestamp_offset, reader.take(copy.size)});
    if (reader.failed()) return malformed("a RED payload is cut off");
    if (reader.rest().empty()) return malformed("a RED payload has no primary block");
    if (reader.rest().size() > red_block_bytes_max) return malformed("a RED block is over 1023 bytes");
    blocks.push_back({static_cast<std::uint8_t>(first & 0x7F), 0, reader.rest()});
    return blocks;
}

Result<ByteVector> encode_red(const std::vector<RedBlock>& blocks) {
    if (blocks.empty() || blocks.size() > red_blocks_max) return malformed("a RED payload has 1 to 4 blocks");
    BigEndianWriter writer(256);
    for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
        const auto& block = blocks[i];
        if (block.data.size() > red_block_bytes_max || block.timestamp_offset > offset_max)
            return malformed("a RED copy is out of range");
        writer.u8(0x80 | (block.payload_type & 0x7F));
        auto packed = block.timestamp_offset << 10 | static_cast<std::uint32_t>(block.data.size());
        writer.u8(static_cast<std::uint8_t>(packed >> 16));
        writer.u16(static_cast<std::uint16_t>(packed));
    }
    writer.u8(blocks.back().payload_type & 0x7F);
    for (const auto& block : blocks) writer.bytes(block.data);
    return writer.take();
}

const RedWriter::Remembered* RedWriter::find(std::uint64_t index) const {
    for (const auto& packet : remembered_) {
        if (packet.index.value == index) return &packet;
    }
    return nullptr;
}

Result<ByteVector> RedWriter::add(PacketIndex index, Bytes opus) {
    auto room = rtp_payload_bytes_max - 1;
    if (opus.empty() || opus.size() > std::min(room, red_block_bytes_max)) {
        return domain::Error{domain::ErrorCode::too_large, fmt::format("an Opus packet of {} bytes does not fit", opus.size())};
    }
    room -= opus.size();
    std::vector<RedBlock> blocks;
    for (auto distance : red_distances) {
        const auto* copy = index.value >= distance ? find(index.value - distance) : nullptr;
        if (!copy || copy->opus.size() + copy_header_bytes > room) continue;
        room -= copy->opus.size() + copy_header_bytes;
        blocks.push_back({opus_payload_type, distance * rtp_packet_ticks, copy->opus});
    }
    blocks.push_back({opus_payload_type, 0, opus});
    auto payload = encode_red(blocks);
    if (remembered_.size() == remembered_max) remembered_.erase(remembered_.begin());
    remembered_.push_back({index, {opus.begin(), opus.end()}});
    return payload;
}

}  // namespace village::protocol
