// Codes and tickets as people type and cameras read them.
#include "protocol/pairing_code.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    std::string text(bytes.begin(), bytes.end());
    if (auto code = protocol::PairingCode::parse(text)) fuzz::must(*protocol::PairingCode::parse(code->text()) == *code);
    if (auto ticket = protocol::PairingTicket::parse(text))
        fuzz::must(*protocol::PairingTicket::parse(ticket->text()) == *ticket);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
