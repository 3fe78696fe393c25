// Payloads behind the signature: what a stolen or confused key could have signed. What is accepted must survive a round trip.
#include "protocol/grant_codec.hpp"
#include "protocol/time_attestation.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

template <class Value, class Encode, class Decode>
void round_trip(const protocol::Result<Value>& value, Encode encode, Decode decode) {
    if (!value) return;
    auto again = decode(encode(*value));
    fuzz::must(again.has_value() && *again == *value);
}

void try_input(std::span<const std::uint8_t> bytes) {
    round_trip(protocol::decode_grant(bytes), protocol::encode_grant, protocol::decode_grant);
    round_trip(protocol::decode_stop(bytes), protocol::encode_stop, protocol::decode_stop);
    round_trip(protocol::decode_delegation(bytes), protocol::encode_delegation, protocol::decode_delegation);
    round_trip(protocol::decode_anchors(bytes), protocol::encode_anchors, protocol::decode_anchors);
    round_trip(protocol::decode_revocations(bytes), protocol::encode_revocations, protocol::decode_revocations);
    round_trip(protocol::decode_time_attestation(bytes), protocol::encode_time_attestation, protocol::decode_time_attestation);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
