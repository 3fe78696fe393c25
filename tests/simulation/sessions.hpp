// The sessions between nodes and controller as TLS has them: two ends that learn of each other's death only by their own time-outs, by
// a packet that gets through, or by a new session in place of the old one. Until then one of them believes in it and sends into it.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/controllers.hpp"

namespace village::simulation {

class Sessions {
public:
    /// Of silence, until an end gives its session up.
    static constexpr std::chrono::seconds patience{30};

    Sessions(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes)
        : world_(world), controllers_(controllers), nodes_(nodes) {}

    /// Tries again and again, from now on.
    void keep_connecting(SimNode& node, Random random);
    void cut(SimNode& node, Random& random);
    /// A power cut: nobody says goodbye.
    void node_died(SimNode& node, Random& random);
    void controller_died(const SimController& dead, Random& random);
    /// Another one has its place: most loudspeakers know that at once, and some do not.
    void controller_replaced(const SimController& old, Random& random);
    /// The lines are whole from now on.
    void heal();
    /// Both ends have believed in each other since then.
    bool is_whole_since(SimNode& node, domain::UtcTime since);

private:
    SimController& some_controller(Random& random);
    void join(SimNode& node, SimController& controller, Random& random);
    void node_gives_up(SimNode& node, std::uint32_t session);
    void be_reset(SimNode& node, std::uint32_t session);
    void controller_gives_up(SimNode& node, std::uint32_t session);

    Surroundings& world_;
    Controllers& controllers_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
};

}  // namespace village::simulation
