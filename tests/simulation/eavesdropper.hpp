// Somebody on the line: copies what is said there, plays it again, alters STARTs, and holds them back until their STOP has come.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/controllers.hpp"

namespace village::simulation {

class Eavesdropper {
public:
    Eavesdropper(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes)
        : world_(world), controllers_(controllers), nodes_(nodes) {}

    void begin(Happenings& happenings);

private:
    void replay(Random& random);
    void copy(Random& random);
    void replay_receipt(Random& random);
    void forge(Random& random);
    void release_held_back(Random& random);
    void send(SimNode& node, const domain::Grant& grant, Situation what);
    domain::Grant some_recorded(Random& random) const;
    SimNode* some_node_outside(const domain::NodeSet& nodes, Random& random);
    SimNode& some_node(Random& random) { return *nodes_[random.below(nodes_.size())]; }
    domain::NodeNumber beyond_the_commune() const { return domain::NodeNumber{static_cast<std::uint16_t>(nodes_.size() + 1)}; }

    Surroundings& world_;
    Controllers& controllers_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
};

}  // namespace village::simulation
