// Where in a request an error of a programme stands: the desk that found it knows items by their keys, not by their places.
#pragma once

#include <string>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/programme.hpp"

namespace village::web_api {

/// JSON pointer into the body that this was read from; empty: nowhere in particular.
std::string place_in(const domain::Programme& programme, const domain::Error& error);
std::string place_in(const domain::ProgrammeDay& day, const domain::Error& error);

}  // namespace village::web_api
