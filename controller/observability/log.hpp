// The log, for an operator at 3 a.m.: what, which node, what happens next, and a code in brackets to search for:
// "node 17 silent for 12 s, retrying in 5 s [node_lost]". One line per event on stderr, with priority prefixes when the
// journal reads it. May be called from any thread; never blocks on anything but stderr.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::log {

enum class Level { debug, info, warning, error };

/// Call once from main. `name` is the program; levels below `lowest` are dropped.
void open(std::string_view name, Level lowest);
/// "debug", "info", "warning", "error"; anything else is `configuration_invalid`.
domain::Result<Level> level_from_name(std::string_view name);
bool is_on(Level level);
/// One line. Control characters in it are shown as '?', so that no input can forge a second line.
void write(Level level, std::string line);

template <class... Args>
void debug(fmt::format_string<Args...> text, Args&&... args) {
    if (is_on(Level::debug)) write(Level::debug, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> text, Args&&... args) {
    if (is_on(Level::info)) write(Level::info, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void warn(fmt::format_string<Args...> text, Args&&... args) {
    write(Level::warning, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> text, Args&&... args) {
    write(Level::error, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace village::log
