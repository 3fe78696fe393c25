// village-signer: holds the keys that give the right to speak, and decides itself what it signs.
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "controller/observability/log.hpp"
#include "controller/signer/confinement.hpp"
#include "controller/signer/signer_server.hpp"
#include "controller/signer/whole_file.hpp"

namespace {

using namespace village;
using namespace village::signer;

std::atomic<bool> stop_wanted{false};

struct Arguments {
    std::string data;
    std::string socket;
    std::string passphrase_file;
    std::vector<unsigned> users;
    bool setup = false;
    bool renew = false;
    bool print_root = false;
};

constexpr int exit_failed = 1;
constexpr int exit_cannot_start = 2;

int cannot_start(const domain::Error& error) {
    fmt::print(stderr, "village-signer: {} [{}]\n", error.detail, domain::error_name(error.code));
    return exit_cannot_start;
}

domain::UtcTime utc_now() {
    return domain::utc_from_us(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

void system_randomness(std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

// Trailing newlines of an editor are no part of the passphrase.
domain::Result<std::string> read_passphrase(const std::string& path) {
    if (path.empty()) return std::string{};
    auto text = read_whole_file(path);
    if (!text) return text.error();
    if (!*text) return domain::Error{domain::ErrorCode::configuration_invalid, fmt::format("{} does not exist", path)};
    while (!(*text)->empty() && ((*text)->back() == '\n' || (*text)->back() == '\r')) (*text)->pop_back();
    return **text;
}

void print_root(const domain::Sha256& fingerprint) { fmt::print("root fingerprint {}\n", fingerprint.text()); }

// Works beside a running signer: it only reads.
int print_root_of(const std::string& folder) {
    auto root = SignerFolder::read_root(folder);
    if (!root) return cannot_start(root.error());
    print_root(root->fingerprint());
    return 0;
}

int set_up(SignerCore& core, SignerFolder& folder, const Arguments& arguments) {
    if (core.is_set_up()) {
        print_root(core.root_fingerprint());
        return 0;
    }
    auto passphrase = read_passphrase(arguments.passphrase_file);
    if (!passphrase) return cannot_start(passphrase.error());
    wire::SignerRequest request;
    request.mutable_setup()->set_recovery_passphrase(*passphrase);
    const auto response = core.handle(request, utc_now());
    if (auto written = folder.flush_log(); !written) return cannot_start(written.error());
    if (response.has_error()) {
        fmt::print(stderr, "village-signer: {} [{}]\n", response.error().detail(), response.error().code());
        return exit_cannot_start;
    }
    print_root(core.root_fingerprint());
    if (!response.setup_done().recovery_passphrase().empty())
        fmt::print("recovery passphrase {}\nWrite it on the recovery sheet now: it is not shown again.\n",
                   response.setup_done().recovery_passphrase());
    return 0;
}

int renew(SignerCore& core, SignerFolder& folder, const Arguments& arguments) {
    if (arguments.passphrase_file.empty())
        return cannot_start(
            {domain::ErrorCode::configuration_invalid, "--renew needs --passphrase-file with the recovery passphrase"});
    auto passphrase = read_passphrase(arguments.passphrase_file);
    if (!passphrase) return cannot_start(passphrase.error());
    wire::SignerRequest request;
    request.mutable_renew_delegations()->set_recovery_passphrase(*passphrase);
    const auto response = core.handle(request, utc_now());
    if (auto written = folder.flush_log(); !written) return cannot_start(written.error());
    if (response.has_error()) {
        fmt::print(stderr, "village-signer: {} [{}]\n", response.error().detail(), response.error().code());
        return exit_failed;
    }
    fmt::print("keys are lent until {}\n", domain::utc_text(core.delegated_until()));
    return 0;
}

int serve(SignerCore& core, SignerFolder& folder, const Arguments& arguments) {
    if (arguments.socket.empty())
        return cannot_start({domain::ErrorCode::configuration_invalid, "--socket says where the controller finds the signer"});
    auto server =
        SignerServer::listen({.socket_path = arguments.socket, .allowed_users = arguments.users}, core, folder, utc_now);
    if (!server) return cannot_start(server.error());
    if (auto confined = confine(); !confined) log::warn("{}, going on without [unavailable]", confined.error().detail);
    if (core.is_set_up()) {
        log::info("listening on {}, root {}, delegations end {}", arguments.socket, core.root_fingerprint().text(),
                  domain::utc_text(core.delegated_until()));
    } else {
        log::warn("listening on {}, but there are no keys yet: run --setup, or set up from the controller [setup_needed]",
                  arguments.socket);
    }
    (*server)->run(stop_wanted);
    log::info("stopped");
    return 0;
}

int run(const Arguments& arguments) {
    if (auto ready = protocol::prepare_cryptography(); !ready) return cannot_start(ready.error());
    if (arguments.print_root) return print_root_of(arguments.data);
    auto folder = SignerFolder::open(arguments.data);
    if (!folder) return cannot_start(folder.error());
    auto kept = (*folder)->load();
    if (!kept) return cannot_start(kept.error());
    auto core = SignerCore::start(std::move(*kept), **folder, system_randomness);
    if (!core) return cannot_start(core.error());
    if (arguments.setup) return set_up(**core, **folder, arguments);
    return arguments.renew ? renew(**core, **folder, arguments) : serve(**core, **folder, arguments);
}

}  // namespace

int main(int count, char** words) {
    Arguments arguments;
    CLI::App app{
        "Holds the keys that give loudspeakers the right to sound, and decides itself what it signs.\n"
        "Exit status: 0 done, 1 failed, 2 cannot start."};
    app.add_option("--data", arguments.data, "The signer's own folder")->required();
    app.add_option("--socket", arguments.socket, "Unix socket for the controller");
    app.add_flag("--setup", arguments.setup, "Make root and delegated keys where there are none, print the root, end");
    app.add_flag("--renew", arguments.renew, "Lend the keys for another 100 days, end; stop the serving signer first");
    app.add_option("--passphrase-file", arguments.passphrase_file,
                   "With --setup: seals the root; without one a passphrase is made and printed once. With --renew: opens it");
    app.add_flag("--print-root", arguments.print_root, "Print the root's fingerprint, end");
    app.add_option("--allow-user", arguments.users, "A user id that may ask, beside the signer's own");
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return cannot_start({domain::ErrorCode::configuration_invalid, fmt::format("{}; see --help", error.what())});
    }
    log::open("village-signer", log::Level::info);
    ::umask(0077);
    std::signal(SIGPIPE, SIG_IGN);
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { stop_wanted = true; });
    try {
        return run(arguments);
    } catch (const std::exception& error) {
        log::error("{} [internal]", error.what());
        return exit_failed;
    }
}
