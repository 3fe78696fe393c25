// The table of a load program: "name | ours | peer | ratio | target | verdict", and the same as JSON for run.py.
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

inline void print(const std::vector<Row>& rows) {
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    for (const auto& row : rows)
        fmt::print("{} | {} | {} | {} | {} | {}\n", row.name, row.ours, row.peer, row.ratio, row.target, row.verdict);
}

inline bool write_json(const std::vector<Row>& rows, const char* path) {
    FILE* file = std::fopen(path, "w");
    if (!file) return false;
    const char* between = "[";
    for (const auto& row : rows) {
        fmt::print(file, R"({}{{"name":"{}","ours":"{}","peer":"{}","ratio":"{}","target":"{}","verdict":"{}"}})", between,
                   row.name, row.ours, row.peer, row.ratio, row.target, row.verdict);
        between = ",\n";
    }
    fmt::print(file, "]\n");
    return std::fclose(file) == 0;
}

/// What `main` of a load program does: exit 0 = all held, 1 = missed, 2 = could not run.
template <class Measure>
int run_load(int count, char** arguments, Measure measure) {
    const bool json = count == 3 && std::string_view{arguments[1]} == "--json";
    if (count != 1 && !json) {
        fmt::print(stderr, "usage: {} [--json FILE]\n", arguments[0]);
        return 2;
    }
    try {
        const std::vector<Row> rows = measure();
        print(rows);
        if (json && !write_json(rows, arguments[2])) throw std::runtime_error("the JSON file cannot be written");
        return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.verdict == "MISS"; }) ? 1 : 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", arguments[0], error.what());
        return 2;
    }
}

}  // namespace village::benchmarks
