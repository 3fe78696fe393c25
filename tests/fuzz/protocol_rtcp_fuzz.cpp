// NACKs and receiver reports.
#include "protocol/rtcp.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    if (auto nack = protocol::decode_nack(bytes)) {
        fuzz::must(nack->sequences.size() <= protocol::nack_entries_max * 17);
        (void)protocol::encode_nack(*nack);
    }
    if (auto report = protocol::decode_receiver_report(bytes)) {
        fuzz::must(*protocol::decode_receiver_report(protocol::encode_receiver_report(*report)) == *report);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
