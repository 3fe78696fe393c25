#include "protocol/udp_packets.hpp"

#include <gtest/gtest.h>

#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

std::size_t packet_size(const domain::Grant& grant, bool with_delegation) {
    auto envelope = sign_grant(samples::live_key(), samples::live_serial, grant).envelope;
    std::vector<domain::SignedEnvelope> delegations;
    if (with_delegation)
        delegations.push_back(sign_delegation(samples::root(), samples::root_serial, samples::full_delegation()));
    UdpAssociation association(UdpRole::controller, {});
    return association.seal(UdpKind::start, encode_start_body(envelope, delegations))->size();
}

TEST(UdpStart, FitsFourHundredBytesWithTheDelegationCached) {
    EXPECT_LE(packet_size(samples::emergency_grant(), false), 400U);
    EXPECT_LE(packet_size(samples::live_grant(), false), 400U);
    EXPECT_LE(packet_size(samples::emergency_grant(), true), start_bytes_max);
    RecordProperty("emergency_start_bytes", static_cast<int>(packet_size(samples::emergency_grant(), false)));
}

TEST(UdpStart, ComesBackWithItsDelegations) {
    auto grant = sign_grant(samples::live_key(), samples::live_serial, samples::emergency_grant()).envelope;
    auto delegation = sign_delegation(samples::root(), samples::root_serial, samples::full_delegation());

    auto bare = decode_bare_start(*encode_bare_start(grant, {delegation}));

    ASSERT_TRUE(bare);
    KeyRing ring(samples::anchors());
    ASSERT_TRUE(ring.accept_delegation(bytes_of(bare->delegations(0))));
    EXPECT_EQ(ring.verify_grant(bytes_of(bare->grant()), samples::noon())->signed_grant.grant, samples::emergency_grant());
}

TEST(UdpStart, WithTooManyDelegationsIsRefused) {
    wire::Start start;
    for (int i = 0; i < 5; ++i) start.add_delegations("x");
    auto text = start.SerializeAsString();

    EXPECT_EQ(decode_start_body(bytes_of(text)).error().code, ErrorCode::too_large);
}

TEST(UdpClock, CarriesTheFourTimestamps) {
    ClockRequest request{7, -5, clock_flag_on_air | clock_flag_trusted, 41};
    ClockAnswer answer{7, -5, samples::noon(), samples::noon() + std::chrono::microseconds{90}};

    EXPECT_EQ(*decode_clock_request(encode_clock_request(request)), request);
    EXPECT_EQ(encode_clock_request(request).size(), 21U);
    EXPECT_EQ(*decode_clock_answer(encode_clock_answer(answer)), answer);
    EXPECT_EQ(encode_clock_answer(answer).size(), 28U);
}

TEST(UdpClock, AnsweredBeforeItWasReceivedIsMalformed) {
    ClockAnswer answer{7, 0, samples::noon(), samples::noon() - std::chrono::microseconds{1}};

    EXPECT_EQ(decode_clock_answer(encode_clock_answer(answer)).error().code, ErrorCode::malformed);
    EXPECT_EQ(decode_clock_request(ByteVector(20)).error().code, ErrorCode::malformed);
    EXPECT_EQ(decode_clock_request(ByteVector(22)).error().code, ErrorCode::malformed);
}

TEST(UdpStreamKey, ComesBack) {
    auto key = samples::stream_key(StreamClass::r0, 12'345);

    EXPECT_EQ(*decode_stream_key_body(encode_stream_key_body(key)), key);
}

TEST(UdpStreamKey, OfAnotherSizeIsMalformed) {
    wire::StreamKey message;
    write_stream_key(samples::stream_key(), message);
    message.set_salt("short");
    auto text = message.SerializeAsString();

    EXPECT_EQ(decode_stream_key_body(bytes_of(text)).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace village::protocol
