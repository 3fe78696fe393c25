// village-sim: a commune for a day, many times, faster than it happens. Every seed is a day with other misfortunes; a
// violation prints the seed that shows it again.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>

#include "tests/simulation/world.hpp"

namespace {

using namespace village;
using namespace village::simulation;

struct Settings {
    std::uint64_t seeds = 200;
    std::uint64_t seed = 1;
    unsigned hours = 24;
    std::uint16_t nodes = 20;
    std::string plant = "none";
    std::string json;
    bool twice = false;
    bool trace = false;
};

struct Totals {
    std::uint64_t runs = 0, violations = 0, differing = 0, sounds = 0, finals = 0, faults = 0, broadcasts = 0, steps = 0;
    double simulated_seconds = 0;
};

RunOptions options_of(const Settings& settings, std::uint64_t seed, Plant plant) {
    return {.seed = seed, .hours = std::chrono::hours{settings.hours}, .nodes = settings.nodes, .plant = plant, .print = settings.trace};
}

void add(Totals& totals, const RunResult& result, const Settings& settings) {
    ++totals.runs;
    totals.sounds += result.sounds;
    totals.finals += result.finals;
    totals.faults += result.faults;
    totals.broadcasts += result.broadcasts;
    totals.steps += result.steps;
    totals.simulated_seconds += settings.hours * 3600.0;
}

void print_violation(std::uint64_t seed, const Checker::Violation& violation) {
    fmt::print("VIOLATION {} seed {} at {}: {}\n", violation.invariant, seed, domain::utc_text(violation.at), violation.words);
}

Totals run_all(const Settings& settings) {
    Totals totals;
    for (auto seed = settings.seed; seed < settings.seed + settings.seeds; ++seed) {
        const auto result = run(options_of(settings, seed, Plant::none));
        add(totals, result, settings);
        if (result.violation) {
            ++totals.violations;
            print_violation(seed, *result.violation);
        }
        if (!settings.twice) continue;
        const auto again = run(options_of(settings, seed, Plant::none));
        add(totals, again, settings);
        if (again.trace_hash == result.trace_hash) continue;
        ++totals.differing;
        fmt::print("DIFFERS seed {}: trace {:016x}, then {:016x}\n", seed, result.trace_hash, again.trace_hash);
    }
    return totals;
}

/// How many seeds the planted bug needed; 0: not found.
std::uint64_t seeds_to_find(const Settings& settings, Plant plant, std::string& found) {
    for (std::uint64_t tried = 1; tried <= settings.seeds; ++tried) {
        const auto seed = settings.seed + tried - 1;
        const auto result = run(options_of(settings, seed, plant));
        if (!result.violation) continue;
        found = fmt::format("{} seed {}: {}", result.violation->invariant, seed, result.violation->words);
        return tried;
    }
    return 0;
}

int hunt(const Settings& settings) {
    bool all_found = true;
    fmt::print("name | ours | peer | ratio | target | PASS/MISS\n");
    for (const auto& known : plants) {
        if (settings.plant != "all" && settings.plant != known.name) continue;
        std::string found;
        const auto seeds = seeds_to_find(settings, known.plant, found);
        all_found = all_found && seeds > 0;
        fmt::print("planted {} | {} | - | - | <= {} seeds | {}\n", known.name, seeds > 0 ? fmt::format("{} seeds", seeds) : "not found",
                   settings.seeds, seeds > 0 ? "PASS" : "MISS");
        if (seeds > 0) fmt::print("  {}\n", found);
    }
    return all_found ? 0 : 1;
}

struct Row {
    std::string name, ours, target;
    bool pass;
};

void write_json(const std::string& path, const std::vector<Row>& rows) {
    std::ofstream file(path);
    file << "[";
    for (std::size_t i = 0; i < rows.size(); ++i)
        file << fmt::format("{}{{\"name\":\"{}\",\"ours\":\"{}\",\"peer\":null,\"ratio\":null,\"target\":\"{}\",\"result\":\"{}\"}}",
                            i == 0 ? "" : ",", rows[i].name, rows[i].ours, rows[i].target, rows[i].pass ? "PASS" : "MISS");
    file << "]\n";
}

int report(const Settings& settings, const Totals& totals, double seconds) {
    const double speed = totals.simulated_seconds / seconds;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr double speed_target = 0;
#else
    constexpr double speed_target = 50'000;
#endif
    std::vector<Row> rows{
        {fmt::format("simulation {} seeds x {} h x {} nodes", settings.seeds, settings.hours, settings.nodes),
         fmt::format("{} violations", totals.violations), "0 violations", totals.violations == 0},
        {"simulation speed, control mode", fmt::format("{:.0f} x real time", speed), fmt::format(">= {:.0f} x", speed_target), speed >= speed_target}};
    if (settings.twice)
        rows.push_back({"same seed, same trace", fmt::format("{} differ", totals.differing), "0 differ", totals.differing == 0});
    fmt::print("name | ours | peer | ratio | target | PASS/MISS\n");
    bool held = true;
    for (const auto& row : rows) {
        fmt::print("{} | {} | - | - | {} | {}\n", row.name, row.ours, row.target, row.pass ? "PASS" : "MISS");
        held = held && row.pass;
    }
    fmt::print("{} runs in {:.1f} s: {} broadcasts, {} sounds, {} final deliveries, {} faults, {} steps\n", totals.runs, seconds,
               totals.broadcasts, totals.sounds, totals.finals, totals.faults, totals.steps);
    if (!settings.json.empty()) write_json(settings.json, rows);
    return held ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"village-sim: a commune under faults, in virtual time (control mode)"};
    app.add_option("--seeds", settings.seeds, "How many seeds")->check(CLI::Range(1, 10'000'000))->capture_default_str();
    app.add_option("--seed", settings.seed, "The first seed")->capture_default_str();
    app.add_option("--hours", settings.hours, "Virtual hours of each run")->check(CLI::Range(3, 24 * 365))->capture_default_str();
    app.add_option("--nodes", settings.nodes, "Loudspeakers")->check(CLI::Range(1, 2000))->capture_default_str();
    app.add_option("--plant", settings.plant, "Plant a bug and look for it: its name, or all")->capture_default_str();
    app.add_option("--json", settings.json, "Write the table as JSON to this file");
    app.add_flag("--twice", settings.twice, "Run each seed twice and compare the traces");
    app.add_flag("--trace", settings.trace, "Print what happens to stderr");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
    if (settings.plant != "none" && settings.plant != "all" && !plant_named(settings.plant)) {
        fmt::print(stderr, "village-sim: no planted bug is called {}\n", settings.plant);
        return 2;
    }
    if (settings.plant != "none") return hunt(settings);
    const auto begun = std::chrono::steady_clock::now();
    const auto totals = run_all(settings);
    return report(settings, totals, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
}
