#include "protocol/receipt_codec.hpp"

#include <gtest/gtest.h>

#include "protocol/session_codec.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

const auto node_key = samples::key(17);

std::vector<std::string> chain_of(std::uint64_t count) {
    std::vector<std::string> envelopes;
    domain::Sha256 previous;
    for (std::uint64_t number = 1; number <= count; ++number) {
        auto receipt = samples::receipt(number);
        receipt.previous = previous;
        auto made = sign_receipt(node_key, receipt);
        previous = made.hash;
        envelopes.push_back(made.receipt.signed_bytes);
    }
    return envelopes;
}

Result<ReceiptChainEnd> verify(const std::vector<std::string>& envelopes) {
    return verify_receipt_chain(envelopes, node_key.public_key(), {17});
}

TEST(Receipt, ComesBackAsItWasSigned) {
    auto made = sign_receipt(node_key, samples::receipt(1));

    auto opened = open_receipt(bytes_of(made.receipt.signed_bytes), node_key.public_key());

    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(opened->receipt, made.receipt);
    EXPECT_EQ(opened->hash, made.hash);
    EXPECT_EQ(*receipt_hash(bytes_of(made.receipt.signed_bytes)), made.hash);
}

TEST(Receipt, OfSomethingThatNeverSoundedHasNoMoments) {
    auto receipt = samples::receipt(1);
    receipt.outcome = domain::ReceiptOutcome::missed;
    receipt.first_sample_at.reset();
    receipt.last_sample_at.reset();

    auto opened = open_receipt(bytes_of(sign_receipt(node_key, receipt).receipt.signed_bytes), node_key.public_key());

    EXPECT_FALSE(opened->receipt.first_sample_at);
}

TEST(Receipt, NamesWhatPreEmptedItAndWhetherItWentOn) {
    auto receipt = samples::receipt(1);
    receipt.preempted_by = samples::id<domain::BroadcastId>(3);
    receipt.resumed = true;

    auto opened = open_receipt(bytes_of(sign_receipt(node_key, receipt).receipt.signed_bytes), node_key.public_key());

    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(opened->receipt.preempted_by, receipt.preempted_by);
    EXPECT_TRUE(opened->receipt.resumed);
}

TEST(Receipt, CutsALongReasonBetweenCharacters) {
    auto receipt = samples::receipt(1);
    receipt.reason = "x";
    while (receipt.reason.size() < 600) receipt.reason += "ấ";

    auto made = sign_receipt(node_key, receipt);

    EXPECT_EQ(made.receipt.reason.size(), 511U) << "1 + 170 characters of 3 bytes";
    EXPECT_TRUE(open_receipt(bytes_of(made.receipt.signed_bytes), node_key.public_key()));
}

TEST(Receipt, OfAnotherKeyIsRefused) {
    auto made = sign_receipt(samples::key(66), samples::receipt(1));

    EXPECT_EQ(open_receipt(bytes_of(made.receipt.signed_bytes), node_key.public_key()).error().code,
              ErrorCode::signature_invalid);
}

TEST(ReceiptChain, VerifiesAndGoesOnWhereItEnded) {
    auto envelopes = chain_of(5);

    auto first_three = verify({envelopes.begin(), envelopes.begin() + 3});
    ASSERT_TRUE(first_three);
    std::span<const std::string> rest(envelopes.begin() + 3, envelopes.end());

    EXPECT_EQ(*verify_receipt_chain(rest, node_key.public_key(), {17}, *first_three), *verify(envelopes));
    EXPECT_EQ(verify(envelopes)->next_number, 6U);
}

TEST(ReceiptChain, BreaksWhereOneIsMissingSwappedOrChanged) {
    auto missing = chain_of(4);
    missing.erase(missing.begin() + 1);
    auto swapped = chain_of(4);
    std::swap(swapped[1], swapped[2]);
    auto changed = chain_of(4);
    auto other = samples::receipt(2);
    other.samples_played = 1;
    other.previous = *receipt_hash(bytes_of(changed[0]));
    changed[1] = sign_receipt(node_key, other).receipt.signed_bytes;

    EXPECT_NE(verify(missing).error().detail.find("receipt 2"), std::string::npos);
    EXPECT_NE(verify(swapped).error().detail.find("receipt 2"), std::string::npos);
    EXPECT_NE(verify(changed).error().detail.find("receipt 3"), std::string::npos) << "the one after no longer follows";
}

TEST(ReceiptChain, OfAnotherNodeIsNotMistakenForThisOnes) {
    EXPECT_EQ(verify_receipt_chain(chain_of(1), node_key.public_key(), {18}).error().code, ErrorCode::out_of_scope);
}

}  // namespace
}  // namespace village::protocol
