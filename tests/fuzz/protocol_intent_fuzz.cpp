// An intent, its signature and a device key, all hostile.
#include "protocol/intent_codec.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    if (auto intent = protocol::decode_intent(bytes)) {
        auto again = protocol::encode_intent(*intent);
        fuzz::must(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
    }
    // 65 bytes of key, 64 of signature, the rest is the message.
    if (bytes.size() < 129) return;
    (void)protocol::verify_p256(bytes.first(65), bytes.subspan(129), bytes.subspan(65, 64));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
