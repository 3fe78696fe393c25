// What is wrong when a part of the program is not well, in both languages: `detail` beside it is one English sentence for the technician.
#pragma once

#include <string_view>

#include "controller/web_api/both_languages.hpp"

namespace village::web_api {

/// `part` is its name in `/health`.
BothLanguages trouble_in_words(std::string_view part);

}  // namespace village::web_api
