// What one packet and one grant cost: the arithmetic below the promises of goals.md, each as a share of the time it belongs to.
#include <cstdlib>

#include "benchmarks/promise.hpp"
#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/rtp.hpp"
#include "protocol/udp_association.hpp"

namespace {

using namespace village;
using benchmarks::promise_time_at_most;

constexpr std::size_t start_body_bytes = 300;
constexpr std::size_t opus_bytes = 120;

// START to 10,000 nodes in 25 ms leaves 2.5 us for each; half of it is the system's.
constexpr double seal_target_ns = 1'250;
// One signature in 40 ms, whatever the audience: at most a hundredth of it.
constexpr double sign_target_us = 400;
// A node has 150 ms from reception to sound, and may be twenty times slower than this machine.
constexpr double grant_target_us = 1'000;

protocol::Ed25519KeyPair signing_key() {
    if (!protocol::prepare_cryptography()) std::abort();
    return protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{1});
}

void seal_a_start(benchmark::State& state) {
    protocol::UdpAssociationState keys;
    keys.connection_id = 1;
    protocol::UdpAssociation association{protocol::UdpRole::controller, keys};
    const protocol::ByteVector body(start_body_bytes, 7);
    protocol::ByteVector packet;
    for (auto _ : state) {
        if (!association.seal_into(packet, protocol::UdpKind::start, body)) std::abort();
        benchmark::DoNotOptimize(packet.data());
    }
    promise_time_at_most(state, seal_target_ns, "ns");
}
BENCHMARK(seal_a_start)->Name("sealing a START datagram");

protocol::Bytes live_header() {
    static const std::array<std::uint8_t, protocol::rtp_fixed_header_bytes> header{0x90, 111};
    return header;
}

void sign_a_packet(benchmark::State& state) {
    const auto key = signing_key();
    const protocol::ByteVector payload(opus_bytes, 7);
    for (auto _ : state) benchmark::DoNotOptimize(protocol::sign_rtp(key, domain::GrantId{{1}}, 0, live_header(), payload));
    promise_time_at_most(state, sign_target_us, "us");
}
BENCHMARK(sign_a_packet)->Name("signing a live packet (Ed25519)")->Unit(benchmark::kMicrosecond);

void verify_a_packet(benchmark::State& state) {
    const auto key = signing_key();
    const protocol::ByteVector payload(opus_bytes, 7);
    const auto signature = key.sign(protocol::SignedPurpose::rtp, {live_header(), payload});
    for (auto _ : state)
        if (!protocol::signature_holds(key.public_key(), protocol::SignedPurpose::rtp, {live_header(), payload}, signature))
            std::abort();
    promise_time_at_most(state, sign_target_us, "us");
}
BENCHMARK(verify_a_packet)->Name("verifying a live packet (Ed25519)")->Unit(benchmark::kMicrosecond);

domain::SignedGrant emergency_grant(const protocol::Ed25519KeyPair& key) {
    domain::Grant grant;
    grant.id = domain::GrantId{{1}};
    grant.broadcast = domain::BroadcastId{{2}};
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    for (std::uint16_t number = 1; number <= 120; ++number) grant.nodes.insert(domain::NodeNumber{number});
    grant.not_before = grant.starts_at = domain::utc_from_us(1'795'000'000'000'000);
    grant.start_by = grant.not_after = grant.not_before + std::chrono::minutes{30};
    grant.max_duration = std::chrono::minutes{30};
    grant.content = domain::sha256(domain::as_bytes("flood"));
    grant.content_bytes = 100'000;
    grant.content_duration = std::chrono::seconds{40};
    grant.issuer_sequence = 77;
    return protocol::sign_grant(key, 7, grant);
}

void open_a_grant(benchmark::State& state) {
    const auto key = signing_key();
    const auto grant = emergency_grant(key);
    for (auto _ : state) {
        const auto payload = protocol::open_envelope(grant.envelope.bytes, key.public_key(), protocol::SignedPurpose::grant);
        if (!payload || !protocol::decode_grant(*payload)) std::abort();
    }
    promise_time_at_most(state, grant_target_us, "us");
}
BENCHMARK(open_a_grant)->Name("verifying and decoding a grant")->Unit(benchmark::kMicrosecond);

}  // namespace
