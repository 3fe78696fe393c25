// Appends receipts as fast as it can and says each committed one on standard output ("node number"), until it is killed.
// Usage: storage_receipt_appender FOLDER. Ten nodes at a time, so that commits are shared.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "controller/storage/storage.hpp"
#include "tests/controller/storage/samples.hpp"

namespace {

using namespace village;

ports::Awaitable<void> append_for_ever(storage::Storage& storage, std::uint16_t node) {
    const auto key = test::sample_receipt_key(node);
    auto last = co_await storage.stores().receipts.complete_up_to(domain::NodeNumber{node}, key, 1);
    if (!last) co_return;
    for (auto number = *last + 1;; ++number) {
        auto receipt = test::sample_receipt(node, number);
        auto done = co_await storage.stores().receipts.append(std::move(receipt));
        if (!done) co_return;
        const auto line = fmt::format("{} {}\n", node, number);
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) co_return;
    }
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return 2;
    boost::asio::io_context control;
    auto storage = village::storage::Storage::open({.folder = words[1]}, control.get_executor());
    if (!storage) {
        fmt::print(stderr, "{}\n", storage.error().detail);
        return 2;
    }
    for (std::uint16_t node = 1; node <= 10; ++node)
        boost::asio::co_spawn(control, append_for_ever(**storage, node), boost::asio::detached);
    control.run();
    return 1;
}
