// Datagrams for an association, and the bodies that a node with the right keys could put into one.
#include "protocol/session.pb.h"
#include "protocol/udp_packets.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    protocol::UdpAssociation association(protocol::UdpRole::controller, {});
    (void)protocol::udp_connection_id(bytes);
    fuzz::must(!association.open(bytes));
    if (auto request = protocol::decode_clock_request(bytes)) {
        fuzz::must(*protocol::decode_clock_request(protocol::encode_clock_request(*request)) == *request);
    }
    if (auto answer = protocol::decode_clock_answer(bytes)) {
        fuzz::must(*protocol::decode_clock_answer(protocol::encode_clock_answer(*answer)) == *answer);
    }
    if (auto key = protocol::decode_stream_key_body(bytes)) {
        fuzz::must(*protocol::decode_stream_key_body(protocol::encode_stream_key_body(*key)) == *key);
    }
    (void)protocol::decode_start_body(bytes);
    (void)protocol::decode_stop_body(bytes);
    (void)protocol::decode_ack_body(bytes);
    (void)protocol::decode_quench_body(bytes);
    (void)protocol::decode_bare_start(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
