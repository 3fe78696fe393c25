#include "controller/config/config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

namespace village::config {
namespace {

using domain::Error;
using domain::ErrorCode;

/// The one table of options.
void declare(CLI::App& app, Config& config) {
    auto option = [&](const char* name, auto& value, const char* help) {
        std::string variable = "VILLAGE_" + std::string(name);
        for (char& c : variable) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        return app.add_option(std::string("--") + name, value, help)->envname(variable)->capture_default_str();
    };
    option("data", config.data, "folder of the database, the audio and the Device CA");
    option("signer-socket", config.signer_socket, "Unix socket of village-signer");
    option("web-root", config.web_root, "folder of the built web-admin");
    option("programs", config.programs,
           "folder of village-decoder, village-speech and village-relay (default: beside this program)");
    option("address", config.address, "address for nodes and phones");
    option("port", config.port, "TLS and UDP port for nodes and phones")->check(CLI::Range(1, 65535));
    option("local-port", config.local_port, "plain HTTP on 127.0.0.1 for a browser on this machine; 0 is none");
    option("names", config.names, "names and addresses in the server's certificate");
    option("emergency-countdown-seconds", config.emergency_countdown_seconds, "time for HỦY")->check(CLI::Range(0, 5));
    option("confirm-enrolment", config.confirm_enrolment, "demo only: accept devices without comparing the six words");
    option("take-over", config.take_over, "for one start: have loudspeakers back that have obeyed another controller since");
    option("relays", config.relays, "stations that programmes may relay: key=address, e.g. vov1=https://example.vn/vov1.m3u8");
    option("backup-every-minutes", config.backup_every_minutes, "time between backups of the database")
        ->check(CLI::Range(1, 1440));
    option("backups-kept", config.backups_kept, "backups in the data folder, the oldest are removed")->check(CLI::Range(1, 1000));
    option("log-level", config.log_level, "debug, info, warning or error")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

/// Reads TOML for CLI11: one flat table, a key per option.
class TomlFile : public CLI::Config {
public:
    explicit TomlFile(const CLI::App& app) : app_(app) {}

    std::string to_config(const CLI::App*, bool, bool, std::string) const override { return {}; }

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
        std::vector<CLI::ConfigItem> settings;
        const toml::table file = toml::parse(input);
        for (const auto& [key, value] : file) {
            settings.push_back(item(std::string(key.str()), value));
            if (!app_.get_option_no_throw("--" + settings.back().name))
                throw CLI::ConfigError(
                    fmt::format("configuration file, line {}: there is no setting \"{}\"", key.source().begin.line, key.str()));
        }
        return settings;
    }

private:
    static std::string scalar_text(const std::string& key, const toml::node& value) {
        if (const auto text = value.value_exact<std::string>()) return *text;
        if (const auto number = value.value_exact<std::int64_t>()) return std::to_string(*number);
        if (const auto flag = value.value_exact<bool>()) return *flag ? "true" : "false";
        throw CLI::ConversionError(fmt::format("{}: a text, a whole number, true or false is expected", key));
    }

    static CLI::ConfigItem item(std::string key, const toml::node& value) {
        CLI::ConfigItem result;
        if (const auto* list = value.as_array())
            for (const auto& element : *list) result.inputs.push_back(scalar_text(key, element));
        else result.inputs.push_back(scalar_text(key, value));
        for (char& c : key)
            if (c == '_') c = '-';
        result.name = std::move(key);
        return result;
    }

    const CLI::App& app_;
};

}  // namespace

domain::Result<Parsed> parse(int argc, const char* const* argv) {
    Parsed parsed;
    CLI::App app{
        "village-controller: schedules announcements and speaks through a commune's loudspeakers.\n"
        "Exit status: 0 stopped as asked, 1 failed while running, 2 could not start."};
    app.config_formatter(std::make_shared<TomlFile>(app));
    app.set_config("--config", "", "TOML file with any of these settings");
    app.allow_config_extras(CLI::config_extras_mode::error);
    app.set_version_flag("--version", "village-controller 0.1.0");
    declare(app, parsed.config);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        parsed.print = app.help();
    } catch (const CLI::CallForVersion&) {
        parsed.print = app.version() + "\n";
    } catch (const CLI::ParseError& error) {
        return Error{ErrorCode::configuration_invalid, fmt::format("{}; see --help", error.what())};
    } catch (const toml::parse_error& error) {
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("configuration file, line {}: {}", error.source().begin.line, error.description())};
    }
    if (parsed.config.programs.empty())
        parsed.config.programs = std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
    return parsed;
}

}  // namespace village::config
