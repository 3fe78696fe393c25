#include "controller/sessions/machines/receipt_intake.hpp"

#include <gtest/gtest.h>

namespace village::sessions::machines {
namespace {

using domain::ErrorCode;

const domain::NodeNumber node{17};

class Receipts : public testing::Test {
protected:
    Receipts() : key_(make_key(1)) {}

    static protocol::Ed25519KeyPair make_key(std::uint8_t fill) {
        EXPECT_TRUE(protocol::prepare_cryptography());
        std::array<std::uint8_t, 32> seed;
        seed.fill(fill);
        return protocol::Ed25519KeyPair::from_seed(seed);
    }

    /// The next of the chain; `key` other than the node's makes a forgery.
    std::string next(const protocol::Ed25519KeyPair& key) {
        domain::PlaybackReceipt receipt;
        receipt.node = node;
        receipt.number = ++number_;
        receipt.previous = previous_;
        receipt.broadcast = domain::BroadcastId{{1}};
        receipt.grant = domain::GrantId{{2}};
        auto made = protocol::sign_receipt(key, receipt);
        previous_ = made.hash;
        return made.receipt.signed_bytes;
    }
    std::string next() { return next(key_); }

    ReceiptIntake intake(std::uint64_t committed = 0) { return {node, key_.public_key(), committed}; }

    static bool is_handed_on(const domain::Result<ReceiptIntake::Verdict>& verdict) {
        return verdict && std::holds_alternative<ReceiptIntake::HandOn>(*verdict);
    }

    protocol::Ed25519KeyPair key_;
    std::uint64_t number_ = 0;
    domain::Sha256 previous_;
};

TEST_F(Receipts, AreHandedOnInOrderAndOnce) {
    auto receipts = intake();
    const auto first = next(), second = next();

    EXPECT_TRUE(is_handed_on(receipts.take(domain::as_bytes(first))));
    auto again = receipts.take(domain::as_bytes(first));
    EXPECT_TRUE(is_handed_on(receipts.take(domain::as_bytes(second))));

    ASSERT_TRUE(again);
    EXPECT_TRUE(std::holds_alternative<ReceiptIntake::Ignore>(*again));
}

TEST_F(Receipts, AreAnsweredAgainWhenTheyAreCommittedAlready) {
    auto receipts = intake();
    const auto first = next();
    ASSERT_TRUE(is_handed_on(receipts.take(domain::as_bytes(first))));

    EXPECT_TRUE(receipts.committed(1));
    auto again = receipts.take(domain::as_bytes(first));

    ASSERT_TRUE(again && std::holds_alternative<ReceiptIntake::AnswerCommitted>(*again));
    EXPECT_EQ(std::get<ReceiptIntake::AnswerCommitted>(*again).up_to, 1u);
}

TEST_F(Receipts, AreRefusedWhenSomebodyElseSignedThem) {
    auto receipts = intake();
    const auto forged = next(make_key(2));

    auto verdict = receipts.take(domain::as_bytes(forged));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::signature_invalid);
}

TEST_F(Receipts, AreRefusedAfterAGap) {
    auto receipts = intake();
    const auto first = next();
    next();
    const auto third = next();
    ASSERT_TRUE(is_handed_on(receipts.take(domain::as_bytes(first))));

    auto verdict = receipts.take(domain::as_bytes(third));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::malformed);
}

TEST_F(Receipts, AreRefusedWhenTheyDoNotContinueTheChain) {
    auto receipts = intake();
    ASSERT_TRUE(is_handed_on(receipts.take(domain::as_bytes(next()))));
    previous_ = domain::sha256(domain::as_bytes("another history"));

    EXPECT_FALSE(receipts.take(domain::as_bytes(next())));
}

TEST_F(Receipts, WaitForAnswersAfterSixtyFour) {
    auto receipts = intake();
    for (int i = 0; i < 64; ++i) ASSERT_TRUE(is_handed_on(receipts.take(domain::as_bytes(next()))));
    const auto one_more = next();

    auto refused = receipts.take(domain::as_bytes(one_more));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);

    ASSERT_TRUE(receipts.committed(1));
    EXPECT_TRUE(is_handed_on(receipts.take(domain::as_bytes(one_more))));
}

TEST_F(Receipts, AreNotAnsweredWhileOneBelowThemIsNotOnDisk) {
    auto receipts = intake();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(is_handed_on(receipts.take(domain::as_bytes(next()))));

    EXPECT_FALSE(receipts.committed(3));
    EXPECT_FALSE(receipts.committed(2));
    EXPECT_EQ(receipts.committed_up_to(), 0u);

    EXPECT_TRUE(receipts.committed(1));
    EXPECT_EQ(receipts.committed_up_to(), 3u);
}

TEST_F(Receipts, AreNotCommittedBeforeTheyCame) {
    auto receipts = intake();

    EXPECT_FALSE(receipts.committed(5));
    EXPECT_EQ(receipts.committed_up_to(), 0u);
}

}  // namespace
}  // namespace village::sessions::machines
