// Packets for a receiver whose content key the attacker has: the input becomes header fields and plaintext, encrypted well. Nothing
// that the stream key did not sign may be accepted or move anything.
#include "protocol/aead.hpp"
#include "protocol/srtp_key_schedule.hpp"
#include "protocol/srtp_receiver.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

protocol::StreamKey make_key() {
    return protocol::make_stream_key({}, protocol::StreamClass::r1, 1, 0x22222222, {100}, std::array<std::uint8_t, 28>{1, 2, 3});
}

void encrypted(protocol::SrtpReceiver& receiver, std::span<const std::uint8_t> bytes) {
    static const auto keys = protocol::derive_srtp_keys(make_key());
    if (bytes.size() < 67 || bytes.size() > 1000) return;
    protocol::PacketIndex index{static_cast<std::uint64_t>(bytes[0] << 8 | bytes[1])};
    protocol::RtpHeader header{false, protocol::red_payload_type, index.sequence(), bytes[2], 0x22222222};
    protocol::Ed25519Signature signature;
    std::copy_n(bytes.begin() + 3, 64, signature.begin());
    auto packet = protocol::encode_rtp(header, signature, {});
    auto sealed =
        protocol::aead_seal(keys.key.view(), protocol::srtp_nonce(keys.salt, header.ssrc, index), packet, bytes.subspan(67));
    packet.insert(packet.end(), sealed.begin(), sealed.end());
    fuzz::must(receiver.receive(packet, {}).verdict != protocol::RtpVerdict::accepted);
}

void try_input(std::span<const std::uint8_t> bytes) {
    static const auto stream_key = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{4});
    protocol::SrtpReceiver receiver({make_key(), {}, stream_key.public_key()});
    (void)protocol::parse_rtp(bytes);
    fuzz::must(receiver.receive(bytes, {}).verdict != protocol::RtpVerdict::accepted);
    encrypted(receiver, bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
