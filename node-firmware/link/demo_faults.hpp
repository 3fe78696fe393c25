// Faults on purpose, for a demonstration only: lost packets both ways and a line that is cut. All off unless somebody asks.
#pragma once

#include <algorithm>
#include <random>

namespace village::node::link {

class DemoFaults {
public:
    void drop_percent(int percent) { drop_percent_ = std::clamp(percent, 0, 100); }
    void cut(bool is_cut) { cut_ = is_cut; }
    bool is_cut() const { return cut_; }
    /// Whether this datagram is lost.
    bool loses_datagram() {
        if (cut_) return true;
        return drop_percent_ > 0 && static_cast<int>(random_() % 100) < drop_percent_;
    }

private:
    int drop_percent_ = 0;
    bool cut_ = false;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace village::node::link
