#include "protocol/srtp_receiver.hpp"

#include <algorithm>
#include <array>

#include "protocol/aead.hpp"
#include "protocol/srtp_key_schedule.hpp"

namespace village::protocol {
namespace {

constexpr std::uint64_t index_end = std::uint64_t{1} << 48;
constexpr std::uint64_t near_packets = 64;

std::uint64_t distance(std::uint64_t left, std::uint64_t right) { return left > right ? left - right : right - left; }

}  // namespace

std::string_view rtp_verdict_name(RtpVerdict verdict) {
    static constexpr std::array<std::string_view, 8> names{"accepted", "malformed",     "unknown_ssrc", "duplicate",
                                                           "too_old",  "not_authentic", "rate_limited", "forged"};
    return names[static_cast<std::size_t>(verdict)];
}

SrtpReceiver::SrtpReceiver(const SrtpReceiverOptions& options)
    : options_(options),
      window_(options.key.first_index.value),
      reference_(options.key.first_index.value),
      allowance_(options.verifications_per_second) {
    auto keys = derive_srtp_keys(options.key);
    session_key_ = keys.key;
    session_salt_ = keys.salt;
}

void SrtpReceiver::expect_around(PacketIndex index) { reference_ = std::max(reference_, index.value); }

PacketIndex SrtpReceiver::guess_index(std::uint16_t sequence) const {
    auto guess = (reference_ & ~std::uint64_t{0xFFFF}) | sequence;
    if (guess + 0x8000 < reference_) return {guess + 0x10000};
    if (guess > reference_ + 0x8000 && guess >= 0x10000) return {guess - 0x10000};
    return {guess};
}

RtpVerdict SrtpReceiver::look(const RtpPacketView& packet, PacketIndex index) const {
    if (packet.header.ssrc != options_.key.ssrc) return RtpVerdict::unknown_ssrc;
    auto type = options_.key.stream_class == StreamClass::r1 ? red_payload_type : opus_payload_type;
    if (packet.header.payload_type != type) return RtpVerdict::malformed;
    if (index.value >= index_end || window_.is_too_old(index.value)) return RtpVerdict::too_old;
    return window_.is_new(index.value) ? RtpVerdict::accepted : RtpVerdict::duplicate;
}

bool SrtpReceiver::may_verify(PacketIndex index, domain::MonotonicTime now) {
    const double full = options_.verifications_per_second;
    if (!allowance_started_) allowance_at_ = now;
    allowance_started_ = true;
    auto passed = std::chrono::duration<double>(now - allowance_at_).count();
    if (passed > 0) {
        allowance_ = std::min(full, allowance_ + passed * full);
        allowance_at_ = now;
    }
    // Forgeries far ahead may not eat what the packets due now need.
    auto kept_back = distance(index.value, reference_) <= near_packets ? 0.0 : full / 2;
    if (allowance_ < kept_back + 1) return false;
    allowance_ -= 1;
    return true;
}

RtpVerdict SrtpReceiver::verify(const RtpPacketView& packet, PacketIndex index, domain::MonotonicTime now, ByteVector& payload) {
    auto nonce = srtp_nonce(session_salt_, packet.header.ssrc, index);
    auto opened = aead_open(session_key_.view(), nonce, packet.whole_header, packet.payload);
    if (!opened || opened->empty()) return RtpVerdict::not_authentic;
    if (!may_verify(index, now)) return RtpVerdict::rate_limited;
    if (!rtp_signature_holds(options_.stream_public_key, options_.grant, index.rollover(), packet, *opened))
        return RtpVerdict::forged;
    payload = std::move(*opened);
    return RtpVerdict::accepted;
}

ReceivedRtp SrtpReceiver::receive(Bytes bytes, domain::MonotonicTime now) {
    ReceivedRtp received;
    auto packet = parse_rtp(bytes);
    if (packet) {
        auto index = guess_index(packet->header.sequence);
        received.verdict = look(*packet, index);
        if (received.verdict == RtpVerdict::accepted) received.verdict = verify(*packet, index, now, received.payload);
        if (received.verdict == RtpVerdict::accepted) {
            window_.mark(index.value);
            reference_ = std::max(reference_, index.value);
            received.index = index;
            received.header = packet->header;
        }
    }
    counts_.accepted += received.verdict == RtpVerdict::accepted;
    counts_.duplicate += received.verdict == RtpVerdict::duplicate;
    counts_.forged += received.verdict == RtpVerdict::forged;
    counts_.rate_limited += received.verdict == RtpVerdict::rate_limited;
    counts_.refused += received.verdict != RtpVerdict::accepted && received.verdict != RtpVerdict::duplicate;
    return received;
}

}  // namespace village::protocol
