#include "controller/observability/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdlib>
#include <memory>

namespace village::log {
namespace {

std::atomic<Level> lowest_level{Level::info};

/// The journal takes the level from a prefix (sd-daemon(3)) and stamps the time itself.
std::string_view journal_prefix(Level level) {
    switch (level) {
        case Level::debug: return "<7>";
        case Level::info: return "<6>";
        case Level::warning: return "<4>";
        case Level::error: return "<3>";
    }
    return "<6>";
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

spdlog::logger& logger() {
    static const auto instance = std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return *instance;
}

bool to_journal() {
    static const bool answer = std::getenv("JOURNAL_STREAM") != nullptr;
    return answer;
}

void hide_control_characters(std::string& line) {
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
}

}  // namespace

void open(std::string_view name, Level lowest) {
    lowest_level = lowest;
    logger().set_level(spdlog::level::trace);
    if (to_journal()) logger().set_pattern("%v");
    else logger().set_pattern(fmt::format("%Y-%m-%dT%H:%M:%S.%e {} %l: %v", name));
    logger().flush_on(spdlog::level::trace);
}

domain::Result<Level> level_from_name(std::string_view name) {
    if (name == "debug") return Level::debug;
    if (name == "info") return Level::info;
    if (name == "warning") return Level::warning;
    if (name == "error") return Level::error;
    return domain::Error{domain::ErrorCode::configuration_invalid,
                         fmt::format("log level \"{}\" is not one of debug, info, warning, error", name)};
}

bool is_on(Level level) { return level >= lowest_level.load(std::memory_order_relaxed); }

void write(Level level, std::string line) {
    if (!is_on(level)) return;
    hide_control_characters(line);
    if (to_journal()) line.insert(0, journal_prefix(level));
    logger().log(spdlog_level(level), "{}", line);
}

}  // namespace village::log
