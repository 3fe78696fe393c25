#include "tests/simulation/media/runs.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "controller/observability/log.hpp"
#include "protocol/keys.hpp"
#include "tests/simulation/failures.hpp"

namespace village::simulation::media {
namespace {

using benchmarks::Row;
using benchmarks::verdict;

constexpr std::size_t threads_max = 8;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_release = false;
#else
constexpr bool is_release = true;
#endif
constexpr double speed_target = 20;

struct Run {
    RunOptions options;
    RunResult result;
    bool differs = false;
};

/// Each run is a world of its own, so they go side by side.
template <class What>
void side_by_side(std::size_t count, What&& what) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto at = next++; at < count; at = next++) what(at);
    };
    std::vector<std::jthread> threads;
    const auto wanted =
        std::min({count, threads_max, static_cast<std::size_t>(std::max(1U, std::thread::hardware_concurrency()))});
    for (std::size_t started = 0; started < wanted; ++started) threads.emplace_back(work);
}

std::vector<Run> run_all(const Settings& settings) {
    std::vector<Run> runs(settings.seeds);
    side_by_side(runs.size(), [&](std::size_t at) {
        auto& run = runs[at];
        run.options = settings.run;
        run.options.seed += at;
        run.result = media::run(run.options);
        if (settings.twice) run.differs = media::run(run.options).trace_hash != run.result.trace_hash;
    });
    return runs;
}

std::size_t print_situations(const Situations& situations) {
    std::size_t met = 0;
    for (std::size_t i = 0; i < Situations::count; ++i) {
        fmt::print("  sometimes: {} ({} times)\n", situation_names[i], situations.of(i));
        met += situations.of(i) > 0 ? 1 : 0;
    }
    return met;
}

Row speed_row(const Settings& settings, double seconds) {
    const double repeats = settings.twice ? 2 : 1;
    const double speed = static_cast<double>(settings.seeds) * settings.run.minutes * 60 * repeats / seconds;
    return {.name = fmt::format("simulation speed, media mode, {} nodes", settings.run.nodes),
            .ours = fmt::format("{:.0f} x real time", speed),
            .target = fmt::format(">= {:.0f} x", speed_target),
            .verdict = verdict(speed >= speed_target)};
}

void print_figures(const Figures& figures, std::uint64_t packets, double seconds) {
    const auto frames = figures.received + figures.repaired + figures.concealed + figures.silent;
    const auto percent = [frames](std::uint64_t part) {
        return 100.0 * static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(frames, 1));
    };
    fmt::print("{} packets in {:.1f} s; of {} frames {:.2f} % received, {:.2f} % repaired, {:.3f} % concealed, {:.3f} % silent\n",
               packets, seconds, frames, percent(figures.received), percent(figures.repaired), percent(figures.concealed),
               percent(figures.silent));
    fmt::print("neighbours at most {:.1f} ms apart\n", static_cast<double>(figures.apart_max.count()) / 1e3);
}

std::vector<Row> judge(const Settings& settings) {
    const auto begun = std::chrono::steady_clock::now();
    const auto runs = run_all(settings);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::uint64_t violations = 0, differing = 0, packets = 0;
    Situations situations;
    Figures figures;
    for (const auto& run : runs) {
        if (run.result.violation) print_violation(run.options, *run.result.violation);
        if (run.differs) fmt::print("DIFFERS seed {}, commit {}\n", run.options.seed, commit());
        violations += run.result.violation ? 1 : 0;
        differing += run.differs ? 1 : 0;
        packets += run.result.packets;
        situations.add(run.result.situations);
        figures.add(run.result.figures);
    }
    const auto failed = std::ranges::find_if(runs, [](const Run& run) { return run.result.violation.has_value(); });
    if (failed != runs.end() && !settings.no_shrink) print_shrunk(failed->options, failed->result);
    print_figures(figures, packets, seconds);
    std::vector<Row> rows;
    rows.push_back({.name = fmt::format("simulation {} seeds x {} min x {} nodes, media mode", settings.seeds,
                                        settings.run.minutes, settings.run.nodes),
                    .ours = fmt::format("{} violations", violations),
                    .target = "0 violations",
                    .verdict = verdict(violations == 0)});
    // A few runs are too short to count to 0.01 %; each has its own bound.
    if (settings.seeds >= gate_seeds)
        rows.push_back({.name = "packets missed, M3",
                        .ours = fmt::format("{} of {}", figures.missed, figures.wanted),
                        .target = fmt::format("<= {} %", Figures::missed_share_max * 100),
                        .verdict = verdict(static_cast<double>(figures.missed) <=
                                           static_cast<double>(figures.wanted) * Figures::missed_share_max)});
    if (settings.twice)
        rows.push_back({.name = "same seed, same trace",
                        .ours = fmt::format("{} differ", differing),
                        .target = "0 differ",
                        .verdict = verdict(differing == 0)});
    const auto met = print_situations(situations);
    if (settings.seeds >= gate_seeds)
        rows.push_back({.name = "situations met",
                        .ours = fmt::format("{} of {}", met, Situations::count),
                        .target = "all",
                        .verdict = verdict(met == Situations::count)});
    if (is_release) rows.push_back(speed_row(settings, seconds));
    return rows;
}

/// Runs seeds until one shows the planted bug, or the last one.
Run hunt(const Settings& settings, Plant plant) {
    Run run;
    for (std::uint64_t tried = 0; tried < settings.seeds && !run.result.violation; ++tried) {
        run.options = settings.run;
        run.options.seed += tried;
        run.options.plant = plant;
        run.result = media::run(run.options);
    }
    return run;
}

Row hunt_row(const Settings& settings, const NamedPlant& known, const Run& last) {
    const auto& violation = last.result.violation;
    if (violation) fmt::print("  {}: {} seed {}: {}\n", known.name, violation->invariant, last.options.seed, violation->words);
    return {.name = fmt::format("planted {}", known.name),
            .ours = violation ? fmt::format("{} seeds", last.options.seed - settings.run.seed + 1) : "not found",
            .target = fmt::format("<= {} seeds", settings.seeds),
            .verdict = verdict(violation.has_value())};
}

std::vector<Row> hunt_all(const Settings& settings) {
    std::vector<NamedPlant> hunted;
    for (const auto& known : plants)
        if (settings.plant == "all" || settings.plant == known.name) hunted.push_back(known);
    std::vector<Run> last(hunted.size());
    side_by_side(hunted.size(), [&](std::size_t at) { last[at] = hunt(settings, hunted[at].plant); });
    std::vector<Row> rows;
    for (std::size_t at = 0; at < hunted.size(); ++at) {
        if (settings.shrink && last[at].result.violation) print_shrunk(last[at].options, last[at].result);
        rows.push_back(hunt_row(settings, hunted[at], last[at]));
    }
    return rows;
}

}  // namespace

std::vector<Row> simulate(const Settings& settings) {
    log::open("village-sim", settings.run.show == Show::all ? log::Level::info : log::Level::error);
    if (!protocol::prepare_cryptography()) throw std::runtime_error("libsodium does not start");
    return settings.plant == "none" ? judge(settings) : hunt_all(settings);
}

std::string help_of_plants() {
    std::string text = "Planted bugs for --mode media --plant:\n";
    for (const auto& known : plants) text += fmt::format("  {}\n", known.name);
    return text;
}

}  // namespace village::simulation::media
