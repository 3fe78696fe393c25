// The sessions between nodes and controller as TLS has them: two ends that learn of each other's death only by their own time-outs, by
// a packet that gets through, or by a new session in place of the old one. Until then one of them believes in it and sends into it.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/sim_controller.hpp"

namespace village::simulation {

class Sessions {
public:
    /// Of silence, until an end gives its session up.
    static constexpr std::chrono::seconds patience{30};

    Sessions(Surroundings& world, SimController& controller, std::vector<std::unique_ptr<SimNode>>& nodes)
        : world_(world), controller_(controller), nodes_(nodes) {}

    /// Tries again and again, from now on.
    void keep_connecting(SimNode& node, Random random);
    void cut(SimNode& node, Random& random);
    /// A power cut: nobody says goodbye.
    void node_died(SimNode& node, Random& random);
    void controller_died(Random& random);
    /// The lines are whole from now on.
    void heal();
    /// Both ends have believed in each other since then.
    bool is_whole_since(SimNode& node, domain::UtcTime since);

private:
    void node_gives_up(SimNode& node, std::uint32_t session);
    void be_reset(SimNode& node, std::uint32_t session);
    void controller_gives_up(SimNode& node, std::uint32_t session);

    Surroundings& world_;
    SimController& controller_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
};

}  // namespace village::simulation
