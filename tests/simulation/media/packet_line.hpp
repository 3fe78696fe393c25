// The line between the station and one loudspeaker, packet by packet: delay with jitter (so that packets overtake each other), loss in
// bursts of time (Gilbert-Elliott) and singly, duplication, cuts of one or both directions, and a way down that holds everything up for
// a while; and the session beside it, which keeps order and waits instead of losing.
#pragma once

#include <cmath>
#include <functional>

#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation::media {

struct LineNature {
    domain::Duration delay = std::chrono::milliseconds{40};
    domain::Duration jitter = std::chrono::milliseconds{30};
    double overtaken = 0.02;  ///< Packets that the next ones overtake.
    double loss = 0.1;        ///< Of the time that is lost in bursts.
};

class PacketLine {
public:
    static constexpr domain::Duration burst = std::chrono::milliseconds{70};  ///< Mean.
    static constexpr domain::Duration held_up_least = std::chrono::milliseconds{40},
                                      held_up_most = std::chrono::milliseconds{150};

    PacketLine(Clockwork& clockwork, Random random, LineNature nature)
        : clockwork_(clockwork), random_(random), nature_(nature), bad_share_(nature.loss) {}

    void cut_for(domain::Duration time, bool to_node, bool from_node) {
        const auto until = clockwork_.now() + time;
        if (to_node) down_.cut_until = std::max(down_.cut_until, until);
        if (from_node) up_.cut_until = std::max(up_.cut_until, until);
    }
    /// What is on its way down then comes all at once afterwards.
    void hold_up_for(domain::Duration time) { down_.held_until = std::max(down_.held_until, clockwork_.now() + time); }
    domain::UtcTime whole_again_at() const { return std::max({down_.cut_until, up_.cut_until, down_.held_until}); }
    bool is_cut() const { return clockwork_.now() < whole_again_at(); }

    void to_node(std::function<void()> arrive) { datagram(down_, std::move(arrive)); }
    void from_node(std::function<void()> arrive) { datagram(up_, std::move(arrive)); }

    /// A new session; what was on the way in the old one never arrives.
    void open_session() { ++session_, down_.last = up_.last = {}; }
    void session_to_node(std::function<void()> arrive) { in_order(down_, std::move(arrive)); }
    void session_from_node(std::function<void()> arrive) { in_order(up_, std::move(arrive)); }
    domain::Duration one_way() { return nature_.delay + random_.between(domain::Duration{0}, nature_.jitter); }

private:
    struct Direction {
        bool in_burst = false;
        domain::UtcTime changes_at{};
        domain::UtcTime cut_until{};
        domain::UtcTime held_until{};
        domain::UtcTime last{};  ///< Arrival of the session's last message.
    };
    void datagram(Direction& way, std::function<void()> arrive) {
        if (clockwork_.now() < way.cut_until || loses(way)) return;
        if (random_.chance(0.01)) clockwork_.after(one_way() * 2, arrive);
        const bool is_overtaken = random_.chance(nature_.overtaken);
        const auto delay = one_way() + (is_overtaken ? random_.between(held_up_least, held_up_most) : domain::Duration{0});
        clockwork_.at(std::max(clockwork_.now() + delay, way.held_until), std::move(arrive));
    }
    void in_order(Direction& way, std::function<void()> arrive) {
        auto when = std::max({clockwork_.now(), way.cut_until, way.held_until}) + one_way();
        while (random_.chance(bad_share_)) when += std::chrono::milliseconds{250};
        way.last = std::max(way.last, when);
        clockwork_.at(way.last, [this, session = session_, arrive = std::move(arrive)] {
            if (session == session_) arrive();
        });
    }
    bool loses(Direction& way) {
        while (way.changes_at <= clockwork_.now()) {
            if (way.changes_at == domain::UtcTime{}) way.changes_at = clockwork_.now();
            way.in_burst = !way.in_burst && bad_share_ > 0;
            way.changes_at += exponential(way.in_burst ? burst : pause_between_bursts());
        }
        return (way.in_burst && random_.chance(0.9)) || random_.chance(bad_share_ / 50);
    }
    domain::Duration pause_between_bursts() const {
        const double share = std::max(bad_share_, 1e-6);
        return domain::Duration{std::llround(static_cast<double>(burst.count()) * (1 - share) / share)};
    }
    domain::Duration exponential(domain::Duration mean) {
        return domain::Duration{1 + std::llround(-static_cast<double>(mean.count()) * std::log(1 - random_.unit()))};
    }

    Clockwork& clockwork_;
    Random random_;
    LineNature nature_;
    double bad_share_;
    Direction down_, up_;
    std::uint32_t session_ = 0;
};

}  // namespace village::simulation::media
