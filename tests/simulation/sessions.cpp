#include "tests/simulation/sessions.hpp"

namespace village::simulation {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

void Sessions::keep_connecting(SimNode& node, Random random) {
    auto& line = node.line();
    if (node.is_up() && line.session() == 0 && !line.is_cut()) join(node, some_controller(random), random);
    if (world_.plant == Plant::gives_up_connecting && line.sessions() > 3) return;
    const auto wait = random.between(seconds{1}, seconds{30});
    world_.clockwork.after(wait, [this, &node, random] { keep_connecting(node, random); });
}

/// Two machines answer to one address.
SimController& Sessions::some_controller(Random& random) {
    auto* old = controllers_.old_one();
    return old && random.chance(0.3) ? *old : controllers_.owner();
}

void Sessions::join(SimNode& node, SimController& controller, Random& random) {
    if (!controller.welcomes(node.owner_epoch())) return;
    if (!node.obeys(controller.owner_epoch())) return world_.situations.saw(Situation::old_controller_refused_by_node);
    if (auto* before = node.controller(); before && before != &controller)
        world_.clockwork.after(patience + random.between(seconds{0}, seconds{15}), [&node, before] {
            if (!node.is_with(*before)) before->node_lost(node.number());
        });
    node.line().open_session();
    const bool is_owner = &controller == &controllers_.owner();
    world_.trace.add(world_.clockwork.now(), is_owner ? "connects" : "connects to old controller", node.number());
    node.connected(controller, controller.owner_epoch());
    controller.node_connected(node.number());
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
    node.controller()->node_lost(node.number());
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

void Sessions::controller_replaced(const SimController& old, Random& random) {
    for (auto& node : nodes_) {
        const auto session = node->line().session();
        if (session == 0 || !node->is_with(old)) continue;
        if (random.chance(0.4)) {
            world_.situations.saw(Situation::node_stays_with_old_controller);
            continue;
        }
        node->disconnected();
        world_.clockwork.after(patience + random.between(seconds{0}, seconds{15}), [this, &node = *node, session] {
            if (node.line().session() == 0) controller_gives_up(node, session);
        });
        // The address goes to and fro between the two machines.
        if (random.chance(0.5))
            world_.clockwork.after(random.between(seconds{10}, seconds{90}), [this, &node = *node] {
                if (controllers_.old_one()) node_gives_up(node, node.line().session());
            });
    }
}

void Sessions::controller_died(const SimController& dead, Random& random) {
    // Who kills the program lets the machine say goodbye; who pulls the plug does not.
    const bool says_goodbye = random.chance(0.5);
    for (auto& node : nodes_) {
        auto& line = node->line();
        if (!node->is_with(dead)) continue;
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
