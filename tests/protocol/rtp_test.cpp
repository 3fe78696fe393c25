#include "protocol/rtp.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

const RtpHeader header{true, red_payload_type, 0x1234, 0x56789ABC, 0x22222222};

ByteVector packet() { return encode_rtp(header, Ed25519Signature{}, samples::opus_like(1)); }

TEST(Rtp, GivesBackHeaderSignatureAndPayload) {
    auto bytes = packet();
    auto view = parse_rtp(bytes);

    ASSERT_TRUE(view);
    EXPECT_EQ(view->header, header);
    EXPECT_EQ(view->signature.size(), 64U);
    EXPECT_EQ(ByteVector(view->payload.begin(), view->payload.end()), samples::opus_like(1));
    EXPECT_EQ(rtp_ssrc(bytes), 0x22222222U);
    EXPECT_TRUE(looks_like_rtp(bytes));
}

TEST(Rtp, NumbersPacketsByTheirTimeAfterTheStart) {
    PacketIndex an_hour{3600 * 25};

    EXPECT_EQ(an_hour.rollover(), 1U);
    EXPECT_EQ(an_hour.sequence(), 90'000 - 65'536);
    EXPECT_EQ(an_hour.timestamp(), 48'000U * 3600);
}

TEST(Rtp, AcceptsExactlyOneForm) {
    auto change = [](std::size_t at, std::uint8_t value) {
        auto bytes = packet();
        bytes[at] = value;
        return parse_rtp(bytes).has_value();
    };

    EXPECT_FALSE(change(0, 0x80)) << "no extension";
    EXPECT_FALSE(change(0, 0xB0)) << "padding";
    EXPECT_FALSE(change(0, 0x91)) << "a CSRC";
    EXPECT_FALSE(change(1, 97)) << "another payload type";
    EXPECT_FALSE(change(12, 0xBE)) << "the one-byte form";
    EXPECT_FALSE(change(15, 18)) << "a longer extension";
    EXPECT_FALSE(change(16, 2)) << "another element";
    EXPECT_FALSE(change(83, 1)) << "something in the padding";
    EXPECT_FALSE(parse_rtp(Bytes(packet()).first(rtp_header_bytes)));
    EXPECT_FALSE(parse_rtp(ByteVector(rtp_packet_bytes_max + 1, 0x90)));
}

TEST(Rtp, SignatureCoversGrantRolloverHeaderAndPayload) {
    auto key = samples::key(4);
    auto grant = samples::id<domain::GrantId>(4);
    auto payload = samples::opus_like(1);
    auto unsigned_packet = packet();
    auto signature = sign_rtp(key, grant, 2, Bytes(unsigned_packet).first(12), payload);
    auto bytes = encode_rtp(header, signature, payload);
    auto view = *parse_rtp(bytes);
    auto other_payload = samples::opus_like(2);
    auto marked = bytes;
    marked[1] ^= 0x80;

    EXPECT_TRUE(rtp_signature_holds(key.public_key(), grant, 2, view, payload));
    EXPECT_FALSE(rtp_signature_holds(key.public_key(), samples::id<domain::GrantId>(5), 2, view, payload));
    EXPECT_FALSE(rtp_signature_holds(key.public_key(), grant, 3, view, payload));
    EXPECT_FALSE(rtp_signature_holds(key.public_key(), grant, 2, view, other_payload));
    EXPECT_FALSE(rtp_signature_holds(key.public_key(), grant, 2, *parse_rtp(marked), payload));
}

}  // namespace
}  // namespace village::protocol
