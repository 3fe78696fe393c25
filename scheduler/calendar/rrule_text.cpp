#include "scheduler/calendar/rrule_text.hpp"

#include <fmt/format.h>

namespace village::calendar {

std::string without_part(std::string_view rule, std::string_view name) {
    std::string kept;
    while (!rule.empty()) {
        const auto part = rule.substr(0, rule.find(';'));
        rule.remove_prefix(std::min(part.size() + 1, rule.size()));
        if (part.substr(0, part.find('=')) == name) continue;
        if (!kept.empty()) kept += ';';
        kept += part;
    }
    return kept;
}

std::string with_part(std::string_view rule, std::string_view name, std::string_view value) {
    return fmt::format("{};{}={}", without_part(rule, name), name, value);
}

bool names_hours(std::string_view rule) { return rule.find("BYHOUR") != rule.npos || rule.find("BYMINUTE") != rule.npos; }

}  // namespace village::calendar
