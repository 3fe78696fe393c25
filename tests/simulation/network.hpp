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

    bool is_cut_to_node() const { return clockwork_.now() < cut_to_node_until_; }
    bool is_cut_from_node() const { return clockwork_.now() < cut_from_node_until_; }
    bool is_cut() const { return is_cut_to_node() || is_cut_from_node(); }
    domain::UtcTime whole_again_at() const { return std::max(cut_to_node_until_, cut_from_node_until_); }
    void cut_for(domain::Duration time, bool to_node, bool from_node) {
        if (to_node) cut_to_node_until_ = std::max(cut_to_node_until_, clockwork_.now() + time);
        if (from_node) cut_from_node_until_ = std::max(cut_from_node_until_, clockwork_.now() + time);
    }
    void heal() { cut_to_node_until_ = cut_from_node_until_ = clockwork_.now(), loss_ = 0; }

    /// What the node believes in; 0: none.
    std::uint32_t session() const { return session_; }
    /// What the controller believes in. They differ while the session is half open.
    std::uint32_t controllers_session() const { return controllers_session_; }
    std::uint32_t sessions() const { return sessions_; }  ///< So far.
    void open_session() {
        session_ = controllers_session_ = ++sessions_;
        last_to_node_ = last_from_node_ = {};  // A new connection does not wait for the old one's packets.
    }
    void close_session() { session_ = 0; }
    void close_controllers_end() { controllers_session_ = 0; }

    /// Towards the node.
    void datagram(std::function<void()> arrive) {
        if (is_cut_to_node() || is_lost()) return;
        if (random_.chance(0.02)) clockwork_.after(one_way() * 4, arrive);
        clockwork_.after(one_way(), std::move(arrive));
    }
    /// Towards the node, or from it: each direction keeps its own order. What is sent into a half-open session is lost; true: it
    /// was one.
    bool in_session(bool to_node, std::function<void()> arrive) {
        const auto& mine = to_node ? controllers_session_ : session_;
        const auto& theirs = to_node ? session_ : controllers_session_;
        if (mine == 0) return false;
        auto when = std::max(clockwork_.now(), to_node ? cut_to_node_until_ : cut_from_node_until_) + one_way();
        for (int again = 0; again < 6 && is_lost(); ++again) when += std::chrono::milliseconds{200};
        auto& last = to_node ? last_to_node_ : last_from_node_;
        last = std::max(last, when);
        clockwork_.at(last, [&theirs, session = mine, arrive = std::move(arrive)] {
            if (session == theirs) arrive();
        });
        return mine != theirs;
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
    std::uint32_t controllers_session_ = 0;
    std::uint32_t sessions_ = 0;
    domain::UtcTime last_to_node_{};
    domain::UtcTime last_from_node_{};
};

}  // namespace village::simulation
