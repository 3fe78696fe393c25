// A whole commune as one JSON file (the form of controller/ctl/demo/demo-commune.json), checked and turned into domain values:
// names become ids, references are followed, numbers and names are unique, or the error names the place.
#pragma once

#include "controller/ports/commands.hpp"
#include "controller/web_api/json_checks.hpp"

namespace village::web_api {

/// `existing` keeps the ids of commune and province where there is a commune already, so that people's areas stay true; what the
/// file does not say stays as it is, and hours that it changes in part start from `hours`.
Read<ports::CommuneImport> read_commune_file(std::string_view text, const domain::Commune& existing,
                                             const domain::HoursPolicy& hours);

}  // namespace village::web_api
