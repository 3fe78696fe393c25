// PlaybackReceipts as bytes: signed by the node's key (key serial = node number), numbered without gaps, each with the hash
// of the one before. `verify_receipt_chain` needs nothing but the node's public key and works offline.
#pragma once

#include <span>
#include <string>

#include "protocol/keys.hpp"
#include "scheduler/domain/broadcast.hpp"

namespace village::protocol {

struct SignedReceipt {
    domain::PlaybackReceipt receipt;  ///< With `signed_bytes` filled in.
    domain::Sha256 hash;              ///< `previous` of the next one.
};

/// SHA-256("village-receipt-v1" 0x00 ‖ payload): what the next receipt carries as `previous`.
Result<domain::Sha256> receipt_hash(Bytes envelope);

/// Fills `receipt_key` and `signed_bytes`; gain is rounded to hundredths of a decibel, times stay microseconds. Reason is cut at 512 bytes.
SignedReceipt sign_receipt(const Ed25519KeyPair& node_key, domain::PlaybackReceipt receipt);

/// Signature first, then form; the envelope's serial must be the receipt's node. `receipt_key` says whose it was, `signed_bytes`
/// is the envelope.
Result<SignedReceipt> open_receipt(Bytes envelope, const Ed25519PublicKey& node_key);

/// Where a chain stands: the next receipt must have `next_number` and `previous`.
struct ReceiptChainEnd {
    std::uint64_t next_number = 1;
    domain::Sha256 previous;
    bool operator==(const ReceiptChainEnd&) const = default;
};

/// Checks envelopes in order from `start` and returns the new end; the error names the number at which the chain breaks.
Result<ReceiptChainEnd> verify_receipt_chain(std::span<const std::string> envelopes, const Ed25519PublicKey& node_key,
                                             domain::NodeNumber node, ReceiptChainEnd start = {});

}  // namespace village::protocol
