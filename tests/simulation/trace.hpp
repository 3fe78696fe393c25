// What happened, in order: a hash that two runs of one seed must share (FNV-1a, 64 bit). Shown as text if wanted: all of it as it
// happens, or its last lines at the end.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::simulation {

enum class Show : std::uint8_t { nothing, all, tail };

class Trace {
public:
    static constexpr std::size_t tail_lines_max = 40;

    explicit Trace(Show show) : show_(show) {}

    template <class Tag>
    void add(domain::UtcTime now, std::string_view what, domain::NodeNumber node, const domain::Id<Tag>& id) {
        mix(static_cast<std::uint64_t>(domain::to_us(now)));
        for (char c : what) mix(static_cast<unsigned char>(c));
        mix(node.value);
        for (auto byte : id.bytes) mix(byte);
        if (show_ != Show::nothing)
            show(fmt::format("{} node {:2} {} {}", domain::utc_text(now), node.value, what, id.text().substr(24)));
    }
    void add(domain::UtcTime now, std::string_view what, domain::NodeNumber node = {}) {
        add(now, what, node, domain::BroadcastId{});
    }
    std::uint64_t hash() const { return hash_; }
    std::vector<std::string> tail() const { return {tail_.begin(), tail_.end()}; }

private:
    void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001b3; }
    void show(std::string line) {
        if (show_ == Show::all) return fmt::print(stderr, "{}\n", line);
        tail_.push_back(std::move(line));
        if (tail_.size() > tail_lines_max) tail_.pop_front();
    }

    Show show_;
    std::deque<std::string> tail_;
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace village::simulation
