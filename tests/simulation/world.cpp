#include "tests/simulation/world.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/simulation/people.hpp"
#include "tests/simulation/sessions.hpp"
#include "tests/simulation/sqlite_store.hpp"

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

/// The real storage is slower: one run in ten has it.
bool has_sqlite(const RunOptions& options) {
    if (options.storage != StorageKind::drawn) return options.storage == StorageKind::sqlite;
    return options.plant == Plant::sync_forgotten || Random{options.seed, 5}.below(10) == 0;
}

std::unique_ptr<ControllerStore> make_store(const RunOptions& options, Clockwork& clockwork, const domain::HoursPolicy& hours) {
    const Random random{options.seed, 3};
    if (has_sqlite(options))
        return std::make_unique<SqliteStore>(clockwork, random, hours, options.plant == Plant::sync_forgotten);
    return std::make_unique<MemoryStore>(clockwork, random, options.plant == Plant::receipt_counted_twice);
}

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
          signer_(clockwork_, Random{options.seed, 2}, {}, happenings_.has(Kind::slow_signer)),
          world_{clockwork_, checker_, situations_, trace_, signer_, happenings_, {}, options.plant, true, {}, {}, {}, {}},
          store_(make_store(options, clockwork_, world_.hours)),
          controller_(world_, *store_, Random{options.seed, 4}),
          people_(world_, controller_, nodes_, happenings_),
          sessions_(world_, controller_, nodes_) {
        signer_.on_issued = [this](const domain::Grant& grant) {
            checker_.issued(grant, clockwork_.now());
            trace_.add(clockwork_.now(), "grant for", {}, grant.broadcast);
            trace_.add(clockwork_.now(), "is", {}, grant.id);
        };
        store_->on_loss = [this](const std::string& words) { checker_.disk_lost(words, clockwork_.now()); };
        for (std::uint16_t number = 1; number <= options.nodes; ++number) {
            Random random{options.seed, 100u + number};
            const auto loss = happenings_.has(Kind::lossy_lines) ? random.unit() * 0.2 : 0;
            nodes_.push_back(std::make_unique<SimNode>(world_, controller_, NodeNumber{number}, random, loss));
        }
        controller_.knows(nodes_);
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
                .broadcasts = store_->broadcasts().size(),
                .happened = happenings_.happened(),
                .situations = situations_,
                .trace_tail = trace_.tail()};
    }

private:
    void begin() {
        controller_.boot();
        for (auto& node : nodes_) {
            for (const auto& content : people_.emergency_contents()) node->keep_content(content);
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
        every(Kind::controller_restart, hours{2}, hours{12}, &World::restart_controller);
        every(Kind::controller_power_cut, minutes{20}, hours{3}, &World::cut_controller_power);
        every(Kind::controller_clock_step, hours{2}, hours{10}, &World::step_controller_clock);
        every(Kind::signer_silence, hours{3}, hours{12}, &World::silence_signer);
        every(Kind::replayed_start, minutes{2}, minutes{20}, &World::replay);
        every(Kind::forged_start, minutes{5}, minutes{30}, &World::forge);
        every(Kind::replayed_receipt, minutes{2}, minutes{20}, &World::replay_receipt);
        every(Kind::copied_command, seconds{20}, minutes{6}, &World::copy);
        every(Kind::start_let_go, minutes{1}, minutes{8}, &World::release_held_back);
        people_.begin();
        minute();
    }

    void every(Kind kind, Duration least, Duration most, void (World::*what)(Random&)) {
        happenings_.every(kind, 0, least, most, [this, what](Random& random) { (this->*what)(random); });
    }

    void judge_the_end() {
        const auto all_over = over();
        // What a power cut did not let the controller hear of may be on the disk all the same.
        for (const auto& broadcast : all_over)
            for (const auto& delivery : store_->deliveries(broadcast.id)) checker_.delivery_stored(delivery, clockwork_.now());
        checker_.end(all_over, clockwork_.now());
        checker_.end_of_healing(due_when_well(), clockwork_.now());
    }

    void minute() {
        checker_.sweep(reachable(), clockwork_.now());
        const bool is_even = ++minutes_ % 2 == 0;
        for (auto& node : nodes_)
            if (is_even && node->is_up()) node->report();
        if (clockwork_.now() + minutes{1} <= end_) clockwork_.after(minutes{1}, [this] { minute(); });
    }

    std::set<NodeNumber> reachable() {
        std::set<NodeNumber> nodes;
        const auto long_ago = clockwork_.now() - seconds{10};
        if (!controller_.is_up() || controller_.up_since() > long_ago) return nodes;
        for (auto& node : nodes_)
            if (sessions_.is_whole_since(*node, long_ago)) nodes.insert(node->number());
        return nodes;
    }

    void restart(SimNode& node, Random& random) {
        sessions_.node_died(node, random);
        node.crash();
        clockwork_.after(random.between(seconds{5}, minutes{20}), [&node] {
            if (!node.is_up()) node.boot();
        });
    }

    void restart_controller(Random& random) {
        if (!controller_.is_up()) return;
        kill_controller(random);
        clockwork_.after(random.between(seconds{1}, random.chance(0.2) ? Duration{hours{1}} : Duration{seconds{30}}),
                         [this] { start_controller(); });
    }
    void kill_controller(Random& random) {
        controller_.crash();
        sessions_.controller_died(random);
    }
    void start_controller() {
        if (controller_.is_up()) return;
        controller_.boot();
        people_.plan_days();
    }

    /// Of the disk: one of the next writes is cut short.
    void cut_controller_power(Random& random) {
        store_->on_power_cut = [this, random]() mutable {
            if (!controller_.is_up()) return;
            situations_.saw(Situation::power_cut_while_controller_writes);
            restart_controller(random);
        };
        if (controller_.is_up()) store_->cut_power_soon(random);
    }

    void silence_signer(Random& random) { signer_.down_for(random.between(seconds{1}, minutes{10})); }

    /// Somebody, or a faulty time server, sets it; it is noticed a while later.
    void step_controller_clock(Random& random) {
        const auto step = random.chance(0.5) ? random.between(-seconds{90}, seconds{90}) : random.between(-hours{1}, hours{1});
        controller_.set_clock(step);
        clockwork_.after(random.between(seconds{20}, minutes{20}), [this] { controller_.set_clock(Duration::zero()); });
    }

    domain::Grant some_recorded(Random& random) {
        const auto count = world_.recorded.size();
        const auto back = random.below(random.chance(0.5) ? std::min<std::size_t>(count, 8) : count);
        return world_.recorded[count - 1 - back];
    }
    SimNode* some_node_outside(const domain::NodeSet& nodes, Random& random) {
        const auto first = random.below(nodes_.size());
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            if (auto& node = nodes_[(first + i) % nodes_.size()]; !nodes.contains(node->number())) return node.get();
        return nullptr;
    }
    NodeNumber beyond_the_commune() const { return NodeNumber{static_cast<std::uint16_t>(nodes_.size() + 1)}; }
    SimNode& some_node(Random& random) { return *nodes_[random.below(nodes_.size())]; }

    void send(SimNode& node, const domain::Grant& grant, Situation what) {
        node.line().datagram([this, &node, grant, what] {
            if (!node.is_up()) return;
            situations_.saw(what);
            node.take_copy(grant);
        });
    }

    /// Somebody recorded a START and plays it again, now, to any loudspeaker.
    void replay(Random& random) {
        if (!world_.recorded.empty()) send(some_node(random), some_recorded(random), Situation::replayed_start);
    }

    /// The same with a STOP, a plan, or what a node answered in an earlier session.
    void copy(Random& random) {
        auto& node = some_node(random);
        switch (random.below(3)) {
            case 0: return node.take_copy_of_plan(random);
            case 1: return controller_.take_copy_of_answer(random);
            default:
                if (const auto& stops = world_.recorded_stops; !stops.empty()) node.take_copy(stops[random.below(stops.size())]);
        }
    }

    /// A receipt, new or old: what its node said once is said again.
    void replay_receipt(Random& random) {
        const auto& recorded = world_.recorded_receipts;
        if (recorded.empty() || !controller_.is_up()) return;
        situations_.saw(Situation::replayed_receipt);
        controller_.receipt(recorded[recorded.size() - 1 - random.below(std::min<std::size_t>(recorded.size(), 50))]);
    }

    /// The same, with other words: for one loudspeaker more, for a day longer, for new audio, or as a new order.
    void forge(Random& random) {
        if (world_.recorded.empty()) return;
        auto copy = some_recorded(random);
        auto* node = &some_node(random);
        switch (random.below(4)) {
            case 0:
                if (auto* stranger = some_node_outside(copy.nodes, random)) node = stranger;
                copy.nodes.insert(copy.nodes.contains(node->number()) ? beyond_the_commune() : node->number());
                break;
            case 1: copy.start_by = copy.not_after = copy.not_after + hours{24}; break;
            case 2: copy.priority = domain::Priority::priority, copy.max_duration += minutes{10}; break;
            default: copy.id = signer_.make_id<domain::GrantId>();
        }
        if (signer_.has_signed(copy)) throw std::logic_error("a forged START equals a real one: nothing is tried by it");
        send(*node, copy, Situation::forged_start);
    }

    /// A START that was kept from its loudspeaker until the STOP had come; perhaps somebody pulls the plug first.
    void release_held_back(Random& random) {
        if (world_.held_back.empty()) return;
        const auto [number, id] = world_.held_back.back();
        world_.held_back.pop_back();
        const auto held = std::ranges::find(world_.recorded, id, &domain::Grant::id);
        if (held == world_.recorded.end()) return;
        auto& node = *nodes_[number.value - 1u];
        if (node.is_up() && random.chance(0.7)) {
            node.crash();
            node.boot();
        }
        send(node, *held, Situation::replayed_start);
    }

    void heal() {
        world_.faults = false;
        trace_.add(clockwork_.now(), "heals");
        if (!controller_.is_up()) controller_.boot();
        for (auto& node : nodes_) {
            node->line().heal();
            if (!node->is_up()) node->boot();
        }
        sessions_.heal();
        signer_.heal();
        store_->heal();
        controller_.set_clock(Duration::zero());
        clockwork_.after(LivenessJudge::connected_within, [this] {
            for (auto& node : nodes_)
                if (node->line().session() == 0 || !controller_.is_connected(node->number()))
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

    void be_just_back(UtcTime due, Random& random) {
        const auto dies = random.between(seconds{5}, seconds{60});
        const auto back =
            LivenessJudge::back_before + random.between(Duration::zero(), random.chance(0.5) ? seconds{2} : seconds{50});
        if (random.chance(0.5) || due - back <= clockwork_.now() + dies) return;
        clockwork_.after(dies, [this, random]() mutable { kill_controller(random); });
        clockwork_.at(due - back, [this] { start_controller(); });
    }

    /// What was asked for when all was well, so that it had to be played.
    std::vector<domain::Broadcast> due_when_well() const {
        auto all = store_->broadcasts();
        std::erase_if(all, [&](const domain::Broadcast& broadcast) {
            const bool silenced =
                broadcast.state == domain::BroadcastState::stopped || broadcast.state == domain::BroadcastState::cancelled;
            const bool well = broadcast.starts_at > end_ - heal_time + settling_time && broadcast.start_by + minutes{13} < end_;
            // What stands in is heard only where something is missing.
            const bool stands_in = broadcast.place && broadcast.place->stands_in_for;
            return broadcast.kind != domain::BroadcastKind::scheduled || silenced || stands_in || !well;
        });
        return all;
    }

    std::vector<domain::Broadcast> over() const {
        auto all = store_->broadcasts();
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
    SignerModel signer_;
    Surroundings world_;
    std::unique_ptr<ControllerStore> store_;
    SimController controller_;
    std::vector<std::unique_ptr<SimNode>> nodes_;
    People people_;
    Sessions sessions_;
};

}  // namespace

RunResult run(const RunOptions& options) { return World{options}.run(); }

}  // namespace village::simulation
