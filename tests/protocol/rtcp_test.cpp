#include "protocol/rtcp.hpp"

#include <gtest/gtest.h>

namespace village::protocol {
namespace {

TEST(Nack, PacksNeighboursIntoOneEntry) {
    Nack nack{17, 0x22222222, {65'530, 65'531, 65'535, 3, 10, 100}};

    auto packet = *encode_nack(nack);

    EXPECT_EQ(*decode_nack(packet), nack);
    EXPECT_EQ(packet.size(), 12U + 2 * 4) << "65530..10 lie within 17 numbers across the wrap";
}

TEST(Nack, ForgetsRepetitions) {
    EXPECT_EQ(decode_nack(*encode_nack({1, 2, {5, 5, 6, 5}}))->sequences, (std::vector<std::uint16_t>{5, 6}));
}

TEST(Nack, IsBounded) {
    Nack nack{1, 2, {}};
    EXPECT_EQ(encode_nack(nack).error().code, domain::ErrorCode::invalid_argument);
    for (std::uint16_t i = 0; i < 33; ++i) nack.sequences.push_back(static_cast<std::uint16_t>(i * 20));
    EXPECT_EQ(encode_nack(nack).error().code, domain::ErrorCode::too_large);
}

TEST(Nack, WhoseLengthLiesIsMalformed) {
    auto packet = *encode_nack({1, 2, {5}});
    auto longer = packet;
    longer[3] = 4;

    EXPECT_FALSE(decode_nack(longer));
    for (std::size_t size = 0; size < packet.size(); ++size) EXPECT_FALSE(decode_nack(Bytes(packet).first(size))) << size;
}

TEST(ReceiverReport, ComesBackWithNegativeLoss) {
    ReceiverReport report{17, 0x22222222, 51, -3, 0x0001FFFE, 480};

    EXPECT_EQ(*decode_receiver_report(encode_receiver_report(report)), report);
    EXPECT_EQ(encode_receiver_report(report).size(), 32U);
    EXPECT_FALSE(decode_receiver_report(ByteVector(32)));
}

}  // namespace
}  // namespace village::protocol
