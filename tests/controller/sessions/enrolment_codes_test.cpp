#include "controller/sessions/machines/enrolment_codes.hpp"

#include <gtest/gtest.h>

namespace village::sessions::machines {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;
using domain::UtcTime;

constexpr UtcTime asked_at{std::chrono::hours{24 * 365 * 56}};
const domain::NodeId asking_node{{1, 2, 3}};
const protocol::PairingCode code{{9, 9, 9, 1}};

EnrolmentCodes::Claim claim_with(const protocol::PairingCode& known, const protocol::PairingCode& named,
                                 std::string from = "10.0.0.1") {
    EnrolmentCodes::Claim claim;
    const auto id = protocol::pairing_code_id(named);
    claim.code_id.assign(id.begin(), id.end());
    const auto proof = protocol::node_enrolment_proof(known, claim.exporter, claim.node_key);
    claim.proof.assign(proof.begin(), proof.end());
    claim.from = std::move(from);
    return claim;
}

EnrolmentCodes with_open_code() {
    EXPECT_TRUE(protocol::prepare_cryptography());
    EnrolmentCodes codes{8};
    EXPECT_TRUE(codes.open({asking_node, {17}}, code, asked_at));
    return codes;
}

ErrorCode outcome(const domain::Result<EnrolmentCodes::Accepted>& result) {
    return result ? ErrorCode::internal : result.error().code;
}

TEST(EnrolmentCodes, AcceptsTheRightCodeOnce) {
    auto codes = with_open_code();

    auto first = codes.redeem(claim_with(code, code), asked_at + 1min);
    auto second = codes.redeem(claim_with(code, code), asked_at + 1min);

    ASSERT_TRUE(first);
    EXPECT_EQ(first->invitation.number.value, 17);
    EXPECT_EQ(outcome(second), ErrorCode::enrolment_code_wrong);
}

TEST(EnrolmentCodes, RefusesAfterFifteenMinutesAndSaysWhy) {
    auto codes = with_open_code();

    EXPECT_EQ(outcome(codes.redeem(claim_with(code, code), asked_at + 15min)), ErrorCode::expired);
}

TEST(EnrolmentCodes, EndsACodeAfterFiveWrongProofs) {
    auto codes = with_open_code();
    const protocol::PairingCode wrong{{1}};

    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(outcome(codes.redeem(claim_with(wrong, code, "10.0.0." + std::to_string(i)), asked_at)),
                  ErrorCode::enrolment_code_wrong);

    EXPECT_EQ(codes.open_count(), 0u);
    EXPECT_EQ(outcome(codes.redeem(claim_with(code, code), asked_at)), ErrorCode::enrolment_code_wrong);
}

TEST(EnrolmentCodes, BlocksAnAddressThatGuessedFiveTimesButNobodyElse) {
    auto codes = with_open_code();
    const protocol::PairingCode wrong{{1}};

    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(outcome(codes.redeem(claim_with(wrong, wrong, "10.0.0.66"), asked_at)), ErrorCode::enrolment_code_wrong);

    EXPECT_EQ(outcome(codes.redeem(claim_with(code, code, "10.0.0.66"), asked_at)), ErrorCode::too_many_requests);
    EXPECT_TRUE(codes.redeem(claim_with(code, code, "10.0.0.2"), asked_at));
}

TEST(EnrolmentCodes, LetsABlockedAddressTryAgainAfterFifteenMinutes) {
    auto codes = with_open_code();
    const protocol::PairingCode wrong{{1}};
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(codes.redeem(claim_with(wrong, wrong), asked_at));
    ASSERT_TRUE(codes.open({asking_node, {17}}, code, asked_at + 14min));

    EXPECT_TRUE(codes.redeem(claim_with(code, code), asked_at + 15min));
}

TEST(EnrolmentCodes, EndsTheFirstCodeWhenASecondIsMadeForTheSameNode) {
    auto codes = with_open_code();
    const protocol::PairingCode newer{{4}};

    ASSERT_TRUE(codes.open({asking_node, {17}}, newer, asked_at));

    EXPECT_EQ(outcome(codes.redeem(claim_with(code, code), asked_at)), ErrorCode::enrolment_code_wrong);
    EXPECT_TRUE(codes.redeem(claim_with(newer, newer), asked_at));
}

TEST(EnrolmentCodes, KeepsOnlyAsManyOpenAsAllowed) {
    EnrolmentCodes codes{1};
    ASSERT_TRUE(codes.open({asking_node, {17}}, code, asked_at));

    auto second = codes.open({domain::NodeId{{5}}, {18}}, protocol::PairingCode{{5}}, asked_at);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::too_many_requests);
}

}  // namespace
}  // namespace village::sessions::machines
