// Programmes that a commune can begin with; the announcements are its own to choose.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "scheduler/domain/programme.hpp"

namespace village::calendar {

struct ProgrammePreset {
    std::string_view name;                ///< Of the preset: "Nông thôn chuẩn".
    std::chrono::minutes time_of_day{0};  ///< When it usually begins.
    domain::Programme programme;          ///< Without an id.
};

/// The day of product.md, section 3: morning and afternoon. Anthem, exercise and marches are in it, switched off.
std::vector<ProgrammePreset> rural_standard();

}  // namespace village::calendar
