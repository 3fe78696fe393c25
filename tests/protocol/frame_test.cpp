#include "protocol/frame.hpp"

#include <gtest/gtest.h>

namespace village::protocol {
namespace {

const ByteVector frame_body{'l', 'o', 'a'};

TEST(Frame, BeginsWithItsLengthInNetworkOrder) { EXPECT_EQ(*encode_frame(frame_body), (ByteVector{0, 0, 0, 3, 'l', 'o', 'a'})); }

TEST(Frame, OfNothingOrOfTooMuchIsNotMade) {
    EXPECT_EQ(encode_frame({}).error().code, domain::ErrorCode::invalid_argument);
    EXPECT_EQ(encode_frame(ByteVector(frame_bytes_max + 1)).error().code, domain::ErrorCode::too_large);
    EXPECT_TRUE(encode_frame(ByteVector(frame_bytes_max)));
}

TEST(FrameDecoder, GivesTheSameBodiesHoweverTheBytesArrive) {
    ByteVector stream;
    for (int i = 0; i < 3; ++i) {
        auto frame = *encode_frame(ByteVector(static_cast<std::size_t>(1 + i * 300), static_cast<std::uint8_t>(i)));
        stream.insert(stream.end(), frame.begin(), frame.end());
    }

    for (std::size_t piece : {1, 2, 3, 5, 7, 300, 10'000}) {
        FrameDecoder decoder;
        std::vector<ByteVector> bodies;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            auto completed = decoder.feed(Bytes(stream).subspan(at, std::min(piece, stream.size() - at)));
            ASSERT_TRUE(completed);
            bodies.insert(bodies.end(), completed->begin(), completed->end());
        }
        ASSERT_EQ(bodies.size(), 3U) << "pieces of " << piece;
        EXPECT_EQ(bodies[2], ByteVector(601, 2));
        EXPECT_EQ(decoder.bytes_held(), 0U);
    }
}

TEST(FrameDecoder, AllocatesNothingForAnAnnouncedLength) {
    FrameDecoder decoder;

    ASSERT_TRUE(decoder.feed(ByteVector{0, 0x10, 0, 0, 1}));

    EXPECT_EQ(decoder.bytes_held(), 5U);
}

TEST(FrameDecoder, RefusesAnImpossibleLengthForEver) {
    FrameDecoder over, zero;

    EXPECT_EQ(over.feed(ByteVector{0, 0x10, 0, 1}).error().code, domain::ErrorCode::too_large);
    EXPECT_EQ(over.feed(*encode_frame(frame_body)).error().code, domain::ErrorCode::too_large);
    EXPECT_EQ(zero.feed(ByteVector{0, 0, 0, 0}).error().code, domain::ErrorCode::malformed);
    EXPECT_EQ(zero.feed({}).error().code, domain::ErrorCode::malformed);
}

TEST(FrameDecoder, TakesASmallerLimit) {
    FrameDecoder decoder(2);

    EXPECT_EQ(decoder.feed(*encode_frame(frame_body)).error().code, domain::ErrorCode::too_large);
}

}  // namespace
}  // namespace village::protocol
