#include "tests/protocol/samples.hpp"

#include <gtest/gtest.h>

namespace village::protocol::samples {
namespace {

struct Cryptography : ::testing::Environment {
    void SetUp() override { ASSERT_TRUE(prepare_cryptography()); }
};
const auto* const environment = ::testing::AddGlobalTestEnvironment(new Cryptography);

}  // namespace

Ed25519KeyPair key(std::uint8_t seed) {
    std::array<std::uint8_t, 32> bytes;
    bytes.fill(seed);
    return Ed25519KeyPair::from_seed(bytes);
}

domain::Sha256 hash(std::uint8_t fill) {
    domain::Sha256 value;
    value.bytes.fill(fill);
    return value;
}

domain::UtcTime noon() { return domain::utc_from_us(1'795'348'800'000'000); }

Ed25519KeyPair root() { return key(1); }
Ed25519KeyPair live_key() { return key(2); }
TrustAnchors anchors() { return {1, {{root_serial, root().public_key()}}}; }

Delegation full_delegation() {
    Delegation delegation;
    delegation.serial = live_serial;
    delegation.public_key = live_key().public_key();
    delegation.area = id<domain::AreaId>(0xA0);
    delegation.acts = DelegatedActs::everything();
    delegation.priorities = every_priority;
    delegation.not_before = noon() - std::chrono::hours{24};
    delegation.not_after = delegation.not_before + std::chrono::hours{24 * 90};
    return delegation;
}

KeyRing ring() {
    KeyRing ring(anchors());
    EXPECT_TRUE(ring.accept_delegation(sign_delegation(root(), root_serial, full_delegation()).bytes));
    return ring;
}

domain::Grant scheduled_grant() {
    domain::Grant grant;
    grant.id = id<domain::GrantId>(1);
    grant.broadcast = id<domain::BroadcastId>(2);
    for (std::uint16_t number = 1; number <= 18; number = static_cast<std::uint16_t>(number + 3)) grant.nodes.insert({number});
    grant.not_before = noon();
    grant.starts_at = noon() + std::chrono::minutes{1};
    grant.start_by = noon() + std::chrono::minutes{3};
    grant.not_after = noon() + std::chrono::hours{1};
    grant.max_duration = std::chrono::minutes{15};
    grant.volume_cap_percent = 80;
    grant.content = hash(0xC0);
    grant.content_bytes = 345'678;
    grant.content_duration = std::chrono::minutes{14};
    grant.issuer_sequence = 41;
    grant.policy_epoch = 3;
    return grant;
}

domain::Grant stand_in_grant() {
    auto grant = scheduled_grant();
    grant.id = id<domain::GrantId>(5);
    grant.stands_in_for = id<domain::BroadcastId>(6);
    grant.content_duration = std::chrono::minutes{20};
    grant.fade_out = std::chrono::seconds{3};
    grant.issuer_sequence = 45;
    return grant;
}

domain::Grant staggered_grant() {
    auto grant = scheduled_grant();
    grant.id = id<domain::GrantId>(7);
    grant.content_duration = std::chrono::seconds{90};
    grant.max_duration = std::chrono::seconds{92};
    grant.passes = {{domain::NodeSet{{1}, {7}}, domain::Duration{}},
                    {domain::NodeSet{{4}, {13}, {16}}, std::chrono::seconds{91}},
                    {domain::NodeSet{{10}}, std::chrono::seconds{182}}};
    grant.issuer_sequence = 46;
    return grant;
}

domain::Grant emergency_grant() {
    auto grant = scheduled_grant();
    grant.id = id<domain::GrantId>(3);
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.volume_cap_percent = 100;
    grant.outside_hours = grant.quiet_hours = true;
    grant.repeat_every = std::chrono::seconds{150};
    grant.issuer_level = domain::IssuerLevel::commune;
    grant.max_duration = std::chrono::minutes{30};
    grant.issuer_sequence = 42;
    // A whole commune: 120 clusters with holes.
    for (std::uint16_t number = 1; number <= 120; ++number) {
        if (number % 7) grant.nodes.insert({number});
    }
    return grant;
}

domain::Grant live_grant() {
    auto grant = scheduled_grant();
    grant.id = id<domain::GrantId>(4);
    grant.kind = domain::BroadcastKind::live;
    grant.priority = domain::Priority::live;
    grant.content.reset();
    grant.content_bytes = 0;
    grant.content_duration = {};
    grant.stream = domain::StreamDescription{key(4).public_key().bytes, 0x11111111, 0x22222222};
    grant.chime = hash(0xC4);
    grant.issuer_sequence = 43;
    return grant;
}

domain::StopOrder stop_of_grants() {
    domain::StopOrder stop;
    stop.id = id<domain::GrantId>(9);
    stop.grants = {id<domain::GrantId>(1), id<domain::GrantId>(3)};
    stop.issuer_sequence = 44;
    stop.issued_at = noon();
    return stop;
}

domain::StopOrder stop_of_area() {
    auto stop = stop_of_grants();
    stop.grants.clear();
    stop.nodes = domain::NodeSet{{1}, {2}, {300}};
    stop.up_to_sequence = 43;
    return stop;
}

domain::StopOrder stop_of_what_has_begun() {
    auto stop = stop_of_area();
    stop.starting_until = noon() + std::chrono::seconds{3};
    return stop;
}

domain::PlaybackReceipt receipt(std::uint64_t number) {
    domain::PlaybackReceipt receipt;
    receipt.node = {17};
    receipt.number = number;
    receipt.broadcast = id<domain::BroadcastId>(2);
    receipt.grant = id<domain::GrantId>(1);
    receipt.grant_hash = hash(0x61);
    receipt.content = hash(0xC0);
    receipt.outcome = domain::ReceiptOutcome::partial;
    receipt.reason = "mất điện";
    receipt.frames = {100, 3, 2, 1};
    receipt.samples_played = 96'000;
    receipt.samples_expected = 101'760;
    receipt.first_sample_at = noon();
    receipt.last_sample_at = noon() + std::chrono::seconds{2};
    receipt.uncertainty = std::chrono::microseconds{850};
    receipt.gain_db = -3.25;
    receipt.device_underruns = 4;
    receipt.evidence = domain::EvidenceLevel::e2_device;
    receipt.software = hash(0x50);
    return receipt;
}

StreamKey stream_key(StreamClass stream_class, std::uint64_t first_index) {
    std::array<std::uint8_t, 28> random;
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(0x30 + i);
    auto ssrc = stream_class == StreamClass::r0 ? 0x11111111U : 0x22222222U;
    return make_stream_key(id<domain::BroadcastId>(2), stream_class, 1, ssrc, {first_index}, random);
}

ByteVector opus_like(std::uint64_t index, std::size_t size) {
    ByteVector bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(index * 31 + i * 7 + 5);
    return bytes;
}

}  // namespace village::protocol::samples
