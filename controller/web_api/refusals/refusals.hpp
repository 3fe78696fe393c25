// The catalogue of refusals by their subject, one file each; `refusal_lines` (refusal_words.hpp) joins them.
#pragma once

#include "controller/web_api/refusal_words.hpp"

namespace village::web_api {

std::span<const RefusalLine> hours_refusals();
std::span<const RefusalLine> planning_refusals();
std::span<const RefusalLine> approval_refusals();
std::span<const RefusalLine> once_more_refusals();
std::span<const RefusalLine> programmes_refusals();
std::span<const RefusalLine> schedules_refusals();
std::span<const RefusalLine> calendar_files_refusals();
std::span<const RefusalLine> requests_refusals();
std::span<const RefusalLine> people_refusals();
std::span<const RefusalLine> sound_files_refusals();
std::span<const RefusalLine> trust_refusals();
std::span<const RefusalLine> emergencies_refusals();
std::span<const RefusalLine> transport_refusals();
std::span<const RefusalLine> machine_refusals();

}  // namespace village::web_api
