// Receipts per second made durable: many nodes at once through the group commit, beside one transaction for each receipt. Lies
// beside the program and not in /tmp, which may be memory, where a sync costs nothing.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include "benchmarks/promise.hpp"
#include "controller/storage/storage.hpp"
#include "tests/controller/storage/samples.hpp"

namespace {

using namespace village;

constexpr int nodes = 120;
constexpr double ratio_target = 3;

struct TemporaryFolder {
    TemporaryFolder() {
        path = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "receipts-XXXXXX").string();
        if (!::mkdtemp(path.data())) path.clear();
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path.empty()) std::filesystem::remove_all(path, ignored);
    }
    std::string path;
};

ports::Awaitable<void> append_some(storage::Storage& storage, std::uint16_t node, std::uint64_t count, std::uint64_t& stored) {
    for (std::uint64_t number = 1; number <= count; ++number) {
        auto receipt = test::sample_receipt(node, number);
        auto done = co_await storage.stores().receipts.append(std::move(receipt));
        if (!done) co_return;
        ++stored;
    }
}

// Receipts per second; 0 when something failed.
double measure(std::size_t group_rows_max, std::uint64_t receipts_each) {
    TemporaryFolder folder;
    boost::asio::io_context control;
    auto storage = storage::Storage::open({.folder = folder.path, .group_rows_max = group_rows_max}, control.get_executor());
    if (!storage) return 0;
    std::uint64_t stored = 0;
    const auto began = std::chrono::steady_clock::now();
    for (std::uint16_t node = 1; node <= nodes; ++node)
        boost::asio::co_spawn(control, append_some(**storage, node, receipts_each, stored), boost::asio::detached);
    control.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return stored == nodes * receipts_each ? static_cast<double>(stored) / took.count() : 0;
}

void commit_receipts(benchmark::State& state) {
    double grouped = 0, single = 0;
    for (auto _ : state) {
        grouped = measure(200, 100);
        single = measure(1, 20);
    }
    if (grouped == 0 || single == 0) return state.SkipWithError("receipts could not be stored beside the program");
    benchmarks::promise_ratio(state, grouped, single, "one transaction each", benchmarks::Bound::at_least, ratio_target, "/s");
}
BENCHMARK(commit_receipts)->Name("receipts committed, 120 nodes")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
