// NodeSet as bitmap or runs, whichever is shorter: 120 nodes are 15 bytes, ten thousand in a row are 4.
#include "protocol/grant.pb.h"
#include "protocol/grant_codec.hpp"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

constexpr int spans_max = 2048;

std::vector<std::uint32_t> spans_of(const domain::NodeSet& nodes) {
    std::vector<std::uint32_t> spans;
    std::uint32_t end = 0;  // One past the last number told.
    for (auto number : nodes.numbers()) {
        if (!spans.empty() && number.value == end) {
            ++spans.back();
        } else {
            spans.push_back(number.value - end);
            spans.push_back(1);
        }
        end = number.value + 1U;
    }
    return spans;
}

std::size_t varint_bytes(const std::vector<std::uint32_t>& values) {
    std::size_t size = 0;
    for (auto value : values) size += value < 128 ? 1 : value < 16384 ? 2 : 3;
    return size;
}

Result<domain::NodeSet> from_spans(const wire::NodeNumbers::Runs& runs) {
    if (runs.spans_size() > spans_max || runs.spans_size() % 2 != 0) return malformed("a node set has too many or odd runs");
    domain::NodeSet nodes;
    std::uint64_t next = 0;
    for (int i = 0; i < runs.spans_size(); i += 2) {
        auto first = next + runs.spans(i);
        next = first + runs.spans(i + 1);
        if (first == 0 || next == first || next > 65536) return malformed("a run of node numbers is empty or out of range");
        for (auto number = first; number < next; ++number) nodes.insert({static_cast<std::uint16_t>(number)});
    }
    return nodes;
}

}  // namespace

void write_nodes(const domain::NodeSet& nodes, wire::NodeNumbers& message) {
    auto spans = spans_of(nodes);
    if (spans.size() <= spans_max && varint_bytes(spans) + 2 < nodes.bitmap().size()) {
        message.mutable_runs()->mutable_spans()->Assign(spans.begin(), spans.end());
    } else {
        message.set_bitmap(nodes.bitmap().data(), nodes.bitmap().size());
    }
}

Result<domain::NodeSet> read_nodes(const wire::NodeNumbers& message) {
    if (message.has_runs()) return from_spans(message.runs());
    const auto& bitmap = message.bitmap();
    if (bitmap.size() > 8192) return malformed("a node bitmap is over 8192 bytes");
    if (!bitmap.empty() && (static_cast<std::uint8_t>(bitmap[0]) & 1U)) return malformed("0 is no node number");
    return domain::NodeSet::from_bitmap({bitmap.begin(), bitmap.end()});
}

}  // namespace village::protocol
