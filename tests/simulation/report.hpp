// What village-sim says: the common table of benchmarks and simulations, on standard output and as JSON.
#pragma once

#include <string>
#include <vector>

namespace village::simulation {

struct Row {
    std::string name;
    std::string ours;
    std::string target;
    std::string verdict;  ///< PASS, MISS or NOT RUN(reason).
};

inline std::string verdict_of(bool held) { return held ? "PASS" : "MISS"; }
bool all_held(const std::vector<Row>& rows);
void print_table(const std::vector<Row>& rows);
/// False: the file cannot be written.
bool write_json(const std::string& path, const std::vector<Row>& rows);

/// The commit this was built from as git tells it now, with "-dirty" if the tree was changed; "unknown" outside a
/// clone.
std::string commit();

}  // namespace village::simulation
