#include "scheduler/domain/node_set.hpp"

#include <algorithm>
#include <bit>

namespace village::domain {

Result<NodeSet> NodeSet::from_bitmap(const std::vector<std::uint8_t>& bitmap) {
    if (bitmap.size() > 8192) return Error{ErrorCode::malformed, "a node bitmap has at most 8192 bytes"};
    if (!bitmap.empty() && (bitmap[0] & 1)) return Error{ErrorCode::malformed, "node number 0 does not exist"};
    NodeSet set;
    set.bitmap_ = bitmap;
    set.trim();
    return set;
}

void NodeSet::insert(NodeNumber number) {
    if (number.value == 0) return;
    const std::size_t byte = number.value / 8;
    if (byte >= bitmap_.size()) bitmap_.resize(byte + 1);
    bitmap_[byte] = static_cast<std::uint8_t>(bitmap_[byte] | 1u << number.value % 8);
}

void NodeSet::erase(NodeNumber number) {
    const std::size_t byte = number.value / 8;
    if (byte >= bitmap_.size()) return;
    bitmap_[byte] = static_cast<std::uint8_t>(bitmap_[byte] & ~(1u << number.value % 8));
    trim();
}

bool NodeSet::contains(NodeNumber number) const {
    const std::size_t byte = number.value / 8;
    return byte < bitmap_.size() && (bitmap_[byte] >> number.value % 8 & 1);
}

std::size_t NodeSet::size() const {
    std::size_t count = 0;
    for (auto byte : bitmap_) count += static_cast<std::size_t>(std::popcount(byte));
    return count;
}

bool NodeSet::is_subset_of(const NodeSet& other) const { return without(other).is_empty(); }

bool NodeSet::intersects(const NodeSet& other) const {
    const auto shared = std::min(bitmap_.size(), other.bitmap_.size());
    for (std::size_t i = 0; i < shared; ++i)
        if (bitmap_[i] & other.bitmap_[i]) return true;
    return false;
}

NodeSet NodeSet::united_with(const NodeSet& other) const {
    NodeSet all = *this;
    if (all.bitmap_.size() < other.bitmap_.size()) all.bitmap_.resize(other.bitmap_.size());
    for (std::size_t i = 0; i < other.bitmap_.size(); ++i) all.bitmap_[i] |= other.bitmap_[i];
    return all;
}

NodeSet NodeSet::shared_with(const NodeSet& other) const {
    NodeSet common = *this;
    common.bitmap_.resize(std::min(bitmap_.size(), other.bitmap_.size()));
    for (std::size_t i = 0; i < common.bitmap_.size(); ++i) common.bitmap_[i] &= other.bitmap_[i];
    common.trim();
    return common;
}

NodeSet NodeSet::without(const NodeSet& other) const {
    NodeSet rest = *this;
    const auto shared = std::min(bitmap_.size(), other.bitmap_.size());
    for (std::size_t i = 0; i < shared; ++i) rest.bitmap_[i] = static_cast<std::uint8_t>(rest.bitmap_[i] & ~other.bitmap_[i]);
    rest.trim();
    return rest;
}

std::vector<NodeNumber> NodeSet::numbers() const {
    std::vector<NodeNumber> all;
    for (std::size_t byte = 0; byte < bitmap_.size(); ++byte)
        for (unsigned bit = 0; bit < 8; ++bit)
            if (bitmap_[byte] >> bit & 1) all.push_back(NodeNumber{static_cast<std::uint16_t>(byte * 8 + bit)});
    return all;
}

void NodeSet::trim() {
    while (!bitmap_.empty() && bitmap_.back() == 0) bitmap_.pop_back();
}

}  // namespace village::domain
