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
/// Of a loudspeaker that wants everything again, in one moment: many times what it is given.
constexpr int greedy_requests = 50;

}  // namespace

void People::act(domain::UtcTime until) {
    until_ = until;
    // The clocks of all need some seconds to be set right.
    clockwork_.after(8s, [this] { speak(1); });
    happenings_.every(Kind::planned_relays, 0, 20s, 150s, [this](Random& random) { plan_relays(random); });
    for (const auto node : village_.numbers()) trouble(node);
}

// ---- What is said ----

/// When, and for how long, does not depend on whether it is said.
void People::speak(std::uint32_t number) {
    auto random = happenings_.random_of({Kind::live, 1, number});
    const auto length = random.between(12s, 50s);
    if (clockwork_.now() + countdown + length + 30s > until_) return;
    happenings_.once({Kind::live, 0, number}, [&](Random& own) { start_streams(own, length); });
    meddle(number, length);
    // An alarm may last longer than what it broke into.
    clockwork_.after(countdown + length + quiet + random.between(14s, 45s), [this, number] { speak(number + 1); });
}

void People::start_streams(Random& random, Duration length) {
    if (random.chance(0.35)) return two_streams(random, length);
    const auto voice = random.chance(0.5) ? Voice::rising : Voice::falling;
    village_.station().start_stream(voice, some_of_all(random, 0.8), length);
}

void People::two_streams(Random& random, Duration length) {
    const auto shorter = random.between(12s, length);
    const auto left = some_of_all(random, 0.5);
    NodeSet right;
    for (const auto node : village_.numbers())
        if (!left.contains(node)) right.insert(node);
    village_.station().start_stream(Voice::rising, left, length);
    if (right.is_empty()) return;
    facts_.situations.saw(Situation::two_streams);
    village_.station().start_stream(Voice::falling, right, shorter);
}

void People::meddle(std::uint32_t number, Duration length) {
    happenings_.perhaps({Kind::stop, 0, number}, 0.4, 4s, countdown + length, [this](Random& random) {
        on_a_stream(random, [this](GrantId grant) {
            facts_.situations.saw(Situation::stopped_on_air);
            village_.station().stop(grant);
        });
    });
    happenings_.perhaps({Kind::key_change, 0, number}, 0.5, 4s, countdown + length, [this](Random& random) {
        on_a_stream(random, [this](GrantId grant) {
            facts_.situations.saw(Situation::key_changed);
            village_.station().change_key(grant);
        });
    });
    happenings_.perhaps({Kind::emergency, 0, number}, 0.5, 1s, countdown + length, [this](Random& random) {
        const auto alarm_length = random.between(5s, 13s);
        village_.station().start_alarm(village_.alarm(), some_of_all(random, 0.6), alarm_length);
    });
    for (const auto node : village_.numbers())
        happenings_.perhaps({Kind::node_restart, node.value, number}, 0.1, 0s, countdown + length - 5s,
                            [this, node](Random& random) {
                                village_.switch_off(node);
                                clockwork_.after(random.between(1s, 20s), [this, node] {
                                    if (!village_.station().streams_on_air().empty())
                                        facts_.situations.saw(Situation::joined_late);
                                    village_.switch_on(node);
                                });
                            });
}

void People::plan_relays(Random& random) {
    const auto count = 4 + random.below(6);
    const auto nodes = some_of_all(random, 0.7);
    for (std::uint64_t planned = 0; planned < count; ++planned) village_.station().plan_relay(nodes, random.between(1h, 12h));
}

void People::on_a_stream(Random& random, const std::function<void(GrantId)>& what) {
    const auto streams = village_.station().streams_on_air();
    if (!streams.empty()) what(streams[random.below(streams.size())]);
}

NodeSet People::some_of_all(Random& random, double share) const {
    const auto numbers = village_.numbers();
    NodeSet some;
    for (const auto node : numbers)
        if (random.chance(share)) some.insert(node);
    if (some.is_empty()) some.insert(numbers.front());
    return some;
}

// ---- What befalls a loudspeaker and its line ----

void People::trouble(NodeNumber node) {
    happenings_.every(Kind::line_cut, node.value, 12s, 94s, [this, node](Random& random) { cut(node, random); });
    happenings_.every(Kind::session_break, node.value, 60s, 540s, [this, node](Random&) { village_.break_session(node); });
    happenings_.every(Kind::line_held_up, node.value, 60s, 400s,
                      [this, node](Random& random) { village_.hold_up_line(node, random.between(500ms, 9s)); });
    happenings_.every(Kind::greedy_node, node.value, 60s, 600s, [this, node](Random&) { ask_for_everything(node); });
}

void People::cut(NodeNumber node, Random& random) {
    const double kind = random.unit();
    const auto time = kind < 0.7 ? random.between(100ms, 3s) : kind < 0.92 ? random.between(3s, 12s) : random.between(31s, 40s);
    const double way = random.unit();
    village_.cut_line(node, time, way < 0.85, way < 0.7 || way >= 0.85);
}

void People::ask_for_everything(NodeNumber node) {
    for (const auto grant : village_.station().streams_on_air()) {
        const auto& broadcast = *village_.station().find(grant);
        protocol::Nack nack{node.value, broadcast.stream->key.ssrc, {}};
        const auto& sealed = broadcast.stream->sealed;
        for (auto one = sealed.rbegin(); one != sealed.rend() && nack.sequences.size() < fanout::SentPackets::kept; ++one)
            nack.sequences.push_back(static_cast<std::uint16_t>(one->first));
        village_.demand(node, nack, greedy_requests);
    }
}

}  // namespace village::simulation::media
