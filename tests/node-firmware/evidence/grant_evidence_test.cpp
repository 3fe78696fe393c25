// What the device counted of one grant, added up, and found again after a power cut.
#include "node-firmware/evidence/grant_evidence.hpp"

#include <gtest/gtest.h>

namespace village::node::evidence {
namespace {
using namespace std::chrono_literals;
using domain::ReceiptOutcome;

constexpr domain::UtcTime noon = domain::utc_from_us(1'795'386'900'000'000);

SoundedPiece piece_of(std::uint64_t seconds, bool from_beginning = false) {
    return {.from_beginning = from_beginning,
            .first_sample_at = noon + 1s,
            .last_sample_at = noon + 1s + std::chrono::seconds{seconds},
            .samples = seconds * 48'000,
            .frames = {static_cast<std::uint32_t>(seconds * 50), 2, 3, 4},
            .underruns = 1,
            .gain = 0.5};
}

domain::PlaybackReceipt receipt_of(const GrantEvidence& evidence, ReceiptOutcome outcome, std::string reason = {}) {
    domain::PlaybackReceipt receipt;
    receipt.outcome = outcome;
    receipt.reason = std::move(reason);
    receipt.samples_expected = 60 * 48'000;
    evidence.put_into(receipt);
    return receipt;
}

TEST(GrantEvidence, AddsThePiecesOfOnePassAndTakesTheLongestPass) {
    GrantEvidence evidence;
    evidence.add(piece_of(10, true));
    evidence.add(piece_of(5));
    evidence.add(piece_of(12, true));

    EXPECT_EQ(evidence.samples(), 15 * 48'000U);
}

TEST(GrantEvidence, SaysPartialWhereTheDeviceDoesNotBearOutThatItWasPlayed) {
    GrantEvidence evidence;
    EXPECT_EQ(receipt_of(evidence, ReceiptOutcome::played).outcome, ReceiptOutcome::missed);
    evidence.add(piece_of(56));
    EXPECT_EQ(receipt_of(evidence, ReceiptOutcome::played).outcome, ReceiptOutcome::partial);
    EXPECT_EQ(receipt_of(evidence, ReceiptOutcome::played).reason, "device");
    evidence.add(piece_of(1));
    EXPECT_EQ(receipt_of(evidence, ReceiptOutcome::played).outcome, ReceiptOutcome::played);
}

TEST(GrantEvidence, GoesOnAfterAPowerCutFromWhatWasSaved) {
    GrantEvidence before;
    before.add(piece_of(20, true));
    auto after = GrantEvidence::restore(before.saved(), noon);
    ASSERT_TRUE(after);
    after->add(piece_of(30));

    const auto receipt = receipt_of(*after, ReceiptOutcome::partial, "outage");

    EXPECT_EQ(receipt.samples_played, 50 * 48'000U);
    EXPECT_EQ(receipt.frames, (domain::FrameLedger{2500, 4, 6, 8}));
    EXPECT_EQ(receipt.first_sample_at, noon + 1s);
    EXPECT_EQ(receipt.last_sample_at, noon + 31s);
    EXPECT_EQ(receipt.device_underruns, 2U);
    EXPECT_NEAR(receipt.gain_db, -6.02, 0.01);
    EXPECT_EQ(receipt.outcome, ReceiptOutcome::partial);
    EXPECT_EQ(receipt.reason, "outage");
}

TEST(GrantEvidence, IsPlayedInSpiteOfAPowerCutWhereTheDeviceCountedEnough) {
    GrantEvidence before;
    before.add(piece_of(40, true));
    auto after = *GrantEvidence::restore(before.saved(), noon);
    after.add(piece_of(18));

    const auto receipt = receipt_of(after, ReceiptOutcome::partial, "outage");

    EXPECT_EQ(receipt.outcome, ReceiptOutcome::played);
    EXPECT_EQ(receipt.reason, "");
    EXPECT_EQ(receipt_of(after, ReceiptOutcome::preempted, "emergency").outcome, ReceiptOutcome::preempted);
}

TEST(GrantEvidence, KnowsWhenItBeganThoughNothingHadBeenCounted) {
    const auto after = GrantEvidence::restore(GrantEvidence{}.saved(), noon);

    ASSERT_TRUE(after);
    EXPECT_EQ(receipt_of(*after, ReceiptOutcome::partial, "outage").first_sample_at, noon);
    const auto not_begun = GrantEvidence::restore(GrantEvidence{}.saved(), {});
    EXPECT_FALSE(receipt_of(*not_begun, ReceiptOutcome::missed, "start_by").first_sample_at);
}

TEST(GrantEvidence, RefusesBytesOfAnotherForm) {
    auto bytes = GrantEvidence{}.saved();
    EXPECT_FALSE(GrantEvidence::restore({}, noon));
    bytes[0] = 2;
    EXPECT_FALSE(GrantEvidence::restore(bytes, noon));
    bytes[0] = 1;
    bytes.pop_back();
    EXPECT_FALSE(GrantEvidence::restore(bytes, noon));
}

}  // namespace
}  // namespace village::node::evidence
