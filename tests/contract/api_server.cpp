// The API on a free port of this machine with everything behind it in memory: what check_contract.py and the pages' own tests
// talk to. Prints "listening on PORT and with TLS on PORT, set-up code CODE" and runs until standard input ends.
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>

#include "controller/control_loop/calendar_import.hpp"
#include "controller/control_loop/echo_planning.hpp"
#include "tests/contract/tls_door.hpp"
#include "tests/support/fake_server.hpp"

using namespace village;

namespace {

domain::UtcTime system_now() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return domain::UtcTime{std::chrono::duration_cast<domain::Duration>(since_1970)};
}

/// Ends the server when whoever started it is gone.
ports::Awaitable<void> stop_at_end_of_input(boost::asio::io_context& context, web_api::WebServer& server) {
    boost::asio::posix::stream_descriptor input{context, ::dup(STDIN_FILENO)};
    char byte = 0;
    boost::system::error_code ended;
    while (!ended) {
        auto token = boost::asio::redirect_error(boost::asio::use_awaitable, ended);
        co_await input.async_read_some(boost::asio::buffer(&byte, 1), std::move(token));
    }
    co_await server.stop();
    context.stop();
}

}  // namespace

int main(int argc, char** argv) {
    boost::asio::io_context context;
    boost::asio::thread_pool worker{2};
    support::FakeServer behind{context.get_executor(), worker.get_executor(), system_now};
    behind.credentials.rows = {{domain::NodeNumber{9}, "-----BEGIN CERTIFICATE-----\n", {}, system_now(), std::nullopt}};
    auto world = behind.world();
    world.read_calendar = control_loop::preview_import;
    world.timing_remarks = control_loop::timing_remarks;
    world.plan_echo_groups = control_loop::plan_echo_groups;
    web_api::WebOptions options;
    options.device_ca_pem = "-----BEGIN CERTIFICATE-----\n";
    if (argc > 1) options.pages_folder = argv[1];
    web_api::WebServer server{context.get_executor(), std::move(world), std::move(options)};
    if (auto loaded = server.load_pages(); !loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().detail.c_str());
        return 2;
    }
    if (auto listening = server.listen("127.0.0.1", 0); !listening) {
        std::fprintf(stderr, "%s\n", listening.error().detail.c_str());
        return 2;
    }
    TlsDoor door{context, server};
    std::printf("listening on %u and with TLS on %u, set-up code %s\n", server.port(), door.port(), behind.code.text().c_str());
    std::fflush(stdout);
    boost::asio::co_spawn(context, door.run(), boost::asio::detached);
    boost::asio::co_spawn(context, stop_at_end_of_input(context, server), boost::asio::detached);
    context.run();
    worker.join();
    return 0;
}
