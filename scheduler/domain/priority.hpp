// Who gives way to whom. Thông tư 39/2020/TT-BTTTT names three bulletin priorities (thông thường, ưu tiên, khẩn cấp);
// background is below (music, fillers) and live lies between priority and emergency.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace village::domain {

enum class Priority : std::uint8_t { background = 0, normal = 1, priority = 2, live = 3, emergency = 4 };

/// What an interrupted item does: goes on when the loudspeaker is free again, begins anew, is over, or goes on meanwhile, quietly
/// beneath what interrupts it (an emergency or an all-clear silences it: then it resumes).
enum class WhenInterrupted : std::uint8_t { resume, restart, drop, duck };

/// How late something may still begin, where nobody said otherwise.
constexpr std::chrono::minutes usual_start_grace{2};

std::string_view priority_name(Priority priority);
std::optional<Priority> priority_from_name(std::string_view name);
std::string_view when_interrupted_name(WhenInterrupted rule);
std::optional<WhenInterrupted> when_interrupted_from_name(std::string_view name);

}  // namespace village::domain
