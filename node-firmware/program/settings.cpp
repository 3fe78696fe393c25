#include "node-firmware/program/settings.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

namespace village::node {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

namespace {

constexpr std::size_t file_bytes_max = 64 * 1024;
constexpr std::size_t controllers_max = 8;

Error wrong(std::string_view setting, std::string_view fix) {
    return Error{ErrorCode::configuration_invalid, fmt::format("{}: {}", setting, fix)};
}

Result<SinkKind> sink_kind(std::string_view name) {
    if (name == "alsa") return SinkKind::alsa;
    if (name == "pulse") return SinkKind::pulse;
    if (name == "file") return SinkKind::file;
    if (name == "model") return SinkKind::model;
    return wrong("sink.kind", fmt::format("\"{}\" is none; write alsa, pulse, file or model", name));
}

Status add_controller(Settings& settings, std::string_view text) {
    auto address = link::ControllerAddress::parse(text);
    if (!address) return address.error();
    if (settings.controllers.size() == controllers_max) return wrong("controller", "at most 8 addresses");
    settings.controllers.push_back(std::move(*address));
    return {};
}

Status split_controllers(Settings& settings, std::string_view list) {
    settings.controllers.clear();
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (auto added = add_controller(settings, list.substr(0, comma)); !added) return added;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return {};
}

using Reader = std::function<Status(const toml::node&, Settings&)>;

template <class Field>
Reader text(Field Settings::*field, const char* name) {
    return [field, name](const toml::node& node, Settings& settings) -> Status {
        const auto* value = node.as_string();
        if (!value) return wrong(name, "write it as \"text\"");
        settings.*field = value->get();
        return {};
    };
}
template <class Field>
Reader number(Field Settings::*field, const char* name, std::int64_t low, std::int64_t high) {
    return [field, name, low, high](const toml::node& node, Settings& settings) -> Status {
        const auto* value = node.as_integer();
        if (!value || value->get() < low || value->get() > high)
            return wrong(name, fmt::format("write a number from {} to {}", low, high));
        settings.*field = static_cast<Field>(value->get());
        return {};
    };
}
Status read_sink_kind(const toml::node& node, Settings& settings) {
    const auto kind = sink_kind(node.value_or(std::string_view{}));
    if (!kind) return kind.error();
    settings.sink = *kind;
    return {};
}

/// The one table of what a file may set.
const std::map<std::string, Reader, std::less<>>& readers() {
    static const std::map<std::string, Reader, std::less<>> table{
        {"data", text(&Settings::data, "data")},
        {"log_level", text(&Settings::log_level, "log_level")},
        {"sink.kind", read_sink_kind},
        {"sink.device", text(&Settings::sink_device, "sink.device")},
        {"sink.record", text(&Settings::record, "sink.record")},
        {"sink.model_ppm", number(&Settings::model_ppm, "sink.model_ppm", -500, 500)},
        {"volume.percent", number(&Settings::volume_percent, "volume.percent", 0, 100)},
        {"volume.emergency_percent", number(&Settings::emergency_volume_percent, "volume.emergency_percent", 10, 100)},
        {"clock.battery", text(&Settings::battery_clock, "clock.battery")},
        {"cache.megabytes_max", number(&Settings::cache_megabytes_max, "cache.megabytes_max", 64, 1'000'000)},
        {"prefetch.kilobytes_per_second",
         number(&Settings::prefetch_kilobytes_per_second, "prefetch.kilobytes_per_second", 0, 1'000'000)},
        {"controllers",
         [](const toml::node& node, Settings& to) -> Status {
             const auto* list = node.as_array();
             if (!list) return wrong("controllers", "write a list such as [\"203.0.113.7:8443\"]");
             to.controllers.clear();
             for (const auto& entry : *list) {
                 const auto* address = entry.as_string();
                 if (!address) return wrong("controllers", "each one is \"host:port\"");
                 if (auto added = add_controller(to, address->get()); !added) return added;
             }
             return {};
         }},
    };
    return table;
}

Status read_table(const toml::table& table, const std::string& prefix, Settings& settings) {
    for (const auto& [key, value] : table) {
        const auto name = prefix + std::string(key.str());
        const auto reader = readers().find(name);
        if (reader == readers().end() && value.is_table() && prefix.empty()) {
            if (auto read = read_table(*value.as_table(), name + ".", settings); !read) return read;
            continue;
        }
        if (reader == readers().end()) return wrong(name, "there is no such setting; see village-node.example.toml");
        if (auto read = reader->second(value, settings); !read) return read;
    }
    return {};
}

Status read_file(const std::string& path, Settings& settings) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return wrong("--config", fmt::format("{} cannot be read", path));
    std::string content(file_bytes_max + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (content.size() > file_bytes_max) return wrong("--config", fmt::format("{} has more than 64 KiB", path));
    auto read = read_settings(content, settings);
    if (!read) return Error{read.error().code, fmt::format("{}: {}", path, read.error().detail)};
    return {};
}

}  // namespace

Status read_settings(std::string_view text_of_file, Settings& settings) {
    try {
        return read_table(toml::parse(text_of_file), "", settings);
    } catch (const toml::parse_error& error) {
        return wrong(fmt::format("line {}", error.source().begin.line), error.description());
    }
}

Result<Invocation> read_invocation(int argc, const char* const* argv) {
    CLI::App app{
        "village-node: the loudspeaker's program of Tiếng Làng. Dials its controller, verifies what it is told, sounds it, "
        "proves it.",
        "village-node"};
    std::string config, data, controller, sink, device, record, enrol, level, faults;
    double ppm = 0;
    app.add_option("--config", config, "settings (see village-node.example.toml); the options below go over them")
        ->type_name("FILE");
    app.add_option("--data", data, "keys, plan, audio and receipts (default /var/lib/village-node)")->type_name("FOLDER");
    app.add_option("--controller", controller, "in the order in which they are tried")->type_name("HOST:PORT,...");
    app.add_option("--sink", sink, "alsa (default), pulse, file (records what sounded) or model (a device with its own clock)")
        ->type_name("KIND");
    app.add_option("--sink-device", device, "one of `aplay -L`, or of `pactl list short sinks`; default: the system's")
        ->type_name("NAME");
    app.add_option("--record", record, "where the sink `file` records (default DATA/sound)")->type_name("FOLDER");
    app.add_option("--model-ppm", ppm, "drift of the sink `model`")->check(CLI::Range(-500.0, 500.0))->type_name("PPM");
    app.add_option("--enrol", enrol, "pairing ticket (village1....), or a file that holds one; once, ignored when enrolled")
        ->type_name("TICKET");
    app.add_option("--log-level", level, "debug, info (default), warning or error")->type_name("LEVEL");
    app.add_option("--demo-faults", faults, "demonstration only: takes `drop 20`, `cut`, `uncut`, `clock +3600`")
        ->type_name("SOCKET");
    auto* identity =
        app.add_subcommand("identity", "prints number, keys and fingerprints of this node, and the six words of its enrolment");
    identity->fallthrough();
    app.footer(
        "First start:  village-node --controller loa.example.vn:8443 --enrol TICKET   (the ticket is on the page \"Cụm loa\")\n"
        "It logs to stderr, one line an event, with what happens next.\n"
        "Exit status: 0 ended as asked, 1 failed while running, 2 could not start (one line says which setting and what to do).");
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Invocation{Act::show_help, app.help(), {}};
    } catch (const CLI::ParseError& error) {
        return wrong("command line", fmt::format("{}; see village-node --help", error.what()));
    }
    Invocation invocation;
    auto& settings = invocation.settings;
    invocation.act = identity->parsed() ? Act::show_identity : Act::run;
    if (!config.empty()) {
        if (auto read = read_file(config, settings); !read) return read.error();
    }
    if (!data.empty()) settings.data = data;
    if (!controller.empty()) {
        if (auto split = split_controllers(settings, controller); !split) return split.error();
    }
    if (!sink.empty()) {
        auto kind = sink_kind(sink);
        if (!kind) return kind.error();
        settings.sink = *kind;
    }
    if (!device.empty()) settings.sink_device = device;
    if (!record.empty()) settings.record = record;
    if (ppm != 0) settings.model_ppm = ppm;
    if (!level.empty()) settings.log_level = level;
    settings.enrol = enrol;
    settings.demo_faults = faults;
    if (settings.record.empty()) settings.record = settings.data / "sound";
    if (invocation.act == Act::run && settings.controllers.empty()) {
        return wrong("controllers", "none is named; add --controller HOST:8443 or `controllers` to the settings file");
    }
    return invocation;
}

}  // namespace village::node
