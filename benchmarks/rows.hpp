// The one table of load programs and simulations: "name | ours | peer | ratio | target | verdict", the same as JSON, and the exit
// status that follows from it. run.py prints the same columns.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace village::benchmarks {

struct Row {
    std::string name, ours, peer = "-", ratio = "-", target, verdict;
};

inline std::string verdict(bool held) { return held ? "PASS" : "MISS"; }
inline std::string not_run(std::string_view reason) { return fmt::format("NOT RUN({})", reason); }

/// 0 = all held, 1 = a target was missed, 2 = something could not run.
inline int exit_status(const std::vector<Row>& rows) {
    const auto any = [&](std::string_view begin) {
        return std::ranges::any_of(rows, [&](const Row& row) { return row.verdict.starts_with(begin); });
    };
    return any("MISS") ? 1 : any("NOT RUN") ? 2 : 0;
}

inline void print(const std::vector<Row>& rows) {
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    for (const auto& row : rows)
        fmt::print("{} | {} | {} | {} | {} | {}\n", row.name, row.ours, row.peer, row.ratio, row.target, row.verdict);
}

inline std::string json_text(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return quoted + '"';
}

/// False: the file cannot be written.
inline bool write_json(const std::vector<Row>& rows, const std::string& path) {
    FILE* file = std::fopen(path.c_str(), "w");
    if (!file) return false;
    const char* between = "[";
    for (const auto& row : rows) {
        fmt::print(file, R"({}{{"name":{},"ours":{},"peer":{},"ratio":{},"target":{},"verdict":{}}})", between,
                   json_text(row.name), json_text(row.ours), json_text(row.peer), json_text(row.ratio), json_text(row.target),
                   json_text(row.verdict));
        between = ",\n";
    }
    fmt::print(file, "{}]\n", rows.empty() ? "[" : "");
    return std::fclose(file) == 0;
}

/// Prints the rows, keeps them in `json` unless it is empty, and says how `main` ends.
inline int report(std::string_view program, const std::vector<Row>& rows, const std::string& json) {
    print(rows);
    if (json.empty() || write_json(rows, json)) return exit_status(rows);
    fmt::print(stderr, "{}: cannot write {}\n", program, json);
    return 2;
}

/// What `main` of a load program does.
template <class Measure>
int run_load(int count, char** arguments, Measure measure) {
    const bool json = count == 3 && std::string_view{arguments[1]} == "--json";
    if (count != 1 && !json) {
        fmt::print(stderr, "usage: {} [--json FILE]\n", arguments[0]);
        return 2;
    }
    try {
        return report(arguments[0], measure(), json ? arguments[2] : "");
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", arguments[0], error.what());
        return 2;
    }
}

}  // namespace village::benchmarks
