// RED payloads; what is accepted must be the same after writing it again.
#include "protocol/red.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    auto blocks = protocol::parse_red(bytes);
    if (!blocks) return;
    auto again = protocol::encode_red(*blocks);
    fuzz::must(again.has_value() && std::equal(again->begin(), again->end(), bytes.begin(), bytes.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
