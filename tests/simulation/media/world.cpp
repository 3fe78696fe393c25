#include "tests/simulation/media/world.hpp"

#include <stdlib.h>

#include "tests/simulation/media/intruder.hpp"
#include "tests/simulation/media/people.hpp"

namespace village::simulation::media {
namespace {

using namespace std::chrono_literals;

/// 07:00 in Vietnam.
constexpr domain::UtcTime morning = domain::utc_from_us(1'790'035'200'000'000);
/// Whatever is still on the way when the last one has spoken.
constexpr domain::Duration afterwards = 5s;

/// In memory where there is such a file system: a run must not wait for a disk.
class Folder {
public:
    Folder() {
        const std::filesystem::path memory{"/dev/shm"};
        const auto base = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        auto pattern = (base / "village-sim-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder can be made in " + base.string());
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

RunResult run(const RunOptions& options) {
    RunResult result;
    const Folder folder;
    Trace trace(options.show);
    Clockwork clockwork(morning);
    Facts facts{result.situations, {}, {}, {}, {}};
    Village village(options, clockwork, facts, trace, folder.path());
    const auto until = morning + std::chrono::minutes{options.minutes};
    Happenings happenings(clockwork, trace, options.seed, options.selection, until - afterwards);
    People people(village, clockwork, facts, happenings);
    Intruder intruder(village, clockwork, happenings, options.plant);
    people.act(until - afterwards);
    intruder.act();
    clockwork.run_until(until, [&facts] { return facts.violation.has_value(); });
    facts.judge_repair(until);
    result.violation = facts.violation;
    result.figures = facts.figures;
    result.packets = village.packets();
    result.happened = happenings.happened();
    result.trace_hash = trace.hash();
    result.trace_tail = trace.tail();
    return result;
}

}  // namespace village::simulation::media
