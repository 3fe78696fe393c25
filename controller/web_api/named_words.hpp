// Tables of the program's own words, by the name that stands for them in a receipt or on a page.
#pragma once

#include <algorithm>
#include <span>

#include "controller/web_api/both_languages.hpp"

namespace village::web_api {

struct NamedWords {
    std::string_view name;
    const char* vi;
    const char* en;
};

inline BothLanguages find_words(std::span<const NamedWords> table, std::string_view name, const NamedWords& of_any_other) {
    const auto found = std::ranges::find(table, name, &NamedWords::name);
    const auto& words = found == table.end() ? of_any_other : *found;
    return {words.vi, words.en};
}

}  // namespace village::web_api
