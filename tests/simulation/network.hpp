// The bad line between controller and one node: delay with jitter, loss in bursts (Gilbert-Elliott), duplication,
// reordering, partitions of both directions or of one. Datagrams may be lost, doubled and overtake each other; a
// session keeps order and loses only what was on the way when it broke.
#pragma once

#include <deque>
#include <functional>

#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

class Line {
public:
    Line(Clockwork& clockwork, Random random, double loss) : clockwork_(clockwork), random_(random), loss_(loss) {}

    bool is_cut_to_node() const { return clockwork_.now() < to_node_.cut_until; }
    bool is_cut_from_node() const { return clockwork_.now() < from_node_.cut_until; }
    bool is_cut() const { return is_cut_to_node() || is_cut_from_node(); }
    domain::UtcTime whole_again_at() const { return std::max(to_node_.cut_until, from_node_.cut_until); }
    void cut_for(domain::Duration time, bool to_node, bool from_node) {
        if (to_node) to_node_.cut_until = std::max(to_node_.cut_until, clockwork_.now() + time);
        if (from_node) from_node_.cut_until = std::max(from_node_.cut_until, clockwork_.now() + time);
    }
    /// What waits for the end of a cut comes now.
    void heal() {
        loss_ = 0;
        for (auto* way : {&to_node_, &from_node_}) {
            way->cut_until = clockwork_.now();
            if (!way->waiting.empty()) deliver(*way, clockwork_.now() + one_way());
        }
    }

    /// What the node believes in; 0: none.
    std::uint32_t session() const { return session_; }
    /// What the controller believes in. They differ while the session is half open.
    std::uint32_t controllers_session() const { return controllers_session_; }
    std::uint32_t sessions() const { return sessions_; }  ///< So far.
    void open_session() {
        session_ = controllers_session_ = ++sessions_;
        to_node_.last = from_node_.last = {};  // A new connection does not wait for the old one's packets.
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
        auto& way = to_node ? to_node_ : from_node_;
        auto when = std::max(clockwork_.now(), way.cut_until) + one_way();
        for (int again = 0; again < 6 && is_lost(); ++again) when += std::chrono::milliseconds{200};
        way.waiting.push_back([&theirs, session = mine, arrive = std::move(arrive)] {
            if (session == theirs) arrive();
        });
        ++way.sent;
        deliver(way, std::max(way.last, when));
        return mine != theirs;
    }

private:
    struct Way {
        domain::UtcTime cut_until{};
        domain::UtcTime last{};  ///< When all of its session that is under way has come.
        std::deque<std::function<void()>> waiting;
        std::uint64_t sent = 0;
        std::uint64_t come = 0;
    };
    void deliver(Way& way, domain::UtcTime when) {
        way.last = when;
        clockwork_.at(when, [&way, sent = way.sent] {
            while (way.come < sent) {
                const auto arrive = std::move(way.waiting.front());
                way.waiting.pop_front();
                ++way.come;
                arrive();
            }
        });
    }
    domain::Duration one_way() { return random_.between(std::chrono::milliseconds{20}, std::chrono::milliseconds{110}); }
    bool is_lost() {
        in_burst_ = random_.chance(in_burst_ ? 0.6 : loss_ / 2);
        return in_burst_ && random_.chance(0.8);
    }

    Clockwork& clockwork_;
    Random random_;
    double loss_;
    bool in_burst_ = false;
    Way to_node_;
    Way from_node_;
    std::uint32_t session_ = 0;
    std::uint32_t controllers_session_ = 0;
    std::uint32_t sessions_ = 0;
};

}  // namespace village::simulation
