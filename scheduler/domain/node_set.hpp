// A set of node numbers as a bitmap: the frozen target of a broadcast, and how a grant names its loudspeakers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "scheduler/domain/ids.hpp"

namespace village::domain {

class NodeSet {
public:
    NodeSet() = default;
    NodeSet(std::initializer_list<NodeNumber> numbers) {
        for (auto number : numbers) insert(number);
    }
    /// Bit n of byte n/8 (least significant first) is node number n; trailing zero bytes are not kept. At most 8 KiB.
    static Result<NodeSet> from_bitmap(const std::vector<std::uint8_t>& bitmap);

    void insert(NodeNumber number);
    void erase(NodeNumber number);
    bool contains(NodeNumber number) const;
    bool is_empty() const { return bitmap_.empty(); }
    std::size_t size() const;
    bool is_subset_of(const NodeSet& other) const;
    bool intersects(const NodeSet& other) const;
    NodeSet united_with(const NodeSet& other) const;
    NodeSet shared_with(const NodeSet& other) const;
    NodeSet without(const NodeSet& other) const;
    std::vector<NodeNumber> numbers() const;
    const std::vector<std::uint8_t>& bitmap() const { return bitmap_; }

    bool operator==(const NodeSet&) const = default;

private:
    void trim();
    std::vector<std::uint8_t> bitmap_;
};

}  // namespace village::domain
