#include "protocol/srtp_sender.hpp"

#include <fmt/format.h>
#include <srtp2/srtp.h>

namespace village::protocol {
namespace {

struct SessionRelease {
    void operator()(srtp_t session) const { srtp_dealloc(session); }
};
using Session = std::unique_ptr<srtp_ctx_t_, SessionRelease>;

bool library_is_ready() {
    static const bool ready = srtp_init() == srtp_err_status_ok;
    return ready;
}

Session open_session(const StreamKey& key) {
    Secret<28> master;
    std::copy(key.key.view().begin(), key.key.view().end(), master.writable().begin());
    std::copy(key.salt.view().begin(), key.salt.view().end(), master.writable().begin() + 16);
    srtp_policy_t policy{};
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
    policy.ssrc.type = ssrc_specific;
    policy.ssrc.value = key.ssrc;
    policy.key = master.writable().data();
    policy.window_size = 1024;
    srtp_t session = nullptr;
    if (srtp_create(&session, &policy) != srtp_err_status_ok) return nullptr;
    return Session(session);
}

}  // namespace

struct SrtpSender::Parts {
    SrtpSenderOptions options;
    Ed25519KeyPair signing_key;
    Session session;
    RedWriter red;
    std::uint64_t next_index;
    std::uint32_t rollover = 0;

    Result<ByteVector> payload_of(PacketIndex index, Bytes opus) {
        if (options.key.stream_class == StreamClass::r1) return red.add(index, opus);
        if (opus.empty() || opus.size() > rtp_payload_bytes_max) {
            return domain::Error{domain::ErrorCode::too_large,
                                 fmt::format("an Opus packet of {} bytes does not fit", opus.size())};
        }
        return ByteVector(opus.begin(), opus.end());
    }

    RtpHeader header_of(PacketIndex index, bool marker) const {
        auto type = options.key.stream_class == StreamClass::r1 ? red_payload_type : opus_payload_type;
        return {marker, type, index.sequence(), index.timestamp(), options.key.ssrc};
    }

    ByteVector sign(PacketIndex index, bool marker, Bytes payload) const {
        auto header = header_of(index, marker);
        auto packet = encode_rtp(header, Ed25519Signature{}, payload);
        auto signature =
            sign_rtp(signing_key, options.grant, index.rollover(), Bytes(packet).first(rtp_fixed_header_bytes), payload);
        return encode_rtp(header, signature, payload);
    }

    /// libsrtp2 guesses the rollover from the sequence alone; after a jump it is told.
    Status tell_rollover(PacketIndex index) {
        if (index.rollover() == rollover) return {};
        if (srtp_set_stream_roc(session.get(), options.key.ssrc, index.rollover()) != srtp_err_status_ok) {
            return domain::Error{domain::ErrorCode::internal, "libsrtp2 does not take the rollover counter"};
        }
        rollover = index.rollover();
        return {};
    }

    Result<ByteVector> protect(ByteVector packet) {
        auto size = static_cast<int>(packet.size());
        packet.resize(packet.size() + SRTP_MAX_TRAILER_LEN);
        auto status = srtp_protect(session.get(), packet.data(), &size);
        if (status != srtp_err_status_ok) {
            return domain::Error{domain::ErrorCode::internal,
                                 fmt::format("libsrtp2 refused a packet ({})", static_cast<int>(status))};
        }
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }
};

SrtpSender::SrtpSender(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SrtpSender::SrtpSender(SrtpSender&&) noexcept = default;
SrtpSender& SrtpSender::operator=(SrtpSender&&) noexcept = default;
SrtpSender::~SrtpSender() = default;

Result<SrtpSender> SrtpSender::create(const SrtpSenderOptions& options, const Ed25519KeyPair& stream_signing_key) {
    if (!library_is_ready()) return domain::Error{domain::ErrorCode::internal, "libsrtp2 could not start"};
    auto session = open_session(options.key);
    if (!session) return domain::Error{domain::ErrorCode::internal, "libsrtp2 does not take the stream key"};
    auto parts =
        std::unique_ptr<Parts>(new Parts{options, stream_signing_key, std::move(session), {}, options.key.first_index.value});
    return SrtpSender(std::move(parts));
}

Result<ByteVector> SrtpSender::send(PacketIndex index, Bytes opus, bool marker) {
    if (index.value < parts_->next_index || index.value >> 48) {
        return domain::Error{domain::ErrorCode::replayed,
                             fmt::format("packet {} was passed, the next is {}", index.value, parts_->next_index)};
    }
    auto payload = parts_->payload_of(index, opus);
    if (!payload) return payload.error();
    if (auto told = parts_->tell_rollover(index); !told) return told.error();
    // From here on the number counts as used, even if the library should refuse.
    parts_->next_index = index.value + 1;
    return parts_->protect(parts_->sign(index, marker, *payload));
}

}  // namespace village::protocol
