// Envelopes as they come from outside, against a ring that trusts one root: nothing but what it signed may be accepted.
#include "protocol/envelope.hpp"
#include "protocol/key_ring.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

protocol::KeyRing make_ring() {
    std::array<std::uint8_t, 32> seed{};
    protocol::KeyRing ring({1, {{1, protocol::Ed25519KeyPair::from_seed(seed).public_key()}}});
    return ring;
}

void try_input(std::span<const std::uint8_t> bytes) {
    static auto ring = make_ring();
    (void)protocol::split_envelope(bytes);
    (void)protocol::grant_hash(bytes);
    fuzz::must(!ring.accept_delegation(bytes));
    fuzz::must(!ring.accept_anchors(bytes));
    fuzz::must(!ring.accept_revocations(bytes));
    fuzz::must(!ring.verify_grant(bytes, std::nullopt));
    fuzz::must(!ring.verify_stop(bytes, std::nullopt));
    fuzz::must(!ring.verify_time(bytes, {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
