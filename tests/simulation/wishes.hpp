// What the people of a run ask for, drawn: items for now and for later, live speech, relays, drills, emergencies, and trifles. With the
// reason that the controller's desks would write into each.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/contents.hpp"
#include "tests/simulation/sim_node.hpp"

namespace village::simulation {

inline constexpr std::uint8_t emergency_sounds = 4;

class Wishes {
public:
    Wishes(Surroundings& world, std::vector<std::unique_ptr<SimNode>>& nodes) : world_(world), nodes_(nodes) {}

    domain::Broadcast draft(domain::BroadcastKind kind, domain::Priority priority, Random& random);
    dispatch::BroadcastOrder item_for_now(Random& random);
    dispatch::BroadcastOrder item_for_later(Random& random);
    /// After healing; nothing but quiet hours forbids it.
    dispatch::BroadcastOrder item_for_sure(Random& random);
    dispatch::BroadcastOrder live(Random& random);
    /// Another station's programme, as a stream.
    dispatch::BroadcastOrder relay(domain::UtcTime starts_at, Random& random);
    /// In the allowed hours only; now and then with the sound that is not for it.
    std::optional<dispatch::BroadcastOrder> drill(Random& random);
    /// By the head of a hamlet, or by the commune's officer.
    dispatch::BroadcastOrder emergency(Random& random);
    /// By whoever is entitled for this area.
    dispatch::BroadcastOrder emergency_of(domain::AreaId area, Random& random);
    dispatch::BroadcastOrder all_clear(domain::AreaId area, Random& random);
    domain::AreaId some_hamlet(Random& random) const;
    domain::AreaId whole_commune() const { return world_.zones.commune().id; }
    dispatch::BroadcastOrder trifle(Random& random);

    domain::NodeSet some_nodes(std::size_t most, Random& random) const;
    /// Sometimes, and short enough for it.
    void stagger(domain::Broadcast& broadcast, Random& random) const;
    /// With this reason wherever a reason helps. `insists`: he asks the signer for the quiet hours, too, which no desk would do.
    void excuse(dispatch::BroadcastOrder& order, const std::string& reason, bool insists) const;

private:
    domain::NodeSet nodes_that_sound(std::size_t most, Random& random) const;
    /// Sometimes, instead of single loudspeakers.
    void aim_at_zone(domain::Broadcast& broadcast, Random& random) const;

    Surroundings& world_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
};

}  // namespace village::simulation
