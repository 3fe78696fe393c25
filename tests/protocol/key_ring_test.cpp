#include "protocol/key_ring.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;
using samples::noon;

domain::SignedEnvelope delegate(const Delegation& delegation) {
    return sign_delegation(samples::root(), samples::root_serial, delegation);
}
domain::SignedEnvelope granted(const domain::Grant& grant) {
    return sign_grant(samples::live_key(), samples::live_serial, grant).envelope;
}

/// A ring whose one delegation was narrowed.
KeyRing ring_with(const std::function<void(Delegation&)>& narrow) {
    auto delegation = samples::full_delegation();
    narrow(delegation);
    KeyRing ring(samples::anchors());
    EXPECT_TRUE(ring.accept_delegation(delegate(delegation).bytes));
    return ring;
}

TEST(KeyRing, VerifiesAGrantAndTellsBySomeonesAuthority) {
    auto verified = samples::ring().verify_grant(granted(samples::emergency_grant()).bytes, noon());

    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->signed_grant.grant, samples::emergency_grant());
    EXPECT_EQ(verified->delegation, samples::full_delegation());
    EXPECT_EQ(verified->grant_hash, domain::sha256(encode_grant(samples::emergency_grant())));
}

TEST(KeyRing, VerifiesBothKindsOfStop) {
    for (const auto& stop : {samples::stop_of_grants(), samples::stop_of_area()}) {
        auto envelope = sign_stop(samples::live_key(), samples::live_serial, stop).envelope;
        EXPECT_EQ(samples::ring().verify_stop(envelope.bytes, noon())->signed_stop.stop, stop);
    }
}

TEST(KeyRing, RefusesAGrantOfAStrangersKey) {
    auto forged = sign_grant(samples::key(66), samples::live_serial, samples::scheduled_grant()).envelope;
    auto unknown = sign_grant(samples::key(66), 99, samples::scheduled_grant()).envelope;

    EXPECT_EQ(samples::ring().verify_grant(forged.bytes, noon()).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(samples::ring().verify_grant(unknown.bytes, noon()).error().code, ErrorCode::key_unknown);
}

TEST(KeyRing, RefusesAGrantSignedByTheRootItself) {
    auto envelope = sign_grant(samples::root(), samples::root_serial, samples::scheduled_grant()).envelope;

    EXPECT_EQ(samples::ring().verify_grant(envelope.bytes, noon()).error().code, ErrorCode::key_unknown);
}

TEST(KeyRing, HoldsAKeyToItsKindsPrioritiesAndNodes) {
    auto code_of = [](const KeyRing& ring, const domain::Grant& grant) {
        auto verified = ring.verify_grant(granted(grant).bytes, noon());
        return verified ? std::string("accepted") : std::string(domain::error_name(verified.error().code));
    };
    auto only_scheduled = ring_with([](auto& delegation) {
        delegation.acts = {};
        delegation.acts.allow(domain::BroadcastKind::scheduled);
    });
    auto only_low = ring_with([](auto& delegation) { delegation.priorities = 0b00001; });
    auto only_node_1 = ring_with([](auto& delegation) { delegation.nodes = domain::NodeSet{{1}}; });

    EXPECT_EQ(code_of(only_scheduled, samples::scheduled_grant()), "accepted");
    EXPECT_EQ(code_of(only_scheduled, samples::emergency_grant()), "out_of_scope");
    EXPECT_EQ(code_of(only_low, samples::scheduled_grant()), "out_of_scope");
    EXPECT_EQ(code_of(only_node_1, samples::scheduled_grant()), "out_of_scope");
    auto small = samples::scheduled_grant();
    small.nodes = {{1}};
    EXPECT_EQ(code_of(only_node_1, small), "accepted");
}

TEST(KeyRing, HoldsAKeyToStopAndTimeToo) {
    auto ring = ring_with([](auto& delegation) { delegation.acts.stop = delegation.acts.time = false; });
    auto stop = sign_stop(samples::live_key(), samples::live_serial, samples::stop_of_grants()).envelope;
    auto time = sign_time(samples::live_key(), samples::live_serial, {{}, noon(), 1, 1});

    EXPECT_EQ(ring.verify_stop(stop.bytes, noon()).error().code, ErrorCode::out_of_scope);
    EXPECT_EQ(ring.verify_time(time.bytes, {}).error().code, ErrorCode::out_of_scope);
}

TEST(KeyRing, LooksAtValidityOnlyWithATrustedClock) {
    auto after = samples::full_delegation().not_after + std::chrono::seconds{1};
    auto before = samples::full_delegation().not_before - std::chrono::seconds{1};
    auto envelope = granted(samples::scheduled_grant());

    EXPECT_EQ(samples::ring().verify_grant(envelope.bytes, after).error().code, ErrorCode::expired);
    EXPECT_EQ(samples::ring().verify_grant(envelope.bytes, before).error().code, ErrorCode::expired);
    EXPECT_TRUE(samples::ring().verify_grant(envelope.bytes, std::nullopt));
}

TEST(KeyRing, TakesDelegationsOnlyFromARoot) {
    KeyRing ring(samples::anchors());
    auto self_made = sign_delegation(samples::live_key(), samples::root_serial, samples::full_delegation());
    auto of_other_root = sign_delegation(samples::key(66), 2, samples::full_delegation());

    EXPECT_EQ(ring.accept_delegation(self_made.bytes).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(ring.accept_delegation(of_other_root.bytes).error().code, ErrorCode::key_unknown);
}

TEST(KeyRing, NeverLetsADelegationChangeUnderItsSerial) {
    auto ring = samples::ring();
    auto other = samples::full_delegation();
    other.public_key = samples::key(66).public_key();

    EXPECT_TRUE(ring.accept_delegation(delegate(samples::full_delegation()).bytes)) << "the same again is no news";
    EXPECT_EQ(ring.accept_delegation(delegate(other).bytes).error().code, ErrorCode::already_exists);
}

TEST(KeyRing, NeverTakesARevocationBack) {
    auto ring = samples::ring();
    auto revoke = [&](std::uint64_t version, std::vector<std::uint64_t> serials) {
        return ring.accept_revocations(sign_revocations(samples::root(), samples::root_serial, {version, serials}).bytes);
    };

    ASSERT_TRUE(revoke(2, {samples::live_serial}));
    EXPECT_EQ(ring.verify_grant(granted(samples::scheduled_grant()).bytes, noon()).error().code, ErrorCode::key_revoked);
    EXPECT_EQ(ring.accept_delegation(delegate(samples::full_delegation()).bytes).error().code, ErrorCode::key_revoked);
    EXPECT_EQ(revoke(1, {}).error().code, ErrorCode::replayed);
    ASSERT_TRUE(revoke(3, {}));
    EXPECT_TRUE(ring.is_revoked(samples::live_serial));
}

TEST(KeyRing, TakesNewAnchorsOnlyHigherAndFromAPresentRoot) {
    auto ring = samples::ring();
    TrustAnchors next{2, {{5, samples::key(5).public_key()}}};
    auto sign = [&](std::uint8_t seed, std::uint64_t serial) { return sign_anchors(samples::key(seed), serial, next).bytes; };

    EXPECT_EQ(ring.accept_anchors(sign(5, 5)).error().code, ErrorCode::key_unknown);
    EXPECT_TRUE(ring.accept_anchors(sign(1, samples::root_serial)));
    EXPECT_EQ(ring.anchors(), next);
    EXPECT_FALSE(ring.knows(samples::live_serial)) << "what a root that went had lent goes with it";
    EXPECT_EQ(ring.accept_anchors(sign(5, 5)).error().code, ErrorCode::replayed);
}

TEST(KeyRing, KeepsDelegationsOfARootThatStays) {
    auto ring = samples::ring();
    auto next = samples::anchors();
    next.version = 2;
    next.roots.push_back({5, samples::key(5).public_key()});

    ASSERT_TRUE(ring.accept_anchors(sign_anchors(samples::root(), samples::root_serial, next).bytes));

    EXPECT_TRUE(ring.verify_grant(granted(samples::scheduled_grant()).bytes, noon()));
}

TEST(KeyRing, HoldsABoundedNumberOfDelegations) {
    auto ring = samples::ring();
    for (std::uint64_t serial = 100; serial < 200; ++serial) {
        auto delegation = samples::full_delegation();
        delegation.serial = serial;
        delegation.not_after += std::chrono::seconds{serial};
        ASSERT_TRUE(ring.accept_delegation(delegate(delegation).bytes));
    }

    EXPECT_EQ(ring.delegation_serials().size(), delegations_max);
    EXPECT_FALSE(ring.knows(samples::live_serial)) << "the one that ends first gave way";
    EXPECT_TRUE(ring.knows(199));
}

TEST(KeyRing, StartsFromThePairingTicketsRootAlone) {
    auto anchors = sign_anchors(samples::root(), samples::root_serial, samples::anchors()).bytes;
    auto mine = samples::root().public_key();
    auto other = samples::key(66).public_key();
    auto foreign = sign_anchors(samples::key(66), samples::root_serial, samples::anchors()).bytes;

    EXPECT_TRUE(KeyRing::bootstrap(mine.fingerprint(), mine.bytes, anchors));
    EXPECT_EQ(KeyRing::bootstrap(mine.fingerprint(), other.bytes, anchors).error().code, ErrorCode::key_unknown);
    EXPECT_EQ(KeyRing::bootstrap(mine.fingerprint(), mine.bytes, foreign).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(KeyRing::bootstrap(other.fingerprint(), other.bytes, foreign).error().code, ErrorCode::key_unknown);
}

TEST(KeyRing, BelievesTheTimeOnlyAsAnswerToItsOwnQuestion) {
    TimeNonce nonce{1, 2, 3}, other{3, 2, 1};
    TimeAttestation attestation{nonce, noon(), 5, 44};
    auto envelope = sign_time(samples::live_key(), samples::live_serial, attestation);
    auto late = attestation;
    late.utc = samples::full_delegation().not_after + std::chrono::hours{1};
    auto by_expired_key = sign_time(samples::live_key(), samples::live_serial, late);

    EXPECT_EQ(*samples::ring().verify_time(envelope.bytes, nonce), attestation);
    EXPECT_EQ(samples::ring().verify_time(envelope.bytes, other).error().code, ErrorCode::replayed);
    EXPECT_EQ(samples::ring().verify_time(by_expired_key.bytes, nonce).error().code, ErrorCode::expired);
}

TEST(KeyRing, RefusesEveryTruncationAndEveryFlippedBit) {
    auto ring = samples::ring();
    auto envelope = granted(samples::emergency_grant()).bytes;

    for (std::size_t size = 0; size < envelope.size(); ++size) {
        EXPECT_FALSE(ring.verify_grant(Bytes(envelope).first(size), noon())) << size;
    }
    for (std::size_t bit = 0; bit < envelope.size() * 8; ++bit) {
        auto altered = envelope;
        altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
        EXPECT_FALSE(ring.verify_grant(altered, noon())) << "bit " << bit;
    }
}

}  // namespace
}  // namespace village::protocol
