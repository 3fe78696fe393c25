// villagectl: an operator's shell. Reads files for verification, listens to live broadcasts; in the demo it also plays tricks on single loudspeakers.
#include <sodium.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>

#include "controller/ctl/local_api.hpp"
#include "controller/ctl/monitor.hpp"
#include "controller/ctl/node_faults.hpp"
#include "controller/ctl/verify_receipts.hpp"

namespace {

using village::domain::Error;

int refuse(const Error& error, int status) {
    fmt::print(stderr, "villagectl: {} [{}]\n", error.detail, village::domain::error_name(error.code));
    return status;
}

int run_verify(const std::string& trust, const std::string& ca, const std::string& receipts) {
    const auto verified = village::ctl::verify_receipts(trust, ca, receipts);
    if (!verified) return refuse(verified.error(), verified.error().code == village::domain::ErrorCode::not_found ? 2 : 1);
    fmt::print("{} receipts of {} nodes verified\n", verified->receipts, verified->nodes);
    return 0;
}

int run_monitor(const village::ctl::MonitorWish& wish, std::uint16_t api_port, const std::string& login) {
    village::ctl::LocalApi api{api_port};
    if (auto entered = api.sign_in(login, village::ctl::read_password()); !entered) return refuse(entered.error(), 2);
    const boost::json::object listen{{"port", wish.port}};
    const auto answer = api.post("/broadcasts/" + wish.broadcast + "/monitor", listen);
    (void)api.sign_out();  // A session that stays open ends by itself.
    if (!answer) return refuse(answer.error(), 2);
    const auto text = village::ctl::monitor_text(*answer, wish);
    if (!text) return refuse(text.error(), 2);
    fmt::print("{}", *text);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 2;
    CLI::App app{"villagectl: an operator's shell.", "villagectl"};
    app.footer(
        "Examples:  villagectl receipts verify --trust trust.json receipts.json\n"
        "           villagectl monitor 0192f0c1-... --login quantri\n"
        "           villagectl node 9 drop 20\n"
        "Exit status: 0 held, 1 did not hold, 2 could not run (one line says why).");
    app.require_subcommand(1);

    std::string trust, ca, receipts_file;
    auto* receipts = app.add_subcommand("receipts", "signed playback receipts")->require_subcommand(1);
    auto* verify = receipts->add_subcommand("verify", "checks signatures and chains offline, with public keys only");
    verify->add_option("--trust", trust, "what GET /api/v1/trust gave")->required()->type_name("FILE");
    verify->add_option("--ca", ca, "the Device CA as you know it (PEM); without it the one in the trust file")->type_name("FILE");
    verify->add_option("file", receipts_file, "what GET /api/v1/receipts gave")->required()->type_name("FILE");

    village::ctl::MonitorWish wish;
    std::uint16_t api_port = 8080;
    std::string login;
    auto* monitor = app.add_subcommand("monitor", "on the controller's machine: how a standard receiver plays a live broadcast");
    monitor->add_option("broadcast", wish.broadcast, "its id, as the page's address shows it")->required()->type_name("ID");
    monitor->add_option("--login", login, "an administrator; the password is asked for, or read from a pipe")
        ->required()
        ->type_name("NAME");
    monitor->add_option("--port", wish.port, "UDP port of this machine to listen on")->type_name("N")->capture_default_str();
    monitor->add_option("--sink", wish.sink, "GStreamer element the sound goes to")->type_name("ELEMENT")->capture_default_str();
    monitor->add_option("--local-port", api_port, "the controller's local port")->type_name("N")->capture_default_str();

    std::uint16_t number = 0;
    std::vector<std::string> words;
    std::string demo = ".demo";
    auto* node = app.add_subcommand("node", "demo only: a fault for one loudspeaker");
    node->add_option("number", number, "the number on the cabinet")->required()->type_name("N");
    node->add_option("fault", words, "kill, cut, uncut, clock +SECONDS or drop PERCENT")->required()->type_name("FAULT");
    node->add_option("--demo", demo, "the demo's data folder")->type_name("FOLDER")->capture_default_str();

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return refuse({village::domain::ErrorCode::invalid_argument, fmt::format("{}; see --help", error.what())}, 2);
    }
    if (*verify) return run_verify(trust, ca, receipts_file);
    if (*monitor) return run_monitor(wish, api_port, login);
    const auto done = village::ctl::node_fault(demo, number, words);
    return done ? 0 : refuse(done.error(), 2);
}
