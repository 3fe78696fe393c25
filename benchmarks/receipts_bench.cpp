// Receipts per second made durable: many nodes at once through the group commit, beside one transaction for each receipt. Lies
// beside the program and not in /tmp, which may be memory, where a sync costs nothing.
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>

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
    if (!storage) {
        fmt::print(stderr, "receipts_bench: {}\n", storage.error().detail);
        return 0;
    }
    std::uint64_t stored = 0;
    const auto began = std::chrono::steady_clock::now();
    for (std::uint16_t node = 1; node <= nodes; ++node)
        boost::asio::co_spawn(control, append_some(**storage, node, receipts_each, stored), boost::asio::detached);
    control.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return stored == nodes * receipts_each ? static_cast<double>(stored) / took.count() : 0;
}

}  // namespace

int main(int count, char** arguments) {
    const char* json_path = count == 3 && std::strcmp(arguments[1], "--json") == 0 ? arguments[2] : nullptr;
    const double grouped = measure(200, 100);
    const double single = measure(1, 20);
    if (grouped == 0 || single == 0) {
        fmt::print(stderr, "receipts_bench: receipts could not be stored beside the program\n");
        return 2;
    }
    const double ratio = grouped / single;
    const char* verdict = ratio >= ratio_target ? "PASS" : "MISS";
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    fmt::print("receipts committed, 120 nodes | {:.0f}/s | one transaction each {:.0f}/s | {:.1f} | >= {:.0f} x | {}\n", grouped,
               single, ratio, ratio_target, verdict);
    if (FILE* file = json_path ? std::fopen(json_path, "w") : nullptr) {
        fmt::print(file,
                   "[{{\"name\":\"receipts committed, 120 nodes\",\"ours\":\"{:.0f}/s\",\"peer\":\"{:.0f}/s\",\"ratio\":\"{:.1f}\","
                   "\"target\":\">= {:.0f} x\",\"verdict\":\"{}\"}}]\n",
                   grouped, single, ratio, ratio_target, verdict);
        std::fclose(file);
    }
    return ratio >= ratio_target ? 0 : 1;
}
