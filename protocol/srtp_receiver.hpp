// The receiving end of a live stream class, by RFC 7714 over OpenSSL, in the order that a thief of the content key cannot
// disturb: size and SSRC → look whether the number is new → AEAD with the rollover of the last signed packet → Ed25519 → only
// then move window and rollover. One object per (grant, class, generation); one thread; no clock, no I/O.
#pragma once

#include <string_view>

#include "protocol/replay_window.hpp"
#include "protocol/stream_key.hpp"

namespace village::protocol {

enum class RtpVerdict : std::uint8_t {
    accepted,
    malformed,  ///< Not the one accepted form, or too large.
    unknown_ssrc,
    duplicate,      ///< This number was accepted before.
    too_old,        ///< Behind the window, or before the key's first packet.
    not_authentic,  ///< AEAD does not open: damaged, or another generation's key.
    rate_limited,   ///< 60 signatures a second were checked already.
    forged,         ///< Right content key, wrong signature.
};
std::string_view rtp_verdict_name(RtpVerdict verdict);

struct ReceivedRtp {
    RtpVerdict verdict = RtpVerdict::malformed;
    PacketIndex index;  ///< Set when accepted, as is everything below.
    RtpHeader header;
    ByteVector payload;  ///< Plaintext: Opus (R0) or RED (R1).
};

struct SrtpReceiverCounts {
    std::uint64_t accepted = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t refused = 0;  ///< Everything but accepted and duplicate.
    std::uint64_t forged = 0;
    std::uint64_t rate_limited = 0;
};

struct SrtpReceiverOptions {
    StreamKey key;
    domain::GrantId grant;
    Ed25519PublicKey stream_public_key;  ///< Named in the grant.
    std::uint32_t verifications_per_second = 60;
};

class SrtpReceiver {
public:
    explicit SrtpReceiver(const SrtpReceiverOptions& options);

    /// Nothing changes inside unless the verdict is `accepted` (counts and the verification allowance apart).
    ReceivedRtp receive(Bytes packet, domain::MonotonicTime now);

    /// When joining, and after an outage of more than 20 minutes, the rollover cannot be guessed: tell the index that media
    /// time gives now (milliseconds since T0, divided by 40).
    /// Only ever moves the guess forward; nothing is accepted because of it.
    void expect_around(PacketIndex index);

    std::uint32_t ssrc() const { return options_.key.ssrc; }
    std::uint32_t generation() const { return options_.key.generation; }
    const SrtpReceiverCounts& counts() const { return counts_; }

private:
    PacketIndex guess_index(std::uint16_t sequence) const;
    RtpVerdict look(const RtpPacketView& packet, PacketIndex index) const;
    bool may_verify(PacketIndex index, domain::MonotonicTime now);
    RtpVerdict verify(const RtpPacketView& packet, PacketIndex index, domain::MonotonicTime now, ByteVector& payload);

    SrtpReceiverOptions options_;
    Secret<16> session_key_;
    Secret<12> session_salt_;
    ReplayWindow window_;
    std::uint64_t reference_;  ///< Highest signed index, or the expected one before and after outages.
    double allowance_;
    domain::MonotonicTime allowance_at_{};
    bool allowance_started_ = false;
    SrtpReceiverCounts counts_;
};

}  // namespace village::protocol
