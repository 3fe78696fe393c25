// Receipts a node with a right key could send: the bytes are signed here, so the parser behind the signature is reached.
#include "protocol/envelope.hpp"
#include "protocol/receipt_codec.hpp"
#include "protocol/session_codec.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    static const auto key = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{17});
    (void)protocol::open_receipt(bytes, key.public_key());
    auto envelope = protocol::seal_envelope(key, 17, protocol::SignedPurpose::receipt, bytes);
    auto opened = protocol::open_receipt(envelope.bytes, key.public_key());
    if (!opened) return;
    auto again = protocol::sign_receipt(key, opened->receipt);
    auto reopened = protocol::open_receipt(protocol::bytes_of(again.receipt.signed_bytes), key.public_key());
    fuzz::must(reopened.has_value() && reopened->receipt == again.receipt);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
