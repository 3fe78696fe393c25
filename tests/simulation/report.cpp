#include "tests/simulation/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

namespace village::simulation {

bool all_held(const std::vector<Row>& rows) {
    return std::ranges::none_of(rows, [](const Row& row) { return row.verdict == "MISS"; });
}

void print_table(const std::vector<Row>& rows) {
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    for (const auto& row : rows) fmt::print("{} | {} | - | - | {} | {}\n", row.name, row.ours, row.target, row.verdict);
}

bool write_json(const std::string& path, const std::vector<Row>& rows) {
    std::ofstream file(path);
    file << "[";
    for (std::size_t i = 0; i < rows.size(); ++i)
        file << fmt::format(R"({}{{"name":"{}","ours":"{}","peer":"-","ratio":"-","target":"{}","verdict":"{}"}})",
                            i == 0 ? "" : ",\n", rows[i].name, rows[i].ours, rows[i].target, rows[i].verdict);
    file << "]\n";
    file.close();
    return file.good();
}

std::string commit() {
    const auto command = fmt::format("git -C '{}' describe --always --dirty 2>/dev/null", VILLAGE_SOURCE_DIR);
    const std::unique_ptr<FILE, int (*)(FILE*)> git{popen(command.c_str(), "r"), pclose};
    std::array<char, 80> line{};
    if (!git || !std::fgets(line.data(), static_cast<int>(line.size()), git.get())) return "unknown";
    std::string text = line.data();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace village::simulation
