#include "protocol/receipt_codec.hpp"

#include <fmt/format.h>

#include <cmath>

#include "protocol/envelope.hpp"
#include "protocol/receipt.pb.h"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr std::size_t reason_bytes_max = 512;
constexpr double gain_db_max = 1000;

/// Cut between characters: a byte of the form 10xxxxxx continues one.
std::string cut_reason(const std::string& reason) {
    auto size = std::min(reason.size(), reason_bytes_max);
    while (size > 0 && size < reason.size() && (static_cast<std::uint8_t>(reason[size]) & 0xC0) == 0x80) --size;
    return reason.substr(0, size);
}

domain::Sha256 payload_hash(Bytes payload) {
    const std::uint8_t zero[] = {0};
    return domain::sha256({domain::as_bytes(purpose_prefix(SignedPurpose::receipt)), zero, payload});
}

std::int32_t millibel(double gain_db) {
    if (!std::isfinite(gain_db)) gain_db = -gain_db_max;
    return static_cast<std::int32_t>(std::lround(std::clamp(gain_db, -gain_db_max, gain_db_max) * 100));
}

void write_frames(const domain::FrameLedger& frames, wire::FrameLedger& message) {
    message.set_received(frames.received);
    message.set_repaired(frames.repaired);
    message.set_concealed(frames.concealed);
    message.set_silent(frames.silent);
}

void write_receipt(const domain::PlaybackReceipt& receipt, wire::PlaybackReceipt& message) {
    message.set_node(receipt.node.value);
    message.set_number(receipt.number);
    message.set_previous(string_of(receipt.previous.bytes));
    message.set_broadcast(string_of(receipt.broadcast.bytes));
    message.set_grant(string_of(receipt.grant.bytes));
    message.set_grant_hash(string_of(receipt.grant_hash.bytes));
    message.set_content(string_of(receipt.content.bytes));
    message.set_outcome(static_cast<wire::Outcome>(static_cast<int>(receipt.outcome) + 1));
    message.set_reason(receipt.reason);
    write_frames(receipt.frames, *message.mutable_frames());
    message.set_samples_played(receipt.samples_played);
    message.set_samples_expected(receipt.samples_expected);
    if (receipt.first_sample_at) message.set_first_sample_at(domain::to_us(*receipt.first_sample_at));
    if (receipt.last_sample_at) message.set_last_sample_at(domain::to_us(*receipt.last_sample_at));
    message.set_uncertainty(static_cast<std::uint64_t>(receipt.uncertainty.count()));
    message.set_gain_millibel(millibel(receipt.gain_db));
    message.set_device_underruns(receipt.device_underruns);
    message.set_evidence(static_cast<wire::Evidence>(receipt.evidence));
    message.set_software(string_of(receipt.software.bytes));
    if (receipt.preempted_by) message.set_preempted_by(string_of(receipt.preempted_by->bytes));
    message.set_resumed(receipt.resumed);
}

Status read_names(const wire::PlaybackReceipt& message, domain::PlaybackReceipt& receipt) {
    auto broadcast = id_of<domain::BroadcastId>(message.broadcast(), "a receipt's broadcast");
    if (!broadcast) return broadcast.error();
    auto grant = id_of<domain::GrantId>(message.grant(), "a receipt's grant");
    if (!grant) return grant.error();
    receipt.broadcast = *broadcast;
    receipt.grant = *grant;
    return {};
}

/// Of a node that does not say it yet: nothing.
Status read_preemption(const wire::PlaybackReceipt& message, domain::PlaybackReceipt& receipt) {
    receipt.resumed = message.resumed();
    if (message.preempted_by().empty()) return {};
    auto by = id_of<domain::BroadcastId>(message.preempted_by(), "what pre-empted the broadcast of a receipt");
    if (!by) return by.error();
    receipt.preempted_by = *by;
    return {};
}

Status read_hashes(const wire::PlaybackReceipt& message, domain::PlaybackReceipt& receipt) {
    const struct {
        const std::string& field;
        const char* name;
        domain::Sha256& target;
    } hashes[] = {{message.previous(), "a receipt's previous hash", receipt.previous},
                  {message.grant_hash(), "a receipt's grant hash", receipt.grant_hash},
                  {message.content(), "a receipt's content hash", receipt.content},
                  {message.software(), "a receipt's software hash", receipt.software}};
    for (const auto& [field, name, target] : hashes) {
        auto hash = hash_of(field, name);
        if (!hash) return hash.error();
        target = *hash;
    }
    return {};
}

Status read_outcome(const wire::PlaybackReceipt& message, domain::PlaybackReceipt& receipt) {
    if (message.outcome() < 1 || message.outcome() > wire::OUTCOME_CANCELLED)
        return malformed("the outcome of a receipt is unknown");
    if (message.evidence() < 0 || message.evidence() > wire::EVIDENCE_E5_PERSON)
        return malformed("the evidence of a receipt is unknown");
    if (message.reason().size() > reason_bytes_max) return malformed("the reason of a receipt is over 512 bytes");
    receipt.outcome = static_cast<domain::ReceiptOutcome>(message.outcome() - 1);
    receipt.evidence = static_cast<domain::EvidenceLevel>(message.evidence());
    receipt.reason = message.reason();
    return {};
}

Status read_moments(const wire::PlaybackReceipt& message, domain::PlaybackReceipt& receipt) {
    if (!is_time(message.first_sample_at()) || !is_time(message.last_sample_at()) || !is_duration(message.uncertainty())) {
        return malformed("a time of a receipt is out of range");
    }
    if (message.has_first_sample_at()) receipt.first_sample_at = domain::utc_from_us(message.first_sample_at());
    if (message.has_last_sample_at()) receipt.last_sample_at = domain::utc_from_us(message.last_sample_at());
    receipt.uncertainty = duration_from(message.uncertainty());
    return {};
}

Result<domain::PlaybackReceipt> read_receipt(const wire::PlaybackReceipt& message) {
    if (message.node() < 1 || message.node() > 65535) return malformed("the node number of a receipt is out of range");
    if (message.number() == 0) return malformed("receipts are numbered from 1");
    if (std::abs(static_cast<std::int64_t>(message.gain_millibel())) > gain_db_max * 100)
        return malformed("the gain of a receipt is out of range");
    domain::PlaybackReceipt receipt;
    for (auto* read : {read_names, read_preemption, read_hashes, read_outcome, read_moments}) {
        if (auto status = read(message, receipt); !status) return status.error();
    }
    receipt.node = {static_cast<std::uint16_t>(message.node())};
    receipt.number = message.number();
    const auto& frames = message.frames();
    receipt.frames = {frames.received(), frames.repaired(), frames.concealed(), frames.silent()};
    receipt.samples_played = message.samples_played();
    receipt.samples_expected = message.samples_expected();
    receipt.gain_db = message.gain_millibel() / 100.0;
    receipt.device_underruns = message.device_underruns();
    return receipt;
}

domain::Error chain_error(domain::ErrorCode code, std::uint64_t number, std::string_view what) {
    return {code, fmt::format("the chain breaks at receipt {}: {}", number, what)};
}

}  // namespace

Result<domain::Sha256> receipt_hash(Bytes envelope) {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    return payload_hash(parts->payload);
}

SignedReceipt sign_receipt(const Ed25519KeyPair& node_key, domain::PlaybackReceipt receipt) {
    receipt.reason = cut_reason(receipt.reason);
    receipt.gain_db = millibel(receipt.gain_db) / 100.0;
    receipt.receipt_key = node_key.public_key().bytes;
    wire::PlaybackReceipt message;
    write_receipt(receipt, message);
    auto payload = serialize(message);
    receipt.signed_bytes = string_of(seal_envelope(node_key, receipt.node.value, SignedPurpose::receipt, payload).bytes);
    return {std::move(receipt), payload_hash(payload)};
}

Result<SignedReceipt> open_receipt(Bytes envelope, const Ed25519PublicKey& node_key) {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    auto payload = open_envelope(envelope, node_key, SignedPurpose::receipt);
    if (!payload) return payload.error();
    wire::PlaybackReceipt message;
    if (!parse(*payload, message)) return malformed("not a playback receipt");
    if (message.node() != parts->key_serial) return malformed("a receipt's key serial is not its node number");
    auto receipt = read_receipt(message);
    if (!receipt) return receipt.error();
    receipt->receipt_key = node_key.bytes;
    receipt->signed_bytes = string_of(envelope);
    return SignedReceipt{std::move(*receipt), payload_hash(*payload)};
}

Result<ReceiptChainEnd> verify_receipt_chain(std::span<const std::string> envelopes, const Ed25519PublicKey& node_key,
                                             domain::NodeNumber node, ReceiptChainEnd start) {
    for (const auto& envelope : envelopes) {
        auto opened = open_receipt(bytes_of(envelope), node_key);
        if (!opened) return chain_error(opened.error().code, start.next_number, opened.error().detail);
        const auto& receipt = opened->receipt;
        if (receipt.node != node) return chain_error(domain::ErrorCode::out_of_scope, start.next_number, "it is of another node");
        if (receipt.number != start.next_number) {
            return chain_error(domain::ErrorCode::malformed, start.next_number,
                               fmt::format("number {} came instead", receipt.number));
        }
        if (receipt.previous != start.previous) {
            return chain_error(domain::ErrorCode::malformed, start.next_number, "it does not follow the one before");
        }
        start = {start.next_number + 1, opened->hash};
    }
    return start;
}

}  // namespace village::protocol
