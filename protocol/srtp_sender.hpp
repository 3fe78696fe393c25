// The sending end of a live stream class: one Opus packet in, one signed and encrypted SRTP packet out (AEAD_AES_128_GCM by
// libsrtp2), the same bytes for every listener. One object per (broadcast, class, generation); one thread.
#pragma once

#include <memory>

#include "protocol/red.hpp"
#include "protocol/rtp.hpp"
#include "protocol/stream_key.hpp"

namespace village::protocol {

struct SrtpSenderOptions {
    StreamKey key;
    domain::GrantId grant;
};

class SrtpSender {
public:
    /// `internal` when libsrtp2 refuses the key.
    static Result<SrtpSender> create(const SrtpSenderOptions& options, const Ed25519KeyPair& stream_signing_key);
    SrtpSender(SrtpSender&&) noexcept;
    SrtpSender& operator=(SrtpSender&&) noexcept;
    ~SrtpSender();

    /// Opus of 40 ms → packet. `index` must be above the last one and not below the key's first: GCM gives the plaintext
    /// away when a number is used twice, so an old index is `replayed`. Opus over the packet's room is `too_large`.
    Result<ByteVector> send(PacketIndex index, Bytes opus, bool marker = false);

private:
    struct Parts;
    explicit SrtpSender(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::protocol
