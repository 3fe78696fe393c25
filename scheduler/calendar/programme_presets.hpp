// Programmes that a commune can begin with; the announcements are its own to choose.
#pragma once

#include <vector>

#include "scheduler/domain/programme.hpp"

namespace village::calendar {

/// The day of product.md, section 3: morning and afternoon. Anthem, exercise and marches are in it, switched off.
std::vector<domain::ProgrammePreset> rural_standard();

}  // namespace village::calendar
