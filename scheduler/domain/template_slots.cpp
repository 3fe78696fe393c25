#include "scheduler/domain/template_slots.hpp"

#include <fmt/format.h>

namespace village::domain {
namespace {

Error slot_error(std::string detail) { return Error{ErrorCode::invalid_argument, std::move(detail)}; }

}  // namespace

Result<std::string> fill_slots(std::string_view text, const SlotValues& values) {
    std::string filled;
    while (!text.empty()) {
        const auto brace = text.find_first_of("{}");
        filled.append(text.substr(0, brace));
        if (brace == std::string_view::npos) break;
        if (text[brace] == '}') return slot_error("a brace is closed that was not opened");
        const auto end = text.find_first_of("{}", brace + 1);
        if (end == std::string_view::npos || text[end] == '{') return slot_error("a brace is opened but not closed");
        const auto name = text.substr(brace + 1, end - brace - 1);
        const auto value = values.find(name);
        if (value == values.end() || value->second.empty()) return slot_error(fmt::format("the slot {{{}}} has no value", name));
        filled += value->second;
        text.remove_prefix(end + 1);
    }
    return filled;
}

}  // namespace village::domain
