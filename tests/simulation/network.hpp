// The bad line between controller and one node: delay with jitter, loss in bursts (Gilbert-Elliott), duplication,
// reordering, partitions of both directions or of one. Datagrams may be lost, doubled and overtake each other; a
// session keeps order and loses only what was on the way when it broke.
#pragma once

#include <functional>

#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

class Line {
public:
    Line(Clockwork& clockwork, Random random, double loss) : clockwork_(clockwork), random_(random), loss_(loss) {}

    /// Nothing reaches the node.
    bool is_cut() const { return clockwork_.now() < cut_to_node_until_; }
    void cut_for(domain::Duration time, bool half_open) {
        cut_to_node_until_ = std::max(cut_to_node_until_, clockwork_.now() + time);
        if (!half_open) cut_from_node_until_ = std::max(cut_from_node_until_, clockwork_.now() + time);
    }
    void heal() { cut_to_node_until_ = cut_from_node_until_ = clockwork_.now(), loss_ = 0; }

    std::uint32_t session() const { return session_; }  ///< 0: none.
    void open_session() {
        session_ = ++sessions_;
        last_to_node_ = last_from_node_ = {};  // A new connection does not wait for the old one's packets.
    }
    void close_session() { session_ = 0; }

    /// Towards the node.
    void datagram(std::function<void()> arrive) {
        if (is_cut() || is_lost()) return;
        if (random_.chance(0.02)) clockwork_.after(one_way() * 4, arrive);
        clockwork_.after(one_way(), std::move(arrive));
    }
    /// Towards the node, or from it: each direction keeps its own order.
    void in_session(bool to_node, std::function<void()> arrive) {
        if (session_ == 0) return;
        auto when = std::max(clockwork_.now(), to_node ? cut_to_node_until_ : cut_from_node_until_) + one_way();
        for (int again = 0; again < 6 && is_lost(); ++again) when += std::chrono::milliseconds{200};
        auto& last = to_node ? last_to_node_ : last_from_node_;
        last = std::max(last, when);
        clockwork_.at(last, [this, session = session_, arrive = std::move(arrive)] {
            if (session == session_) arrive();
        });
    }

private:
    domain::Duration one_way() { return random_.between(std::chrono::milliseconds{20}, std::chrono::milliseconds{110}); }
    bool is_lost() {
        in_burst_ = random_.chance(in_burst_ ? 0.6 : loss_ / 2);
        return in_burst_ && random_.chance(0.8);
    }

    Clockwork& clockwork_;
    Random random_;
    double loss_;
    bool in_burst_ = false;
    domain::UtcTime cut_to_node_until_{};
    domain::UtcTime cut_from_node_until_{};
    std::uint32_t session_ = 0;
    std::uint32_t sessions_ = 0;
    domain::UtcTime last_to_node_{};
    domain::UtcTime last_from_node_{};
};

}  // namespace village::simulation
