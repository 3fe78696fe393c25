// Bodies of frames: sessions, requests to and answers of the signer. Errors and stream keys inside are read too.
#include "protocol/grant_codec.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/signer.pb.h"
#include "protocol/stream_key.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    if (auto message = protocol::decode_session_message(bytes)) {
        if (message->has_error()) (void)protocol::domain_error(message->error());
        if (message->has_stream_key()) (void)protocol::read_stream_key(message->stream_key());
        (void)protocol::encode_message(*message);
    }
    if (auto request = protocol::decode_signer_request(bytes)) {
        if (request->has_sign_grant()) (void)protocol::read_grant(request->sign_grant().grant());
        if (request->has_sign_stop()) (void)protocol::read_stop(request->sign_stop().stop());
    }
    if (auto response = protocol::decode_signer_response(bytes); response && response->has_error()) {
        (void)protocol::domain_error(response->error());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
