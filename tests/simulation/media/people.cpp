#include "tests/simulation/media/people.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::Duration;
using domain::GrantId;
using domain::NodeNumber;
using domain::NodeSet;

namespace {

/// Between the wish and T0, and between the last sample and the next wish.
constexpr Duration countdown = 3s, quiet = 3s;
/// Of what befalls a line; the rest are cuts.
constexpr double session_share = 0.15;

}  // namespace

void People::act(domain::UtcTime until) {
    until_ = until;
    // The clocks of all need some seconds to be set right.
    clockwork_.after(8s, [this] { speak(); });
    for (const auto node : village_.numbers()) cut_lines(node);
}

void People::speak() {
    const auto length = random_.between(12s, 50s);
    if (clockwork_.now() + countdown + length + 30s > until_) return;
    if (random_.chance(0.35)) two_streams(length);
    else one_stream(length);
    // An alarm may last longer than what it broke into.
    clockwork_.after(countdown + length + quiet + random_.between(14s, 45s), [this] { speak(); });
}

void People::one_stream(Duration length) {
    const auto nodes = some_of(village_.numbers(), 0.8);
    village_.station().start_stream(random_.chance(0.5) ? Voice::rising : Voice::falling, nodes, length);
    meddle_with(nodes, length);
}

void People::two_streams(Duration length) {
    NodeSet left, right;
    for (const auto node : village_.numbers()) (random_.chance(0.5) ? left : right).insert(node);
    if (left.is_empty() || right.is_empty()) return one_stream(length);
    facts_.situations.saw(Situation::two_streams);
    village_.station().start_stream(Voice::rising, left, length);
    village_.station().start_stream(Voice::falling, right, random_.between(12s, length));
    meddle_with(left.united_with(right), length);
}

void People::meddle_with(const NodeSet& nodes, Duration length) {
    if (random_.chance(0.4))
        on_a_stream(4s, countdown + length, [this](GrantId grant) {
            facts_.situations.saw(Situation::stopped_on_air);
            village_.station().stop(grant);
        });
    if (random_.chance(0.5))
        on_a_stream(4s, countdown + length, [this](GrantId grant) {
            facts_.situations.saw(Situation::key_changed);
            village_.station().change_key(grant);
        });
    if (random_.chance(0.5))
        clockwork_.after(random_.between(1s, countdown + length), [this, some = some_of(nodes.numbers(), 0.6)] {
            village_.station().start_alarm(village_.alarm(), some, random_.between(5s, 13s));
        });
    for (const auto node : village_.numbers()) {
        if (!random_.chance(0.1)) continue;
        const auto off = random_.between(0s, countdown + length - 5s);
        clockwork_.after(off, [this, node] { village_.switch_off(node); });
        clockwork_.after(off + random_.between(1s, 20s), [this, node] {
            if (!village_.station().streams_on_air().empty()) facts_.situations.saw(Situation::joined_late);
            village_.switch_on(node);
        });
    }
}

void People::on_a_stream(Duration from, Duration to, std::function<void(GrantId)> what) {
    clockwork_.after(random_.between(from, to), [this, what = std::move(what)] {
        const auto streams = village_.station().streams_on_air();
        if (!streams.empty()) what(streams[random_.below(streams.size())]);
    });
}

void People::cut_lines(NodeNumber node) {
    clockwork_.after(random_.between(10s, 80s), [this, node] {
        if (random_.chance(session_share)) {
            village_.break_session(node);
            return cut_lines(node);
        }
        const double kind = random_.unit();
        const auto time = kind < 0.7    ? random_.between(100ms, 3s)
                          : kind < 0.92 ? random_.between(3s, 12s)
                                        : random_.between(31s, 40s);
        const double way = random_.unit();
        village_.cut_line(node, time, way < 0.85, way < 0.7 || way >= 0.85);
        cut_lines(node);
    });
}

NodeSet People::some_of(const std::vector<NodeNumber>& numbers, double share) {
    NodeSet some;
    for (const auto node : numbers)
        if (random_.chance(share)) some.insert(node);
    if (some.is_empty()) some.insert(numbers.front());
    return some;
}

}  // namespace village::simulation::media
