// A hash of everything that happened, in order: two runs of one seed must agree in it (FNV-1a, 64 bit). With `print`, also text.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <string_view>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::simulation {

class Trace {
public:
    explicit Trace(bool print) : print_(print) {}

    template <class Tag>
    void add(domain::UtcTime now, std::string_view what, domain::NodeNumber node, const domain::Id<Tag>& id) {
        mix(static_cast<std::uint64_t>(domain::to_us(now)));
        for (char c : what) mix(static_cast<unsigned char>(c));
        mix(node.value);
        for (auto byte : id.bytes) mix(byte);
        if (print_) fmt::print(stderr, "{} node {:2} {} {}\n", domain::utc_text(now), node.value, what, id.text().substr(24));
    }
    void add(domain::UtcTime now, std::string_view what, domain::NodeNumber node = {}) {
        add(now, what, node, domain::BroadcastId{});
    }
    std::uint64_t hash() const { return hash_; }

private:
    void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001b3; }
    bool print_;
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace village::simulation
