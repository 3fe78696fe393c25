// What a refusal says to a person, in both languages, and what a program can do about it: which rule, what was asked for, what to do.
// The one place for these sentences; pages show them as they come. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::web_api {

/// One line of the catalogue; `rule` is a BrokenRule's name, `conflicts`, or empty: whatever else has this code.
struct RefusalLine {
    domain::ErrorCode code;
    std::string_view rule;
    std::string_view fix;  ///< The least that can be done about it: a name of `Fix` in openapi.yaml.
    std::string_view vi;   ///< `{limit}`, `{found}` and `{whose}` stand for what the rule says.
    std::string_view en;
};

std::span<const RefusalLine> refusal_lines();

struct RefusalWords {
    std::string_view fix;
    std::string vi;
    std::string en;
};

/// So many others it would meet.
domain::BrokenRule conflicts_rule(std::size_t count);
/// `conflicts`: how many others it would meet.
RefusalWords refusal_words(const domain::Error& error, std::size_t conflicts = 0);

}  // namespace village::web_api
