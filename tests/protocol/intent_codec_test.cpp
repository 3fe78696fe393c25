#include "protocol/intent_codec.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

std::array<std::uint8_t, 32> scalar() {
    std::array<std::uint8_t, 32> bytes;
    bytes.fill(0x21);
    return bytes;
}

domain::EmergencyIntent intent() {
    domain::EmergencyIntent intent;
    intent.officer = samples::id<domain::OperatorId>(1);
    intent.device = samples::id<domain::DeviceKeyId>(2);
    intent.area = samples::id<domain::AreaId>(3);
    intent.emergency_template = samples::id<domain::TemplateId>(4);
    intent.idempotency_key.fill(5);
    intent.made_at = samples::noon();
    intent.signature = *sign_p256(scalar(), encode_intent(intent));
    return intent;
}

TEST(Intent, HasTheLayoutOfTheDocument) {
    auto bytes = encode_intent(intent());

    EXPECT_EQ(std::string(bytes.begin(), bytes.begin() + 18), std::string("village-intent-v1\0", 18));
    EXPECT_EQ(bytes[33], 1);
    EXPECT_EQ(bytes[49], 2);
    EXPECT_EQ(bytes[65], 3);
    EXPECT_EQ(bytes[81], 4);
    EXPECT_EQ(bytes[97], 5);
    EXPECT_EQ(domain::hex_text(Bytes(bytes).last(8)), "000660dc3778d000") << "2026-11-22T12:00:00Z";
}

TEST(Intent, ComesBackWithoutItsSignature) {
    auto expected = intent();
    expected.signature.clear();

    EXPECT_EQ(*decode_intent(encode_intent(intent())), expected);
}

TEST(Intent, HoldsOnlyWithTheDevicesOwnKeyAndUnchanged) {
    auto other = scalar();
    other[0] = 1;
    auto moved = intent();
    moved.area = samples::id<domain::AreaId>(9);
    auto cut = intent();
    cut.signature.pop_back();

    EXPECT_TRUE(verify_intent(intent(), *p256_public_key(scalar())));
    EXPECT_EQ(verify_intent(intent(), *p256_public_key(other)).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(verify_intent(moved, *p256_public_key(scalar())).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(verify_intent(moved, *p256_public_key(scalar())).error().rule->name, "signature");
    EXPECT_EQ(verify_intent(cut, *p256_public_key(scalar())).error().code, ErrorCode::signature_invalid);
}

TEST(Intent, RefusesKeysThatAreNoPointOfTheCurve) {
    ByteVector nonsense(65, 1);
    nonsense[0] = 4;

    EXPECT_EQ(verify_intent(intent(), nonsense).error().code, ErrorCode::malformed);
    EXPECT_EQ(verify_intent(intent(), ByteVector(33, 2)).error().code, ErrorCode::malformed);
    EXPECT_EQ(verify_intent(intent(), {}).error().code, ErrorCode::malformed);
}

TEST(Intent, RefusesASignatureOfZeros) {
    auto zeros = intent();
    zeros.signature.assign(64, 0);

    EXPECT_EQ(verify_intent(zeros, *p256_public_key(scalar())).error().code, ErrorCode::signature_invalid);
}

TEST(Intent, OfAnotherLengthPrefixOrCenturyIsMalformed) {
    auto bytes = encode_intent(intent());
    ByteVector longer(bytes.begin(), bytes.end());
    longer.push_back(0);
    auto renamed = bytes;
    renamed[0] = 'V';
    auto far = bytes;
    far[98] = 0x7F;

    for (Bytes bad : {Bytes(bytes).first(105), Bytes(longer), Bytes(renamed), Bytes(far)}) {
        EXPECT_EQ(decode_intent(bad).error().code, ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace village::protocol
