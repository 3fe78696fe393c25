#include "protocol/session_codec.hpp"

#include <gtest/gtest.h>

#include "protocol/session.pb.h"
#include "protocol/signer.pb.h"

namespace village::protocol {
namespace {

using domain::ErrorCode;

Bytes body_of(const ByteVector& frame) { return Bytes(frame).subspan(frame_header_bytes); }

TEST(SessionCodec, GivesBackAMessage) {
    wire::SessionMessage message;
    message.mutable_hello()->add_versions(1);
    message.mutable_hello()->set_node_number(17);

    auto frame = encode_message(message);
    auto decoded = decode_session_message(body_of(*frame));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->hello().node_number(), 17U);
}

TEST(SessionCodec, PassesOnFieldsOfANewerPeer) {
    wire::SessionMessage message;
    message.mutable_heartbeat()->set_sequence(4);
    auto bytes = message.SerializeAsString();
    std::string heartbeat_with_news{"\xba\x01\x07\x08\x04\xa2\x06\x02ok", 10};

    auto decoded = decode_session_message(bytes_of(heartbeat_with_news));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->heartbeat().sequence(), 4U);
    EXPECT_EQ(decoded->SerializeAsString(), heartbeat_with_news);
}

TEST(SessionCodec, TellsAnUnknownMessageFromANonsensicalOne) {
    const ByteVector of_tomorrow{0xBA, 0x3E, 1, 'x'};

    EXPECT_EQ(decode_session_message(of_tomorrow).error().code, ErrorCode::unsupported_version);
    EXPECT_EQ(decode_session_message(ByteVector(50, 0xFF)).error().code, ErrorCode::malformed);
    EXPECT_EQ(decode_session_message({}).error().code, ErrorCode::unsupported_version);
}

TEST(SessionCodec, HoldsListsAndTextsToTheirLimits) {
    wire::SessionMessage plan, hello, policy, note;
    for (int i = 0; i < 2001; ++i) plan.mutable_plan()->add_grants("x");
    for (std::uint32_t i = 0; i < 17; ++i) hello.mutable_hello()->add_versions(i);
    policy.mutable_policy()->set_node_name(std::string(1025, 'x'));
    note.mutable_status()->set_note(std::string(1025, 'x'));

    for (const auto* message : {&plan, &hello, &policy, &note}) {
        EXPECT_EQ(decode_session_message(body_of(*encode_message(*message))).error().code, ErrorCode::too_large);
    }
    plan.mutable_plan()->mutable_grants()->RemoveLast();
    EXPECT_TRUE(decode_session_message(body_of(*encode_message(plan))));
}

TEST(SessionCodec, NeverMakesAFrameOverTheLimit) {
    wire::SessionMessage message;
    message.set_receipt(std::string(frame_bytes_max, 'x'));

    EXPECT_EQ(encode_message(message).error().code, ErrorCode::too_large);
}

TEST(SessionCodec, NamesErrors) {
    domain::Error error{ErrorCode::enrolment_code_wrong, "the code is wrong"};
    auto message = wire_error(error, 1500);

    EXPECT_EQ(message.code(), "enrolment_code_wrong");
    EXPECT_EQ(message.retry_after_ms(), 1500U);
    EXPECT_EQ(domain_error(message), error);
    message.set_code("of_tomorrow");
    EXPECT_EQ(domain_error(message).code, ErrorCode::internal);
}

TEST(SessionCodec, ChoosesTheOneVersionBothSpeak) {
    const std::uint32_t newer[] = {3, 2, 1}, only_newer[] = {3, 2};

    EXPECT_EQ(choose_version(newer), 1U);
    EXPECT_EQ(choose_version(only_newer), std::nullopt);
}

TEST(SignerCodec, GivesBackRequestsAndResponses) {
    wire::SignerRequest request;
    request.set_id(5);
    request.mutable_status();
    wire::SignerResponse response;
    response.set_id(5);
    *response.mutable_error() = wire_error({ErrorCode::setup_needed, "no keys yet"});

    EXPECT_EQ(decode_signer_request(body_of(*encode_message(request)))->id(), 5U);
    EXPECT_EQ(decode_signer_response(body_of(*encode_message(response)))->error().code(), "setup_needed");
    EXPECT_FALSE(decode_signer_request(ByteVector(9, 0xFF)));
}

}  // namespace
}  // namespace village::protocol
