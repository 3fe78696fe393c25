#include "protocol/red.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using samples::opus_like;

ByteVector copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

TEST(Red, CarriesThePacketsThreeAndEightBefore) {
    RedWriter writer;
    ByteVector payload;
    for (std::uint64_t index = 0; index <= 20; ++index) payload = *writer.add({index}, opus_like(index));

    auto blocks = *parse_red(payload);

    ASSERT_EQ(blocks.size(), 3U);
    EXPECT_EQ(copy(blocks[0].data), opus_like(12));
    EXPECT_EQ(blocks[0].timestamp_offset, 8 * 1920U);
    EXPECT_EQ(copy(blocks[1].data), opus_like(17));
    EXPECT_EQ(blocks[1].timestamp_offset, 3 * 1920U);
    EXPECT_EQ(copy(blocks[2].data), opus_like(20));
    EXPECT_EQ(payload.size(), 3 * 120U + 2 * 4 + 1);
}

TEST(Red, LeavesOutWhatWasNeverSent) {
    RedWriter writer;
    EXPECT_EQ(parse_red(*writer.add({0}, opus_like(0)))->size(), 1U);
    EXPECT_EQ(parse_red(*writer.add({3}, opus_like(3)))->size(), 2U);
    EXPECT_EQ(parse_red(*writer.add({100}, opus_like(100)))->size(), 1U) << "after a pause nothing is near enough";
}

TEST(Red, LeavesOutCopiesThatWouldBurstThePacket) {
    RedWriter writer;
    for (std::uint64_t index = 0; index < 8; ++index) ASSERT_TRUE(writer.add({index}, opus_like(index, 600)));

    auto payload = writer.add({8}, opus_like(8, 600));

    ASSERT_TRUE(payload);
    EXPECT_LE(payload->size(), rtp_payload_bytes_max);
    EXPECT_EQ(parse_red(*payload)->size(), 1U);
}

TEST(Red, RefusesAnOpusPacketThatDoesNotFitOneDatagram) {
    RedWriter writer;

    EXPECT_EQ(writer.add({0}, opus_like(0, 1024)).error().code, domain::ErrorCode::too_large);
    EXPECT_EQ(writer.add({0}, {}).error().code, domain::ErrorCode::too_large);
}

TEST(Red, RefusesPayloadsThatAreCutOffOrEndlesslyNested) {
    RedWriter writer;
    ByteVector payload;
    for (std::uint64_t index = 0; index <= 8; ++index) payload = *writer.add({index}, opus_like(index));

    auto headers_and_copies = payload.size() - 120;
    for (std::size_t size = 0; size <= headers_and_copies; ++size) EXPECT_FALSE(parse_red(Bytes(payload).first(size))) << size;
    EXPECT_FALSE(parse_red(ByteVector(400, 0xFF)));
}

}  // namespace
}  // namespace village::protocol
