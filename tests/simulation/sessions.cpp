#include "tests/simulation/sessions.hpp"

namespace village::simulation {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

void Sessions::keep_connecting(SimNode& node, Random random) {
    auto& line = node.line();
    if (node.is_up() && line.session() == 0 && !line.is_cut() && controller_.is_up()) {
        line.open_session();
        world_.trace.add(world_.clockwork.now(), "connects", node.number());
        controller_.node_connected(node.number());
        node.connected();
    }
    if (world_.plant == Plant::gives_up_connecting && line.sessions() > 3) return;
    const auto wait = random.between(seconds{1}, seconds{30});
    world_.clockwork.after(wait, [this, &node, random] { keep_connecting(node, random); });
}

void Sessions::cut(SimNode& node, Random& random) {
    const auto time = random.chance(0.5) ? random.between(seconds{1}, seconds{25}) : random.between(seconds{40}, hours{2});
    const auto which = random.below(5);
    auto& line = node.line();
    line.cut_for(time, which != 0, which != 1);
    if (time < patience) return;
    world_.clockwork.after(patience, [this, &node, session = line.session()] {
        if (node.line().is_cut_to_node()) node_gives_up(node, session);
    });
    world_.clockwork.after(patience + random.between(seconds{0}, seconds{15}),
                           [this, &node, session = line.controllers_session()] {
                               if (node.line().is_cut_from_node()) controller_gives_up(node, session);
                           });
}

void Sessions::node_gives_up(SimNode& node, std::uint32_t session) {
    auto& line = node.line();
    if (session == 0 || line.session() != session) return;
    node.disconnected();
    if (line.is_cut_from_node()) return;
    // Its goodbye gets through.
    world_.clockwork.after(milliseconds{100}, [this, &node, session] { controller_gives_up(node, session); });
}

void Sessions::controller_gives_up(SimNode& node, std::uint32_t session) {
    auto& line = node.line();
    const bool late = line.controllers_session() != session;
    if (session == 0 || (late && world_.plant != Plant::old_session_ends_new_one)) return;
    if (!late) line.close_controllers_end();
    controller_.node_lost(node.number());
    world_.clockwork.at(line.whole_again_at(), [this, &node, session] { be_reset(node, session); });
}

/// The node's next packet that gets through is answered with a reset.
void Sessions::be_reset(SimNode& node, std::uint32_t session) {
    world_.clockwork.after(seconds{8}, [this, &node, session] {
        const auto& line = node.line();
        if (line.session() == session && line.controllers_session() != session) node_gives_up(node, session);
    });
}

void Sessions::heal() {
    for (auto& node : nodes_) be_reset(*node, node->line().session());
}

void Sessions::node_died(SimNode& node, Random& random) {
    world_.clockwork.after(patience + random.between(seconds{0}, seconds{15}),
                           [this, &node, session = node.line().controllers_session()] {
                               if (node.line().session() != session) controller_gives_up(node, session);
                           });
}

void Sessions::controller_died(Random& random) {
    // Who kills the program lets the machine say goodbye; who pulls the plug does not.
    const bool says_goodbye = random.chance(0.5);
    for (auto& node : nodes_) {
        auto& line = node->line();
        line.close_controllers_end();
        const auto session = line.session();
        if (session == 0) continue;
        if (says_goodbye && !line.is_cut()) node->disconnected();
        else
            world_.clockwork.after(random.between(seconds{1}, patience), [this, &node, session] {
                if (node->line().session() == session) node->disconnected();
            });
    }
}

bool Sessions::is_whole_since(SimNode& node, domain::UtcTime since) {
    const auto& line = node.line();
    const bool whole = node.is_up() && line.session() != 0 && line.session() == line.controllers_session();
    return whole && !line.is_cut() && node.connected_since() < since;
}

}  // namespace village::simulation
