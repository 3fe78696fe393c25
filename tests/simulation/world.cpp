#include "tests/simulation/world.hpp"

#include <algorithm>

#include "tests/simulation/eavesdropper.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/sessions.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::Duration;
using domain::NodeNumber;
using domain::UtcTime;

constexpr minutes heal_time{100};
/// After healing, until everything is connected, attested and fetched again.
constexpr minutes settling_time{6};

class World {
public:
    explicit World(const RunOptions& options)
        : options_(options),
          random_(options.seed, 1),
          clockwork_(some_beginning(random_)),
          end_(clockwork_.now() + hours{options.hours}),
          checker_(domain::HoursPolicy{}, situations_),
          trace_(options.show),
          happenings_(clockwork_, trace_, options.seed, options.selection, end_ - heal_time),
          zones_(checker_, options.nodes, Random{options.seed, 7}),
          rules_(checker_, zones_.commune()),
          signer_(clockwork_, Random{options.seed, 2}, rules_.for_signer(clockwork_.now()), happenings_.has(Kind::slow_signer),
                  options.plant),
          approvals_(checker_, situations_, options.plant),
          world_{clockwork_, checker_,    situations_,   trace_, signer_, approvals_, zones_, rules_,
                 station_,   happenings_, options.plant, true,   {},      {},         {},     {}},
          controllers_(world_, options, nodes_),
          people_(world_, controllers_, nodes_, happenings_),
          sessions_(world_, controllers_, nodes_),
          eavesdropper_(world_, controllers_, nodes_) {
        signer_.on_obeyed = [this](const Owner& owner) { checker_.obeyed_by_signer(owner); };
        signer_.on_issued = [this](const domain::Grant& grant, const Owner& owner) {
            checker_.issued(grant, owner, clockwork_.now());
            trace_.add(clockwork_.now(), "grant for", {}, grant.broadcast);
            trace_.add(clockwork_.now(), "is", {}, grant.id);
        };
        controllers_.on_died = [this](SimController& dead, Random& random) { sessions_.controller_died(dead, random); };
        controllers_.on_back = [this] { people_.go_on(); };
        controllers_.on_attested_clock_set = [this](Random& random) { people_.call_before_it_is_noticed(random); };
        controllers_.on_taken_over = [this](SimController& old, Random& random) {
            sessions_.controller_replaced(old, random);
            people_.keep_asking(old, random);
        };
        for (std::uint16_t number = 1; number <= options.nodes; ++number) {
            Random random{options.seed, 100u + number};
            const auto loss = happenings_.has(Kind::lossy_lines) ? random.unit() * 0.2 : 0;
            nodes_.push_back(std::make_unique<SimNode>(world_, NodeNumber{number}, random, loss));
        }
    }

    RunResult run() {
        begin();
        const auto failed = [this] { return checker_.violation().has_value(); };
        if (clockwork_.run_until(end_ - heal_time, failed)) {
            heal();
            if (clockwork_.run_until(end_, failed)) judge_the_end();
        }
        return {.violation = checker_.violation(),
                .trace_hash = trace_.hash(),
                .steps = clockwork_.steps(),
                .sounds = checker_.sounds(),
                .finals = checker_.finals(),
                .broadcasts = controllers_.store().broadcasts().size(),
                .happened = happenings_.happened(),
                .situations = situations_,
                .trace_tail = trace_.tail()};
    }

private:
    void begin() {
        controllers_.begin(happenings_);
        for (auto& node : nodes_) {
            for (const auto& content : people_.rendered_contents()) node->keep_content(content);
            node->boot();
            sessions_.keep_connecting(*node, Random{options_.seed, 10'000u + node->number().value});
            const auto place = node->number().value;
            happenings_.every(Kind::node_restart, place, hours{6}, hours{30}, [this, &node](Random& r) { restart(*node, r); });
            happenings_.every(Kind::line_cut, place, minutes{40}, hours{6},
                              [this, &node](Random& r) { sessions_.cut(*node, r); });
            happenings_.every(Kind::clock_exchange, place, minutes{10}, minutes{60},
                              [&node](Random& r) { node->exchange_clock(r); });
            happenings_.every(Kind::device_falter, place, minutes{10}, minutes{90},
                              [&node](Random& r) { node->device_falters(r); });
            happenings_.every(Kind::device_failure, place, hours{1}, hours{8}, [&node](Random&) { node->device_fails(); });
        }
        happenings_.every(Kind::signer_silence, 0, hours{3}, hours{12},
                          [this](Random& r) { signer_.down_for(r.between(seconds{1}, minutes{10})); });
        eavesdropper_.begin(happenings_);
        people_.begin();
        minute();
    }

    void judge_the_end() {
        const auto all_over = over();
        // What a power cut did not let the controller hear of may be on the disk all the same.
        for (const auto& broadcast : all_over)
            for (const auto& delivery : controllers_.store().deliveries(broadcast.id))
                checker_.delivery_stored(delivery, clockwork_.now());
        checker_.end(all_over, clockwork_.now());
        for (const auto& broadcast : controllers_.store().broadcasts()) checker_.look_whether_over(broadcast, clockwork_.now());
        checker_.end_of_healing(due_when_well(), clockwork_.now());
    }

    void minute() {
        const auto in_contact = reachable();
        checker_.sweep(in_contact, clockwork_.now());
        checker_.sweep_clocks(in_contact, !signer_.was_down_since(clockwork_.now() - ClockJudge::right_within), clockwork_.now());
        for (const auto node : in_contact)
            if (!controllers_.owner().is_connected(node)) checker_.taken_for_lost(node, clockwork_.now());
        const bool is_even = ++minutes_ % 2 == 0;
        for (auto& node : nodes_)
            if (is_even && node->is_up()) node->report();
        if (clockwork_.now() + minutes{1} <= end_) clockwork_.after(minutes{1}, [this] { minute(); });
    }

    std::set<NodeNumber> reachable() {
        std::set<NodeNumber> nodes;
        const auto long_ago = clockwork_.now() - seconds{10};
        const auto& owner = controllers_.owner();
        if (!owner.is_up() || owner.up_since() > long_ago) return nodes;
        for (auto& node : nodes_)
            if (node->is_with(owner) && sessions_.is_whole_since(*node, long_ago)) nodes.insert(node->number());
        return nodes;
    }

    void restart(SimNode& node, Random& random) {
        sessions_.node_died(node, random);
        node.crash();
        clockwork_.after(random.between(seconds{5}, minutes{20}), [&node] {
            if (!node.is_up()) node.boot();
        });
    }

    void heal() {
        world_.faults = false;
        trace_.add(clockwork_.now(), "heals");
        controllers_.heal();
        for (auto& node : nodes_) {
            node->line().heal();
            if (!node->is_up()) node->boot();
        }
        sessions_.heal();
        signer_.heal();
        station_.heal();
        people_.heal();
        clockwork_.after(LivenessJudge::connected_within, [this] {
            for (auto& node : nodes_)
                if (node->line().session() == 0 || !controllers_.owner().is_connected(node->number()))
                    checker_.unconnected(node->number(), clockwork_.now());
        });
        for (auto& node : nodes_)
            clockwork_.after(LivenessJudge::outbox_empty_within, [this, &node, last = node->last_receipt()] {
                const auto oldest = node->oldest_unconfirmed();
                if (oldest != 0 && oldest <= last) checker_.outbox_not_empty(node->number(), clockwork_.now());
            });
        clockwork_.after(settling_time, [this] { ask_for_liveness(1); });
    }

    /// Again and again: something is to be played, and often the controller is killed and comes back only just in time.
    void ask_for_liveness(std::uint32_t number) {
        if (clockwork_.now() > end_ - minutes{20}) return;
        auto due = clockwork_.now() + minutes{2};
        happenings_.once({Kind::due_item, 0, number}, [&](Random& random) { due = people_.play_for_sure(random); });
        happenings_.once({Kind::controller_just_back, 0, number}, [&](Random& random) { be_just_back(due, random); });
        auto random = happenings_.random_of({Kind::due_item, 1, number});
        clockwork_.at(due + random.between(seconds{1}, minutes{6}), [this, number] { ask_for_liveness(number + 1); });
    }

    /// Not before every loudspeaker has come back since the last time and fetched what it was told of before.
    void be_just_back(UtcTime due, Random& random) {
        const auto settled = controllers_.owner().up_since() + seconds{75} - clockwork_.now();
        const auto dies = std::max<Duration>(random.between(seconds{5}, seconds{60}), settled);
        const auto back =
            LivenessJudge::back_before + random.between(Duration::zero(), random.chance(0.5) ? seconds{2} : seconds{50});
        if (random.chance(0.5) || due - back <= clockwork_.now() + dies) return;
        clockwork_.after(dies, [this, random]() mutable { controllers_.kill_owner(random); });
        clockwork_.at(due - back, [this] { controllers_.start_owner(); });
    }

    /// What was asked for when all was well, so that it had to be played.
    std::vector<domain::Broadcast> due_when_well() {
        auto all = controllers_.store().broadcasts();
        std::erase_if(all, [&](const domain::Broadcast& broadcast) {
            const bool silenced =
                broadcast.state == domain::BroadcastState::stopped || broadcast.state == domain::BroadcastState::cancelled;
            const bool well = broadcast.starts_at > end_ - heal_time + settling_time && broadcast.start_by + minutes{13} < end_;
            // What stands in is heard only where something is missing, and a relay as long as its station is.
            const bool is_certain = !(broadcast.place && broadcast.place->stands_in_for) && broadcast.relay.empty();
            return broadcast.kind != domain::BroadcastKind::scheduled || silenced || !is_certain || !well;
        });
        return all;
    }

    std::vector<domain::Broadcast> over() {
        auto all = controllers_.store().broadcasts();
        std::erase_if(all, [&](const domain::Broadcast& broadcast) {
            return !broadcast.ended_at || *broadcast.ended_at + delivery::Tracker::settled_after + minutes{5} > end_;
        });
        return all;
    }

    RunOptions options_;
    Random random_;
    Clockwork clockwork_;
    UtcTime end_;
    std::uint64_t minutes_ = 0;
    Situations situations_;
    Checker checker_;
    Trace trace_;
    Happenings happenings_;
    Zones zones_;
    LocalRules rules_;
    SignerModel signer_;
    Approvals approvals_;
    Station station_;
    Surroundings world_;
    std::vector<std::unique_ptr<SimNode>> nodes_;
    Controllers controllers_;
    People people_;
    Sessions sessions_;
    Eavesdropper eavesdropper_;
};

}  // namespace

RunResult run(const RunOptions& options) { return World{options}.run(); }

}  // namespace village::simulation
