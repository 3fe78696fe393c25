#include "controller/sessions/known_devices.hpp"

#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

/// Two boxes that were given the same number, one after the other.
class EnrolledTwice : public testing::Test {
protected:
    EnrolledTwice() {
        first = enrol(1);
        second = enrol(2);
    }
    ports::NodeCredential enrol(std::uint8_t seed) {
        TestNode box{commune, seed};
        box.certify(test_number, commune.options.folder);
        return {.node = test_number, .certificate_pem = box.certificate, .receipt_key = box.receipt_key.public_key().bytes};
    }
    static domain::Sha256 fingerprint(const ports::NodeCredential& credential) {
        return certificate_fingerprint(**read_certificate_pem(credential.certificate_pem));
    }

    TestCommune commune;
    KnownDevices devices;
    ports::NodeCredential first, second;
};

TEST_F(EnrolledTwice, OnlyTheLastCertificateCounts) {
    ASSERT_TRUE(devices.learn(first));
    ASSERT_TRUE(devices.learn(second));

    const auto older = devices.receipt_key(test_number, fingerprint(first));
    const auto latest = devices.receipt_key(test_number, fingerprint(second));

    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().code, domain::ErrorCode::key_unknown) << "a database of yesterday silences nobody";
    ASSERT_TRUE(latest);
    EXPECT_EQ(latest->bytes, second.receipt_key);
}

TEST_F(EnrolledTwice, ARevokedOneCountsNoMore) {
    ASSERT_TRUE(devices.learn(first));

    EXPECT_TRUE(devices.revoke(test_number, commune.now()));

    const auto refused = devices.receipt_key(test_number, fingerprint(first));
    EXPECT_EQ(refused.error().code, domain::ErrorCode::key_revoked);
    EXPECT_EQ(refused.error().detail, "was revoked");
}

TEST_F(EnrolledTwice, NobodyCanRevokeWhatWasNeverEnrolled) {
    EXPECT_EQ(devices.revoke(test_number, commune.now()).error().code, domain::ErrorCode::not_found);
}

TEST_F(EnrolledTwice, AnUnreadableCertificateLeavesTheOneBefore) {
    ASSERT_TRUE(devices.learn(first));
    second.certificate_pem = "-----BEGIN CERTIFICATE-----\nnonsense\n";

    EXPECT_FALSE(devices.learn(second));

    EXPECT_TRUE(devices.receipt_key(test_number, fingerprint(first)));
}

}  // namespace
}  // namespace village::sessions
