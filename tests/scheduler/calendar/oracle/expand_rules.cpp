// Expands one rule a line for the oracle: "zone <tab> first local start <tab> RRULE <tab> from <tab> to", both in seconds since
// 1970; answers with the planned moments in the same seconds, or with the name of the error.
#include <fmt/format.h>

#include <iostream>
#include <map>
#include <sstream>

#include "scheduler/calendar/expand.hpp"

namespace {

using namespace village;

const calendar::ZoneRules& zone_named(const std::string& name) {
    static std::map<std::string, calendar::ZoneRules> known;
    const auto found = known.find(name);
    return found != known.end() ? found->second : known.emplace(name, calendar::ZoneRules::named(name).value()).first->second;
}

std::string answer(const std::string& question) {
    std::istringstream line{question};
    std::string zone, first, rule, from, to;
    domain::Schedule schedule;
    std::getline(line, zone, '\t');
    std::getline(line, first, '\t');
    std::getline(line, rule, '\t');
    std::getline(line, from, '\t');
    std::getline(line, to, '\t');
    const auto local = domain::parse_local(first);
    if (!local) return std::string{domain::error_name(local.error().code)};
    schedule.timing.first = *local;
    if (!rule.empty()) schedule.timing.repeats = domain::Rrule{rule};
    const auto moment = [](const std::string& text) { return domain::UtcTime{std::chrono::seconds{std::stoll(text)}}; };
    const auto found = calendar::expand(schedule, zone_named(zone), moment(from), moment(to));
    if (!found) return std::string{domain::error_name(found.error().code)};
    std::string text;
    for (const auto& occurrence : *found) text += fmt::format("{} ", occurrence.planned.time_since_epoch().count() / 1'000'000);
    return text;
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) std::cout << answer(line) << "\n";
    return 0;
}
