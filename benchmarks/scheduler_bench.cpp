// The scheduler's promises: one event is decided in at most 20 µs (p99) in a commune of 10,000 nodes; a year of 500 schedules on 120
// nodes is expanded and all its conflicts are found in at most a second; a dry run of 14 days takes at most 100 ms, of one
// loudspeaker and of all of a commune.
// p99 is of the events of all turns together, as they come, and of the slowest kind alone, which what is frequent would hide; the other
// times are the median of the turns.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <vector>

#include "benchmarks/promise.hpp"
#include "benchmarks/rounds.hpp"
#include "scheduler/calendar/expand.hpp"
#include "scheduler/delivery/tracker.hpp"
#include "scheduler/dispatch/conflicts.hpp"
#include "scheduler/dispatch/dispatcher.hpp"

namespace {

using namespace village;
using benchmarks::Bound;
using benchmarks::promise;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Time of this thread on the processor: the machine is shared, and waiting for it is not the scheduler's work.
struct Clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
    static time_point now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time_point{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
    }
};

constexpr std::uint16_t node_count = 10'000;
constexpr int rounds = 1'000;
const auto start = domain::UtcTime{seconds{1'795'366'800}};

double micros(Clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

struct Samples {
    std::map<std::size_t, std::vector<double>> micros;  ///< By the kind of event.
    void add(std::size_t kind, Clock::duration time) { micros[kind].push_back(::micros(time)); }
    void add(const Samples& other) {
        for (const auto& [kind, times] : other.micros) micros[kind].insert(micros[kind].end(), times.begin(), times.end());
    }
    double p99() const {
        std::vector<double> all;
        for (const auto& [kind, times] : micros) all.insert(all.end(), times.begin(), times.end());
        return benchmarks::quantile(std::move(all), 0.99);
    }
    double p99_of_the_slowest() const {
        double slowest = 0;
        for (const auto& [kind, times] : micros) slowest = std::max(slowest, benchmarks::quantile(times, 0.99));
        return slowest;
    }
};

domain::NodeSet every_node() {
    domain::NodeSet nodes;
    for (std::uint16_t number = 1; number <= node_count; ++number) nodes.insert(domain::NodeNumber{number});
    return nodes;
}

template <class AnyId>
AnyId numbered(std::uint32_t number) {
    AnyId id;
    for (std::size_t i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    return id;
}

dispatch::BroadcastOrder order(std::uint32_t number, domain::UtcTime starts_at, const domain::NodeSet& nodes) {
    dispatch::BroadcastOrder made;
    made.broadcast.id = numbered<domain::BroadcastId>(number);
    made.broadcast.title = "Thông báo lịch tiêm phòng đợt 2";
    made.broadcast.targets = nodes;
    made.broadcast.starts_at = starts_at;
    made.broadcast.start_by = starts_at + minutes{2};
    made.broadcast.duration = minutes{5};
    made.broadcast.content = domain::ContentHash{};
    return made;
}

domain::SignedGrant sign(const dispatch::Commands& commands, std::uint32_t number) {
    domain::SignedGrant made;
    for (const auto& command : commands)
        if (const auto* ask = std::get_if<dispatch::SignGrant>(&command)) made.grant = ask->draft;
    made.grant.id = numbered<domain::GrantId>(number);
    made.grant.issuer_sequence = number;
    return made;
}

/// A commune with every node connected and a week of 40 items a day in its plan.
class Commune {
public:
    Commune() : nodes_(every_node()) {
        for (std::uint32_t item = 0; item < 280; ++item) ask(order(next_++, start + hours{1} + minutes{30} * item, nodes_));
        for (std::uint16_t number = 1; number <= node_count; ++number)
            dispatcher_.handle(dispatch::NodeConnected{domain::NodeNumber{number}}, start);
    }

    /// Two busy days, one broadcast a minute: broadcasts come, are signed, stopped; nodes go and come; alarms ring.
    Samples work() {
        Samples samples;
        auto now = start;
        for (int round = 0; round < rounds; ++round) {
            now += minutes{1};
            const auto node = domain::NodeNumber{static_cast<std::uint16_t>(1 + round * 7919 % node_count)};
            const auto number = next_++;
            const auto requested = timed(samples, dispatch::BroadcastRequested{order(number, now + seconds{3}, nodes_), {}}, now);
            timed(samples, dispatch::GrantSigned{numbered<domain::BroadcastId>(number), sign(requested, number)}, now);
            timed(samples, dispatch::NodeLost{node}, now);
            timed(samples, dispatch::NodeConnected{node}, now);
            ring(samples, now);
            const auto stopped =
                timed(samples, dispatch::StopRequested{{numbered<domain::BroadcastId>(number)}, {}, "officer"}, now);
            timed(samples, stop_signed(stopped), now);
        }
        return samples;
    }

private:
    void ask(const dispatch::BroadcastOrder& wanted) {
        const auto commands = dispatcher_.handle(dispatch::OccurrencesPlanned{{wanted}}, start);
        const auto number = next_ - 1;
        dispatcher_.handle(dispatch::GrantSigned{wanted.broadcast.id, sign(commands, number)}, start);
    }
    dispatch::Commands timed(Samples& samples, const dispatch::Event& event, domain::UtcTime now) {
        const auto before = Clock::now();
        auto commands = dispatcher_.handle(event, now);
        samples.add(event.index(), Clock::now() - before);
        for (const auto& command : commands)
            if (const auto* alarm = std::get_if<dispatch::SetAlarm>(&command)) alarm_ = alarm->when;
        return commands;
    }
    void ring(Samples& samples, domain::UtcTime now) {
        for (int rung = 0; rung < 60 && alarm_ <= now; ++rung) {
            alarm_ = domain::UtcTime::max();
            timed(samples, dispatch::AlarmFired{}, now);
        }
    }
    static dispatch::StopSigned stop_signed(const dispatch::Commands& commands) {
        dispatch::StopSigned made;
        for (const auto& command : commands)
            if (const auto* ask = std::get_if<dispatch::SignStop>(&command)) {
                made.ticket = ask->ticket;
                made.stop.stop = ask->draft;
            }
        return made;
    }

    domain::NodeSet nodes_;
    dispatch::Dispatcher dispatcher_;
    std::uint32_t next_ = 1;
    domain::UtcTime alarm_ = start;
};

Samples follow_deliveries() {
    Samples samples;
    delivery::Tracker tracker;
    const auto nodes = every_node();
    const auto timed = [&](std::size_t kind, auto&& what) {
        const auto before = Clock::now();
        what();
        samples.add(kind, Clock::now() - before);
    };
    for (std::uint32_t number = 1; number <= 4; ++number) {
        const auto made = order(number, start, nodes).broadcast;
        tracker.plan(made, start);
        tracker.mark(made.id, nodes, domain::DeliveryState::sent, {}, start);
        for (std::uint16_t node = 1; node <= node_count; ++node) {
            domain::PlaybackReceipt receipt;
            receipt.node = domain::NodeNumber{node};
            receipt.broadcast = made.id;
            receipt.samples_played = receipt.samples_expected = 48'000;
            timed(0, [&] { tracker.acknowledged(made.id, receipt.node, start); });
            timed(1, [&] { tracker.receipt(receipt, start); });
        }
    }
    return samples;
}

/// 500 schedules of 20 nodes each out of 120, 1.3 occurrences a day, beginning somewhere between 05:30 and 20:30.
std::vector<dispatch::PlannedSeries> expand_a_year() {
    constexpr std::array rules{"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=5,11,17", "FREQ=DAILY;BYHOUR=5,17",
                               "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=5,11,17"};
    const auto zone = calendar::ZoneRules::fixed(hours{7});
    std::vector<dispatch::PlannedSeries> year;
    for (std::uint32_t number = 0; number < 500; ++number) {
        domain::Schedule schedule;
        schedule.id = numbered<domain::ScheduleId>(number);
        const auto minute = 330 + number * 7 % 900;
        schedule.timing.first = domain::LocalTime{date::local_days{date::year{2026} / 11 / 23}} + minutes{minute};
        schedule.timing.repeats = domain::Rrule{rules[number % rules.size()]};
        dispatch::PlannedSeries series;
        series.schedule = schedule.id;
        series.length = minutes{5};
        for (std::uint32_t node = 0; node < 20; ++node)
            series.nodes.insert(domain::NodeNumber{static_cast<std::uint16_t>(1 + (number * 6 + node) % 120)});
        if (auto found = calendar::expand(schedule, zone, start, start + hours{24 * 365})) series.occurrences = std::move(*found);
        year.push_back(std::move(series));
    }
    return year;
}

std::vector<dispatch::PlannedSound> two_weeks(const domain::NodeSet& nodes) {
    // Nhạc hiệu, bulletin, column, relay ... twice a day (product.md, section 3), and two announcements that meet them.
    constexpr std::array<std::array<int, 2>, 12> items{{{330, 1},
                                                        {331, 14},
                                                        {345, 15},
                                                        {360, 20},
                                                        {380, 10},
                                                        {350, 3},
                                                        {1020, 1},
                                                        {1021, 14},
                                                        {1035, 15},
                                                        {1050, 20},
                                                        {1070, 8},
                                                        {1040, 3}}};
    std::vector<dispatch::PlannedSound> sounds;
    for (int day = 0; day < 14; ++day)
        for (const auto& [minute, length] : items) {
            auto made = order(static_cast<std::uint32_t>(sounds.size()), start + hours{24} * day + minutes{minute}, nodes);
            made.broadcast.duration = made.broadcast.max_duration = minutes{length};
            if (length == 3) made.broadcast.priority = domain::Priority::priority;
            sounds.push_back({std::move(made), std::nullopt});
        }
    return sounds;
}

constexpr std::uint16_t hamlets = 40, loudspeakers_of_each = 3;
domain::NodeSet hamlet_nodes(std::uint16_t first, std::uint16_t count) {
    domain::NodeSet nodes;
    for (std::uint16_t number = 0; number < count; ++number)
        nodes.insert(domain::NodeNumber{static_cast<std::uint16_t>(first + number)});
    return nodes;
}
/// The programme everywhere, and each evening every hamlet's own announcement: no two hamlets hear the same.
dispatch::DryRunMaterial weeks_of_a_commune() {
    dispatch::DryRunMaterial material{two_weeks(hamlet_nodes(1, hamlets * loudspeakers_of_each)), {}, {}};
    for (std::uint16_t hamlet = 0; hamlet < hamlets; ++hamlet)
        for (int day = 0; day < 14; ++day) {
            const auto nodes = hamlet_nodes(static_cast<std::uint16_t>(1 + hamlet * loudspeakers_of_each), loudspeakers_of_each);
            const auto number = static_cast<std::uint32_t>(material.planned.size());
            material.planned.push_back({order(number, start + hours{24} * day + minutes{1079}, nodes), std::nullopt});
        }
    return material;
}

constexpr double event_target_us = 20;
constexpr int turns = 5;
constexpr double year_target_seconds = 1;
constexpr double dry_run_target_ms = 100;
constexpr int dry_run_turns = 100;

template <double (Samples::*figure)() const>
void decide(benchmark::State& state) {
    Samples all;
    for (auto _ : state) all.add(Commune{}.work());
    promise(state, (all.*figure)(), Bound::at_most, event_target_us, "us");
}
BENCHMARK(decide<&Samples::p99>)
    ->Name("dispatch: one event, 10,000 nodes, p99")
    ->Iterations(turns)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(decide<&Samples::p99_of_the_slowest>)
    ->Name("dispatch: one event of the slowest kind, 10,000 nodes, p99")
    ->Iterations(turns)
    ->Unit(benchmark::kMillisecond);

void follow(benchmark::State& state) {
    Samples all;
    for (auto _ : state) all.add(follow_deliveries());
    promise(state, all.p99_of_the_slowest(), Bound::at_most, event_target_us, "us");
}
BENCHMARK(follow)->Name("delivery: one report of a node, 10,000 nodes, p99")->Iterations(turns)->Unit(benchmark::kMillisecond);

void expand(benchmark::State& state) {
    std::vector<double> times;
    for (auto _ : state) {
        const auto before = Clock::now();
        const auto year = expand_a_year();
        const auto overlaps = dispatch::find_overlaps(year, 1'000'000);
        times.push_back(micros(Clock::now() - before) / 1e6);
        std::size_t occurrences = 0;
        for (const auto& series : year) occurrences += series.occurrences.size();
        state.counters["occurrences"] = static_cast<double>(occurrences);
        state.counters["conflicts"] = static_cast<double>(overlaps.count);
    }
    promise(state, benchmarks::median(times), Bound::at_most, year_target_seconds, "s");
}
BENCHMARK(expand)->Name("calendar: a year of 500 schedules, with conflicts")->Iterations(turns)->Unit(benchmark::kMillisecond);

void look_ahead(benchmark::State& state) {
    const auto sounds = two_weeks(domain::NodeSet{domain::NodeNumber{1}});
    std::vector<double> times;
    for (auto _ : state) {
        const auto before = Clock::now();
        const auto lines =
            dispatch::dry_run({.node = domain::NodeNumber{1}, .from = start, .to = start + hours{14 * 24}, .planned = sounds});
        times.push_back(micros(Clock::now() - before) / 1e3);
        state.counters["sounds"] = lines ? static_cast<double>(lines->size()) : 0;
    }
    promise(state, benchmarks::median(times), Bound::at_most, dry_run_target_ms, "ms");
}
BENCHMARK(look_ahead)->Name("dispatch: dry run of 14 days")->Iterations(dry_run_turns)->Unit(benchmark::kMillisecond);

void look_ahead_everywhere(benchmark::State& state) {
    const auto material = weeks_of_a_commune();
    const auto everywhere = hamlet_nodes(1, hamlets * loudspeakers_of_each);
    std::vector<double> times;
    for (auto _ : state) {
        const auto before = Clock::now();
        dispatch::JoinedDryRuns joined;
        for (const auto& set : dispatch::alike(material, everywhere)) {
            auto lines = dispatch::dry_run({.node = set.numbers().front(),
                                            .from = start,
                                            .to = start + hours{14 * 24},
                                            .planned = material.planned,
                                            .withheld = material.withheld});
            if (lines) (void)joined.add(std::move(*lines), set);
        }
        const auto all = joined.lines();
        times.push_back(micros(Clock::now() - before) / 1e3);
        state.counters["lines"] = static_cast<double>(all.size());
    }
    promise(state, benchmarks::median(times), Bound::at_most, dry_run_target_ms, "ms");
}
BENCHMARK(look_ahead_everywhere)
    ->Name("dispatch: dry run of 14 days, 120 loudspeakers in 40 hamlets")
    ->Iterations(turns)
    ->Unit(benchmark::kMillisecond);

}  // namespace
