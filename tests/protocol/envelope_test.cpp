#include "protocol/envelope.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

const ByteVector payload{'p', 'a', 'y'};

TEST(Envelope, GivesBackWhatWasSealed) {
    auto envelope = seal_envelope(samples::live_key(), 7, SignedPurpose::grant, payload);

    EXPECT_EQ(*open_envelope(envelope.bytes, samples::live_key().public_key(), SignedPurpose::grant), payload);
    EXPECT_EQ(split_envelope(envelope.bytes)->key_serial, 7U);
}

TEST(Envelope, OfOnePurposeIsWorthlessForAnother) {
    auto envelope = seal_envelope(samples::live_key(), 7, SignedPurpose::stop, payload);

    auto opened = open_envelope(envelope.bytes, samples::live_key().public_key(), SignedPurpose::grant);

    EXPECT_EQ(opened.error().code, domain::ErrorCode::signature_invalid);
}

TEST(Envelope, DoesNotOpenWithAnyBitOfPayloadOrSignatureChanged) {
    auto envelope = seal_envelope(samples::live_key(), 7, SignedPurpose::grant, payload).bytes;
    int opened = 0;

    for (std::size_t bit = 0; bit < envelope.size() * 8; ++bit) {
        auto altered = envelope;
        altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
        auto result = open_envelope(altered, samples::live_key().public_key(), SignedPurpose::grant);
        // The serial is not signed: it only tells which key to try.
        if (result && split_envelope(altered)->key_serial == 7) ++opened;
        if (result) {
            EXPECT_EQ(*result, payload);
        }
    }

    EXPECT_EQ(opened, 0);
}

TEST(Envelope, OverSixteenKibibytesIsNotLookedAt) {
    EXPECT_EQ(split_envelope(ByteVector(envelope_bytes_max + 1)).error().code, domain::ErrorCode::too_large);
}

TEST(Keys, OfEverySignedThingHaveAPrefixOfTheirOwn) {
    std::set<std::string_view> prefixes;
    for (int purpose = 0; purpose <= static_cast<int>(SignedPurpose::rtp); ++purpose) {
        prefixes.insert(purpose_prefix(static_cast<SignedPurpose>(purpose)));
    }
    EXPECT_EQ(prefixes.size(), 8U);
}

TEST(Keys, DeriveAsRfc5869TestCaseOneSays) {
    ByteVector secret(22, 0x0b), salt, info;
    for (std::uint8_t i = 0; i < 13; ++i) salt.push_back(i);
    for (int i = 0xf0; i < 0xfa; ++i) info.push_back(static_cast<std::uint8_t>(i));

    auto output = hkdf_sha256(secret, salt, info, 42);

    EXPECT_EQ(domain::hex_text(output), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Keys, OfEd25519AreThoseOfRfc8032) {
    auto seed = *domain::hex_decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    auto pair = Ed25519KeyPair::from_seed(domain::as_bytes(seed).first<32>());

    EXPECT_EQ(domain::hex_text(pair.public_key().bytes), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

}  // namespace
}  // namespace village::protocol
