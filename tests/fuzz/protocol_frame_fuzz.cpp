// The first byte says in which pieces the stream arrives; however that is, the bodies must be the same and memory bounded.
#include "protocol/frame.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

namespace {

void try_input(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return;
    std::size_t piece = 1U + bytes[0] % 32;
    auto stream = bytes.subspan(1);
    protocol::FrameDecoder whole, pieces;
    std::vector<protocol::ByteVector> bodies;
    auto expected = whole.feed(stream);
    bool refused = false;
    for (std::size_t at = 0; at < stream.size() && !refused; at += piece) {
        auto completed = pieces.feed(stream.subspan(at, std::min(piece, stream.size() - at)));
        refused = !completed;
        if (completed) bodies.insert(bodies.end(), completed->begin(), completed->end());
        fuzz::must(pieces.bytes_held() <= stream.size());
    }
    fuzz::must(refused == !expected);
    if (expected) fuzz::must(bodies == *expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_input({data, size});
    return 0;
}
