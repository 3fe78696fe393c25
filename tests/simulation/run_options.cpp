#include "tests/simulation/run_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <map>

namespace village::simulation {
namespace {

void add_without(Selection& selection, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        const auto kind = kind_named(name);
        if (!kind) throw CLI::ValidationError("--without", "nothing that happens is called " + name);
        selection.without.insert(*kind);
    }
}

void add_only(Selection& selection, const std::vector<std::string>& names) {
    selection.only.emplace();
    for (const auto& name : names) {
        const auto one = happening_named(name);
        if (!one && name != "nothing") throw CLI::ValidationError("--only", name + " is not kind/place/number");
        if (one) selection.only->insert(*one);
    }
}

const std::map<std::string, StorageKind> storage_names{
    {"drawn", StorageKind::drawn}, {"memory", StorageKind::memory}, {"sqlite", StorageKind::sqlite}};

std::string storage_argument(StorageKind storage) {
    for (const auto& [name, kind] : storage_names)
        if (kind == storage && storage != StorageKind::drawn) return " --storage " + name;
    return {};
}

std::string plant_argument(Plant plant) {
    for (const auto& known : plants)
        if (known.plant == plant) return fmt::format(" --plant {}", known.name);
    return {};
}

std::string only_argument(const std::set<Happening>& only) {
    std::vector<std::string> names;
    for (const auto& one : only) names.push_back(happening_text(one));
    return fmt::format(" --only {}", names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ",")));
}

}  // namespace

void add_run_options(CLI::App& app, RunOptions& options) {
    app.add_option("--seed", options.seed, "The first seed")->capture_default_str();
    app.add_option("--hours", options.hours, "Virtual hours of each run")->check(CLI::Range(3, 24 * 365))->capture_default_str();
    app.add_option("--nodes", options.nodes, "Loudspeakers")->check(CLI::Range(1, 2000))->capture_default_str();
    app.add_option("--storage", options.storage,
                   "The controller's disk: in memory, sqlite, or drawn from the seed (1 in 10 sqlite)")
        ->transform(CLI::CheckedTransformer(storage_names));
    const auto without = [&options](const std::vector<std::string>& names) { add_without(options.selection, names); };
    const auto only = [&options](const std::vector<std::string>& names) { add_only(options.selection, names); };
    app.add_option_function<std::vector<std::string>>("--without", without, "Kinds that do not happen")->delimiter(',');
    app.add_option_function<std::vector<std::string>>("--only", only, "Of what happens, only kind/place/number")->delimiter(',');
}

std::string arguments_of(const RunOptions& options) {
    auto text = fmt::format("--seed {} --hours {} --nodes {}", options.seed, options.hours, options.nodes);
    return text + storage_argument(options.storage) + plant_argument(options.plant) + arguments_of(options.selection);
}

std::string arguments_of(const Selection& selection) {
    std::string text;
    std::vector<std::string_view> without;
    for (const auto kind : selection.without) without.push_back(kind_name(kind));
    if (!without.empty()) text += fmt::format(" --without {}", fmt::join(without, ","));
    if (selection.only) text += only_argument(*selection.only);
    return text;
}

}  // namespace village::simulation
